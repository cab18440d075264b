package org.escalatesim.eyeriss;

import java.util.Arrays;

/**
 * The best of all legal mappings of a layer, found by branch and bound: a bound that no mapping of a branch can undercut
 * is compared with the best so far, so that what is left out could not have won. Deterministic, since ties are decided
 * by {@link MappingCost#compareTo} and not by the order of the search.
 *
 * <p>The bounds use that products do not depend on how a loop is cut: over all passes the ceilings of filters by t and of
 * channels by r sum to ceil(M / t) and ceil(C / r) whatever p and q, psums to M x P x Q per channel pass, and input rows
 * of k strips to U (P - k) + k R.
 */
final class MappingSearch {
    private final MappingProblem problem;
    private final EyerissSpec spec;
    private final int rowTileCount;
    private final int tileCount;
    private final long[] fetchedRows;
    private final long[] fetchedColumns;
    private long leastColumns = Long.MAX_VALUE;
    private MappingCost best;

    /** The bound of a branch: the objective's figure and cycles. */
    private long boundPrimary;

    private long boundCycles;

    private MappingSearch(MappingProblem problem) {
        this.problem = problem;
        this.spec = problem.spec;
        this.rowTileCount = problem.rowTiles.length;
        this.tileCount = rowTileCount * problem.columnTiles.length;
        this.fetchedRows = new long[problem.p + 1];
        this.fetchedColumns = new long[problem.q + 1];
        for (int e = 1; e <= problem.p; e++) {
            fetchedRows[e] = MappingCost.fetched(problem, e, true);
        }
        for (int ft = 1; ft <= problem.q; ft++) {
            fetchedColumns[ft] = MappingCost.fetched(problem, ft, false);
            leastColumns = Math.min(leastColumns, fetchedColumns[ft]);
        }
    }

    /** The best legal mapping with its cost, or null if there is none. */
    static MappingCost best(MappingProblem problem) {
        MappingSearch search = new MappingSearch(problem);
        search.run();
        return search.best;
    }

    private record Branch(int e, int r, int t, long primary, long cycles) {}

    private void run() {
        java.util.ArrayList<Branch> branches = new java.util.ArrayList<>();
        int mostQ = Math.min(problem.mostQ(), problem.c);
        int mostP = Math.min(problem.mostP(1), problem.m);
        for (int e = 1; e <= problem.p; e++) {
            int sets = problem.sets(e);
            for (int r = 1; r <= Math.min(sets, problem.c); r++) {
                for (int t = 1; t <= Math.min(sets / r, problem.m); t++) {
                    bound(e, r, t, mostP, mostQ, problem.images, 0);
                    branches.add(new Branch(e, r, t, boundPrimary, boundCycles));
                }
            }
        }
        Branch[] sorted = branches.toArray(Branch[]::new);
        Arrays.sort(
                sorted,
                (a, b) ->
                        a.primary != b.primary ? Long.compare(a.primary, b.primary) : Long.compare(a.cycles, b.cycles));
        for (Branch branch : sorted) {
            if (hopeless(branch.primary, branch.cycles)) {
                return;
            }
            descend(branch);
        }
    }

    private void descend(Branch branch) {
        int e = branch.e;
        int r = branch.r;
        int t = branch.t;
        int mostQ = (int) Math.min(problem.mostQ(), Pass.ceil(problem.c, r));
        for (int n = problem.images; n >= 1; n--) {
            for (int q = mostQ; q >= 1; q--) {
                int mostP = (int) Math.min(problem.mostP(q), Pass.ceil(problem.m, t));
                if (mostP < 1 || pruned(e, r, t, mostP, q, n, 0)) {
                    continue;
                }
                for (int p = mostP; p >= 1; p--) {
                    if (!pruned(e, r, t, p, q, n, 0)) {
                        columns(e, r, t, p, q, n);
                    }
                }
            }
        }
    }

    private void columns(int e, int r, int t, int p, int q, int n) {
        for (int ft = problem.q; ft >= 1; ft--) {
            if (!pruned(e, r, t, p, q, n, ft)) {
                RowMapping mapping = new RowMapping(n, e, p, q, r, t, ft);
                if (problem.illegal(mapping) == null) {
                    MappingCost cost = MappingCost.of(problem, mapping);
                    if (best == null || cost.compareTo(best) < 0) {
                        best = cost;
                    }
                }
            }
        }
    }

