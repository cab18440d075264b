package org.escalatesim.report.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.PlotInput.Kind;
import tools.jackson.databind.JsonNode;

/** Named points with numbers: machines of runs and comparisons, points of a sweep, rows of any CSV file with a header. */
final class PointTable {
    private static final String FAILURE = "failure";

    private final List<Map<String, String>> rows = new ArrayList<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private final Request request;
    private final String name;
    private int failed;
    private boolean runs;

    PointTable(Request request) {
        this.request = request;
        this.name = request.inputs().size() == 1 ? request.inputs().get(0).toString() : "the inputs";
        for (Path path : request.inputs()) {
            PlotInput input = PlotInput.read(path, Kind.COMPARE, Kind.RUN, Kind.SWEEP, Kind.TABLE);
            runs |= input.kind() == Kind.RUN || input.kind() == Kind.SWEEP;
            switch (input.kind()) {
                case RUN -> run(input);
                case COMPARE -> compare(input);
                default -> csv(input);
            }
        }
        rows.forEach(row -> columns.addAll(row.keySet()));
        columns.remove(CsvRows.WHERE);
        request.where().keySet().forEach(column -> check(column, "--where"));
        rows.removeIf(row -> !request.where().entrySet().stream()
                .allMatch(is -> is.getValue().equals(row.get(is.getKey()))));
        int before = rows.size();
        rows.removeIf(row -> !row.getOrDefault(FAILURE, "").isEmpty());
        failed = before - rows.size();
        if (rows.isEmpty()) {
            throw new ResultException(name + ": no point is left" + (failed > 0 ? ", " + failed + " failed" : "")
                    + (request.where().isEmpty() ? "" : "; see --where"));
        }
    }

    private void run(PlotInput input) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put(CsvRows.WHERE, input.name());
        row.put("machine", input.text(input.json(), "machine/name"));
        row.put("workload", input.text(input.json(), "workload/name"));
        row.put("seed", input.json().path("workload").path("seed").asString(""));
        numbers(row, input.filled(input.json(), "totals"));
        AreaRange.put(row, input.json().path("machine"));
        row.put(
                Reference.IDEAL,
                input.json().path("machine").path(Reference.IDEAL).asString(""));
        rows.add(row);
    }

    private void compare(PlotInput input) {
        for (JsonNode machine : input.filled(input.json(), "machines")) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put(CsvRows.WHERE, input.name());
            row.put("machine", input.text(machine, "label"));
            row.put("workload", input.text(input.json(), "network"));
            row.put("seed", machine.path("workload").path("seed").asString(""));
            row.put("over", input.text(input.json(), "over"));
            row.put("metric", machine.path("accuracy").path("metric").asString(""));
            JsonNode percent = machine.path("accuracy").path("percent");
            row.put("accuracy", percent.isNumber() ? percent.asString() : "");
            numbers(row, machine);
            numbers(row, input.filled(machine, "totals"));
            numbers(row, input.filled(machine, "ratios"));
            AreaRange.put(row, machine.path("machine"));
            row.put(IsoAccuracy.COLUMN, input.text(machine, "ratios/iso_accuracy"));
            rows.add(row);
        }
    }

    private static void numbers(Map<String, String> row, JsonNode node) {
        for (String key : node.propertyNames()) {
            if (node.path(key).isNumber()) {
                row.put(key, node.path(key).asString());
            }
        }
        JsonNode energy = node.path("energy").path("total_pj");
        if (energy.isNumber()) {
            row.put("energy_pj", energy.asString());
        }
    }

    private void csv(PlotInput input) {
        rows.addAll(CsvRows.of(input).rows());
    }

    /** Whether any row has the column. */
    boolean has(String column) {
        return columns.contains(column);
    }

    /** All columns, in the order in which they came. */
    Set<String> columns() {
        return columns;
    }

    /** Throws unless the column exists. */
    void check(String column, String option) {
        if (!columns.contains(column)) {
            throw new ResultException(name + ": " + option + ": no column '" + column + "'"
                    + request.didYouMean().apply(column, columns) + " (columns: " + Nearest.of(column, columns) + ")");
        }
    }

    List<Map<String, String>> rows() {
        return rows;
    }

    int failed() {
        return failed;
    }

    /** Whether there are several machines, some of runs or a sweep, which compare no accuracies. */
    boolean uncompared() {
        return runs && has("machine") && values("machine").size() > 1;
    }

    /** Different values of a column, empty ones too. */
    List<String> values(String column) {
        return rows.stream().map(row -> row.getOrDefault(column, "")).distinct().toList();
    }

    /** For titles: a colon and the one workload of all rows, and their machine if that is one; else empty. */
    String of() {
        boolean one = has("workload") && values("workload").size() == 1;
        boolean alike = one && has("machine") && values("machine").size() == 1;
        return (one ? ": " + values("workload").get(0) : "")
                + (alike ? " on " + values("machine").get(0) : "");
    }

    /** A cell as a number, or NaN where it is empty. */
    double number(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        if (text.isBlank()) {
            return Double.NaN;
        }
        Double value = SweepTable.parse(text);
        if (value == null) {
            throw new ResultException(row.get(CsvRows.WHERE) + ": " + column + " must be a number, not '" + text + "'");
        }
        return value;
    }

    /**
     * What points are called: the column asked for, else what tells points apart; of other tables the column
     * {@code name}, {@code label}, {@code machine} or {@code network}, else the first.
     */
    List<String> nameColumns() {
        if (request.columns().label() != null) {
            check(request.columns().label(), "--label");
            return List.of(request.columns().label());
        }
        List<String> all = List.copyOf(columns);
        if (has(FAILURE)) {
            return all.subList(1, all.indexOf(FAILURE)).stream()
                    .filter(column -> !SweepTable.SAMPLES.contains(column)
                            && values(column).size() > 1)
                    .toList();
        }
        if (has("machine") && has("workload")) {
            return values("workload").size() > 1 ? List.of("workload", "machine") : List.of("machine");
        }
        return List.of(List.of("name", "label", "machine", "network").stream()
                .filter(this::has)
                .findFirst()
                .orElse(all.get(0)));
    }
}
