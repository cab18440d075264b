package org.escalatesim.trace;

import org.escalatesim.tensor.SparseMap;

/**
 * Weights as M basis kernels and ternary coefficients (ESCALATE, MICRO 2021; kernel decomposition after PENNI, ICML
 * 2020): {@code W[k][c] = scale_k * sum over m of rowScale[k][m] * coefficient[k][c][m] * basis[k or shared][m]}, where
 * coefficients are -1, 0 or +1 and {@code c} is counted inside k's group. {@code scale_k} is folded into the layer's
 * {@link Requant}.
 *
 * <p>Coefficients are two bit sets, {@code presence} and {@code sign} (1 = negative), in 64-bit words: the words of
 * row (k, m) start at {@code (k * M + m) * wordsPerRow}, channel {@code c} is bit {@code c % 64} of word {@code c / 64}.
 * A sign bit is set only where the presence bit is.
 */
public final class Decomposed implements Weights {

    /** How the coefficients came about. */
    public enum Form {
        /** Ternary coefficients of M basis kernels. */
        TERNARY,
        /** A 1 x 1 layer as a sum of M ternary terms, each with an 8-bit row scale. */
        RESIDUAL,
        /** Undecomposed: row m reads channel m alone, with its own 8-bit kernel per (k, c). M = C / groups. */
        ONE_HOT
    }

    private final Form form;
    private final int k;
    private final int channelsPerGroup;
    private final int m;
    private final int taps;
    private final int wordsPerRow;
    private final long[] presence;
    private final long[] sign;
    private final byte[] basis;
    private final boolean basisPerK;
    private final int[] rowScale;

    /**
     * Keeps the arrays, does not copy them.
     *
     * @param k output channels K
     * @param channelsPerGroup input channels of one group, C / groups
     * @param m basis kernels M, 1 to R * S (terms of a RESIDUAL layer, channels of a ONE_HOT one)
     * @param taps kernel taps R * S
     * @param presence one bit per coefficient, K * M * words(C / groups) words
     * @param sign same layout, 1 where the coefficient is -1
     * @param basis 8-bit two's complement, [M][R*S], or [K][M][R*S] when {@code basisPerK}; null for one-tap kernels,
     *     which have no basis kernel (their scale is applied in the block)
     * @param basisPerK whether every k has basis kernels of its own
     * @param rowScale [K][M], 8-bit signed scales that the block applies to each psum, or null for all ones
     * @throws IllegalArgumentException if a length does not fit or a sign is set without presence
     */
    public Decomposed(
            Form form,
            int k,
            int channelsPerGroup,
            int m,
            int taps,
            long[] presence,
            long[] sign,
            byte[] basis,
            boolean basisPerK,
            int[] rowScale) {
        this.form = form;
        this.k = k;
        this.channelsPerGroup = channelsPerGroup;
        this.m = m;
        this.taps = taps;
        this.wordsPerRow = SparseMap.words(channelsPerGroup);
        this.presence = presence;
        this.sign = sign;
        this.basis = basis;
        this.basisPerK = basisPerK;
        this.rowScale = rowScale;
        int words = k * m * wordsPerRow;
        if (presence.length != words || sign.length != words) {
            throw new IllegalArgumentException("expected " + words + " coefficient words, not " + presence.length
                    + " presence and " + sign.length + " sign words");
        }
        for (int i = 0; i < words; i++) {
            if ((sign[i] & ~presence[i]) != 0) {
                throw new IllegalArgumentException("a sign bit is set where the presence bit is not, word " + i);
            }
        }
        if (taps == 1 ? basis != null : basis == null || basis.length != (basisPerK ? k : 1) * m * taps) {
            throw new IllegalArgumentException("basis kernels do not fit M = " + m + " and " + taps + " taps");
        }
        if (rowScale != null && rowScale.length != k * m) {
            throw new IllegalArgumentException("expected " + k * m + " row scales, not " + rowScale.length);
        }
    }

    /** How the coefficients came about. */
    public Form form() {
        return form;
    }

    @Override
    public WeightForm weightForm() {
        return WeightForm.DECOMPOSED;
    }

    @Override
    public int k() {
        return k;
    }

    @Override
    public int channelsPerGroup() {
        return channelsPerGroup;
    }

    /** Rows per output channel: M basis kernels, terms or channels. */
    public int m() {
        return m;
    }

    @Override
    public int taps() {
        return taps;
    }

    /** 64-bit words of one coefficient row. */
    public int wordsPerRow() {
        return wordsPerRow;
    }

    /** Presence words, not a copy. */
    public long[] presence() {
        return presence;
    }

    /** Sign words, not a copy. */
    public long[] sign() {
        return sign;
    }

    /** Whether each k has its own basis kernels. */
    public boolean basisPerK() {
        return basisPerK;
    }

    /** Whether the block multiplies each psum by a row scale. */
    public boolean hasRowScale() {
        return rowScale != null;
    }

    /** The basis kernel value of row (k, m) at a tap (r * S + s); 1 for one-tap kernels. */
    public int basis(int k, int m, int tap) {
        return basis == null ? 1 : basis[((basisPerK ? k : 0) * this.m + m) * taps + tap];
    }

    /** The scale that the block applies to the psum of row (k, m); 1 where there are no row scales. */
    public int rowScale(int k, int m) {
        return rowScale == null ? 1 : rowScale[k * this.m + m];
    }

    /** The coefficient of output channel k, input channel c of its group, row m: -1, 0 or 1. */
    public int coefficient(int k, int c, int m) {
        int word = (k * this.m + m) * wordsPerRow + (c >>> 6);
        long bit = 1L << c;
        if ((presence[word] & bit) == 0) {
            return 0;
        }
        return (sign[word] & bit) == 0 ? 1 : -1;
    }

    /** Non-zero coefficients of one row. */
    public int nonZeros(int k, int m) {
        int count = 0;
        int base = (k * this.m + m) * wordsPerRow;
        for (int i = 0; i < wordsPerRow; i++) {
            count += Long.bitCount(presence[base + i]);
        }
        return count;
    }

    @Override
    public long count() {
        return (long) k * m * channelsPerGroup;
    }

    @Override
    public long nonZeros() {
        long count = 0;
        for (long word : presence) {
            count += Long.bitCount(word);
        }
        return count;
    }

    @Override
    public String describe() {
        return form.name().toLowerCase(java.util.Locale.ROOT) + " M=" + m;
    }

    /** Fraction of coefficients that are non-zero, 0 to 1. */
    public double density() {
        return nonZeros() / (double) count();
    }
}
