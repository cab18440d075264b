package org.escalatesim.workloads.infer;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.compress.MachineWeights;

/**
 * A layer as the machine runs it, with what turns its integer sums into real numbers:
 * {@code real[k] = gain[k] * (weights.scale[k] * inputScale * sum) + offset[k]}.
 *
 * @param name the layer's name
 * @param shape the convolution
 * @param weights integers and their scales
 * @param gain [K], gamma / sqrt(variance + eps), or 1 without batch norm
 * @param offset [K], beta + gain * (bias - mean), or the bias without batch norm
 * @param dilation the distance of the kernel's taps, and the phases in which the layer runs
 */
public record QuantisedLayer(
        String name, ConvShape shape, MachineWeights weights, double[] gain, double[] offset, Dilation dilation) {
    /** A layer that is not dilated. */
    public QuantisedLayer(String name, ConvShape shape, MachineWeights weights, double[] gain, double[] offset) {
        this(name, shape, weights, gain, offset, new Dilation(shape, 1, 1));
    }

    /** The same layer with a distance of taps. */
    public QuantisedLayer withDilation(Dilation other) {
        return new QuantisedLayer(name, shape, weights, gain, offset, other);
    }

    /** Folds bias and batch norm into gain and offset. */
    public static QuantisedLayer of(String name, FloatLayer layer, MachineWeights weights) {
        int n = layer.shape().k();
        double[] gain = new double[n];
        double[] offset = new double[n];
        Arrays.fill(gain, 1);
        float[] bn = layer.batchNorm();
        for (int k = 0; k < n; k++) {
            double bias = layer.bias() == null ? 0 : layer.bias()[k];
            if (bn == null) {
                offset[k] = bias;
            } else {
                gain[k] = bn[k] / Math.sqrt(bn[3 * n + k] + FloatLayer.EPSILON);
                offset[k] = bn[n + k] + gain[k] * (bias - bn[2 * n + k]);
            }
        }
        return new QuantisedLayer(name, layer.shape(), weights, gain, offset);
    }
}
