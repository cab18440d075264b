package org.escalatesim.report.plot;

import java.util.List;

/**
 * What a figure shows, without how it is drawn. A value that is not there is NaN.
 *
 * @param title over all panels
 * @param panels from top to bottom; the first one's series make the legend. Bar and line panels share their categories
 * @param notes below the legend: what a reader must know to read the figure
 */
public record Figure(String title, List<Panel> panels, List<String> notes) {
    /** Copies. */
    public Figure {
        panels = List.copyOf(panels);
        notes = List.copyOf(notes);
    }

    /** One pair of axes. */
    public sealed interface Panel permits Bars, Lines, Heat {}

    /**
     * Numbers of one legend entry, one per category.
     *
     * @param errors half the length of error bars, on a logarithmic axis the factor up and down; or null
     * @param marked whether an asterisk stands over a bar, or null; of stacked bars the last series says so
     * @param style which colour and hatching, 0 to {@link Palette#STYLES} - 1
     */
    public record Series(String name, List<Double> values, List<Double> errors, List<Boolean> marked, int style) {
        /** Without errors or marks. */
        public static Series of(String name, List<Double> values, int style) {
            return new Series(name, values, null, null, style);
        }
    }

    /**
     * Bars, beside one another or stacked.
     *
     * @param caption inside the panel, or empty
     * @param groups the group that each category belongs to, or empty; groups stand apart
     * @param stacked series on top of one another; else beside one another
     * @param log a logarithmic axis, bars begin at 1
     * @param top where the axis ends, NaN to follow the values
     */
    public record Bars(
            String caption,
            String xTitle,
            String yTitle,
            List<String> categories,
            List<String> groups,
            List<Series> series,
            boolean stacked,
            boolean log,
            double top)
            implements Panel {}

    /** How a line is drawn. */
    public enum Stroke {
        /** Markers joined by a line. */
        BOTH,
        /** Markers alone. */
        MARKERS,
        /** A line alone. */
        LINE
    }

    /**
     * Points of one legend entry.
     *
     * @param errors half the length of error bars, or null
     * @param labels names of the points, or null
     */
    public record Line(
            String name,
            List<Double> x,
            List<Double> y,
            List<Double> errors,
            List<String> labels,
            Stroke stroke,
            int style) {
        /** Without names of points. */
        public static Line of(
                String name, List<Double> x, List<Double> y, List<Double> errors, Stroke stroke, int style) {
            return new Line(name, x, y, errors, null, stroke, style);
        }
    }

    /**
     * Lines and points.
     *
     * @param categories words at x = 0, 1, ...; empty for an axis of numbers
     * @param top where the y axis ends, NaN to follow the values
     */
    public record Lines(
            String caption,
            String xTitle,
            String yTitle,
            List<String> categories,
            boolean logX,
            boolean logY,
            boolean fromZero,
            double top,
            List<Line> lines)
            implements Panel {}

    /**
     * A heat map.
     *
     * @param columns words along x
     * @param rows words along y, from below
     * @param values [row][column]
     * @param scale title of the scale of colours
     */
    public record Heat(
            String xTitle,
            String yTitle,
            List<String> columns,
            List<String> rows,
            List<List<Double>> values,
            String scale)
            implements Panel {}
}