    private boolean pruned(int e, int r, int t, int p, int q, int n, int ft) {
        bound(e, r, t, p, q, n, ft);
        return hopeless(boundPrimary, boundCycles);
    }

    private boolean hopeless(long primary, long cycles) {
        return best != null && (primary > best.primary() || (primary == best.primary() && cycles > best.cycles()));
    }

    /** The bound of all mappings with these e, r, t and at most these p, q, n; {@code ft} 0 for any Ft. */
    private void bound(int e, int r, int t, int p, int q, int n, int ft) {
        long strips = Pass.ceil(problem.p, e);
        long imageGroups = Pass.ceil(problem.images, n);
        long filterGroups = Pass.ceil(problem.m, (long) p * t);
        long channelPasses = Pass.ceil(problem.c, (long) q * r);
        long tiles = ft == 0 ? 1 : Pass.ceil(problem.q, ft);
        long kernelColumns = problem.shape.s();
        long sentRows =
                rowTileCount * problem.shape.strideH() * (problem.p - strips) + strips * (long) problem.shape.r();
        long sentColumns = sentColumns(tiles);
        if (ft == 0) {
            // Linear in the number of tiles, so least at one end: with long strides tiles leave columns out.
            sentColumns = Math.min(sentColumns, sentColumns(problem.q));
        }
        long compute = problem.images
                * Pass.ceil(problem.m, t)
                * Pass.ceil(problem.c, r)
                * problem.q
                * strips
                * kernelColumns
                * rowTileCount;
        long psums = (long) problem.images * problem.m * problem.p * problem.q * channelPasses * tileCount;
        long ifmap = problem.images * filterGroups * problem.c * sentRows * sentColumns;
        long loads = imageGroups * strips * tiles;
        long filters = (long) problem.m * problem.c * problem.shape.taps();
        long windows = filterGroups * imageGroups * tiles * problem.c * sentRows * kernelColumns;
        long body = Math.max(
                compute,
                Math.max(psums / spec.buses().psumWords(), ifmap / spec.buses().ifmapWords()));
        long ramp = filters * loads / spec.buses().filterWords()
                + windows / spec.buses().ifmapWords();
        boundCycles = problem.groups * (body + ramp);
        long input = problem.inputFromDram
                ? problem.shape.c()
                        * (long) problem.images
                        * fetchedRows[e]
                        * (ft == 0 ? leastColumns : fetchedColumns[ft])
                : 0;
        long weights = filters * problem.groups * (problem.filtersKept() ? 1 : loads);
        long dram = spec.dataBits() * (input + weights + MappingCost.outputWords(problem));
        long words = problem.groups * (2 * psums + ifmap);
        boundPrimary =
                MappingCost.primary(spec, boundCycles, dram, words, spads(r, t, p, q, imageGroups, tiles, sentColumns));
    }

    /** Words written to spads, and hops with their weight, of all groups; needed for energy alone. */
    private long spads(int r, int t, int p, int q, long imageGroups, long tiles, long sentColumns) {
        if (spec.mapping().objective() != EyerissSpec.Objective.ENERGY) {
            return 0;
        }
        long kernelRows = problem.shape.r();
        long outputRows = (long) problem.images * problem.p;
        long hops =
                outputRows * problem.q * problem.m * kernelRows * problem.columnTiles.length * sets(problem.c, q, r);
        long ifmap = outputRows * kernelRows * problem.c * sets(problem.m, p, t) * sentColumns;
        long filters = (long) problem.m * problem.c * problem.shape.taps() * problem.p * imageGroups * tiles;
        return problem.groups * (MappingCost.HOP * hops + ifmap + filters);
    }

    /** Sets with work, summed over the groups of {@code each} x {@code sets}; falls with {@code each}. */
    private static long sets(int whole, int each, int sets) {
        long group = (long) each * sets;
        return whole / group * sets + Math.min(sets, whole % group);
    }

    /** Columns of input rows sent for so many column tiles, over all kernel tiles' columns. */
    private long sentColumns(long tiles) {
        return (long) problem.columnTiles.length * problem.shape.strideW() * (problem.q - tiles)
                + tiles * problem.shape.s();
    }
}
