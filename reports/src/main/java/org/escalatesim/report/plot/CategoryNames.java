package org.escalatesim.report.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/**
 * How names of categories stand below an axis.
 *
 * @param upright whether they read upwards
 * @param every which of them are shown: all (1), every second (2), ...
 * @param height that they take, in points; 0 if another panel below has them
 * @param font in points
 */
record CategoryNames(boolean upright, int every, double height, Font font) {
    /** None: another panel below has them. */
    static final CategoryNames NONE = new CategoryNames(false, 1, 0, null);

    private static final double GAP = 3;
    private static final float LEAST = 5;
    private static final Color CLEAR = new Color(0, 0, 0, 0);

    /** What fits: level, level and smaller, else upright, else upright with some left out. */
    static CategoryNames of(List<String> names, int slots, double width, Ink ink) {
        double slot = width / Math.max(1, slots);
        double line = Ink.height(ink.tick);
        for (float size = ink.tick.getSize2D(); size >= LEAST; size -= 0.5f) {
            Font font = ink.tick.deriveFont(size);
            if (widest(names, font) + GAP <= slot) {
                return new CategoryNames(false, 1, line, font);
            }
        }
        return new CategoryNames(true, (int) Math.ceil(line * 0.95 / slot), widest(names, ink.tick) + 2, ink.tick);
    }

    private static double widest(List<String> names, Font font) {
        return names.stream().mapToDouble(name -> Ink.width(name, font)).max().orElse(0);
    }

    /** The names with blanks in place of those that are left out. */
    List<String> shown(List<String> names) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            shown.add(i % every == 0 ? names.get(i) : " ");
        }
        return shown;
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
        if (!upright) {
            // XChart aligns the tops of names, not their base lines: it keeps the room, and draw() writes them.
            style.setXAxisTickLabelsColor(CLEAR);
        }
    }

    /** Writes level names on one base line, each in the middle of its share of the axis. */
    void draw(Ink ink, Overlay at, List<String> names) {
        if (upright || height == 0) {
            return;
        }
        Rectangle2D plot = at.plot();
        double slot = plot.getWidth() / names.size();
        for (int i = 0; i < names.size(); i++) {
            double x = plot.getMinX() + (i + 0.5) * slot;
            ink.text(names.get(i).strip(), font, x, plot.getMaxY() + 4.5, Ink.At.MIDDLE, Ink.At.START);
        }
    }
}
