package org.escalatesim.workloads.network;

import java.util.List;
import org.escalatesim.tensor.SparseMap;

/** What fits the arrays of a simulation; larger layers are refused before anything is allocated. */
public final class ShapeBounds {
    /** Most channels, K or C. */
    public static final int CHANNELS = 1 << 20;

    /** Rows and columns of maps, kernels, windows and strides stay below this. */
    public static final int SIDE = 1 << 16;

    /** Values of a map and weights of a layer, channels padded to words of 64, stay below this. */
    public static final long VALUES = (1L << 31) - 8;

    private ShapeBounds() {}

    /**
     * What is wrong with a map [C] or [C, H, W], or null.
     *
     * @param groups groups of channels, each padded to whole words; at least 1
     */
    public static String map(List<Integer> map, int groups) {
        if (map.get(0) > CHANNELS) {
            return "must have at most " + CHANNELS + " channels, not " + map.get(0);
        }
        long pixels = 1;
        for (int side : map.subList(1, map.size())) {
            if (side >= SIDE) {
                return "must have sides below " + SIDE + ", not " + side;
            }
            pixels *= side;
        }
        long parts = Math.min(groups, map.get(0));
        long padded = pixels * parts * padded(map.get(0) / parts);
        return padded < VALUES
                ? null
                : "must have fewer than " + VALUES + " values, channels padded to 64, not " + padded;
    }

    /** What is wrong with two sides, such as a kernel's, or one stride, or null. */
    public static String sides(List<Integer> sides) {
        for (int side : sides) {
            if (side >= SIDE) {
                return "must be below " + SIDE + ", not " + side;
            }
        }
        return null;
    }

    /**
     * What is wrong with the number of weights, or null; the arguments are within the bounds above.
     *
     * @param rows taps of the kernel R x S
     */
    public static String weights(int k, int channelsPerGroup, long rows) {
        // In double, as K x C x R x S can exceed a long.
        double count = (double) k * padded(channelsPerGroup) * rows;
        return count < VALUES
                ? null
                : "K x C / groups x R x S must be below " + VALUES + ", channels padded to 64, not "
                        + String.format(java.util.Locale.ROOT, "%.3g", count);
    }

    private static long padded(long channels) {
        return 64L * SparseMap.words((int) channels);
    }
}
