package org.escalatesim.sparten;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * The cycles that a pass is expected to take per output position, from what is known before a layer runs: the non-zero
 * weights of every filter chunk, and the mean density of the activations.
 *
 * <p>A unit whose filters have n_i non-zeros among L lanes, of which d L chosen at random hold an activation, has d n_i
 * matches on average, of variance d (1 - d) n_i (1 - n_i / L) (the hypergeometric distribution's, but for a factor
 * L / (L - 1)). Units are taken as independent and as normally distributed; the expected maximum is {@link ExpectedMaximum}'s.
 */
final class PassEstimate {
    private final SpartenSpec spec;
    private final ChunkLayout layout;
    private final double density;
    private final int chunks;
    /** Lanes that cost a cycle where the activation is there: [K][chunks of a kernel]. */
    private final int[] ones;

    private final int perGroup;
    private final ExpectedMaximum maximum = new ExpectedMaximum();

    // Of each unit, in a chunk or an output position.
    private final double[] mean;
    private final double[] variance;

    /** @param density mean fraction of non-zero activations */
    PassEstimate(SpartenSpec spec, ConvShape shape, Kernels weights, ChunkLayout layout, double density) {
        this.spec = spec;
        this.layout = layout;
        this.density = spec.sparsity().activationsCompressed() ? density : 1;
        this.perGroup = shape.cPerGroup();
        this.chunks = layout.kernelChunks();
        this.ones = new int[Math.multiplyExact(shape.k(), chunks)];
        this.mean = new double[spec.units()];
        this.variance = new double[spec.units()];
        boolean compressed = spec.sparsity().weightsCompressed();
        for (int k = 0; k < shape.k(); k++) {
            int set = k / shape.kPerGroup() / layout.fused;
            long[] masks = compressed ? FilterPass.chunks(shape, weights, layout, k) : null;
            for (int c = 0; c < chunks; c++) {
                ones[k * chunks + c] = compressed
                        ? InnerJoin.ones(masks, c * layout.words, layout.words)
                        : layout.lanes(set, c % layout.chunks);
            }
        }
    }

    /**
     * What a pass is expected to take of the cluster per tap and output position whose tap lies on the map.
     *
     * @param cycles mean, [taps]
     * @param variance about what the units have in common in a position, [taps]
     * @param collect cycles of the collector after an output position
     */
    record Load(double[] cycles, double[] variance, int collect) {}

    /**
     * The load of a pass.
     *
     * @param filters as {@link FilterPass} takes them, all of one set
     * @param byChunk whether pairs are made anew for every chunk (GB-H)
     */
    Load load(int set, int[] filters, boolean byChunk) {
        int n = filters.length;
        int used = Math.min(n, spec.units());
        int singles = 2 * used - n;
        boolean perChunk = byChunk && singles < used;
        boolean free = spec.barrier() == SpartenSpec.Barrier.OUTPUT;
        int permute = perChunk ? FilterPlan.ceil(n, spec.permute().psumsPerCycle()) : 0;
        int[] sorted = new int[n];
        int taps = chunks / layout.chunks;
        int collect = FilterPlan.ceil(n, spec.collector().outputsPerCycle());
        Load load = new Load(new double[taps], new double[taps], collect);
        double sum = 0;
        Arrays.fill(mean, 0);
        Arrays.fill(variance, 0);
        for (int c = 0; c < chunks; c++) {
            int lanes = layout.lanes(set, c % layout.chunks);
            for (int i = 0; i < n; i++) {
                sorted[i] = -ones[filters[i] * chunks + c];
            }
            if (perChunk) {
                Arrays.sort(sorted);
            }
            for (int unit = 0; unit < used; unit++) {
                int first = -sorted[unit];
                int second = unit < singles ? 0 : -sorted[n - 1 - (unit - singles)];
                double matches = density * (first + second);
                double spread = density
                        * (1 - density)
                        * (first * (1 - first / (double) lanes) + second * (1 - second / (double) lanes));
                mean[unit] = free ? mean[unit] + Math.max(1, matches) : matches;
                variance[unit] = free ? variance[unit] + spread : spread;
            }
            if (!free) {
                // Each chunk takes a cycle at least, and as long as the permute network needs.
                maximum.of(mean, variance, used, Math.max(1, permute));
                load.cycles[c / layout.chunks] += maximum.mean();
                load.variance[c / layout.chunks] += maximum.variance();
                sum += maximum.mean();
            }
        }
        if (free) {
            maximum.of(mean, variance, used, (double) chunks * Math.max(1, permute));
            sum = maximum.mean();
            Arrays.fill(load.cycles, sum / taps);
            Arrays.fill(load.variance, maximum.variance() / taps);
        }
        // The next position does not end before the collector has taken all of this one.
        for (int tap = 0; tap < taps && collect > sum; tap++) {
            load.cycles[tap] *= collect / sum;
        }
        return load;
    }

    /**
     * Relative variance, per tap and output position, of what all passes have in common: of the activations of a pixel,
     * d lanes on average, of variance d (1 - d) lanes.
     */
    double common() {
        return density == 0 ? 0 : (1 - density) / (density * layout.groups(0) * perGroup);
    }
}
