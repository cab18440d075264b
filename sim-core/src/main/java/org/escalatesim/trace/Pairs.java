package org.escalatesim.trace;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;

/**
 * How many pairs of activation and weight a layer has, counted from the presence bits alone and apart from any machine:
 * per input channel c and tap, non-zero weights over k times non-zero activations under the tap over all outputs.
 * Padding is zero.
 *
 * @param both pairs of which both sides are non-zero
 * @param activation pairs of which the activation is non-zero, whatever the weight
 * @param weight pairs of which the weight is non-zero, whatever the activation, padding included
 */
public record Pairs(long both, long activation, long weight) {
    /** Counts; the layer's weights must be {@link Kernels}. */
    public static Pairs of(LayerTrace layer) {
        ConvShape shape = layer.shape();
        Kernels weights = (Kernels) layer.weights();
        int taps = shape.taps();
        long[] activations = activations(layer.input(), shape);
        long[] kernels = new long[shape.c() * taps];
        int words = weights.wordsPerTap();
        for (int k = 0; k < shape.k(); k++) {
            int first = k / shape.kPerGroup() * shape.cPerGroup();
            for (int i = 0; i < taps * words; i++) {
                int channel = first + (i % words << 6);
                for (long bits = weights.presence()[k * taps * words + i]; bits != 0; bits &= bits - 1) {
                    kernels[(channel + Long.numberOfTrailingZeros(bits)) * taps + i / words]++;
                }
            }
        }
        long both = 0;
        long activation = 0;
        long weight = 0;
        long outputs = (long) shape.p() * shape.q();
        for (int i = 0; i < kernels.length; i++) {
            both += kernels[i] * activations[i];
            activation += activations[i] * shape.kPerGroup();
            weight += kernels[i] * outputs;
        }
        return new Pairs(both, activation, weight);
    }

    /** [C][R * S]: outputs (p, q) that find a non-zero activation of channel c under the tap. */
    private static long[] activations(SparseMap input, ConvShape shape) {
        int taps = shape.taps();
        long[] counts = new long[shape.c() * taps];
        int words = input.wordsPerGroup();
        int[] landing = new int[taps];
        for (int y = 0; y < shape.h(); y++) {
            for (int x = 0; x < shape.w(); x++) {
                int found = 0;
                for (int r = 0; r < shape.r(); r++) {
                    for (int s = 0; s < shape.s(); s++) {
                        if (lands(y + shape.padTop() - r, shape.strideH(), shape.p())
                                && lands(x + shape.padLeft() - s, shape.strideW(), shape.q())) {
                            landing[found++] = r * shape.s() + s;
                        }
                    }
                }
                int base = (y * shape.w() + x) * shape.groups() * words;
                for (int i = 0; i < shape.groups() * words; i++) {
                    int channel = i / words * shape.cPerGroup() + (i % words << 6);
                    for (long bits = input.presence()[base + i]; bits != 0; bits &= bits - 1) {
                        int at = (channel + Long.numberOfTrailingZeros(bits)) * taps;
                        for (int j = 0; j < found; j++) {
                            counts[at + landing[j]]++;
                        }
                    }
                }
            }
        }
        return counts;
    }

    private static boolean lands(int start, int stride, int outputs) {
        return start >= 0 && start % stride == 0 && start / stride < outputs;
    }
}
