package org.escalatesim.eyeriss;

import org.escalatesim.machine.SpecException;

/**
 * How a layer is laid on the array, in the letters of the JSSC 2017 paper (its table of mappings).
 *
 * @param n images in a pass
 * @param e output rows in a pass: columns of a PE set
 * @param p filters that interleave in a PE
 * @param q channels that interleave in a PE
 * @param r sets side by side that hold different channels
 * @param t sets side by side that hold different filters
 * @param ft output columns in a pass
 */
public record RowMapping(int n, int e, int p, int q, int r, int t, int ft) implements Comparable<RowMapping> {
    /** Checks that all are at least 1; throws {@link SpecException}. */
    public RowMapping {
        SpecException.range("n", n, 1, 1 << 20);
        SpecException.range("e", e, 1, 1 << 20);
        SpecException.range("p", p, 1, 1 << 20);
        SpecException.range("q", q, 1, 1 << 20);
        SpecException.range("r", r, 1, 1 << 20);
        SpecException.range("t", t, 1, 1 << 20);
        SpecException.range("ft", ft, 1, 1 << 20);
    }

    /** The same with at most {@code images} images in a pass. */
    RowMapping limitedTo(int images) {
        return new RowMapping(Math.min(n, images), e, p, q, r, t, ft);
    }

    /** As tables print it: n/e/p/q/r/t, Ft. */
    public String describe() {
        return "n/e/p/q/r/t " + n + "/" + e + "/" + p + "/" + q + "/" + r + "/" + t + ", Ft " + ft;
    }

    /** Letter by letter in the order of the components: decides between mappings that cost the same. */
    @Override
    public int compareTo(RowMapping other) {
        int[] mine = {n, e, p, q, r, t, ft};
        int[] theirs = {other.n, other.e, other.p, other.q, other.r, other.t, other.ft};
        return java.util.Arrays.compare(mine, theirs);
    }
}
