package org.escalatesim.workloads.compress;

import java.util.Arrays;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.Weights;

/**
 * Weights as a machine runs them, and what they stand for.
 *
 * @param weights the integers: coefficients, basis kernels, row scales; or 8-bit kernels
 * @param scale [K], the real weight of one integer unit of the layer's sum: {@code W[k][c][tap] = scale[k] * sum over m
 *     of rowScale[k][m] * coefficient[k][c][m] * basis[m][tap]}, or {@code scale[k] * kernel[k][c][tap]}; 0 for an output
 *     channel in no branch
 */
public record MachineWeights(Weights weights, double[] scale) {

    /** The real weights that the integers stand for, [K][C/groups][R*S]. */
    public float[] dequantised() {
        float[] values = new float[Math.toIntExact((long) weights.k() * weights.channelsPerGroup() * weights.taps())];
        if (weights instanceof Grouped grouped) {
            grouped.branches().forEach(branch -> fill(values, branch));
            return values;
        }
        int at = 0;
        for (int k = 0; k < weights.k(); k++) {
            for (int c = 0; c < weights.channelsPerGroup(); c++) {
                for (int tap = 0; tap < weights.taps(); tap++) {
                    values[at++] = (float) (scale[k] * integer(k, c, tap));
                }
            }
        }
        return values;
    }

    private void fill(float[] values, Grouped.Branch branch) {
        double[] own = Arrays.stream(branch.out()).mapToDouble(k -> scale[k]).toArray();
        float[] from = new MachineWeights(branch.weights(), own).dequantised();
        int taps = weights.taps();
        for (int k = 0; k < branch.out().length; k++) {
            for (int c = 0; c < branch.in().length; c++) {
                int to = branch.out()[k] * weights.channelsPerGroup() + branch.in()[c];
                System.arraycopy(from, (k * branch.in().length + c) * taps, values, to * taps, taps);
            }
        }
    }

    private long integer(int k, int c, int tap) {
        if (weights instanceof Kernels kernels) {
            return kernels.value(k, c, tap);
        }
        Decomposed d = (Decomposed) weights;
        long sum = 0;
        for (int m = 0; m < d.m(); m++) {
            sum += (long) d.rowScale(k, m) * d.coefficient(k, c, m) * d.basis(k, m, tap);
        }
        return sum;
    }
}
