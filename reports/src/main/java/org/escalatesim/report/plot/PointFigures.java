package org.escalatesim.report.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.Figure.Line;
import org.escalatesim.report.plot.Figure.Lines;
import org.escalatesim.report.plot.Figure.Stroke;

/** Points over two columns of a table: the Pareto front, and accuracy against speedup. */
final class PointFigures {
    /** More points than this are named on the front alone. */
    private static final int NAMED = 16;
    /** Columns of which more is better; of all others less is. */
    private static final List<String> MORE = List.of("speedup", "energy_efficiency", "accuracy", "multiplier_utilis");

    private PointFigures() {}

    /** Points that none beats in x, y and (if given) z at once, joined by steps; the others hollow. */
    static Figure pareto(Request request) {
        PointTable table = new PointTable(request);
        Aims aims = Aims.of(request, table);
        String x = aims.x();
        String y = aims.y();
        String z = aims.z();
        List<NamedPoint> all = NamedPoint.of(
                table,
                request,
                row -> table.number(row, x),
                row -> table.number(row, y),
                z == null ? null : row -> table.number(row, z));
        if (all.isEmpty()) {
            throw new ResultException("no point has " + x + (z == null ? " and " + y : ", " + y + " and " + z));
        }
        List<NamedPoint> front = all.stream()
                .filter(point -> all.stream().noneMatch(other -> beats(other, point, x, y, z)))
                .sorted(Comparator.comparingDouble(NamedPoint::x))
                .toList();
        List<NamedPoint> rest =
                all.stream().filter(point -> !front.contains(point)).toList();
        Axis across = Axis.of(x, all.stream().mapToDouble(NamedPoint::x).toArray());
        Axis up = Axis.of(y, all.stream().mapToDouble(NamedPoint::y).toArray());
        Axis deep = z == null
                ? null
                : Axis.of(z, all.stream().mapToDouble(NamedPoint::z).toArray());
        boolean restNamed = all.size() <= NAMED;
        boolean frontNamed = front.size() <= NAMED;
        List<Line> lines = new ArrayList<>();
        // What comes later lies on top.
        if (!rest.isEmpty()) {
            lines.add(points("beaten by another", rest, all, across, up, deep, 5, restNamed, false));
        }
        if (z == null && front.size() > 1) {
            lines.add(steps(front, across, up, !more(x)));
        }
        String entry = z == null ? "on the front" : "on the front of all three";
        lines.add(points(entry, front, all, across, up, deep, 0, frontNamed, false));
        List<String> notes = new ArrayList<>();
        references(notes, table, aims.columns());
        notes.add("Better: " + better(x) + ", " + better(y) + (z == null ? "." : ", " + better(z) + "."));
        if (aims.lacking() != null) {
            notes.add(aims.lacking());
        }
        if (deep != null && frontNamed) {
            notes.add("In brackets: " + deep.title() + ".");
        }
        if (!frontNamed) {
            notes.add("No names: " + front.size() + " points are on the front; --where chooses.");
        } else if (!restNamed && !rest.isEmpty()) {
            notes.add("Names: of points on the front alone.");
        }
        left(notes, table, all, aims.columns());
        AreaRange.note(notes, table, aims.columns());
        ends(notes, table, all, request, false);
        String own = "Pareto front of " + Axis.words(x) + (z == null ? " and " : ", ") + Axis.words(y)
                + (z == null ? "" : " and " + Axis.words(z)) + table.of();
        return figure(request, own, across, up, lines, notes);
    }

    /** Accuracy over speedup, or any two columns, series by series. */
    static Figure accuracy(Request request) {
        PointTable table = new PointTable(request);
        String x = request.x() == null ? "speedup" : request.x();
        String y = request.y() == null ? "accuracy" : request.y();
        table.check(y, "--y");
        String over = request.columns().over();
        boolean computed = over != null;
        if (computed && !x.equals("speedup")) {
            throw new ResultException("--over makes a speedup of cycles; it does not go with --x " + x);
        }
        double reference = computed ? cycles(table, over) : 0;
        if (!computed) {
            if (!table.has(x) && x.equals("speedup") && table.has("cycles")) {
                throw new ResultException("there are cycles and no speedup: say over which point with --over NAME");
            }
            table.check(x, "--x");
        }
        if (request.series() != null) {
            table.check(request.series(), "--series");
        }
        List<String> metrics = table.values("metric").stream()
                .filter(metric -> !metric.isEmpty() && !metric.equals("not known"))
                .toList();
        if (metrics.size() > 1 && y.equals("accuracy")) {
            throw new ResultException("accuracies of different metrics do not go into one figure: "
                    + String.join(", ", metrics) + "; choose with --where metric=...");
        }
        NamedPoint.Value along = row -> computed ? reference / table.number(row, "cycles") : table.number(row, x);
        List<NamedPoint> all = NamedPoint.of(table, request, along, row -> table.number(row, y), null);
        if (all.isEmpty()) {
            throw new ResultException("nothing to plot: no point has " + x + " and " + y);
        }
        Axis across = Axis.of(x, all.stream().mapToDouble(NamedPoint::x).toArray());
        Axis up = Axis.of(y, all.stream().mapToDouble(NamedPoint::y).toArray());
        List<Line> lines = new ArrayList<>();
        for (String series : all.stream().map(NamedPoint::series).distinct().toList()) {
            List<NamedPoint> its =
                    all.stream().filter(point -> point.series().equals(series)).toList();
            String entry = series.isEmpty() && request.series() != null ? "(none)" : series;
            lines.add(points(entry, its, all, across, up, null, lines.size(), all.size() <= NAMED, true));
        }
        List<String> notes = new ArrayList<>();
        if (computed) {
            notes.add("Speedup: cycles of " + over + " / cycles.");
        }
        references(notes, table, computed ? List.of(y) : List.of(x, y));
        if (!metrics.isEmpty()) {
            notes.add("Accuracy: " + metrics.get(0) + ".");
        }
        if (request.series() != null) {
            notes.add("Markers: " + request.series() + ".");
        }
        left(notes, table, all, List.of(x, y));
        AreaRange.note(notes, table, List.of(x, y));
        ends(notes, table, all, request, true);
        String what = Axis.words(y) + " against " + Axis.words(x) + table.of();
        return figure(
                request,
                what.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + what.substring(1),
                across,
                up,
                lines,
                notes);
    }

