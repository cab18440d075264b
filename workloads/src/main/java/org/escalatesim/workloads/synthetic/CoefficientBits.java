package org.escalatesim.workloads.synthetic;

/** Presence bits of ternary coefficients: rows of unequal density, input channels of unequal weight. */
final class CoefficientBits {
    private static final int LIMIT = 1400;

    private CoefficientBits() {}

    /**
     * Presence words in the layout of {@code Decomposed}, [K][M][words].
     *
     * @param density expected fraction of non-zeros for each row index m, 0 to 1
     */
    static long[] presence(int k, int channels, double[] density, SyntheticModel model, BitRandom random) {
        int m = density.length;
        int words = (channels + 63) >>> 6;
        double deviation = model.coefficientDeviation();
        double[] output = Normal.stratified(k, random);
        int[] column = new int[channels];
        double[] input = Normal.stratified(channels, random);
        for (int c = 0; c < channels; c++) {
            column[c] = steps(model.inputSpread() * input[c]);
        }
        int[] row = new int[k * m];
        for (int j = 0; j < m; j++) {
            // Nearly full rows are never empty; the others make up for those that are.
            // Rounded up or down at random, else few rows would hide a small fraction.
            int emptyRows = (int) (model.emptyRows() * k + random.below(1 << 16) / 65536.0);
            double empty = density[j] < .9 && emptyRows < k ? emptyRows / (double) k : 0;
            double base = threshold(density[j] / (1 - empty)) * deviation;
            double emptyBelow = empty > 0 ? Normal.quantile(empty) : -100;
            double[] own = Normal.stratified(k, random);
            for (int i = 0; i < k; i++) {
                double value = own[i] < emptyBelow
                        ? threshold(0)
                        : base + model.outputSpread() * output[i] + model.rowSpread() * own[i];
                row[i * m + j] = Normal.ZERO + Math.max(-LIMIT, Math.min(LIMIT, steps(value)));
            }
        }
        long[] presence = new long[k * m * words];
        for (int i = 0, at = 0; i < row.length; i++) {
            for (int w = 0; w < words; w++) {
                presence[at++] = word(row[i], column, w << 6, Math.min(channels, (w + 1) << 6), random);
            }
        }
        return presence;
    }

    private static long word(int row, int[] column, int from, int to, BitRandom random) {
        int[] threshold = Normal.THRESHOLD;
        long word = 0;
        long bits = 0;
        for (int c = from; c < to; c++) {
            if ((c & 3) == 0) {
                bits = random.next();
            }
            // The sign bit of the difference: 1 with probability threshold / 65536.
            long below = ((bits & 0xffff) - threshold[row + column[c]]) >>> 63;
            word |= below << c;
            bits >>>= 16;
        }
        return word;
    }

    /** The threshold of a density; far out for 0 and 1, so that all or no bits are set. */
    static double threshold(double density) {
        return density <= 0 ? -20 : density >= 1 ? 20 : Normal.quantile(density);
    }

    static int steps(double value) {
        return (int) StrictMath.rint(value * Normal.STEPS);
    }
}
