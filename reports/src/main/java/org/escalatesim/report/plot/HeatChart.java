package org.escalatesim.report.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.plot.Figure.Heat;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.style.HeatMapStyler;

/** A heat map by XChart; its numbers lie over it, light on dark and dark on light, and crosses where no point is. */
final class HeatChart {
    private static final int SHADES = 9;

    private final Heat heat;
    private final double least;
    private final double most;

    HeatChart(Heat heat) {
        this.heat = heat;
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (List<Double> row : heat.values()) {
            for (double value : row) {
                low = Double.isNaN(value) ? low : Math.min(low, value);
                high = Double.isNaN(value) ? high : Math.max(high, value);
            }
        }
        least = low;
        most = high;
    }

    /** What the lightest and the darkest shade mean. */
    double[] range() {
        return new double[] {least, most};
    }

    /** From light (0) to dark (1). */
    private double shade(double value) {
        return most > least ? (value - least) / (most - least) : 0;
    }

    /** The chart of a size in XChart's units. */
    HeatMapChart chart(int width, int height, Ink ink, String family, CategoryNames names) {
        HeatMapChart chart = new HeatMapChart(width, height);
        HeatMapStyler style = chart.getStyler();
        ChartStyle.apply(style, ink);
        names.apply(style);
        style.setYAxisTickMarkSpacingHint(1);
        style.setPlotGridLinesVisible(false);
        style.setDrawBorder(false);
        style.setShowValue(false);
        Color[] shades = new Color[SHADES];
        for (int i = 0; i < SHADES; i++) {
            shades[i] = Palette.heat(i / (SHADES - 1.0));
        }
        style.setRangeColors(shades);
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < heat.rows().size(); row++) {
            for (int column = 0; column < heat.columns().size(); column++) {
                double value = heat.values().get(row).get(column);
                if (!Double.isNaN(value)) {
                    cells.add(new Number[] {column, row, value});
                }
            }
        }
        List<String> columns = names.shown(heat.columns());
        HeatMapSeries series = chart.addSeries(heat.scale(), columns, heat.rows(), cells);
        series.setMin(least);
        series.setMax(most > least ? most : least + 1);
        chart.setXAxisTitle(heat.xTitle());
        chart.setYAxisTitle(heat.yTitle());
        chart.addAnnotation(new Overlay(family, this::numbers));
        chart.addAnnotation(new Overlay(family, (on, at) -> names.draw(on, at, columns)));
        return chart;
    }

    private void numbers(Ink ink, Overlay at) {
        Rectangle2D plot = at.plot();
        double width = plot.getWidth() / heat.columns().size();
        double height = plot.getHeight() / heat.rows().size();
        boolean room = height > ink.note.getSize2D()
                && heat.values().stream()
                        .flatMap(List::stream)
                        .allMatch(value -> Double.isNaN(value)
                                || Ink.width(Numbers.onScale(value, least, most), ink.note) < width - 1);
        for (int row = 0; row < heat.rows().size(); row++) {
            for (int column = 0; column < heat.columns().size(); column++) {
                double x = plot.getMinX() + column * width;
                double y = plot.getMaxY() - (row + 1) * height;
                double value = heat.values().get(row).get(column);
                if (Double.isNaN(value)) {
                    ink.line(x, y, x + width, y + height, Palette.GRID, 0.4);
                    ink.line(x, y + height, x + width, y, Palette.GRID, 0.4);
                } else if (room) {
                    Color color = shade(value) > 0.5 ? Color.WHITE : Ink.DARK;
                    ink.text(Numbers.onScale(value, least, most), ink.note, color, x + width / 2, y + height / 2);
                }
            }
        }
    }
}
