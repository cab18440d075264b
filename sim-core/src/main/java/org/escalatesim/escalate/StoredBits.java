package org.escalatesim.escalate;

import org.escalatesim.trace.Decomposed;

/** Bits that weights take in the global buffer and in DRAM (SparseMap, encoded per row of the machine). */
final class StoredBits {
    private StoredBits() {}

    /**
     * A row (k, m): a presence bit per channel and a sign bit per non-zero coefficient; its own basis kernel of 8-bit
     * taps where k does not share one; its 8-bit scale where the block applies one. An undecomposed row reads the
     * channel that its number says, so it stores no coefficients.
     */
    static long row(Decomposed weights, int k, int m) {
        long bits = 0;
        if (weights.form() != Decomposed.Form.ONE_HOT) {
            bits += weights.channelsPerGroup() + weights.nonZeros(k, m);
        }
        if (weights.basisPerK() && weights.taps() > 1) {
            bits += 8L * weights.taps();
        }
        if (weights.hasRowScale()) {
            bits += 8;
        }
        return bits;
    }
}
