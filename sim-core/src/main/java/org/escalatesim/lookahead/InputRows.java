package org.escalatesim.lookahead;

import org.escalatesim.tensor.ConvShape;

/**
 * Bytes of input rows that come into a tile's input buffer for runs of output pixels in raster order. Rows that
 * neighbouring output rows share stay, if the rows under one output row fit; otherwise each output row fetches all its
 * rows.
 */
final class InputRows {
    private final ConvShape shape;
    private final long rowBytes;
    private final boolean slides;
    private int fetched;
    private int lastRow;

    InputRows(LookaheadSpec spec, ConvShape shape) {
        this.shape = shape;
        this.rowBytes = (long) spec.dataBytes() * shape.w() * shape.cPerGroup();
        this.slides =
                Math.min(shape.r(), shape.h()) * rowBytes <= spec.buffers().inputBytes();
        begin();
    }

    /** Starts a sweep over pixels: nothing is there. */
    void begin() {
        fetched = 0;
        lastRow = -1;
    }

    /** Bytes that pixels {@code first} to {@code first + count - 1} bring, after those of the calls since the sweep began. */
    long bytes(int first, int count) {
        long rows = 0;
        for (int p = first / shape.q(); p <= (first + count - 1) / shape.q(); p++) {
            if (p == lastRow) {
                continue;
            }
            lastRow = p;
            int low = Math.max(0, Math.min(shape.h(), p * shape.strideH() - shape.padTop()));
            int end = Math.max(0, Math.min(shape.h(), p * shape.strideH() - shape.padTop() + shape.r()));
            rows += Math.max(0, end - (slides ? Math.max(low, fetched) : low));
            fetched = Math.max(fetched, end);
        }
        return rows * rowBytes;
    }
}