    private static double cycles(PointTable table, String over) {
        table.check("cycles", "--over");
        List<String> names = table.nameColumns();
        for (Map<String, String> row : table.rows()) {
            String its = String.join(
                    " ",
                    names.stream().map(column -> row.getOrDefault(column, "")).toList());
            if (its.equals(over)) {
                return table.number(row, "cycles");
            }
        }
        throw new ResultException("--over: no point is called '" + over + "'");
    }

    private static Figure figure(
            Request request, String own, Axis across, Axis up, List<Line> lines, List<String> notes) {
        Lines panel = new Lines(
                "", across.logTitle(), up.logTitle(), List.of(), across.log(), up.log(), false, Double.NaN, lines);
        return new Figure(request.titleOr(own), List.of(panel), notes);
    }

    private static Line points(
            String name,
            List<NamedPoint> points,
            List<NamedPoint> all,
            Axis across,
            Axis up,
            Axis deep,
            int style,
            boolean named,
            boolean bars) {
        List<String> labels = new ArrayList<>();
        DoubleFunction<String> digits =
                deep == null ? null : Numbers.alike(all.stream().mapToDouble(point -> point.z() / deep.factor()));
        for (NamedPoint point : points) {
            String third = deep == null ? "" : " (" + digits.apply(point.z() / deep.factor()) + ")";
            labels.add((named ? point.name() + third : "") + (point.over() == null ? "" : "*"));
        }
        boolean errors = bars && !up.log() && points.stream().anyMatch(point -> point.error() > 0);
        return new Line(
                name,
                points.stream().map(point -> point.x() / across.factor()).toList(),
                points.stream().map(point -> point.y() / up.factor()).toList(),
                errors
                        ? points.stream()
                                .map(point -> point.error() / up.factor())
                                .toList()
                        : null,
                labels,
                Stroke.MARKERS,
                style);
    }

    /** The edge of what the front beats. */
    private static Line steps(List<NamedPoint> front, Axis across, Axis up, boolean less) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < front.size(); i++) {
            double before = i == 0 ? 0 : front.get(i - 1).y() / up.factor();
            double here = front.get(i).x() / across.factor();
            if (i > 0) {
                // Where less of x is better, the last point beats all to its right; else the next one all to its left.
                x.add(less ? here : front.get(i - 1).x() / across.factor());
                y.add(less ? before : front.get(i).y() / up.factor());
            }
            x.add(here);
            y.add(front.get(i).y() / up.factor());
        }
        return Line.of("", x, y, null, Stroke.LINE, 0);
    }

    /** How many rows have no point, for want of one of the columns. */
    private static void left(List<String> notes, PointTable table, List<NamedPoint> all, List<String> columns) {
        int shown = all.stream().mapToInt(NamedPoint::samples).sum();
        int left = table.rows().size() - shown;
        if (left > 0) {
            int last = columns.size() - 1;
            notes.add("Points without " + String.join(", ", columns.subList(0, last)) + " or " + columns.get(last)
                    + ", not shown: " + left + ".");
        }
    }

    private static void ends(
            List<String> notes, PointTable table, List<NamedPoint> points, Request request, boolean bars) {
        request.chosen(notes);
        String names = String.join(", ", table.nameColumns());
        if (!names.isEmpty() && !names.equals("name")) {
            notes.add("Points: " + names + ".");
        }
        int most = points.stream().mapToInt(NamedPoint::samples).max().orElse(1);
        if (most > 1) {
            notes.add("Means over " + most + " seeds or images"
                    + (bars ? "; error bars: " + Spread.words(request.confidence()) + "." : "."));
        }
        List<String> over = points.stream()
                .map(NamedPoint::over)
                .filter(machine -> machine != null)
                .toList();
        if (!over.isEmpty()) {
            notes.add(IsoAccuracy.note(over));
        }
        if (table.uncompared()) {
            notes.add(IsoAccuracy.UNKNOWN);
        }
        if (table.failed() > 0) {
            notes.add("Points that failed and are not shown: " + table.failed() + ".");
        }
    }

    /** Over what each of the columns is that is a ratio. */
    private static void references(List<String> notes, PointTable table, List<String> columns) {
        columns.stream()
                .filter(Reference::needed)
                .forEach(column -> notes.add(Reference.note(column, table.rows(), Set.of())));
    }

    static boolean more(String column) {
        return MORE.stream().anyMatch(column::startsWith);
    }

    private static String better(String column) {
        return (more(column) ? "higher " : "lower ") + Axis.words(column);
    }

    /** Whether {@code a} is nowhere worse than {@code b} and somewhere better. */
    private static boolean beats(NamedPoint a, NamedPoint b, String x, String y, String z) {
        int inX = compare(a.x(), b.x(), x);
        int inY = compare(a.y(), b.y(), y);
        int inZ = z == null ? 0 : compare(a.z(), b.z(), z);
        return inX >= 0 && inY >= 0 && inZ >= 0 && inX + inY + inZ > 0;
    }

    /** Above 0 if {@code a} is better. */
    private static int compare(double a, double b, String column) {
        return more(column) ? Double.compare(a, b) : Double.compare(b, a);
    }
}
