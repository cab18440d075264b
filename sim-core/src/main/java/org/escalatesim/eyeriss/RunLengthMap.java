package org.escalatesim.eyeriss;

import org.escalatesim.tensor.SparseMap;

/**
 * The size of an input map in DRAM. Its values in the order channel by channel, row by row become pairs (run, level): a
 * run of zeros, then the value behind them. A run is at most 2^runBits - 1 zeros; the level behind a longest run is
 * whatever comes next, a zero too. Zeros at the end of the map take one last pair. Pairs are packed in DRAM words. A pair
 * belongs to the place of its level, so that a part of the map costs the pairs that lie in it. A map that would grow is
 * kept as it is.
 */
final class RunLengthMap {
    private final EyerissSpec.RunLength code;
    private final int dataBits;
    private final BoxCounts pairs;
    private final boolean compressed;

    RunLengthMap(EyerissSpec spec, SparseMap map) {
        code = spec.runLength();
        dataBits = spec.dataBits();
        pairs = code.enabled() ? pairs(map, (1 << code.runBits()) - 1) : null;
        long values = (long) map.height() * map.width() * map.channels();
        compressed = pairs != null
                && packed(pairs.count(0, map.channels(), 0, map.height(), 0, map.width())) < values * dataBits;
    }

    private static BoxCounts pairs(SparseMap map, int longest) {
        int[] rows = identity(map.height());
        int[] columns = identity(map.width());
        BoxCounts present = new BoxCounts(map.channels(), map.height(), map.width());
        present.markPresent(map, rows, columns);
        BoxCounts pairs = new BoxCounts(map.channels(), map.height(), map.width());
        int run = 0;
        for (int c = 0; c < map.channels(); c++) {
            for (int y : rows) {
                for (int x : columns) {
                    if (run == longest || present.marked(c, y, x)) {
                        pairs.mark(c, y, x);
                        run = 0;
                    } else {
                        run++;
                    }
                }
            }
        }
        if (run > 0) {
            pairs.mark(map.channels() - 1, map.height() - 1, map.width() - 1);
        }
        pairs.sum();
        return pairs;
    }

    private static int[] identity(int size) {
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            places[i] = i;
        }
        return places;
    }

    private long packed(long count) {
        return Pass.ceil(count, code.pairs()) * code.wordBits();
    }

    /** Whether the map is smaller in pairs. */
    boolean compressed() {
        return compressed;
    }

    /** Bits of a part of the map, limits exclusive at the end. */
    long bits(int c0, int c1, int y0, int y1, int x0, int x1) {
        return compressed
                ? packed(pairs.count(c0, c1, y0, y1, x0, x1))
                : (long) (c1 - c0) * (y1 - y0) * (x1 - x0) * dataBits;
    }

    /**
     * Expected bits per output, whose values are not known yet: zeros taken as independent, a pair ends at a non-zero
     * value or behind a longest run, so there are d / (1 - (1 - d)^(longest + 1)) pairs per value at density d. No more
     * than uncompressed.
     */
    static double bitsPerOutput(EyerissSpec spec, double density) {
        if (!spec.runLength().enabled()) {
            return spec.dataBits();
        }
        double longest = 1 << spec.runLength().runBits();
        double perValue = density == 0 ? 1 / longest : density / (1 - Math.pow(1 - density, longest));
        return Math.min(
                spec.dataBits(),
                perValue * spec.runLength().wordBits() / spec.runLength().pairs());
    }
}
