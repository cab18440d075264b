package org.escalatesim.report.plot;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What is asked of a figure.
 *
 * @param inputs result files, or folders that hold them
 * @param relative whether values are shares: of the reference's energy, of a layer's cycles; null for the kind's own way
 * @param units kinds of unit to show; empty for all
 * @param x column along x, or null
 * @param y column along y, or null
 * @param series column that tells lines apart, or rows of a heat map; or null
 * @param heat a heat map in place of lines
 * @param where columns that must have a value
 * @param confidence error bars are 95 % confidence intervals of the mean, not standard deviations
 * @param title in place of the figure's own, or null
 * @param didYouMean words for a message that end in the nearest of some names, or nothing
 */
public record Request(
        List<Path> inputs,
        Boolean relative,
        List<String> units,
        String x,
        String y,
        String series,
        boolean heat,
        Map<String, String> where,
        boolean confidence,
        String title,
        BiFunction<String, Collection<String>, String> didYouMean) {
    /** The title asked for, else {@code own}. */
    String titleOr(String own) {
        return title == null ? own : title;
    }
}
