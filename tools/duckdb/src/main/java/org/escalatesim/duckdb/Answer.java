package org.escalatesim.duckdb;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.TextTable;

/**
 * A table that a query gave, as text.
 *
 * @param columns names
 * @param numeric whether a column holds numbers, which stand at the right
 * @param rows cells; a missing value is empty
 */
record Answer(List<String> columns, List<Boolean> numeric, List<List<String>> rows) {
    static Answer of(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String> columns = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnLabel(i));
            numeric.add(isNumeric(meta, i));
        }
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(text(result.getObject(i)));
            }
            rows.add(row);
        }
        return new Answer(columns, numeric, rows);
    }

    private static boolean isNumeric(ResultSetMetaData meta, int column) throws SQLException {
        return switch (meta.getColumnType(column)) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.FLOAT,
                    Types.REAL,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL -> true;
            default -> meta.getColumnTypeName(column).equals("HUGEINT");
        };
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Double number
                ? Numbers.plain(number)
                : String.join(" ", value.toString().lines().toList());
    }

    /** Aligned lines, the names and a rule above them. */
    List<String> lines() {
        StringBuilder alignment = new StringBuilder();
        numeric.forEach(right -> alignment.append(right ? 'r' : 'l'));
        TextTable table = new TextTable(alignment.toString(), new String[][] {columns.toArray(String[]::new)});
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        return table.lines();
    }
}
