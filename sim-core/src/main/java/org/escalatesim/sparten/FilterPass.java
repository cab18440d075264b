package org.escalatesim.sparten;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * The filters that the units of a cluster hold at the same time, in chunks, in the order in which units work on them.
 *
 * <p>With n filters on U units, n at most U, unit u has the u-th densest. With more, the first 2U - n units have one
 * filter each, the densest ones, and unit u after them has the u-th and the (2U - 1 - u)-th densest. Slots are the
 * places of filters: first those of units with one, then two for each unit with a pair.
 */
final class FilterPass {
    /** Fused groups that the filters belong to. */
    final int set;
    /** Output channels, by index in the pass. */
    final int[] filters;
    /** Units that hold a filter. */
    final int used;
    /** Units that hold one filter; the others that are used hold two. */
    final int singles;
    /** Whether filters change places with every chunk (GB-H), so that partial sums are permuted. */
    final boolean perChunk;
    /** Masks [chunks of the window][slots][words]. */
    final long[] masks;
    /** Filter in each slot, an index of {@link #filters}: [chunks of the window][slots]. */
    final int[] filterOf;
    /** Index in the packed weights of the first value of the chunk in a slot; null without values. */
    final int[] packedAt;
    /** First chunk of the window of each slice, and the chunks of the window. */
    final int[] sliceStart;
    /** Bits of each slice as stored in DRAM and in the units. */
    final long[] sliceBits;

    FilterPass(SpartenSpec spec, ConvShape shape, Kernels weights, ChunkLayout layout, int set, int[] filters) {
        this.set = set;
        this.filters = filters;
        int n = filters.length;
        this.used = Math.min(n, spec.units());
        this.singles = n <= spec.units() ? n : 2 * spec.units() - n;
        int window = layout.windowChunks();
        int words = layout.words;
        masks = new long[Math.multiplyExact(Math.multiplyExact(window, n), words)];
        filterOf = new int[window * n];
        packedAt = weights.hasValues() ? new int[window * n] : null;
        long[][] own = new long[n][];
        for (int i = 0; i < n; i++) {
            own[i] = chunks(shape, weights, layout, filters[i]);
        }
        perChunk = spec.balance() == SpartenSpec.Balance.GB_H && paired();
        long[] keys = new long[n];
        int[] next = new int[n];
        for (int i = 0; i < n && packedAt != null; i++) {
            next[i] = weights.offset(filters[i] * shape.taps() * weights.wordsPerTap());
        }
        int[] ones = new int[n];
        for (int c = 0; c < window; c++) {
            for (int i = 0; i < n; i++) {
                ones[i] = InnerJoin.ones(own[i], c * words, words);
                keys[i] = perChunk ? key(ones[i], i) : i;
            }
            if (perChunk) {
                Arrays.sort(keys);
            }
            for (int slot = 0; slot < n; slot++) {
                int i = (int) keys[rank(slot)];
                int at = c * n + slot;
                filterOf[at] = i;
                System.arraycopy(own[i], c * words, masks, at * words, words);
                if (packedAt != null) {
                    packedAt[at] = next[i];
                    next[i] += ones[i];
                }
            }
        }
        int[] starts = new int[window + 1];
        long[] bits = new long[window];
        int slices = slice(spec, layout, starts, bits);
        sliceStart = Arrays.copyOf(starts, slices + 1);
        sliceBits = Arrays.copyOf(bits, slices);
    }

    /** Sorts densest first, equal ones in order. */
    static long key(long ones, int index) {
        return -ones << 32 | index;
    }

    /** Which filter, by density, lies in a slot. */
    private int rank(int slot) {
        if (slot < singles) {
            return slot;
        }
        int unit = singles + (slot - singles) / 2;
        return (slot - singles) % 2 == 0 ? unit : filters.length - 1 - (unit - singles);
    }

    private static long[] chunks(ConvShape shape, Kernels weights, ChunkLayout layout, int k) {
        int perTap = layout.chunks * layout.words;
        long[] to = new long[shape.taps() * perTap];
        int words = weights.wordsPerTap();
        int lane = layout.firstLane(k / shape.kPerGroup());
        for (int tap = 0; tap < shape.taps(); tap++) {
            layout.place(weights.presence(), (k * shape.taps() + tap) * words, words, to, tap * perTap, lane);
        }
        return to;
    }

    /** Cuts the window into slices whose chunks fit half the filter part of every unit; each has at least a chunk. */
    private int slice(SpartenSpec spec, ChunkLayout layout, int[] starts, long[] bits) {
        long half = spec.unitBuffer().filterBytes() * 8L / 2;
        boolean compressed = spec.sparsity().weightsCompressed();
        int n = filters.length;
        long[] held = new long[used];
        int slices = 0;
        int window = layout.windowChunks();
        for (int c = 0; c < window; c++) {
            int lanes = layout.lanes(set, c % layout.chunks);
            boolean fits = c > 0;
            for (int pass = 0; pass < 2; pass++) {
                long all = 0;
                for (int slot = 0; slot < n; slot++) {
                    int unit = slot < singles ? slot : singles + (slot - singles) / 2;
                    long chunk = compressed
                            ? lanes + 8L * InnerJoin.ones(masks, (c * n + slot) * layout.words, layout.words)
                            : 8L * lanes;
                    held[unit] += chunk;
                    all += chunk;
                    fits &= held[unit] <= half;
                }
                if (fits || pass == 1) {
                    bits[slices - 1] += all;
                    break;
                }
                starts[slices++] = c;
                Arrays.fill(held, 0);
            }
        }
        starts[slices] = window;
        return slices;
    }

    /** Slices of the window. */
    int slices() {
        return sliceBits.length;
    }

    /** Whether some unit holds two filters. */
    boolean paired() {
        return singles < used;
    }
}
