package org.escalatesim.lookahead;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * The weights of each filter as rows of lanes: weight i of a filter, counted tap by tap with channels innermost, lies in
 * row i / lanes, lane i % lanes. Rows are dense: a tap whose channels do not fill a row shares it with the next tap.
 */
final class FilterRows {
    private final ConvShape shape;
    private final Kernels weights;
    private final int shift;
    /** Rows of every filter of the layer. */
    final int rows;

    FilterRows(ConvShape shape, Kernels weights, int lanes) {
        this.shape = shape;
        this.weights = weights;
        this.shift = Integer.numberOfTrailingZeros(lanes);
        this.rows = (shape.taps() * shape.cPerGroup() + lanes - 1) >>> shift;
    }

    /** Sets {@code to[from ..]} to the lanes with non-zero weights of each row of a filter; {@code to} is all zero. */
    void presence(int filter, int[] to, int from) {
        int words = weights.wordsPerTap();
        int base = filter * shape.taps() * words;
        int lane = (1 << shift) - 1;
        for (int tap = 0; tap < shape.taps(); tap++) {
            for (int word = 0; word < words; word++) {
                int first = tap * shape.cPerGroup() + (word << 6);
                for (long bits = weights.presence()[base + tap * words + word]; bits != 0; bits &= bits - 1) {
                    int i = first + Long.numberOfTrailingZeros(bits);
                    to[from + (i >>> shift)] |= 1 << (i & lane);
                }
            }
        }
    }

    /** Sets {@code to} to the weights of a filter by their place; {@code to} has room for all rows. */
    void values(int filter, byte[] to) {
        java.util.Arrays.fill(to, (byte) 0);
        int words = weights.wordsPerTap();
        int base = filter * shape.taps() * words;
        int next = weights.offset(base);
        for (int tap = 0; tap < shape.taps(); tap++) {
            for (int word = 0; word < words; word++) {
                int first = tap * shape.cPerGroup() + (word << 6);
                for (long bits = weights.presence()[base + tap * words + word]; bits != 0; bits &= bits - 1) {
                    to[first + Long.numberOfTrailingZeros(bits)] = (byte) weights.packedValue(next++);
                }
            }
        }
    }
}
