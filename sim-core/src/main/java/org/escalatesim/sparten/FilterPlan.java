package org.escalatesim.sparten;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * Which filters make a pass, and what the clusters split. Clusters form {@code parts}: those of a part work on the same
 * passes (parts take them in turn, there and back) and share its output positions (position p, in raster order, goes to
 * cluster p mod {@code perPart} of each part).
 *
 * <p>Balancing sorts the n filters that see the same channels by their non-zeros and folds the list over V units, those
 * of all their passes: the 2V - n densest stay alone, the rest are paired, dense with sparse. Units in this order are
 * cut into passes. V is the units of m whole passes, but n at most, so that
 * no unit is without a filter while others have two.
 *
 * <p>Every m from passes of pairs to passes of one filter per unit (beyond as many passes as clusters only multiples of
 * these), filters in order without balancing, and every number of parts are tried; the plan takes what is expected to be
 * fastest ({@link PassEstimate}, {@link SplitEstimate}), at equality the fewest passes, then the fewest parts;
 * balancing only where it is expected to gain 2 %, and under GB-H another plan than GB-S's
 * only where that is.
 */
final class FilterPlan {
    /** What balancing must be expected to gain, as estimates stray by as much. */
    private static final double MARGIN = 0.02;

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

    /** Filters of each pass, the clusters' split, and what they are expected to take. */
    private record Candidate(ChunkLayout layout, int[][] passes, int parts, double cycles) {}

    /**
     * The plan of a layer.
     *
     * @param density mean fraction of non-zero activations
     */
    static FilterPlan of(SpartenSpec spec, ConvShape shape, Kernels weights, double density) {
        Candidate whole = best(spec, shape, weights, density, null, false);
        boolean byChunk = spec.balance() == SpartenSpec.Balance.GB_H;
        Candidate best = byChunk ? best(spec, shape, weights, density, whole, true) : whole;
        FilterPass[] passes = new FilterPass[best.passes().length];
        for (int i = 0; i < passes.length; i++) {
            int[] filters = best.passes()[i];
            passes[i] =
                    new FilterPass(spec, shape, weights, best.layout(), set(shape, best.layout(), filters[0]), filters);
        }
        return new FilterPlan(best.layout(), passes, best.parts(), perPart(spec, shape, best.parts()));
    }

    /**
     * The best candidate.
     *
     * @param whole GB-S's, which GB-H keeps unless another is expected to gain 2 %; null for GB-S's own
     */
    private static Candidate best(
            SpartenSpec spec, ConvShape shape, Kernels weights, double density, Candidate whole, boolean byChunk) {
        Candidate best = null;
        int units = spec.units();
        SplitEstimate split = new SplitEstimate(shape, spec.clusters());
        for (int perUnit = spec.filtersPerUnit(); perUnit >= 1; perUnit--) {
            int fused = ChunkLayout.fusable(
                    shape, spec.chunk(), perUnit * units, spec.sparsity().weightsCompressed());
            ChunkLayout layout = new ChunkLayout(shape, spec.chunk(), fused);
            PassEstimate estimate = new PassEstimate(spec, shape, weights, layout, density);
            int size = layout.groups(0) * shape.kPerGroup();
            int most = ceil(size, units);
            if (perUnit == 1) {
                best = better(
                        best,
                        true,
                        spec,
                        shape,
                        layout,
                        deal(spec, shape, null, layout, most),
                        estimate,
                        split,
                        whole,
                        byChunk);
                continue;
            }
            long[] work = work(shape, weights);
            int fewest = ceil(size, perUnit * units);
            for (int m = fewest; m <= most; m++) {
                if (m <= spec.clusters() || m % spec.clusters() == 0 || m == fewest || m == most) {
                    best = better(
                            best,
                            false,
                            spec,
                            shape,
                            layout,
                            deal(spec, shape, work, layout, m),
                            estimate,
                            split,
                            whole,
                            byChunk);
                }
            }
        }
        return best;
    }

    static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    private static int set(ConvShape shape, ChunkLayout layout, int k) {
        return k / shape.kPerGroup() / layout.fused;
    }

    /** Non-zero weights of each filter. */
    private static long[] work(ConvShape shape, Kernels weights) {
        long[] work = new long[shape.k()];
        int perFilter = shape.taps() * weights.wordsPerTap();
        for (int k = 0; k < work.length; k++) {
            work[k] = InnerJoin.ones(weights.presence(), k * perFilter, perFilter);
        }
        return work;
    }

    private static int perPart(SpartenSpec spec, ConvShape shape, int parts) {
        return Math.min(spec.clusters() / parts, shape.p() * shape.q());
    }

    /** The best of a candidate and of some passes with every number of parts. */
    private static Candidate better(
            Candidate than,
            boolean inOrder,
            SpartenSpec spec,
            ConvShape shape,
            ChunkLayout layout,
            int[][] passes,
            PassEstimate estimate,
            SplitEstimate split,
            Candidate whole,
            boolean byChunk) {
        PassEstimate.Load[] loads = new PassEstimate.Load[passes.length];
        for (int i = 0; i < passes.length; i++) {
            loads[i] = estimate.load(set(shape, layout, passes[i][0]), passes[i], byChunk);
        }
        int most = spec.assignment() == SpartenSpec.Assignment.AUTO ? Math.min(passes.length, spec.clusters()) : 1;
        Candidate best = than;
        for (int parts = 1; parts <= most; parts++) {
            boolean favoured =
                    whole == null ? inOrder : parts == whole.parts() && Arrays.deepEquals(passes, whole.passes());
            double cycles = (favoured ? 1 - MARGIN : 1)
                    * split.cycles(loads, estimate.common(), parts, perPart(spec, shape, parts));
            if (best == null || cycles < best.cycles()) {
                best = new Candidate(layout, passes, parts, cycles);
            }
        }
        return best;
    }

    /**
     * Passes of filters.
     *
     * @param work non-zeros to sort and fold by; null leaves filters in order, one per unit
     * @param most passes for the filters of a set, fewer where they need no more
     */
    private static int[][] deal(SpartenSpec spec, ConvShape shape, long[] work, ChunkLayout layout, int most) {
        int[][] passes = new int[shape.k()][];
        int count = 0;
        for (int set = 0; set < layout.sets; set++) {
            int first = set * layout.fused * shape.kPerGroup();
            int size = layout.groups(set) * shape.kPerGroup();
            long[] keys = new long[size];
            for (int i = 0; i < size; i++) {
                keys[i] = work != null ? FilterPass.key(work[first + i], i) : i;
            }
            Arrays.sort(keys);
            int units = Math.min(size, most * spec.units());
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
    static int part(int pass, int parts) {
        int inRound = pass % parts;
        return pass / parts % 2 == 0 ? inRound : parts - 1 - inRound;
    }

    /** The pass of a part in a round, null if it has none. */
    FilterPass pass(int part, int round) {
        int index = round * parts + (round % 2 == 0 ? part : parts - 1 - part);
        return index < passes.length ? passes[index] : null;
    }
}
