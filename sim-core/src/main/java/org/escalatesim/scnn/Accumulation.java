package org.escalatesim.scnn;

import org.escalatesim.tensor.ConvShape;

/**
 * The values of one run: each PE adds its products to its own accumulators, which cover its tile and the halo around it;
 * at the end of the run halos are added to the sums of the PEs that own those outputs, and these leave.
 */
final class Accumulation {
    private final Span rows;
    private final Span columns;
    private final int haloRows;
    private final int haloColumns;
    private final int height;
    private final int width;
    private final int firstChannel;
    private final int channels;
    /** [PE][channel of the run][tile and halo rows][tile and halo columns]. */
    private final int[][] sums;

    Accumulation(TilePlan plan, Span rows, Span columns, int firstChannel, int channels) {
        this.rows = rows;
        this.columns = columns;
        haloRows = plan.rowAxis.taps(0) - 1;
        haloColumns = plan.columnAxis.taps(0) - 1;
        height = rows.tile() + haloRows;
        width = columns.tile() + haloColumns;
        this.firstChannel = firstChannel;
        this.channels = channels;
        sums = new int[rows.pes() * columns.pes()][channels * height * width];
    }

    /** Multiplies all activations of a list with all weights of another, on one PE. */
    void products(int pe, ActivationLists acts, int from, int to, WeightLists weights, int weightsFrom, int weightsTo) {
        int[] own = sums[pe];
        int w0 = rows.tileFrom(pe / columns.pes()) - haloRows;
        int h0 = columns.tileFrom(pe % columns.pes()) - haloColumns;
        for (int i = from; i < to; i++) {
            int activation = acts.entry[i];
            for (int j = weightsFrom; j < weightsTo && activation != ActivationLists.PLACEHOLDER; j++) {
                int weight = weights.entry[j];
                if (weight == WeightLists.PLACEHOLDER) {
                    continue;
                }
                int w = (activation >> 15 & 0x7fff) - (weight >> 23 & 0x7f);
                int h = (activation & 0x7fff) - (weight >> 16 & 0x7f);
                if (rows.lands(w) && columns.lands(h)) {
                    own[((weight & 0xffff) * height + w - w0) * width + h - h0] += acts.value[i] * weights.value[j];
                }
            }
        }
    }

    /** Adds what all PEs hold of an output, of tile and halos, to {@code out}, [K][P][Q]. */
    void leave(ConvShape shape, int[] out) {
        for (int pe = 0; pe < sums.length; pe++) {
            int w0 = rows.tileFrom(pe / columns.pes()) - haloRows;
            int h0 = columns.tileFrom(pe % columns.pes()) - haloColumns;
            for (int k = 0; k < channels; k++) {
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        int sum = sums[pe][(k * height + i) * width + j];
                        if (sum != 0) {
                            // Only products inside the outputs were added.
                            out[((firstChannel + k) * shape.p() + w0 + i) * shape.q() + h0 + j] += sum;
                        }
                    }
                }
            }
        }
    }
}
