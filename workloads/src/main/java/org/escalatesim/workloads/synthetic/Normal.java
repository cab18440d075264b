package org.escalatesim.workloads.synthetic;

/** The standard normal distribution, in StrictMath so that every machine makes the same traces. */
final class Normal {
    /** Table steps per standard deviation. */
    static final int STEPS = 64;

    /** Index of x = 0 in {@link #THRESHOLD}. */
    static final int ZERO = 2048;

    /** {@code round(65536 * cdf((i - ZERO) / STEPS))}: a 16-bit random number is below it with that probability. */
    static final int[] THRESHOLD = new int[2 * ZERO];

    static {
        for (int i = 0; i < THRESHOLD.length; i++) {
            THRESHOLD[i] = (int) StrictMath.rint(65536 * cdf((i - ZERO) / (double) STEPS));
        }
    }

    private Normal() {}

    /** Probability of a number below x; absolute error under 1e-7 (Abramowitz and Stegun, formula 26.2.17). */
    static double cdf(double x) {
        if (x < 0) {
            return 1 - cdf(-x);
        }
        double t = 1 / (1 + 0.2316419 * x);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI) * polynomial;
    }

    /**
     * The x with {@code cdf(x) = p}, 0 &lt; p &lt; 1; absolute error under 4.5e-4 (Abramowitz and Stegun, formula
     * 26.2.23), then two Newton steps on {@link #cdf}.
     */
    static double quantile(double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("no quantile of " + p);
        }
        if (p > .5) {
            return -quantile(1 - p);
        }
        double t = StrictMath.sqrt(-2 * StrictMath.log(p));
        double x =
                (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
        for (int i = 0; i < 2 && p > 1e-5; i++) {
            x -= (cdf(x) - p) * StrictMath.sqrt(2 * StrictMath.PI) * StrictMath.exp(x * x / 2);
        }
        return x;
    }

    /**
     * n standard normal numbers in random order, one from each of n equally likely intervals, so that their mean and
     * spread are those of the distribution even for few.
     */
    static double[] stratified(int n, BitRandom random) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = quantile((i + .5) / n);
        }
        random.shuffle(values);
        return values;
    }
}
