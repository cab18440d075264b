package org.escalatesim.sweep;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.escalatesim.report.ResultException;

/**
 * The types of a table's columns. Those of measured columns follow from their names, so that they do not change with
 * the values that happen to be in a file; those of swept fields follow from their cells.
 */
public final class ColumnTypes {
    private static final Set<String> TEXT = Set.of(
            "machine",
            "energy_table",
            "workload",
            "failure",
            "version",
            "result",
            "layer",
            "weight_form",
            "weights",
            "mapping");
    private static final Set<String> INTEGER = Set.of("point", "image", "seed");
    private static final Pattern REAL =
            Pattern.compile("milliseconds|speedup|multiplier_utilisation(_with_bypass)?|.*_(pj|fraction|density)");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?|NaN|-?Infinity");

    /** What the cells of a column allow. */
    private static final class Column {
        boolean any;
        boolean whole = true;
        boolean number = true;
        boolean logical = true;

        void see(String cell) {
            if (!cell.isEmpty()) {
                any = true;
                whole = whole && WHOLE_NUMBER.matcher(cell).matches();
                number = number && (whole || NUMBER.matcher(cell).matches());
                logical = logical && (cell.equals("true") || cell.equals("false"));
            }
        }

        Class<?> type(String name) {
            if (TEXT.contains(name)) {
                return String.class;
            }
            if (INTEGER.contains(name) && (whole || !any)) {
                return Long.class;
            }
            if (REAL.matcher(name).matches() && (number || !any)) {
                return Double.class;
            }
            if (!any) {
                return String.class;
            }
            return whole ? Long.class : number ? Double.class : logical ? Boolean.class : String.class;
        }
    }

    private ColumnTypes() {}

    /**
     * The types of a CSV with a header: {@code Long}, {@code Double}, {@code Boolean} or {@code String} per column.
     *
     * @throws ResultException naming the file unless it is a table
     */
    public static Map<String, Class<?>> of(Path csv) {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                throw new ResultException(csv + ": not a table: it is empty");
            }
            for (String name : records.next().getFields()) {
                if (columns.put(name, new Column()) != null) {
                    throw new ResultException(csv + ": not a table: two columns are called '" + name + "'");
                }
            }
            Column[] byPosition = columns.values().toArray(Column[]::new);
            while (records.hasNext()) {
                CsvRecord row = records.next();
                for (int i = 0; i < byPosition.length; i++) {
                    byPosition[i].see(row.getField(i));
                }
            }
        } catch (CsvParseException e) {
            throw new ResultException(csv + ": not a table: " + e.getMessage());
        } catch (IOException e) {
            throw new ResultException(csv + ": cannot be read (" + e.getMessage() + ")");
        }
        Map<String, Class<?>> types = new LinkedHashMap<>();
        columns.forEach((name, column) -> types.put(name, column.type(name)));
        return types;
    }
}
