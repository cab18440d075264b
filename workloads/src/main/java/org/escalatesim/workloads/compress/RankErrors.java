package org.escalatesim.workloads.compress;

import org.escalatesim.tensor.ConvShape;

/**
 * How well a layer's weights are approximated by M basis kernels.
 *
 * @param layer the layer's name
 * @param shape its shape
 * @param errors relative Frobenius error for M = 1, 2, ... R * S, each 0 to 1; the last is 0
 */
public record RankErrors(String layer, ConvShape shape, double[] errors) {
    /**
     * Measures a layer.
     *
     * @param weights [K][C/groups][R][S], finite
     */
    public static RankErrors of(String layer, ConvShape shape, float[] weights) {
        KernelDecomposition decomposition = KernelDecomposition.of(weights, shape.taps());
        double[] errors = new double[shape.taps()];
        for (int m = 1; m <= errors.length; m++) {
            errors[m - 1] = decomposition.relativeError(m);
        }
        return new RankErrors(layer, shape, errors);
    }
}
