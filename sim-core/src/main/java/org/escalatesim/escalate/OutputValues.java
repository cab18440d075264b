package org.escalatesim.escalate;

import org.escalatesim.trace.Requant;

/**
 * Sums and outputs of a layer, filled by the blocks; each output belongs to one block, so blocks never write the same
 * place.
 */
final class OutputValues {
    final int[] sums;
    final byte[] outputs;
    private final LayerContext context;
    private final int p;
    private final int q;

    OutputValues(LayerContext context) {
        this.context = context;
        this.p = context.shape.p();
        this.q = context.shape.q();
        this.sums = new int[context.shape.k() * p * q];
        this.outputs = context.layer.requant() == null ? null : new byte[sums.length];
    }

    /** Adds a row's psums of a line, each times the row's scale; 32 bits, wrapping. */
    void add(Segment segment, int line, int row, int[] psums) {
        int k = segment.set.k[row];
        int scale = context.weights.rowScale(k, segment.set.m[row]);
        int at = at(segment, line, k);
        for (int column = 0; column < segment.region.columns; column++) {
            sums[at + column] += scale * psums[column];
        }
    }

    /** Requantises a line whose sums are complete. */
    void finish(Segment segment, int line, int row) {
        if (outputs == null || !segment.set.lastSub) {
            return;
        }
        int k = segment.set.k[row];
        int at = at(segment, line, k);
        Requant requant = context.layer.requant();
        int pixel = (segment.region.firstRow + line) * q + segment.region.firstColumn;
        for (int column = 0; column < segment.region.columns; column++) {
            int index = (pixel + column) * context.shape.k() + k;
            int shortcut = requant.shortcut() == null ? 0 : requant.shortcut().value(index);
            outputs[index] = (byte) requant.apply(k, sums[at + column], shortcut);
        }
    }

    private int at(Segment segment, int line, int k) {
        return (k * p + segment.region.firstRow + line) * q + segment.region.firstColumn;
    }
}
