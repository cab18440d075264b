package org.escalatesim.report.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.Figure.Heat;
import org.escalatesim.report.plot.Figure.Line;
import org.escalatesim.report.plot.Figure.Lines;
import org.escalatesim.report.plot.Figure.Panel;
import org.escalatesim.report.plot.Figure.Stroke;

/** A result of a sweep over one of its axes or two, as lines or as a heat map. */
final class SweepFigures {
    private SweepFigures() {}

    static Figure sensitivity(Request request) {
        if (request.x() == null || request.y() == null) {
            throw new ResultException("sensitivity needs --x and --y, columns of the merged CSV");
        }
        if (request.inputs().size() > 1) {
            throw new ResultException("this figure is of one sweep; give one CSV, not "
                    + request.inputs().size());
        }
        if (request.heat() && request.series() == null) {
            throw new ResultException("--heat needs --series, the axis from below to above");
        }
        SweepTable table = new SweepTable(PlotInput.read(request.inputs().get(0), PlotInput.Kind.SWEEP), request);
        table.check(request.x(), "--x", request);
        table.check(request.y(), "--y", request);
        if (request.series() != null) {
            table.check(request.series(), "--series", request);
        }
        for (String column : table.differing()) {
            if (!column.equals(request.x())
                    && !column.equals(request.series())
                    && !SweepTable.SAMPLES.contains(column)) {
                throw new ResultException(request.inputs().get(0) + ": points differ in " + column + " too ("
                        + String.join(", ", table.values(column)) + "); choose one with --where " + column
                        + "=VALUE, or give --series " + column);
            }
        }
        List<String> notes = new ArrayList<>();
        List<String> samples = SweepTable.SAMPLES.stream()
                .filter(column -> table.values(column).size() > 1)
                .filter(column -> !column.equals(request.x()) && !column.equals(request.series()))
                .toList();
        if (!samples.isEmpty()) {
            String over = String.join(
                    ", ",
                    samples.stream()
                            .map(column -> table.values(column).size() + " " + column + "s")
                            .toList());
            notes.add("Mean over " + over
                    + (request.heat() ? "." : "; error bars: " + Spread.words(request.confidence()) + "."));
        }
        if (request.series() != null) {
            notes.add((request.heat() ? "Rows: " : "Lines: ") + request.series() + ".");
        }
        request.chosen(notes);
        if (Reference.needed(request.y())) {
            Set<String> axes = new HashSet<>(List.of(request.x()));
            if (request.series() != null) {
                axes.add(request.series());
            }
            notes.add(Reference.note(request.y(), table.rows(), axes));
        }
        if (!request.fromZero()) {
            notes.add("The scale need not begin at 0.");
        }
        if (table.values("machine").size() > 1) {
            notes.add(IsoAccuracy.UNKNOWN);
        }
        if (table.failed() > 0) {
            notes.add("Points that failed and are not shown: " + table.failed() + ".");
        }
        double most = table.rows().stream()
                .mapToDouble(row -> table.number(row, request.y()))
                .max()
                .orElse(0);
        Prefix prefix = Axis.unit(request.y(), most);
        Panel panel = request.heat() ? heat(request, table, prefix) : lines(request, table, prefix);
        String of = String.join(", ", table.values("workload")) + " on " + String.join(", ", table.values("machine"));
        String what = Axis.words(request.y());
        String own = what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + ": " + of;
        return new Figure(request.titleOr(own), List.of(panel), notes);
    }

    private static Lines lines(Request request, SweepTable table, Prefix prefix) {
        List<String> steps = sorted(table.values(request.x()));
        boolean numbers = steps.stream().allMatch(step -> SweepTable.parse(step) != null);
        List<Double> ticks = numbers ? steps.stream().map(SweepTable::parse).toList() : List.of();
        // Steps of a factor are apart by as much as one another on a logarithmic axis.
        boolean log = numbers && ticks.get(0) > 0 && ticks.get(ticks.size() - 1) / ticks.get(0) >= 8;
        List<Line> lines = new ArrayList<>();
        for (String name : request.series() == null ? List.of("") : sorted(table.values(request.series()))) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                List<Double> samples = samples(request, table, steps.get(i), name);
                if (!samples.isEmpty()) {
                    Spread spread = Spread.of(samples, request.confidence());
                    x.add(numbers ? ticks.get(i) : (double) i);
                    y.add(spread.mean() / prefix.factor());
                    errors.add(spread.error() / prefix.factor());
                }
            }
            lines.add(Line.of(name, x, y, errors, Stroke.BOTH, lines.size()));
        }
        return new Lines(
                "",
                request.x() + (log ? " (log)" : ""),
                prefix.word(),
                numbers ? List.of() : steps,
                log,
                false,
                request.fromZero(),
                Double.NaN,
                lines);
    }

    private static Heat heat(Request request, SweepTable table, Prefix prefix) {
        List<String> columns = sorted(table.values(request.x()));
        List<String> rows = sorted(table.values(request.series()));
        List<List<Double>> values = new ArrayList<>();
        for (String row : rows) {
            List<Double> cells = new ArrayList<>();
            for (String column : columns) {
                List<Double> samples = samples(request, table, column, row);
                cells.add(
                        samples.isEmpty()
                                ? Double.NaN
                                : Spread.of(samples, false).mean() / prefix.factor());
            }
            values.add(cells);
        }
        String field = request.series().substring(request.series().lastIndexOf('.') + 1);
        return new Heat(request.x(), field.replace('_', ' '), columns, rows, values, prefix.word());
    }

    /** Values of y of all points at a step, of a series unless that is empty. */
    private static List<Double> samples(Request request, SweepTable table, String step, String series) {
        List<Double> samples = new ArrayList<>();
        for (Map<String, String> row : table.rows()) {
            boolean its = request.series() == null
                    || row.getOrDefault(request.series(), "").equals(series);
            if (its && row.getOrDefault(request.x(), "").equals(step)) {
                samples.add(table.number(row, request.y()));
            }
        }
        return samples;
    }

    /** Numbers in their order; words as they come in the sweep. */
    private static List<String> sorted(List<String> values) {
        if (values.stream().anyMatch(value -> SweepTable.parse(value) == null)) {
            return values;
        }
        TreeSet<String> sorted = new TreeSet<>(Comparator.comparing(SweepTable::parse));
        sorted.addAll(values);
        return List.copyOf(sorted);
    }
}
