package org.escalatesim.scnn;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;

/** Products that land on an output of a layer whose zeros are not all left out, counted from the trace alone. */
final class DenseWork {
    private DenseWork() {}

    /**
     * Pairs of weight and activation of the map, padding not included.
     *
     * @param sparseWeights whether zero weights are left out
     * @param sparseActivations whether zero activations are left out
     */
    static long products(LayerTrace layer, Pairs pairs, boolean sparseWeights, boolean sparseActivations) {
        if (sparseActivations) {
            return sparseWeights ? pairs.both() : pairs.activation();
        }
        ConvShape shape = layer.shape();
        Kernels weights = (Kernels) layer.weights();
        long products = 0;
        for (int tap = 0; tap < shape.taps(); tap++) {
            long landing =
                    (long) landing(Axis.rows(shape), tap / shape.s()) * landing(Axis.columns(shape), tap % shape.s());
            long count = (long) shape.k() * shape.cPerGroup();
            if (sparseWeights) {
                count = 0;
                for (int k = 0; k < shape.k(); k++) {
                    for (int word = 0; word < weights.wordsPerTap(); word++) {
                        count += Long.bitCount(
                                weights.presence()[(k * shape.taps() + tap) * weights.wordsPerTap() + word]);
                    }
                }
            }
            products += landing * count;
        }
        return products;
    }

    /** Outputs along an axis of which a tap lies on the map. */
    private static int landing(Axis axis, int tap) {
        int count = 0;
        for (int output = 0; output < axis.outputs(); output++) {
            int input = output * axis.stride() + tap - axis.pad();
            count += input >= 0 && input < axis.inputs() ? 1 : 0;
        }
        return count;
    }
}
