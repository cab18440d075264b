package org.escalatesim.report.plot;

import java.awt.BasicStroke;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.escalatesim.report.plot.Figure.Line;
import org.escalatesim.report.plot.Figure.Lines;
import org.escalatesim.report.plot.Figure.Stroke;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.series.MarkerSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines and points by XChart, over categories or numbers; names of points lie over them. */
final class LineChart {
    private static final double MARKER = 3.6;

    private final Lines lines;
    private final LogAxis logX;
    private final LogAxis logY;
    private boolean crowded;

    LineChart(Lines lines) {
        this.lines = lines;
        this.logX = lines.logX() ? axis(Line::x) : null;
        this.logY = lines.logY() ? axis(Line::y) : null;
    }

    private interface Column {
        List<Double> of(Line line);
    }

    private LogAxis axis(Column column) {
        double low = Double.MAX_VALUE;
        double high = 0;
        for (Line line : lines.lines()) {
            for (double value : column.of(line)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return LogAxis.of(low, high);
    }

    private static double at(LogAxis log, double value) {
        return log == null ? value : log.at(value);
    }

    /** The chart of a size in XChart's units. */
    AxesChart<?, ?> chart(int width, int height, Ink ink, String family, CategoryNames names) {
        AxesChart<?, ?> chart = lines.categories().isEmpty()
                ? numbers(width, height, ink)
                : categories(width, height, ink, family, names);
        AxesChartStyler style = chart.getStyler();
        style.setMarkerSize(ChartStyle.units(MARKER));
        y(style, height);
        chart.setXAxisTitle(lines.xTitle());
        style.setXAxisTitleVisible(!lines.xTitle().isEmpty());
        chart.setYAxisTitle(lines.yTitle());
        if (lines.lines().stream().anyMatch(line -> line.labels() != null)) {
            chart.addAnnotation(new Overlay(family, this::label));
        }
        return chart;
    }

    private void y(AxesChartStyler style, int height) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (Line line : lines.lines()) {
            for (int i = 0; i < line.y().size(); i++) {
                double error = line.errors() == null ? 0 : line.errors().get(i);
                double value = line.y().get(i);
                // XChart's error bars are drawn on linear axes alone.
                low = Math.min(low, at(logY, logY == null ? value - error : value));
                high = Math.max(high, at(logY, logY == null ? value + error : value));
            }
        }
        double shown = logY == null && lines.fromZero() ? high - Math.min(low, 0) : high - low;
        double room = shown > 0 ? shown * 0.08 : Math.max(Math.abs(high) * 0.1, 1e-9);
        double bottom = low - room;
        double top = Double.isNaN(lines.top()) ? high + room : lines.top();
        if (logY == null && low >= 0) {
            // A little below 0, so that markers on the axis are whole.
            bottom = Math.max(-0.03 * top, lines.fromZero() ? -0.03 * top : bottom);
        }
        style.setYAxisMin(bottom);
        style.setYAxisMax(top);
        double begin = bottom;
        if (logY != null) {
            logY.wholeTicks(style, top - bottom, height);
        }
        style.setYAxisTickLabelsFormattingFunction(
                value -> logY == null ? Numbers.text(value) : logY.tick(value, begin, top));
    }

    private CategoryChart categories(int width, int height, Ink ink, String family, CategoryNames names) {
        CategoryChart chart = new CategoryChart(width, height);
        CategoryStyler style = chart.getStyler();
        ChartStyle.apply(style, ink);
        names.apply(style);
        style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
        style.setOverlapped(true);
        List<String> shown = names.shown(lines.categories());
        chart.addAnnotation(new Overlay(family, (on, at) -> names.draw(on, at, shown)));
        for (int n = 0; n < lines.lines().size(); n++) {
            Line line = lines.lines().get(n);
            // XChart wants names, each once; the legend is not its own.
            String id = Integer.toString(n);
            List<Double> y = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            for (int i = 0; i < shown.size(); i++) {
                int its = line.x().indexOf((double) i);
                y.add(its < 0 ? null : (Double) at(logY, line.y().get(its)));
                errors.add(
                        its < 0 || line.errors() == null ? 0.0 : line.errors().get(its));
            }
            boolean bars = errors.stream().anyMatch(error -> error > 0);
            dress(bars ? chart.addSeries(id, shown, y, errors) : chart.addSeries(id, shown, y), line);
        }
        return chart;
    }

    private XYChart numbers(int width, int height, Ink ink) {
        XYChart chart = new XYChart(width, height);
        AxesChartStyler style = chart.getStyler();
        ChartStyle.apply(style, ink);
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        double apart = apart();
        for (int i = 0; i < lines.lines().size(); i++) {
            Line line = lines.lines().get(i);
            double aside = apart * (i - (lines.lines().size() - 1) / 2.0);
            double[] x = places(line.x(), value -> at(logX, value) + aside);
            double[] y = places(line.y(), value -> at(logY, value));
            boolean bars = line.errors() != null && line.errors().stream().anyMatch(error -> error > 0);
            dress(
                    bars
                            ? chart.addSeries(Integer.toString(i), x, y, places(line.errors(), value -> value))
                            : chart.addSeries(Integer.toString(i), x, y),
                    line);
            for (double value : x) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        double room = high > low ? (high - low) * 0.05 : Math.max(Math.abs(high) * 0.1, 1e-9);
        double left = low - room;
        if (logX == null && low >= 0) {
            left = Math.max(-0.03 * high, left);
        }
        style.setXAxisMin(left);
        style.setXAxisMax(high + room);
        double begin = left;
        // Of slots or lanes there are no halves.
        boolean whole = high - low >= 2
                && lines.lines().stream()
                        .flatMap(line -> line.x().stream())
                        .allMatch(value -> value == Math.rint(value));
        double end = high + room;
        style.setXAxisTickMarkSpacingHint(ChartStyle.units(22));
        style.setXAxisTickLabelsFormattingFunction(
                value -> logX == null ? number(value, whole, begin) : logX.tick(value, begin, end));
        return chart;
    }

    /** The words of a tick; none between whole numbers if {@code whole}, but not alike at both ends (see LogAxis). */
    private static String number(double value, boolean whole, double begin) {
        if (whole && Math.abs(value - Math.rint(value)) > 1e-9) {
            return value <= begin ? " " : "";
        }
        return Numbers.text(value);
    }

    /** How far lines are moved sideways from one another, so that their error bars do not hide one another. */
    private double apart() {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        boolean bars = false;
        for (Line line : lines.lines()) {
            for (int i = 0; i < line.x().size(); i++) {
                low = Math.min(low, at(logX, line.x().get(i)));
                high = Math.max(high, at(logX, line.x().get(i)));
                bars |= line.errors() != null && line.errors().get(i) > 0;
            }
        }
        return bars && high > low ? (high - low) * 0.012 : 0;
    }

    private static double[] places(List<Double> values, ToDoubleFunction<Double> place) {
        return values.stream().mapToDouble(place).toArray();
    }

    private static void dress(MarkerSeries series, Line line) {
        BasicStroke stroke =
                line.stroke() == Stroke.MARKERS ? SeriesLines.NONE : ChartStyle.line(0.9, Palette.dash(line.style()));
        series.setLineStyle(stroke);
        series.setLineColor(Palette.line(line.style()));
        series.setMarker(line.stroke() == Stroke.LINE ? SeriesMarkers.NONE : Palette.marker(line.style()));
        series.setMarkerColor(Palette.line(line.style()));
    }

    /** Whether a name had no clear place when the chart was last painted. */
    boolean crowded() {
        return crowded;
    }

    /** Names of points, where they have a clear place. */
    private void label(Ink ink, Overlay at) {
        double height = ink.note.getSize2D() * 0.9;
        PointNames names = new PointNames(at.plot(), MARKER / 2, height);
        List<String> words = new ArrayList<>();
        List<Point2D> points = new ArrayList<>();
        for (Line line : lines.lines()) {
            for (int i = 0; i < line.x().size(); i++) {
                double x = at.x(at(logX, line.x().get(i)));
                double y = at.y(at(logY, line.y().get(i)));
                if (line.stroke() != Stroke.LINE) {
                    names.marker(x, y);
                } else if (i > 0) {
                    names.line(
                            at.x(at(logX, line.x().get(i - 1))),
                            at.y(at(logY, line.y().get(i - 1))),
                            x,
                            y);
                }
                if (line.labels() != null && !line.labels().get(i).isEmpty()) {
                    String word = line.labels().get(i);
                    names.name(x, y, Ink.width(word, ink.note));
                    words.add(word);
                    points.add(new Point2D.Double(x, y));
                }
            }
        }
        List<PointNames.Place> places = names.places();
        crowded = places.contains(null);
        for (int i = 0; i < words.size(); i++) {
            PointNames.Place place = places.get(i);
            if (place != null) {
                Rectangle2D box = place.box();
                if (place.leader() != null) {
                    ink.line(place.leader(), Palette.LEADER, 0.3);
                }
                ink.text(words.get(i), ink.note, box.getMinX(), box.getCenterY(), Ink.At.START, Ink.At.MIDDLE);
            } else if (words.get(i).endsWith("*")) {
                // What a mark says must not be lost for want of room.
                double x = points.get(i).getX() + MARKER / 2;
                ink.text("*", ink.note, x, points.get(i).getY() - MARKER / 2, Ink.At.START, Ink.At.MIDDLE);
            }
        }
    }
}
