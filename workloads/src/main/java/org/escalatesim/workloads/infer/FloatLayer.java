package org.escalatesim.workloads.infer;

import org.escalatesim.tensor.ConvShape;

/**
 * A layer in floating point.
 *
 * @param shape the convolution; 1 x 1 on a 1 x 1 map for a fully connected layer
 * @param weights [K][C/groups][R][S]
 * @param bias [K], or null
 * @param batchNorm [4][K]: gamma, beta, mean, variance (eps {@value #EPSILON}); or null
 */
public record FloatLayer(ConvShape shape, float[] weights, float[] bias, float[] batchNorm) {
    /** What is added to the variance. */
    public static final double EPSILON = 1e-5;

    /** The same layer with other weights. */
    public FloatLayer withWeights(float[] other) {
        return new FloatLayer(shape, other, bias, batchNorm);
    }
}
