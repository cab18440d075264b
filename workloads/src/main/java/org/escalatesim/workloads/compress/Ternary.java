package org.escalatesim.workloads.compress;

import java.util.Arrays;

/**
 * The ternary vector nearest to a real one: {@code scale * signs} with the least squared error. For any number n of
 * non-zeros the best are the n largest magnitudes and the best scale is their mean, so the best n is the one with the
 * greatest (sum of the n largest)^2 / n (Li and Liu, Ternary Weight Networks, 2016, equations 5 and 6; their threshold
 * of 0.7 times the mean magnitude approximates this and is not needed when the magnitudes are sorted).
 *
 * @param signs -1, 0 or 1 per value
 * @param scale mean magnitude of the values kept, 0 when all values are 0
 */
public record Ternary(byte[] signs, double scale) {

    /** The nearest ternary vector; values must be finite. */
    public static Ternary of(double[] values) {
        double[] magnitudes = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        Arrays.sort(magnitudes);
        double sum = 0;
        double best = 0;
        double scale = 0;
        double threshold = Double.POSITIVE_INFINITY;
        for (int n = 1; n <= magnitudes.length; n++) {
            double next = magnitudes[magnitudes.length - n];
            sum += next;
            if (next > 0 && sum * sum / n > best) {
                best = sum * sum / n;
                scale = sum / n;
                threshold = next;
            }
        }
        byte[] signs = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) >= threshold) {
                signs[i] = (byte) (values[i] < 0 ? -1 : 1);
            }
        }
        return new Ternary(signs, scale);
    }

    /**
     * The ternary vector of a given threshold: values whose magnitude is above {@code factor} times the mean magnitude of
     * all keep their sign (Li and Liu, 2016, use .7).
     *
     * @param factor at least 0
     */
    public static Ternary above(double factor, double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += Math.abs(value) / values.length;
        }
        byte[] signs = new byte[values.length];
        double sum = 0;
        int kept = 0;
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) > factor * mean) {
                signs[i] = (byte) (values[i] < 0 ? -1 : 1);
                sum += Math.abs(values[i]);
                kept++;
            }
        }
        return new Ternary(signs, kept == 0 ? 0 : sum / kept);
    }
}
