package org.escalatesim.report.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.plot.Figure.Bars;
import org.escalatesim.report.plot.Figure.Series;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Bars by XChart; hatching, frames, asterisks and names of groups lie over them. */
final class BarChart {
    private static final double FILL = 0.8;

    private final Bars bars;
    private final LogAxis log;
    /** The category of each slot along x, or -1 for a gap between groups. */
    private final List<Integer> slots = new ArrayList<>();

    BarChart(Bars bars) {
        this.bars = bars;
        this.log = bars.log() ? LogAxis.of(least(), most()) : null;
        for (int i = 0; i < bars.categories().size(); i++) {
            boolean begins = i > 0
                    && !bars.groups().isEmpty()
                    && !bars.groups().get(i).equals(bars.groups().get(i - 1));
            // Groups without names are parted by a line alone.
            if (begins && !bars.groups().get(i).isBlank()) {
                slots.add(-1);
            }
            slots.add(i);
        }
    }

    private double least() {
        return all().stream().mapToDouble(v -> v).min().orElse(1);
    }

    private double most() {
        return all().stream().mapToDouble(v -> v).max().orElse(1);
    }

    private List<Double> all() {
        List<Double> all = new ArrayList<>();
        bars.series()
                .forEach(series ->
                        series.values().stream().filter(value -> !value.isNaN()).forEach(all::add));
        return all;
    }

    /** How many bars or gaps share the width. */
    int slots() {
        return slots.size();
    }

    /** Names along x, blank in the gaps. */
    List<String> names() {
        return slots.stream()
                .map(category -> category < 0 ? " " : bars.categories().get(category))
                .toList();
    }

    private double at(double value) {
        return log == null ? value : log.at(value);
    }

    /** The chart of a size in XChart's units; names of categories as {@link CategoryNames} says. */
    CategoryChart chart(int width, int height, Ink ink, String family, CategoryNames names) {
        CategoryChart chart = new CategoryChart(width, height);
        CategoryStyler style = chart.getStyler();
        ChartStyle.apply(style, ink);
        names.apply(style);
        style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Bar);
        style.setAvailableSpaceFill(FILL);
        style.setStacked(bars.stacked());
        List<String> along = names.shown(names());
        int id = 0;
        double low = 0;
        double high = 0;
        double[] sums = new double[bars.categories().size()];
        for (Series series : bars.series()) {
            List<Double> values = new ArrayList<>();
            for (int category : slots) {
                double value = category < 0 ? Double.NaN : at(series.values().get(category));
                double error = category < 0 || series.errors() == null
                        ? 0
                        : at(series.errors().get(category));
                values.add(Double.isNaN(value) ? null : value);
                if (!Double.isNaN(value)) {
                    sums[category] = bars.stacked() ? sums[category] + value : value;
                    low = Math.min(low, sums[category] - error);
                    high = Math.max(high, sums[category] + error);
                }
            }
            CategorySeries its = chart.addSeries(Integer.toString(id++), along, values);
            its.setFillColor(Palette.fill(series.style()));
            its.setLineColor(Ink.DARK);
            its.setMarker(SeriesMarkers.NONE);
        }
        boolean marks = bars.series().stream().anyMatch(series -> series.marked() != null);
        boolean grouped = bars.groups().stream().anyMatch(group -> !group.isBlank());
        double room = (high - low) * ((marks ? 0.1 : 0.04) + (grouped ? 0.12 : 0));
        double top = Double.isNaN(bars.top()) ? (high > low ? high + room : low + 1) : bars.top();
        // XChart leaves a tick out that lies on the end of an axis.
        top += (high - low) * 1e-4;
        double bottom = low < 0 ? low - (high - low) * 0.06 : -(high - low) * 1e-4;
        style.setYAxisMin(bottom);
        style.setYAxisMax(top);
        double end = top;
        if (log != null) {
            log.wholeTicks(style, end - bottom, height);
        }
        style.setYAxisTickLabelsFormattingFunction(
                value -> log == null ? Numbers.text(value) : log.tick(value, bottom, end));
        chart.setXAxisTitle(bars.xTitle());
        style.setXAxisTitleVisible(!bars.xTitle().isEmpty());
        chart.setYAxisTitle(bars.yTitle());
        chart.addAnnotation(new Overlay(family, this::draw));
        chart.addAnnotation(new Overlay(family, (on, at) -> names.draw(on, at, along)));
        return chart;
    }

    private void draw(Ink ink, Overlay at) {
        double[] floor = new double[bars.categories().size()];
        for (int s = 0; s < bars.series().size(); s++) {
            Series series = bars.series().get(s);
            for (int slot = 0; slot < slots.size(); slot++) {
                int category = slots.get(slot);
                if (category < 0 || series.values().get(category).isNaN()) {
                    continue;
                }
                double value = at(series.values().get(category));
                double from = bars.stacked() ? floor[category] : 0;
                floor[category] = from + value;
                Rectangle2D bar = place(at, slot, s, from, from + value);
                ink.frameAndHatch(bar, series.style());
                double error = series.errors() == null ? 0 : at(series.errors().get(category));
                if (error > 0) {
                    // Ours: the frame and hatching would cover XChart's.
                    double x = bar.getCenterX();
                    errorBar(ink, x, at.y(value - error), at.y(value + error));
                }
                if (series.marked() != null && series.marked().get(category)) {
                    double end = at.y(Math.max(0, from + value + error));
                    ink.text("*", ink.tick, bar.getCenterX(), end - 0.5, Ink.At.MIDDLE, Ink.At.END);
                }
            }
        }
        if (log != null) {
            ink.line(at.plot().getMinX(), at.y(0), at.plot().getMaxX(), at.y(0), Ink.DARK, 0.5);
        }
        groups(ink, at);
    }

    private static void errorBar(Ink ink, double x, double bottom, double top) {
        ink.line(x, bottom, x, top, Ink.DARK, 0.5);
        ink.line(x - 1.1, bottom, x + 1.1, bottom, Ink.DARK, 0.5);
        ink.line(x - 1.1, top, x + 1.1, top, Ink.DARK, 0.5);
    }

    /** A bar's rectangle, by the rule that XChart places bars with. */
    private Rectangle2D place(Overlay at, int slot, int series, double from, double to) {
        double step = (at.x(1) - at.x(0));
        double width = step * FILL / (bars.stacked() ? 1 : bars.series().size());
        double x = at.x(slot) + step * (1 - FILL) / 2 + (bars.stacked() ? 0 : series * width);
        double y = at.y(Math.max(from, to));
        return new Rectangle2D.Double(x, y, width, at.y(Math.min(from, to)) - y);
    }

    /** Names of groups, inside at the top, over the middle of theirs, and lines between groups. */
    private void groups(Ink ink, Overlay at) {
        double top = at.plot().getMinY();
        int begin = 0;
        for (int slot = 1; slot <= slots.size() && !bars.groups().isEmpty(); slot++) {
            String group = bars.groups().get(slots.get(begin));
            int next = slot == slots.size() ? -1 : slots.get(slot);
            if (next >= 0 && bars.groups().get(next).equals(group)) {
                continue;
            }
            ink.text(group, ink.tick, (at.x(begin) + at.x(slot)) / 2, top + 2.5, Ink.At.MIDDLE, Ink.At.START);
            begin = next < 0 ? slot + 1 : slot;
            if (slot < slots.size()) {
                double x = (at.x(slot) + at.x(begin)) / 2;
                ink.line(x, top, x, at.plot().getMaxY(), Palette.GRID, 0.4);
                slot = begin;
            }
        }
    }
}
