package org.escalatesim.duckdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;
import org.escalatesim.config.InputException;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.Target;

/**
 * A DuckDB database in memory. Tables are loaded first; a query then can neither read nor write files, load extensions
 * nor change settings, save for the one file that it is meant to write.
 */
final class Database implements AutoCloseable {
    private final Connection connection;
    private final Path spill;

    /** Opens an empty database; throws {@link InputException} where DuckDB cannot run. */
    Database() {
        try {
            spill = Files.createTempDirectory("escalate-sim-duckdb");
        } catch (IOException e) {
            throw new InputException("no temporary folder can be made (" + e.getMessage() + ")");
        }
        Set<Path> unpacked = NativeLibrary.unpacked();
        try {
            connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
            NativeLibrary.removeUnpacked();
            execute("SET temp_directory = " + text(spill.toString()));
            execute("SET autoinstall_known_extensions = false");
        } catch (SQLException e) {
            deleteSpill();
            throw new InputException("DuckDB does not start: " + SqlErrors.line(e));
        } catch (LinkageError e) {
            deleteSpill();
            NativeLibrary.removeSince(unpacked);
            throw new InputException("DuckDB does not start: its library, 60 MB, cannot be unpacked into "
                    + System.getProperty("java.io.tmpdir") + " or loaded (" + SqlErrors.rootLine(e) + ")");
        }
    }

    /** Loads a CSV with a header, columns of the given types; empty cells are missing values. */
    void loadCsv(String table, Path csv, Map<String, Class<?>> types) {
        String columns = types.entrySet().stream()
                .map(column -> text(column.getKey()) + ": " + text(sqlType(column.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
        load(
                table,
                csv,
                "read_csv(" + text(csv.toString()) + ", header = true, auto_detect = false, delim = ',', quote = '\"',"
                        + " escape = '\"', nullstr = '', columns = " + columns + ")");
    }

    /** Loads a Parquet file. */
    void loadParquet(String table, Path file) {
        if (!Files.isReadable(file)) {
            throw new InputException(file + ": cannot be read (permission denied)");
        }
        try {
            execute("CREATE TABLE " + table + " AS SELECT * FROM read_parquet(" + text(file.toString()) + ")");
        } catch (SQLException e) {
            // DuckDB's own words are about bytes of the format.
            throw new InputException(file + ": is not a Parquet file that DuckDB can read");
        }
    }

    private void load(String table, Path file, String source) {
        try {
            execute("CREATE TABLE " + table + " AS SELECT * FROM " + source);
        } catch (SQLException e) {
            throw new InputException(file + ": cannot be read: " + SqlErrors.line(e));
        }
    }

    /** Whether a table has a column. */
    boolean hasColumn(String table, String column) {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM duckdb_columns() WHERE table_name = ? AND column_name = ?")) {
            statement.setString(1, table);
            statement.setString(2, column);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getInt(1) > 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void rename(String table, String name) {
        try {
            execute("ALTER TABLE " + table + " RENAME TO " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers a query; throws {@link InputException} with what is wrong with it. */
    Answer query(String sql) {
        try {
            seal("");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                if (!statement.execute()) {
                    throw new InputException("the query gives no table: give one SELECT");
                }
                try (ResultSet result = statement.getResultSet()) {
                    return Answer.of(result);
                }
            }
        } catch (SQLException e) {
            throw new InputException("query: " + SqlErrors.line(e));
        }
    }

    /** Writes the answer to a query as Parquet or CSV, by the name's ending; the file is there whole or not at all. */
    void write(String sql, Path file) {
        Path target = Target.file("--out", file);
        Path temporary = Target.temporary(target);
        String format = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".parquet")
                ? "FORMAT parquet, COMPRESSION zstd"
                : "FORMAT csv, HEADER";
        try {
            try {
                // Opened first, so that a folder that cannot be written is not the query's fault.
                Files.createFile(temporary);
                seal(temporary.toString());
                // The line ends before the parenthesis: a comment may be the query's last words.
                execute("COPY (" + withoutSemicolon(sql) + "\n) TO " + text(temporary.toString()) + " (" + format
                        + ", USE_TMP_FILE false)");
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Target.replace(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (SQLException e) {
            String line = SqlErrors.line(e);
            throw new InputException(
                    line.startsWith("IO Error") ? file + ": cannot be written (" + line + ")" : "query: " + line);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be written (" + ResultException.why(e) + ")");
        }
    }

    /** From here on no file can be touched but {@code writable}; an empty name stands for none. */
    private void seal(String writable) throws SQLException {
        if (!writable.isEmpty()) {
            execute("SET allowed_paths = [" + text(writable) + "]");
        }
        execute("SET enable_external_access = false");
        execute("SET lock_configuration = true");
    }

    private static String withoutSemicolon(String sql) {
        return sql.strip().replaceFirst(";\\s*$", "");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String sqlType(Class<?> type) {
        if (type == Long.class) {
            return "BIGINT";
        }
        if (type == Double.class) {
            return "DOUBLE";
        }
        return type == Boolean.class ? "BOOLEAN" : "VARCHAR";
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing was to be kept.
        }
        deleteSpill();
    }

    private void deleteSpill() {
        try (var files = Files.list(spill)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(spill);
        } catch (IOException e) {
            spill.toFile().deleteOnExit();
        }
    }
}
