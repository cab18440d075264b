package org.escalatesim.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escalatesim.report.ResultException;

/** The merged CSV of a sweep: what tells points apart up to the column {@code failure}, then results. */
final class SweepTable {
    private static final String FAILURE = "failure";
    /** Columns whose points are samples of one: averaged, with error bars. */
    static final List<String> SAMPLES = List.of("image", "seed");

    private static final Pattern PROMOTION = Pattern.compile("[LT]<(\\d+),(\\d+)>");

    private final String name;
    private final List<String> columns;
    private final Request request;
    private final List<Map<String, String>> rows = new ArrayList<>();
    private int failed;

    /** Reads the rows that {@code request.where} keeps and that did not fail. */
    SweepTable(PlotInput input, Request request) {
        name = input.name();
        this.request = request;
        CsvRows csv = CsvRows.of(input);
        List<Map<String, String>> all = csv.rows();
        columns = csv.columns();
        patterns(all);
        request.where().keySet().forEach(column -> check(column, "--where", request));
        for (Map<String, String> row : all) {
            Predicate<Map.Entry<String, String>> holds = is -> is.getValue().equals(row.get(is.getKey()));
            if (request.where().entrySet().stream().allMatch(holds)) {
                if (row.getOrDefault(FAILURE, "").isEmpty()) {
                    rows.add(row);
                } else {
                    failed++;
                }
            }
        }
        if (rows.isEmpty()) {
            throw new ResultException(
                    name + ": no point is left" + (failed > 0 ? ", " + failed + " failed" : "") + "; see --where");
        }
        oneVersion();
    }

    /** Columns of promotion patterns get two more, their look-ahead h and look-aside d, as axes of their own. */
    private void patterns(List<Map<String, String>> all) {
        for (String column : List.copyOf(columns.subList(0, Math.max(0, columns.indexOf(FAILURE))))) {
            if (!all.stream().allMatch(row -> PROMOTION.matcher(row.get(column)).matches())) {
                continue;
            }
            columns.addAll(columns.indexOf(FAILURE), List.of(column + ".h", column + ".d"));
            for (Map<String, String> row : all) {
                Matcher matcher = PROMOTION.matcher(row.get(column));
                if (matcher.matches()) {
                    row.put(column + ".h", matcher.group(1));
                    row.put(column + ".d", matcher.group(2));
                }
            }
        }
    }

    /** Whether a column says what another already says: a pattern and its parts, whichever are not asked for. */
    private boolean told(String column) {
        for (String asked : Arrays.asList(request.x(), request.series())) {
            if (asked != null && asked.matches(Pattern.quote(column) + "\\.[hd]")) {
                return true;
            }
        }
        String whole = column.replaceFirst("\\.[hd]$", "");
        boolean part = !whole.equals(column) && columns.contains(whole);
        return part
                && !(whole + ".h").equals(request.x())
                && !(whole + ".d").equals(request.x())
                && !(whole + ".h").equals(request.series())
                && !(whole + ".d").equals(request.series());
    }

    /** Throws if points come from several versions of the simulator. */
    private void oneVersion() {
        if (columns.contains("version") && values("version").size() > 1) {
            throw new ResultException(name + ": points are of versions " + String.join(", ", values("version"))
                    + "; choose one with --where version=VALUE");
        }
    }

    /** Throws unless the column exists. */
    void check(String column, String option, Request request) {
        if (!columns.contains(column)) {
            throw new ResultException(name + ": " + option + ": no column '" + column + "'"
                    + request.didYouMean().apply(column, columns) + " (columns that differ: "
                    + Nearest.of(column, differing()) + ")");
        }
    }

    /** Columns that tell points apart and are not equal in all rows. */
    List<String> differing() {
        return columns.subList(1, columns.indexOf(FAILURE)).stream()
                .filter(column -> values(column).size() > 1 && !told(column))
                .toList();
    }

    /** Different values of a column, in the order of the rows. */
    List<String> values(String column) {
        return rows.stream().map(row -> row.getOrDefault(column, "")).distinct().toList();
    }

    List<Map<String, String>> rows() {
        return rows;
    }

    int failed() {
        return failed;
    }

    /** A cell as a number. */
    double number(Map<String, String> row, String column) {
        Double value = parse(row.getOrDefault(column, ""));
        if (value == null) {
            throw new ResultException(row.get(CsvRows.WHERE) + ": " + column + " must be a number, not '"
                    + row.getOrDefault(column, "") + "'");
        }
        return value;
    }

    /** A finite number, or null. */
    static Double parse(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
