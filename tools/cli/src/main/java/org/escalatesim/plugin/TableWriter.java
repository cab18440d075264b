package org.escalatesim.plugin;

import java.nio.file.Path;
import java.util.Map;

/** What a {@link CommandPlugin} may be besides: a writer of tables in a format that needs its libraries. */
public interface TableWriter {
    /**
     * Writes a CSV with a header as a Parquet file, in the same order; the file is replaced in one step, or not at all.
     *
     * @param types per column, in order: {@code Long}, {@code Double}, {@code Boolean} or {@code String}; an empty cell is
     *     a missing value
     * @throws org.escalatesim.config.InputException if the file cannot be written
     */
    void parquet(Path csv, Map<String, Class<?>> types, Path file);
}
