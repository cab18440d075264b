package org.escalatesim.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escalatesim.config.InputException;
import org.escalatesim.plugin.PluginJar;
import org.escalatesim.plugin.Plugins;
import org.escalatesim.plugin.TableWriter;
import org.escalatesim.sweep.ColumnTypes;
import org.escalatesim.sweep.Merge;

/** A merged table as a Parquet file, by way of a CSV in the temporary folder. */
final class ParquetTable {
    private ParquetTable() {}

    static Merge.Outcome write(Merge merge, Path file) {
        TableWriter writer = writer(file);
        try {
            Path csv = Files.createTempFile("escalate-sim-merge", ".csv");
            try {
                Merge.Outcome outcome = merge.write(csv);
                writer.parquet(csv, ColumnTypes.of(csv), file);
                return outcome;
            } finally {
                Files.deleteIfExists(csv);
            }
        } catch (IOException e) {
            throw new InputException("--out " + file + ": no temporary file can be made (" + e.getMessage() + ")");
        }
    }

    private static TableWriter writer(Path file) {
        try {
            return (TableWriter) new Plugins(Plugins.defaultFolder(), Version.text()).command(PluginJar.of("query"));
        } catch (InputException e) {
            throw new InputException("--out " + file + ": Parquet is written by the jar of 'query'; "
                    + e.problems().get(0));
        }
    }
}
