package org.escalatesim.report.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.plot.Figure.Bars;
import org.escalatesim.report.plot.Figure.Series;
import org.escalatesim.report.plot.Ink.At;

/** Bars, beside one another or stacked, on a linear or logarithmic axis. */
final class BarPainter implements PanelPainter {
    private final Bars bars;
    private final Ink measure;
    private final Axes axes;
    private final Scale scale;

    BarPainter(Bars bars, Ink ink) {
        this.bars = bars;
        measure = ink;
        axes = new Axes(ink);
        scale = scale(bars);
    }

    private static Scale scale(Bars bars) {
        double low = bars.log() ? 1 : 0;
        double high = bars.log() ? 1 : 0;
        for (int c = 0; c < bars.categories().size(); c++) {
            double stack = 0;
            for (Series series : bars.series()) {
                double value = series.values().get(c);
                if (Double.isNaN(value)) {
                    continue;
                }
                double error = series.errors() == null ? 0 : series.errors().get(c);
                stack += value;
                high = Math.max(high, bars.stacked() ? stack : value + error);
                low = Math.min(low, bars.log() ? value : 0);
            }
        }
        if (!Double.isNaN(bars.top())) {
            return Scale.of(0, bars.top(), false);
        }
        boolean marks = bars.series().stream().anyMatch(series -> series.marked() != null);
        // Asterisks need room above the highest bar.
        double room = bars.log() ? Math.pow(high / low, marks ? 0.1 : 0.05) : 1.06;
        return Scale.of(
                low < 1 && bars.log() ? low / room : low,
                bars.log() ? Math.max(high * room, 2) : high * room,
                bars.log());
    }

    @Override
    public double left() {
        return axes.left(Axes.words(scale), bars.yTitle());
    }

    @Override
    public double right() {
        return 2;
    }

    @Override
    public double below(double plotWidth, boolean last) {
        double groups = bars.groups().stream().allMatch(String::isBlank) ? 0 : Ink.height(measure.tick);
        return last ? axes.below(bars.categories(), slot(plotWidth), bars.xTitle()) + groups : 2;
    }

    @Override
    public double height() {
        double least = Ink.width(bars.yTitle(), measure.label) + 4;
        return Math.max(least, bars.caption().isEmpty() ? 105 : 62);
    }

    /** Slots between two groups, in slots. */
    private static final double BETWEEN = 0.5;

    private double slot(double width) {
        return width
                / (bars.categories().size() + BETWEEN * breaks(bars.categories().size()));
    }

    /** Ends of groups before a category. */
    private int breaks(int category) {
        int breaks = 0;
        for (int i = 1; i < category && !bars.groups().isEmpty(); i++) {
            breaks += bars.groups().get(i).equals(bars.groups().get(i - 1)) ? 0 : 1;
        }
        return breaks;
    }

    private double centre(Rectangle2D.Double plot, int category) {
        return plot.x + slot(plot.width) * (category + 0.5 + BETWEEN * breaks(category + 1));
    }

    @Override
    public void paint(Ink ink, Rectangle2D.Double plot, boolean last) {
        axes.vertical(ink, plot, scale, bars.yTitle(), true);
        double slot = slot(plot.width);
        List<Double> centres = new ArrayList<>();
        for (int c = 0; c < bars.categories().size(); c++) {
            centres.add(centre(plot, c));
            if (bars.stacked()) {
                stack(ink, plot, c, slot * (slot < 12 ? 0.86 : 0.66));
            } else {
                beside(ink, plot, c, slot * 0.84);
            }
        }
        double base = y(plot, bars.log() ? 1 : 0);
        ink.line(plot.x, base, plot.x + plot.width, base, ink.dark(), 0.6);
        ink.frame(plot.x, plot.y, plot.width, plot.height, 0.5);
        Axes.caption(ink, plot, bars.caption());
        if (last) {
            axes.horizontal(ink, plot, bars.categories(), centres, slot);
            groups(ink, plot);
            axes.title(ink, plot, bars.xTitle(), below(plot.width, true));
        }
    }

    private void groups(Ink ink, Rectangle2D.Double plot) {
        if (bars.groups().isEmpty()) {
            return;
        }
        double y = plot.y + plot.height + axes.below(bars.categories(), slot(plot.width), "") + 1;
        int first = 0;
        for (int c = 1; c <= bars.categories().size(); c++) {
            if (c == bars.categories().size()
                    || !bars.groups().get(c).equals(bars.groups().get(first))) {
                double middle = (centre(plot, first) + centre(plot, c - 1)) / 2;
                ink.text(bars.groups().get(first), ink.tick, middle, y, At.MIDDLE, At.START);
                first = c;
            }
        }
    }

    private double y(Rectangle2D.Double plot, double value) {
        return plot.y + plot.height * (1 - scale.part(value));
    }

    private void stack(Ink ink, Rectangle2D.Double plot, int category, double width) {
        double sum = 0;
        double x = centre(plot, category) - width / 2;
        for (Series series : bars.series()) {
            double value = series.values().get(category);
            if (value > 0) {
                double below = y(plot, sum);
                sum += value;
                double above = y(plot, sum);
                ink.bar(x, above, width, below - above, series.style());
            }
        }
    }

    private void beside(Ink ink, Rectangle2D.Double plot, int category, double width) {
        double each = width / bars.series().size();
        double base = y(plot, bars.log() ? 1 : 0);
        for (int s = 0; s < bars.series().size(); s++) {
            Series series = bars.series().get(s);
            double value = series.values().get(category);
            if (Double.isNaN(value)) {
                continue;
            }
            double x = centre(plot, category) - width / 2 + s * each;
            double top = y(plot, value);
            ink.bar(x, Math.min(top, base), each, Math.abs(base - top), series.style());
            double error = series.errors() == null ? 0 : series.errors().get(category);
            if (error > 0) {
                errorBar(ink, x + each / 2, y(plot, value - error), y(plot, value + error), ink.dark());
            }
            if (series.marked() != null && series.marked().get(category)) {
                // Above the bar, or above the line at 1 if the bar hangs from it.
                ink.text("*", ink.tick, x + each / 2, Math.min(top, base) + 1.5, At.MIDDLE, At.END);
            }
        }
    }

    static void errorBar(Ink ink, double x, double low, double high, Color color) {
        ink.line(x, low, x, high, color, 0.6);
        ink.line(x - 1.5, low, x + 1.5, low, color, 0.6);
        ink.line(x - 1.5, high, x + 1.5, high, color, 0.6);
    }

    @Override
    public List<Key> keys() {
        return bars.series().stream()
                .map(series -> new Key(series.name(), series.style(), null))
                .toList();
    }
}
