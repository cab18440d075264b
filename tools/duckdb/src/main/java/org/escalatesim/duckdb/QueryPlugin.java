package org.escalatesim.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.escalatesim.plugin.CommandPlugin;
import org.escalatesim.plugin.TableWriter;

/** What this jar brings: the command {@code query}, and Parquet for {@code merge}. */
public final class QueryPlugin implements CommandPlugin, TableWriter {
    @Override
    public String command() {
        return "query";
    }

    @Override
    public String version() {
        try (InputStream stream = QueryPlugin.class.getResourceAsStream("version.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object create() {
        return new QueryCommand();
    }

    @Override
    public void parquet(Path csv, Map<String, Class<?>> types, Path file) {
        try (Database database = new Database()) {
            database.loadCsv("points", csv, types);
            database.write("SELECT * FROM points", file);
        }
    }
}
