package org.escalatesim.sparten;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * Which filters make a pass, and what the clusters split. Clusters form {@code parts}: those of a part work on the same
 * passes (pass i belongs to part i mod parts) and take its output positions in turn (position p, in raster order, goes
 * to cluster p mod {@code perPart} of each part).
 *
 * <p>Balanced filters are sorted by density, all of a set of groups, and cut into passes in this order. The plan takes
 * passes of two filters per unit or, where that leaves clusters without work, of one.
 */
final class FilterPlan {
    final ChunkLayout layout;
    final FilterPass[] passes;
    final int parts;
    final int perPart;

    private FilterPlan(ChunkLayout layout, FilterPass[] passes, int parts, int perPart) {
        this.layout = layout;
        this.passes = passes;
        this.parts = parts;
        this.perPart = perPart;
    }

    static FilterPlan of(SpartenSpec spec, ConvShape shape, Kernels weights) {
        ChunkLayout layout = null;
        int[][] best = null;
        int parts = 0;
        long least = Long.MAX_VALUE;
        for (int perUnit = spec.filtersPerUnit(); perUnit >= 1; perUnit--) {
            int capacity = perUnit * spec.units();
            int fused = ChunkLayout.fusable(
                    shape, spec.chunk(), capacity, spec.sparsity().weightsCompressed());
            ChunkLayout tried = new ChunkLayout(shape, spec.chunk(), fused);
            int[][] dealt = deal(spec, shape, weights, tried, capacity);
            int most = spec.assignment() == SpartenSpec.Assignment.AUTO ? Math.min(dealt.length, spec.clusters()) : 1;
            for (int b = 1; b <= most; b++) {
                long load = load(spec, shape, dealt, b);
                if (load < least) {
                    least = load;
                    layout = tried;
                    best = dealt;
                    parts = b;
                }
            }
        }
        FilterPass[] passes = new FilterPass[best.length];
        for (int i = 0; i < passes.length; i++) {
            int set = best[i][0] / shape.kPerGroup() / layout.fused;
            passes[i] = new FilterPass(spec, shape, weights, layout, set, best[i]);
        }
        return new FilterPlan(layout, passes, parts, perPart(spec, shape, parts));
    }

    private static int perPart(SpartenSpec spec, ConvShape shape, int parts) {
        return Math.min(spec.clusters() / parts, shape.p() * shape.q());
    }

    /** Filters one after the other on the busiest unit of the busiest cluster. */
    private static long load(SpartenSpec spec, ConvShape shape, int[][] passes, int parts) {
        long busiest = 0;
        for (int part = 0; part < parts; part++) {
            long filters = 0;
            for (int i = part; i < passes.length; i += parts) {
                filters += passes[i].length > spec.units() ? 2 : 1;
            }
            busiest = Math.max(busiest, filters);
        }
        int perPart = perPart(spec, shape, parts);
        return busiest * ((shape.p() * shape.q() + perPart - 1) / perPart);
    }

    private static int[][] deal(SpartenSpec spec, ConvShape shape, Kernels weights, ChunkLayout layout, int capacity) {
        int[][] passes = new int[shape.k()][];
        int count = 0;
        int perFilter = shape.taps() * weights.wordsPerTap();
        for (int set = 0; set < layout.sets; set++) {
            int first = set * layout.fused * shape.kPerGroup();
            int size = layout.groups(set) * shape.kPerGroup();
            long[] keys = new long[size];
            for (int i = 0; i < size; i++) {
                long ones = InnerJoin.ones(weights.presence(), (first + i) * perFilter, perFilter);
                keys[i] = spec.balance() == SpartenSpec.Balance.NONE ? i : FilterPass.key(ones, i);
            }
            Arrays.sort(keys);
            for (int from = 0; from < size; from += capacity) {
                int[] filters = new int[Math.min(capacity, size - from)];
                for (int i = 0; i < filters.length; i++) {
                    filters[i] = first + (int) keys[from + i];
                }
                passes[count++] = filters;
            }
        }
        return Arrays.copyOf(passes, count);
    }

    /** Passes that a part takes one after the other, at most. */
    int rounds() {
        return (passes.length + parts - 1) / parts;
    }

    /** The pass of a part in a round, null if it has none. */
    FilterPass pass(int part, int round) {
        int index = round * parts + part;
        return index < passes.length ? passes[index] : null;
    }
}
