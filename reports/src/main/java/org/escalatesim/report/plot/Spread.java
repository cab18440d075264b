package org.escalatesim.report.plot;

import java.util.List;

/**
 * Mean of samples and half the length of its error bar.
 *
 * @param error the standard deviation of the sample (n - 1), or half the 95 % confidence interval of the mean by
 *     Student's t; 0 for one sample
 */
record Spread(double mean, double error) {
    /** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook, section 1.3.6.7.2). */
    private static final double[] STUDENT = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    static Spread of(List<Double> samples, boolean confidence) {
        int n = samples.size();
        double mean = samples.stream().mapToDouble(v -> v).sum() / n;
        if (n == 1) {
            return new Spread(mean, 0);
        }
        double squares =
                samples.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double deviation = Math.sqrt(squares / (n - 1));
        // Above 30 degrees of freedom the last value is at most 4 % wide of the truth, on the safe side.
        double t = STUDENT[Math.min(n - 1, STUDENT.length) - 1];
        return new Spread(mean, confidence ? t * deviation / Math.sqrt(n) : deviation);
    }

    /** What the error bars are. */
    static String words(boolean confidence) {
        return confidence ? "95 % confidence interval of the mean" : "standard deviation";
    }
}
