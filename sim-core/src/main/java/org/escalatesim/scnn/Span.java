package org.escalatesim.scnn;

/**
 * One axis of a temporal tile: some outputs, the coordinates whose products land on them, and their cut into tiles of PEs.
 *
 * @param outFrom first output
 * @param outTo first output after it
 * @param from first coordinate, which the first PE's tile begins with
 * @param to first coordinate after it
 * @param tile coordinates of a PE
 * @param lead coordinates between an output and the tile that it belongs to, see {@link Axis#lead}
 * @param pes PEs along the axis
 */
record Span(int outFrom, int outTo, int from, int to, int tile, int lead, int pes) {
    /** PEs that own a coordinate. */
    int used() {
        return (to - from + tile - 1) / tile;
    }

    int tileFrom(int pe) {
        return Math.min(to, from + pe * tile);
    }

    int tileTo(int pe) {
        return Math.min(to, from + (pe + 1) * tile);
    }

    int outputs() {
        return outTo - outFrom;
    }

    /** The first output that products of a PE land on, with {@code taps} taps. */
    int landFrom(int pe, int taps) {
        return Math.max(outFrom, Math.min(outTo, tileFrom(pe) - taps + 1));
    }

    /** The first output after those that products of a PE land on. */
    int landTo(int pe) {
        return Math.max(outFrom, Math.min(outTo, tileTo(pe)));
    }

    boolean lands(int output) {
        return output >= outFrom && output < outTo;
    }
}
