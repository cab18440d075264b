package org.escalatesim.systolic;

import org.escalatesim.tensor.ConvShape;

/**
 * A layer as matrix multiplications, one per convolution group: {@code m} pixels x {@code k} products times {@code k} x
 * {@code n} filters. Pixels lie in raster order, products tap by tap with channels innermost.
 *
 * @param shape the layer
 * @param rows output rows, P or, in the compatible mode, one more where the last one is ragged
 * @param columns output columns, likewise
 */
record Gemm(ConvShape shape, int rows, int columns) {
    static Gemm of(ConvShape shape, boolean compatible) {
        if (!compatible) {
            return new Gemm(shape, shape.p(), shape.q());
        }
        return new Gemm(
                shape,
                ragged(shape.h() + shape.padTop() + shape.padBottom() - shape.r(), shape.strideH()),
                ragged(shape.w() + shape.padLeft() + shape.padRight() - shape.s(), shape.strideW()));
    }

    private static int ragged(int span, int stride) {
        return (span + stride - 1) / stride + 1;
    }

    /** Pixels M. */
    int m() {
        return Math.multiplyExact(rows, columns);
    }

    /** Products K of one output. */
    int k() {
        return Math.multiplyExact(shape.taps(), shape.cPerGroup());
    }

    /** Filters N of a group. */
    int n() {
        return shape.kPerGroup();
    }

    /** Of a run of pixels those that are outputs of the layer. */
    long outputs(int first, int count) {
        if (rows == shape.p() && columns == shape.q()) {
            return count;
        }
        return outputsBefore(first + count) - outputsBefore(first);
    }

    private long outputsBefore(int pixel) {
        int row = pixel / columns;
        if (row >= shape.p()) {
            return (long) shape.p() * shape.q();
        }
        return (long) row * shape.q() + Math.min(pixel % columns, shape.q());
    }

    /** First input row that a run of pixels reads, 0 to H. */
    int firstInputRow(int first) {
        return Math.max(0, Math.min(shape.h(), first / columns * shape.strideH() - shape.padTop()));
    }

    /** First input row after those that a run of pixels reads, 0 to H. */
    int endInputRow(int first, int count) {
        int last = (first + count - 1) / columns;
        return Math.max(0, Math.min(shape.h(), last * shape.strideH() - shape.padTop() + shape.r()));
    }

    /** Pixels of a run whose tap lies on the map and not on padding. */
    long onMap(int first, int count, int tap) {
        int r = tap / shape.s() - shape.padTop();
        int s = tap % shape.s() - shape.padLeft();
        int low = first;
        long found = 0;
        while (low < first + count) {
            int row = low / columns;
            int end = Math.min(first + count, (row + 1) * columns);
            int y = row * shape.strideH() + r;
            if (y >= 0 && y < shape.h()) {
                found += before(end - 1 - row * columns, s) - before(low - 1 - row * columns, s);
            }
            low = end;
        }
        return found;
    }

    /** Output columns 0 to {@code last} whose tap lies on the map. */
    private int before(int last, int s) {
        int from = s >= 0 ? 0 : (-s + shape.strideW() - 1) / shape.strideW();
        int to = s >= shape.w() ? -1 : (shape.w() - 1 - s) / shape.strideW();
        return Math.max(0, Math.min(last, to) - from + 1);
    }
}
