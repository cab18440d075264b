package org.escalatesim.sparten;

/**
 * The largest of independent, normally distributed whole numbers: its mean is a bound plus the sum, over t from the
 * bound, of the probability that one of them exceeds t.
 */
final class ExpectedMaximum {
    /** Steps of the table of the normal distribution per standard deviation, and deviations it covers. */
    private static final int FINE = 256;

    private static final int WIDE = 5;
    private static final double[] NORMAL = normal();

    private double[] scale = new double[0];
    private double mean;
    private double variance;

    /**
     * Sets {@link #mean} and {@link #variance}.
     *
     * @param count numbers, of the means and variances at the beginning of the arrays
     * @param least what the maximum is at least
     */
    void of(double[] means, double[] variances, int count, double least) {
        if (scale.length < count) {
            scale = new double[count];
        }
        double from = least;
        double widest = 0;
        for (int i = 0; i < count; i++) {
            double deviation = Math.sqrt(Math.max(variances[i], 1e-6));
            scale[i] = FINE / deviation;
            widest = Math.max(widest, deviation);
            from = Math.max(from, Math.floor(means[i] - 3 * deviation));
        }
        double step = Math.max(1, Math.floor(widest / 8));
        double sum = 0;
        double squares = 0;
        for (double above = 0; ; above += step) {
            double none = 1;
            double to = from + above + step / 2;
            for (int i = 0; i < count && none > 1e-6; i++) {
                double at = (to - means[i]) * scale[i] + FINE * WIDE;
                none *= at <= 0 ? 0 : at >= NORMAL.length ? 1 : NORMAL[(int) at];
            }
            if (none > 0.999) {
                break;
            }
            sum += (1 - none) * step;
            squares += (1 - none) * (2 * above + step) * step;
        }
        mean = from + sum;
        variance = squares - sum * sum;
    }

    double mean() {
        return mean;
    }

    double variance() {
        return variance;
    }

    /** The cumulative normal distribution from -WIDE to WIDE deviations, by the trapezoidal rule. */
    private static double[] normal() {
        double[] table = new double[2 * FINE * WIDE + 1];
        double before = 0;
        for (int i = 0; i < table.length; i++) {
            double z = (double) i / FINE - WIDE;
            double height = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            table[i] = i == 0 ? 0 : table[i - 1] + (before + height) / 2 / FINE;
            before = height;
        }
        return table;
    }
}
