package org.escalatesim.sparten;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * Which filters make a pass, and what the clusters split. Clusters form {@code parts}: those of a part work on the same
 * passes (parts take them in turn, there and back) and share its output positions (position p, in raster order, goes to
 * cluster p mod {@code perPart} of each part).
 *
 * <p>Balancing sorts the filters that see the same channels by their non-zeros and folds the list over the units of all
 * their passes: n filters on V units (V as few as passes of two filters per unit allow) leave the 2V - n densest alone
 * and pair the rest, dense with sparse. Units in this order are cut into passes.
 *
 * <p>Of passes of two filters per unit or of one, and of all splits, the plan takes what it expects to be fastest, from
 * the non-zeros of the busiest unit of each pass; at equality two filters per unit, then the fewest parts.
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
        long[] work = work(spec, shape, weights);
        ChunkLayout layout = null;
        int[][] best = null;
        int parts = 0;
        long least = Long.MAX_VALUE;
        for (int perUnit = spec.filtersPerUnit(); perUnit >= 1; perUnit--) {
            int capacity = perUnit * spec.units();
            int fused = ChunkLayout.fusable(
                    shape, spec.chunk(), capacity, spec.sparsity().weightsCompressed());
            ChunkLayout tried = new ChunkLayout(shape, spec.chunk(), fused);
            int[][] dealt = deal(spec, shape, work, tried, capacity);
            int most = spec.assignment() == SpartenSpec.Assignment.AUTO ? Math.min(dealt.length, spec.clusters()) : 1;
            for (int b = 1; b <= most; b++) {
                long load = load(spec, shape, dealt, work, b);
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

    /** Cycles per filter and position that the plan reckons with: its weights that are not skipped. */
    private static long[] work(SpartenSpec spec, ConvShape shape, Kernels weights) {
        long[] work = new long[shape.k()];
        int perFilter = shape.taps() * weights.wordsPerTap();
        for (int k = 0; k < work.length; k++) {
            work[k] = spec.sparsity().weightsCompressed()
                    ? InnerJoin.ones(weights.presence(), k * perFilter, perFilter)
                    : (long) shape.taps() * shape.cPerGroup();
        }
        return work;
    }

    private static int perPart(SpartenSpec spec, ConvShape shape, int parts) {
        return Math.min(spec.clusters() / parts, shape.p() * shape.q());
    }

    /** The busiest part's cycles, as reckoned from the busiest unit of each pass. */
    private static long load(SpartenSpec spec, ConvShape shape, int[][] passes, long[] work, int parts) {
        long[] busy = new long[parts];
        for (int i = 0; i < passes.length; i++) {
            int n = passes[i].length;
            int used = Math.min(n, spec.units());
            int singles = 2 * used - n;
            // Each chunk of a kernel takes a cycle at least.
            long most = shape.taps();
            for (int unit = 0; unit < used; unit++) {
                long own = work[passes[i][unit]];
                if (unit >= singles) {
                    own += work[passes[i][n - 1 - (unit - singles)]];
                }
                most = Math.max(most, own);
            }
            busy[part(i, parts)] += most;
        }
        int perPart = perPart(spec, shape, parts);
        return Arrays.stream(busy).max().orElse(0) * ((shape.p() * shape.q() + perPart - 1) / perPart);
    }

    /** Passes of filters; with one filter per unit there is nothing to fold, and they stay in order. */
    private static int[][] deal(SpartenSpec spec, ConvShape shape, long[] work, ChunkLayout layout, int capacity) {
        int[][] passes = new int[shape.k()][];
        int count = 0;
        for (int set = 0; set < layout.sets; set++) {
            int first = set * layout.fused * shape.kPerGroup();
            int size = layout.groups(set) * shape.kPerGroup();
            long[] keys = new long[size];
            for (int i = 0; i < size; i++) {
                keys[i] = capacity > spec.units() ? FilterPass.key(work[first + i], i) : i;
            }
            Arrays.sort(keys);
            int whole = size / capacity * spec.units();
            int units = capacity > spec.units() ? whole + Math.min(size % capacity, spec.units()) : size;
            int singles = 2 * units - size;
            for (int from = 0; from < units; from += spec.units()) {
                int to = Math.min(units, from + spec.units());
                int pairs = to - Math.max(from, Math.min(to, singles));
                int[] filters = new int[to - from + pairs];
                for (int unit = from; unit < to; unit++) {
                    filters[unit - from] = first + (int) keys[unit];
                }
                // The sparse sides of the pairs, densest first, as the sorted list goes on.
                for (int i = 0; i < pairs; i++) {
                    filters[to - from + i] = first + (int) keys[size - 1 - (to - 1 - i - singles)];
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

    /** There and back, so that no part has the densest pass of every round. */
    private static int part(int pass, int parts) {
        int inRound = pass % parts;
        return pass / parts % 2 == 0 ? inRound : parts - 1 - inRound;
    }

    /** The pass of a part in a round, null if it has none. */
    FilterPass pass(int part, int round) {
        int index = round * parts + (round % 2 == 0 ? part : parts - 1 - part);
        return index < passes.length ? passes[index] : null;
    }
}
