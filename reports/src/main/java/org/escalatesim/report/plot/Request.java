package org.escalatesim.report.plot;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * What is asked of a figure.
 *
 * @param inputs result files, or folders that hold them
 * @param relative whether values are shares: of the reference's energy, of a layer's cycles; null for the kind's own way
 * @param units kinds of unit to show; empty for all
 * @param columns which columns of a table are shown
 * @param heat a heat map in place of lines
 * @param layers bars of layers, in place of machines
 * @param fromZero the scale of lines begins at 0
 * @param where columns that must have a value
 * @param confidence error bars are 95 % confidence intervals of the mean, not standard deviations
 * @param title in place of the figure's own, or null
 * @param didYouMean words for a message that end in the nearest of some names, or nothing
 */
public record Request(
        List<Path> inputs,
        Boolean relative,
        List<String> units,
        Columns columns,
        boolean heat,
        boolean layers,
        boolean fromZero,
        Map<String, String> where,
        boolean confidence,
        String title,
        BiFunction<String, Collection<String>, String> didYouMean) {
    /**
     * Columns of a table; each null if not given.
     *
     * @param x along x
     * @param y along y
     * @param z a third aim of a Pareto front
     * @param series tells lines or markers apart, or rows of a heat map
     * @param label names points
     * @param over the point, by its name, that speedups are over
     */
    public record Columns(String x, String y, String z, String series, String label, String over) {
        /** None given. */
        public static final Columns NONE = new Columns(null, null, null, null, null, null);
    }

    String x() {
        return columns.x();
    }

    String y() {
        return columns.y();
    }

    String series() {
        return columns.series();
    }

    /** Adds a note that says which points were chosen, if any were. */
    void chosen(List<String> notes) {
        if (!where.isEmpty()) {
            notes.add("Only: "
                    + where.entrySet().stream()
                            .map(is -> is.getKey() + " = " + is.getValue())
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    /** The title asked for, else {@code own}. */
    String titleOr(String own) {
        return title == null ? own : title;
    }
}
