package org.escalatesim.report.plot;

import java.util.List;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/**
 * How names of categories stand below an axis.
 *
 * @param upright whether they read upwards
 * @param every which of them are shown: all (1), every second (2), ...
 * @param height that they take, in points
 */
record CategoryNames(boolean upright, int every, double height) {
    /** None: another panel below has them. */
    static final CategoryNames NONE = new CategoryNames(false, 1, 0);

    /** What fits: level, else upright, else upright with some left out. */
    static CategoryNames of(List<String> names, int slots, double width, Ink ink) {
        double slot = width / Math.max(1, slots);
        double widest =
                names.stream().mapToDouble(name -> Ink.width(name, ink.tick)).max().orElse(0);
        double line = Ink.height(ink.tick);
        if (widest + 3 <= slot) {
            return new CategoryNames(false, 1, line);
        }
        return new CategoryNames(true, (int) Math.ceil(line * 0.95 / slot), widest + 2);
    }

    void apply(AxesChartStyler style) {
        // XChart leaves names out by a distance of its own; which are shown is decided here.
        style.setXAxisTickMarkSpacingHint(1);
        if (height == 0) {
            style.setXAxisTicksVisible(false);
            return;
        }
        style.setXAxisLabelRotation(upright ? 90 : 0);
        style.setXAxisLabelAlignmentVertical(TextAlignment.Right);
    }
}
