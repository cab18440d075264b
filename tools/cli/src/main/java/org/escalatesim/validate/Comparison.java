package org.escalatesim.validate;

/**
 * One figure of theirs beside ours.
 *
 * @param workload what ran, for example {@code alexnet conv2}
 * @param quantity what was measured, with its unit: {@code cycles}, {@code speedup over DCNN, x}
 * @param theirs their figure
 * @param ours our figure
 * @param bound largest relative deviation that counts as agreement, 0 for equality; NaN where nothing is demanded
 * @param explanation why it deviates, or what must be known about it; may be empty
 */
public record Comparison(
        String workload, String quantity, double theirs, double ours, double bound, String explanation) {
    /** Our figure over theirs, less 1; 0 where both are 0. */
    public double deviation() {
        return ours == theirs ? 0 : ours / theirs - 1;
    }

    /** Whether a bound is demanded and missed. */
    public boolean failed() {
        return !Double.isNaN(bound) && !(Math.abs(deviation()) <= bound);
    }
}
