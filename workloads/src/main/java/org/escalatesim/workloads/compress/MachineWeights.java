package org.escalatesim.workloads.compress;

import org.escalatesim.trace.Decomposed;

/**
 * Weights as a machine runs them, and what they stand for.
 *
 * @param weights the integers: coefficients, basis kernels, row scales
 * @param scale [K], the real weight of one integer unit of the layer's sum: {@code W[k][c][tap] = scale[k] * sum over m
 *     of rowScale[k][m] * coefficient[k][c][m] * basis[m][tap]}
 */
public record MachineWeights(Decomposed weights, double[] scale) {

    /** The real weights that the integers stand for, [K][C/groups][R*S]. */
    public float[] dequantised() {
        Decomposed d = weights;
        float[] values = new float[d.k() * d.channelsPerGroup() * d.taps()];
        int at = 0;
        for (int k = 0; k < d.k(); k++) {
            for (int c = 0; c < d.channelsPerGroup(); c++) {
                for (int tap = 0; tap < d.taps(); tap++) {
                    long sum = 0;
                    for (int m = 0; m < d.m(); m++) {
                        sum += (long) d.rowScale(k, m) * d.coefficient(k, c, m) * d.basis(k, m, tap);
                    }
                    values[at++] = (float) (scale[k] * sum);
                }
            }
        }
        return values;
    }
}
