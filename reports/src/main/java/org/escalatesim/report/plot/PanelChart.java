package org.escalatesim.report.plot;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.plot.Figure.Bars;
import org.escalatesim.report.plot.Figure.Heat;
import org.escalatesim.report.plot.Figure.Lines;
import org.escalatesim.report.plot.Figure.Panel;
import org.escalatesim.report.plot.Figure.Stroke;
import org.knowm.xchart.internal.chartpart.AxesChart;

/** A panel of a figure as a chart, and what the page must know of it. Lengths in points. */
final class PanelChart {
    /** Width of an axis with its numbers and title, for a first estimate of what the plot has. */
    private static final double AXIS = 34;

    private final Panel panel;
    private final Ink measure;
    private final String family;
    private LineChart lastLines;

    PanelChart(Panel panel, Ink measure, String family) {
        this.panel = panel;
        this.measure = measure;
        this.family = family;
    }

    /**
     * An entry of the legend.
     *
     * @param stroke of a line, or null for bars
     * @param style of {@link Palette}; of heat maps the shade from 0 to 1
     */
    record Key(String name, Stroke stroke, double style, boolean heat) {}

    List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        if (panel instanceof Bars bars) {
            bars.series().forEach(series -> keys.add(new Key(series.name(), null, series.style(), false)));
        } else if (panel instanceof Lines lines) {
            lines.lines().forEach(line -> keys.add(new Key(line.name(), line.stroke(), line.style(), false)));
        } else if (panel instanceof Heat heat) {
            double[] range = new HeatChart(heat).range();
            int shades = range[1] > range[0] ? 4 : 0;
            for (int i = 0; i <= shades; i++) {
                double value = range[0] + (range[1] - range[0]) * i / 4;
                keys.add(new Key(Numbers.onScale(value, range[0], range[1]), null, i / 4.0, true));
            }
        }
        // One entry without a name needs no legend.
        keys.removeIf(key -> key.name().isBlank());
        return keys;
    }

    String caption() {
        return panel instanceof Bars bars
                ? bars.caption()
                : panel instanceof Lines lines ? lines.caption() : ((Heat) panel).scale();
    }

    private CategoryNames names(double width, boolean last) {
        if (!last) {
            return CategoryNames.NONE;
        }
        double plot = width - AXIS;
        if (panel instanceof Bars bars) {
            return CategoryNames.of(bars.categories(), new BarChart(bars).slots(), plot, measure);
        }
        List<String> names = panel instanceof Lines lines ? lines.categories() : ((Heat) panel).columns();
        return CategoryNames.of(names, names.size(), plot, measure);
    }

    /** Height below the plot of a chart of a width. */
    double below(double width, boolean last) {
        boolean titled = panel instanceof Bars bars
                ? !bars.xTitle().isEmpty()
                : !(panel instanceof Lines lines) || !lines.xTitle().isEmpty();
        boolean numbers = panel instanceof Lines lines && lines.categories().isEmpty();
        double labels = numbers ? Ink.height(measure.tick) : names(width, last).height();
        return labels + 4 + (titled ? Ink.height(measure.label) + 2 : 0);
    }

    /** A height of the plot that suits the panel. */
    double height(double width, int panels) {
        if (panel instanceof Heat heat) {
            return Math.max(60, heat.rows().size() * 14);
        }
        return panels > 1 ? 56 : Math.min(140, width * 0.5);
    }

    /** Whether a name of a point found no place when the last chart was painted. */
    boolean crowded() {
        return lastLines != null && lastLines.crowded();
    }

    /** The same with {@link Numbered} points. */
    PanelChart numbered(Numbered names) {
        return new PanelChart(names.panel(), measure, family);
    }

    /** The names of its points as numbers, or null if none has a name. */
    Numbered numbers() {
        return panel instanceof Lines lines ? Numbered.of(lines) : null;
    }

    /**
     * The chart.
     *
     * @param last whether it is the lowest, which has the names of categories
     */
    AxesChart<?, ?> chart(double width, double height, boolean last) {
        int across = ChartStyle.units(width);
        int down = ChartStyle.units(height);
        CategoryNames names = names(width, last);
        lastLines = panel instanceof Lines lines ? new LineChart(lines) : null;
        AxesChart<?, ?> chart = panel instanceof Bars bars
                ? new BarChart(bars).chart(across, down, measure, family, names)
                : lastLines != null
                        ? lastLines.chart(across, down, measure, family, names)
                        : new HeatChart((Heat) panel).chart(across, down, measure, family, names);
        chart.addAnnotation(new Overlay(family, (ink, at) -> ink.frame(at.plot(), 0.5)));
        ChartStyle.fitTitle(chart.getStyler(), measure, chart.getYAxisTitle(), height - below(width, last));
        return chart;
    }
}
