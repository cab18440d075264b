package org.escalatesim.duckdb;

import java.sql.SQLException;
import java.util.List;

/** DuckDB's messages have many lines; ours have one. */
final class SqlErrors {
    private SqlErrors() {}

    /** What is wrong, and the hint that follows it, without the excerpt of the query. */
    static String line(SQLException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        List<String> lines = message.lines().map(String::strip).toList();
        String first = lines.isEmpty() ? message : lines.get(0);
        if (first.startsWith("Catalog Error: Table with name")) {
            // DuckDB's own suggestions are among its internal tables.
            return first + " The tables are points and layers: the files of a folder give both, a file gives one.";
        }
        if (first.contains("file system operations are disabled") || first.contains("disabled through configuration")) {
            return first + " (queries read the tables alone; --out writes)";
        }
        if (lines.size() > 1 && lines.get(1).startsWith("Candidate bindings")) {
            return first + " " + lines.get(1);
        }
        return first;
    }

    /** The innermost reason why a class could not be loaded. */
    static String rootLine(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : root.getMessage();
        return message.lines().findFirst().orElse(root.getClass().getSimpleName());
    }
}
