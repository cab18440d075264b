package org.escalatesim.report.plot;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escalatesim.report.ResultException;

/**
 * The rows of a CSV file with a header.
 *
 * @param columns the header
 * @param rows cells by column, and {@code FILE:LINE} under {@link #WHERE}
 */
record CsvRows(List<String> columns, List<Map<String, String>> rows) {
    /** Where a row stands, for messages; no column has this name. */
    static final String WHERE = "\0where";

    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    /**
     * Reads all rows.
     *
     * @throws ResultException naming the line that is no CSV or has more or fewer cells than the header, or if there is no row
     */
    static CsvRows of(PlotInput input) {
        List<String> columns = new ArrayList<>();
        List<Map<String, String>> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofNamedCsvRecord(input.text())) {
            for (NamedCsvRecord row : csv) {
                if (columns.isEmpty()) {
                    columns.addAll(row.getHeader());
                }
                String where = input.name() + ":" + row.getStartingLineNumber();
                if (row.getFieldCount() != columns.size()) {
                    throw new ResultException(where + ": must have " + columns.size() + " cells as the header has, not "
                            + row.getFieldCount());
                }
                Map<String, String> cells = new LinkedHashMap<>(row.getFieldsAsMap());
                cells.put(WHERE, where);
                rows.add(cells);
            }
        } catch (CsvParseException | IOException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            Matcher line = LINE.matcher(why);
            throw new ResultException(input.name() + (line.find() ? ":" + line.group(1) : "") + ": not CSV: " + why);
        }
        if (rows.isEmpty()) {
            throw new ResultException(input.name() + ": has no rows");
        }
        return new CsvRows(columns, rows);
    }
}
