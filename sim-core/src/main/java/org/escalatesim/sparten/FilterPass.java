package org.escalatesim.sparten;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * The filters that the units of a cluster hold at the same time, in chunks, in the order in which units work on them.
 *
 * <p>With n filters on U units, n at most U, unit u has the u-th densest. With more, the first 2U - n units have one
 * filter each, the densest ones, and unit u after them has the u-th and the (2U - 1 - u)-th densest. Places of
 * filters are numbered: first those of units with one filter, then two for each unit with a pair.
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
    /** Masks [chunks of a kernel][places][words]. */
    final long[] masks;
    /** Filter in each place, an index of {@link #filters}: [chunks of a kernel][places]. */
    final int[] filterOf;
    /** Index in the packed weights of the first value of the chunk in a place; null without values. */
    final int[] packedAt;
    /** First chunk of each slice, and the chunks of a kernel. */
    final int[] sliceStart;
    /** Bits of each slice as stored in DRAM and in the units. */
    final long[] sliceBits;

    FilterPass(SpartenSpec spec, ConvShape shape, Kernels weights, ChunkLayout layout, int set, int[] filters) {
        this.set = set;
        this.filters = filters;
        int n = filters.length;
        this.used = Math.min(n, spec.units());
        this.singles = n <= spec.units() ? n : 2 * spec.units() - n;
        int chunks = layout.kernelChunks();
        int words = layout.words;
        masks = new long[Math.multiplyExact(Math.multiplyExact(chunks, n), words)];
        filterOf = new int[chunks * n];
        packedAt = weights.hasValues() ? new int[chunks * n] : null;
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
        for (int c = 0; c < chunks; c++) {
            for (int i = 0; i < n; i++) {
                ones[i] = InnerJoin.ones(own[i], c * words, words);
                keys[i] = perChunk ? key(ones[i], i) : i;
            }
            if (perChunk) {
                Arrays.sort(keys);
            }
            for (int place = 0; place < n; place++) {
                int i = (int) keys[rank(place)];
                int at = c * n + place;
                filterOf[at] = i;
                System.arraycopy(own[i], c * words, masks, at * words, words);
                if (packedAt != null) {
                    packedAt[at] = next[i];
                    next[i] += ones[i];
                }
            }
        }
        int[] starts = new int[chunks + 1];
        long[] bits = new long[chunks];
        int slices = slice(spec, layout, starts, bits);
        sliceStart = Arrays.copyOf(starts, slices + 1);
        sliceBits = Arrays.copyOf(bits, slices);
    }

    /** Sorts densest first, equal ones in order. */
    static long key(long ones, int index) {
        return -ones << 32 | index;
    }

    /** Which filter, by density, lies in a place. */
    private int rank(int place) {
        if (place < singles) {
            return place;
        }
        int unit = singles + (place - singles) / 2;
        return (place - singles) % 2 == 0 ? unit : filters.length - 1 - (unit - singles);
    }

    /** The masks of a filter's chunks: [chunks of a kernel][words]. */
    static long[] chunks(ConvShape shape, Kernels weights, ChunkLayout layout, int k) {
        int perTap = layout.chunks * layout.words;
        long[] to = new long[shape.taps() * perTap];
        int words = weights.wordsPerTap();
        int lane = layout.firstLane(k / shape.kPerGroup());
        for (int tap = 0; tap < shape.taps(); tap++) {
            layout.place(weights.presence(), (k * shape.taps() + tap) * words, words, to, tap * perTap, lane);
        }
        return to;
    }

    /** Cuts the kernel into slices whose chunks fit half the filter part of every unit; each has at least a chunk. */
    private int slice(SpartenSpec spec, ChunkLayout layout, int[] starts, long[] bits) {
        long half = spec.unitBuffer().filterBytes() * 8L / 2;
        boolean compressed = spec.sparsity().weightsCompressed();
        int n = filters.length;
        long[] held = new long[used];
        int slices = 0;
        int chunks = layout.kernelChunks();
        for (int c = 0; c < chunks; c++) {
            int lanes = layout.lanes(set, c % layout.chunks);
            boolean fits = c > 0;
            for (int pass = 0; pass < 2; pass++) {
                long all = 0;
                for (int place = 0; place < n; place++) {
                    int unit = place < singles ? place : singles + (place - singles) / 2;
                    long chunk = compressed
                            ? lanes + 8L * InnerJoin.ones(masks, (c * n + place) * layout.words, layout.words)
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
        starts[slices] = chunks;
        return slices;
    }

    /** Slices of the filters. */
    int slices() {
        return sliceBits.length;
    }

    /** Whether some unit holds two filters. */
    boolean paired() {
        return singles < used;
    }
}
