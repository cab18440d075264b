package org.escalatesim.eyeriss;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;

/**
 * How many products of a pass have a non-zero activation; the others are gated. The inputs under one tap are every
 * stride-th row and column: rows and columns are sorted by their remainder first, so that each tap sees a box.
 */
final class Activations {
    private final ConvShape shape;
    private final BoxCounts counts;

    Activations(ConvShape shape, SparseMap map) {
        this.shape = shape;
        counts = new BoxCounts(shape.c(), shape.h(), shape.w());
        counts.markPresent(map, places(shape.h(), shape.strideH()), places(shape.w(), shape.strideW()));
        counts.sum();
    }

    private static int[] places(int size, int stride) {
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            places[i] = start(size, stride, i % stride) + i / stride;
        }
        return places;
    }

    /** How many coordinates below {@code size} have a smaller remainder. */
    private static int start(int size, int stride, int remainder) {
        return size / stride * remainder + Math.min(remainder, size % stride);
    }

    /**
     * Pairs of an output and a tap of one filter that find a non-zero activation.
     *
     * @param c0 first channel, of all groups' channels
     * @param c1 behind the last channel
     * @param p0 first output row
     * @param rows output rows
     * @param q0 first output column
     * @param columns output columns
     * @param tile the taps
     */
    long underTaps(int c0, int c1, int p0, int rows, int q0, int columns, KernelTile tile) {
        long sum = 0;
        for (int r = tile.row(); r < tile.row() + tile.rows(); r++) {
            long y = box(shape.h(), shape.strideH(), r - shape.padTop(), p0, rows);
            for (int s = tile.column(); s < tile.column() + tile.columns(); s++) {
                long x = box(shape.w(), shape.strideW(), s - shape.padLeft(), q0, columns);
                sum += counts.count(c0, c1, (int) (y >>> 32), (int) y, (int) (x >>> 32), (int) x);
            }
        }
        return sum;
    }

    /** Places of the inputs {@code output * stride + offset} of a run of outputs: from (high half) to (low half). */
    private static long box(int size, int stride, int offset, int output, int outputs) {
        int remainder = Math.floorMod(offset, stride);
        int from = start(size, stride, remainder);
        int inside = start(size, stride, remainder + 1) - from;
        int first = output + Math.floorDiv(offset, stride);
        int low = Math.max(0, Math.min(inside, first));
        int high = Math.max(low, Math.min(inside, first + outputs));
        return (long) (from + low) << 32 | (from + high);
    }
}
