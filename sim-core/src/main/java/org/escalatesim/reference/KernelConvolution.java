package org.escalatesim.reference;

import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;

/**
 * A layer with dense or unstructured weights by plain loops, as every machine that runs them must compute it: exact
 * integer sums, kept to their low 32 bits, so that no order of additions and no timing can change them. It shares no
 * arithmetic with the machines.
 */
public final class KernelConvolution {
    private KernelConvolution() {}

    /**
     * Computes a layer.
     *
     * @param layer with {@link Kernels} and activations, both with values
     * @return sums [K][P][Q], outputs [P][Q][K] (null without requantisation); saturation counts are 0
     * @throws IllegalArgumentException if the layer has no values or other weights
     */
    public static LayerRun.Values compute(LayerTrace layer) {
        if (!(layer.weights() instanceof Kernels weights)) {
            throw new IllegalArgumentException(layer.name() + ": this reference needs dense or unstructured weights");
        }
        if (!layer.input().hasValues() || !weights.hasValues()) {
            throw new IllegalArgumentException(layer.name() + ": there are presence bits but no values");
        }
        ConvShape shape = layer.shape();
        int[] input = ReferenceConvolution.unpack(layer.input());
        int[] sums = new int[shape.k() * shape.p() * shape.q()];
        for (int k = 0; k < shape.k(); k++) {
            int firstChannel = k / shape.kPerGroup() * shape.cPerGroup();
            for (int r = 0; r < shape.r(); r++) {
                for (int s = 0; s < shape.s(); s++) {
                    for (int c = 0; c < shape.cPerGroup(); c++) {
                        int weight = weights.value(k, c, r * shape.s() + s);
                        if (weight != 0) {
                            add(shape, input, firstChannel + c, r, s, weight, sums, k * shape.p() * shape.q());
                        }
                    }
                }
            }
        }
        byte[] outputs = layer.requant() == null ? null : ReferenceConvolution.outputs(shape, sums, layer.requant());
        return new LayerRun.Values(sums, outputs, 0, 0);
    }

    private static void add(ConvShape shape, int[] input, int channel, int r, int s, int weight, int[] sums, int base) {
        for (int p = 0; p < shape.p(); p++) {
            int y = p * shape.strideH() + r - shape.padTop();
            if (y < 0 || y >= shape.h()) {
                continue;
            }
            for (int q = 0; q < shape.q(); q++) {
                int x = q * shape.strideW() + s - shape.padLeft();
                if (x >= 0 && x < shape.w()) {
                    sums[base + p * shape.q() + q] += weight * input[(y * shape.w() + x) * shape.c() + channel];
                }
            }
        }
    }
}
