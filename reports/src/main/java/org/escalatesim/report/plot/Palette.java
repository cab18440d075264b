package org.escalatesim.report.plot;

import java.awt.Color;
import org.knowm.xchart.style.markers.Marker;

/**
 * Colours that the colour-blind can tell apart (Okabe and Ito, "Color Universal Design", 2008), in an order in which
 * neighbours differ in lightness (CIE L* in the comments), with a hatching each, so that they differ in grey too.
 */
final class Palette {
    /** Styles of bars. */
    static final int STYLES = 10;
    /** The style of what is left over. */
    static final int OTHER = 8;
    /** The style of nothing: white. */
    static final int EMPTY = 9;

    /** Directions of hatching, as bits. */
    static final int RISING = 1;

    static final int FALLING = 2;
    static final int LEVEL = 4;
    static final int UPRIGHT = 8;

    /** Faint lines. */
    static final Color GRID = new Color(0xB0B0B0);
    /** From points to their names: darker than a grid, lighter than words. */
    static final Color LEADER = new Color(0x707070);

    private static final Color BLUE = new Color(0x0072B2); // 45
    private static final Color YELLOW = new Color(0xF0E442); // 89
    private static final Color VERMILLION = new Color(0xD55E00); // 54
    private static final Color SKY = new Color(0x56B4E9); // 70
    private static final Color BLACK = new Color(0x202020); // 12
    private static final Color ORANGE = new Color(0xE69F00); // 71
    private static final Color GREEN = new Color(0x009E73); // 58
    private static final Color PURPLE = new Color(0xCC79A7); // 62
    private static final Color GREY = new Color(0xC8C8C8); // 81

    private static final Color[] FILLS = {BLUE, YELLOW, VERMILLION, SKY, BLACK, ORANGE, GREEN, PURPLE, GREY, Color.WHITE
    };
    private static final int[] HATCHES = {0, 0, RISING, FALLING, 0, RISING | FALLING, LEVEL, UPRIGHT, 0, 0};
    private static final Color[] LINES = {BLUE, VERMILLION, BLACK, ORANGE, GREEN, PURPLE, SKY, GREY};
    private static final float[][] DASHES = {null, {4, 1.5f}, {1.2f, 1.2f}, {5, 1.2f, 1.2f, 1.2f}};

    private Palette() {}

    /** The colour of bars. */
    static Color fill(int style) {
        return FILLS[style % STYLES];
    }

    /** The hatching of bars. */
    static int hatch(int style) {
        return HATCHES[style % STYLES];
    }

    /** The colour of lines and markers; no yellow, which is invisible on white. */
    static Color line(int style) {
        return LINES[style % LINES.length];
    }

    /** The dashes of lines in points, or null for a line without gaps. */
    static float[] dash(int style) {
        return DASHES[style % DASHES.length];
    }

    /** The marker of lines and points: filled for the first four styles, hollow for the next four. */
    static Marker marker(int style) {
        return new PaperMarker(style % 4, style / 4 % 2 == 0);
    }

    /** A colour of a heat map from light (0) to dark (1), its lightness falling evenly; NaN is white. */
    static Color heat(double at) {
        if (Double.isNaN(at)) {
            return Color.WHITE;
        }
        // From L* 95 over the light blue 70 and blue 45 to a dark blue 15.
        int[][] stops = {{0xFF, 0xF6, 0xD8}, {0x8F, 0xC8, 0xD8}, {0x1F, 0x78, 0xB0}, {0x08, 0x22, 0x52}};
        double scaled = Math.min(1, Math.max(0, at)) * (stops.length - 1);
        int low = Math.min(stops.length - 2, (int) scaled);
        double part = scaled - low;
        int[] mix = new int[3];
        for (int i = 0; i < mix.length; i++) {
            mix[i] = (int) Math.round(stops[low][i] + part * (stops[low + 1][i] - stops[low][i]));
        }
        return new Color(mix[0], mix[1], mix[2]);
    }
}
