package org.escalatesim.workloads.compress;

import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;

/** Collects ternary coefficients into the two bit sets of a {@link Decomposed}. */
public final class CoefficientBits {
    private final int k;
    private final int channels;
    private final int m;
    private final int words;
    private final long[] presence;
    private final long[] sign;

    /** All zero, for K output channels, {@code channels} = C / groups input channels and M rows. */
    public CoefficientBits(int k, int channels, int m) {
        this.k = k;
        this.channels = channels;
        this.m = m;
        this.words = SparseMap.words(channels);
        this.presence = new long[k * m * words];
        this.sign = new long[k * m * words];
    }

    /** Sets the coefficient of output channel k, input channel c of its group, row m: -1, 0 or 1. */
    public void set(int k, int c, int m, int value) {
        if (value == 0) {
            return;
        }
        int word = (k * this.m + m) * words + (c >>> 6);
        presence[word] |= 1L << c;
        if (value < 0) {
            sign[word] |= 1L << c;
        }
    }

    /**
     * The weights with these coefficients; the parameters are those of {@link Decomposed}'s constructor.
     *
     * @param taps kernel taps R * S
     */
    public Decomposed build(Decomposed.Form form, int taps, byte[] basis, boolean basisPerK, int[] rowScale) {
        return new Decomposed(form, k, channels, m, taps, presence, sign, basis, basisPerK, rowScale);
    }
}
