package org.escalatesim.report.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.plot.Figure.Line;
import org.escalatesim.report.plot.Figure.Lines;
import org.escalatesim.report.plot.Figure.Stroke;

/** Lines, points and error bars. */
final class LinePainter implements PanelPainter {
    /** Between lines with error bars. */
    private static final double ASIDE = 2.4;

    private final Lines lines;
    private final Axes axes;
    private final Scale xs;
    private final Scale ys;
    private final double titleWidth;

    LinePainter(Lines lines, Ink ink) {
        this.lines = lines;
        axes = new Axes(ink);
        titleWidth = Ink.width(lines.yTitle(), ink.label) + 4;
        List<Double> xValues = new ArrayList<>();
        List<Double> yValues = new ArrayList<>();
        for (Line line : lines.lines()) {
            for (int i = 0; i < line.y().size(); i++) {
                double error = line.errors() == null ? 0 : line.errors().get(i);
                xValues.add(line.x().get(i));
                yValues.add(line.y().get(i) + error);
                // On a logarithmic axis an error bar that would reach 0 ends at the value.
                boolean room = !lines.logY() || line.y().get(i) > error;
                yValues.add(room ? line.y().get(i) - error : line.y().get(i));
            }
        }
        xs = !lines.categories().isEmpty()
                ? null
                : lines.xTicks().isEmpty()
                        ? Scale.of(min(xValues), max(xValues), lines.logX())
                        : Scale.at(lines.xTicks(), lines.logX());
        double least = min(yValues);
        double most = max(yValues);
        double room = most > least ? (most - least) * 0.06 : Math.abs(most) * 0.06;
        double low = lines.fromZero() ? 0 : lines.logY() ? least / 1.1 : least - room;
        double high = lines.logY() ? most * 1.1 : most + room;
        ys = Scale.of(low, Double.isNaN(lines.top()) ? high : lines.top(), lines.logY());
    }

    private static double min(List<Double> values) {
        return values.stream().mapToDouble(v -> v).min().orElse(0);
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(v -> v).max().orElse(1);
    }

    private List<String> words() {
        return xs == null ? lines.categories() : Axes.words(xs);
    }

    /** The least distance between ticks, which their words must fit in. */
    private double slot(double width) {
        if (xs == null) {
            return width / lines.categories().size();
        }
        double least = width / 2;
        for (int i = 1; i < xs.ticks().size(); i++) {
            double apart =
                    Math.abs(xs.part(xs.ticks().get(i)) - xs.part(xs.ticks().get(i - 1)));
            least = Math.min(least, apart * width);
        }
        return least;
    }

    @Override
    public double left() {
        return axes.left(Axes.words(ys), lines.yTitle());
    }

    @Override
    public double right() {
        // Half of the last word may stand right of the plot.
        return xs == null ? 2 : axes.widest(words()) / 2;
    }

    @Override
    public double below(double plotWidth, boolean last) {
        return last ? axes.below(words(), slot(plotWidth), lines.xTitle()) : 2;
    }

    @Override
    public double height() {
        return Math.max(titleWidth, lines.caption().isEmpty() ? 115 : 70);
    }

    private double x(Rectangle2D.Double plot, double value) {
        return plot.x
                + plot.width * (xs == null ? (value + 0.5) / lines.categories().size() : xs.part(value));
    }

    private double y(Rectangle2D.Double plot, double value) {
        return plot.y + plot.height * (1 - ys.part(value));
    }

    @Override
    public void paint(Ink ink, Rectangle2D.Double plot, boolean last) {
        axes.vertical(ink, plot, ys, lines.yTitle(), true);
        ink.frame(plot.x, plot.y, plot.width, plot.height, 0.5);
        double r = lines.categories().size() > 30 ? 1.3 : 1.8;
        lines.lines().forEach(line -> draw(ink, plot, line, r));
        Axes.caption(ink, plot, lines.caption());
        if (last) {
            List<Double> places = new ArrayList<>();
            for (int i = 0; i < words().size(); i++) {
                double place = x(plot, xs == null ? i : xs.ticks().get(i));
                places.add(place);
                ink.line(place, plot.y + plot.height, place, plot.y + plot.height - 2, ink.dark(), 0.4);
            }
            axes.horizontal(ink, plot, words(), places, slot(plot.width));
            axes.title(ink, plot, lines.xTitle(), below(plot.width, true));
        }
    }

    private boolean anyErrors() {
        return lines.lines().stream()
                .anyMatch(
                        line -> line.errors() != null && line.errors().stream().anyMatch(error -> error > 0));
    }

    private void draw(Ink ink, Rectangle2D.Double plot, Line line, double r) {
        // Error bars of lines that meet would hide one another.
        int at = lines.lines().indexOf(line);
        double aside = anyErrors() ? (at - (lines.lines().size() - 1) / 2.0) * ASIDE : 0;
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < line.y().size(); i++) {
            double x = x(plot, line.x().get(i)) + aside;
            double value = line.y().get(i);
            double error = line.errors() == null ? 0 : line.errors().get(i);
            points.add(new double[] {x, y(plot, value)});
            if (error > 0) {
                double low = lines.logY() && value <= error ? value : value - error;
                BarPainter.errorBar(ink, x, y(plot, low), y(plot, value + error), Palette.line(line.style()));
            }
        }
        if (line.stroke() != Stroke.MARKERS) {
            ink.path(points, Palette.line(line.style()), 0.9, Palette.dash(line.style()));
        }
        if (line.stroke() != Stroke.LINE) {
            points.forEach(point -> ink.marker(point[0], point[1], line.style(), r));
        }
    }

    @Override
    public List<Key> keys() {
        return lines.lines().stream()
                .filter(line -> !line.name().isEmpty())
                .map(line -> new Key(line.name(), line.style(), line.stroke()))
                .toList();
    }
}
