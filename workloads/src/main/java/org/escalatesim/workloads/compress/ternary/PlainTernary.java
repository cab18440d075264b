package org.escalatesim.workloads.compress.ternary;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.compress.KernelDecomposition;
import org.escalatesim.workloads.compress.Ternary;

/** Ternarisation in one step: the best M basis kernels, and the projections on them rounded to {@link Ternary} vectors. */
public final class PlainTernary {
    /** The threshold that gives the least squared error of the coefficients. */
    public static final double OPTIMAL = -1;

    private PlainTernary() {}

    /**
     * Ternarises a layer.
     *
     * @param weights [K][C/groups][R][S], finite
     * @param m basis kernels M, 1 to R * S
     * @param grain what has a scale, and a threshold, of its own
     * @param threshold in units of the mean magnitude of the coefficients that share it, at least 0; or {@link #OPTIMAL}
     */
    public static TernaryKernels of(ConvShape shape, float[] weights, int m, ScaleGrain grain, double threshold) {
        TernaryKernels made = new TernaryKernels(shape, m);
        double[] coefficients = project(shape, weights, made);
        switch (grain) {
            case LAYER -> round(made, coefficients, 0, shape.k(), 0, m, threshold);
            case K -> {
                for (int k = 0; k < shape.k(); k++) {
                    round(made, coefficients, k, k + 1, 0, m, threshold);
                }
            }
            case KM -> {
                for (int row = 0; row < shape.k() * m; row++) {
                    round(made, coefficients, row / m, row / m + 1, row % m, row % m + 1, threshold);
                }
            }
        }
        return made;
    }

    /**
     * Another start for a fit: a threshold per basis kernel, whose scale goes into the basis kernel itself, so that
     * kernels of little energy keep coefficients too. All scales are 1.
     */
    static TernaryKernels perBasisKernel(ConvShape shape, float[] weights, int m) {
        TernaryKernels made = new TernaryKernels(shape, m);
        double[] coefficients = project(shape, weights, made);
        for (int i = 0; i < m; i++) {
            round(made, coefficients, 0, shape.k(), i, i + 1, OPTIMAL);
            for (int t = 0; t < made.taps; t++) {
                made.basis[i * made.taps + t] *= made.scale[i];
            }
        }
        Arrays.fill(made.scale, 1);
        return made;
    }

    private static double[] project(ConvShape shape, float[] weights, TernaryKernels into) {
        KernelDecomposition decomposition = KernelDecomposition.of(weights, shape.taps());
        for (int i = 0; i < into.m; i++) {
            System.arraycopy(decomposition.basis(i), 0, into.basis, i * into.taps, into.taps);
        }
        return decomposition.coefficients(weights, into.m);
    }

    /** One ternary vector for the coefficients of some output channels and some basis kernels. */
    private static void round(
            TernaryKernels made, double[] coefficients, int firstK, int endK, int firstM, int endM, double threshold) {
        int span = endM - firstM;
        int firstRow = firstK * made.channels;
        double[] values = new double[(endK * made.channels - firstRow) * span];
        for (int i = 0; i < values.length; i++) {
            values[i] = coefficients[(firstRow + i / span) * made.m + firstM + i % span];
        }
        Ternary ternary = threshold == OPTIMAL ? Ternary.of(values) : Ternary.above(threshold, values);
        byte[] signs = ternary.signs();
        for (int i = 0; i < values.length; i++) {
            made.coefficients[(firstRow + i / span) * made.m + firstM + i % span] = signs[i];
        }
        for (int k = firstK; k < endK; k++) {
            Arrays.fill(made.scale, k * made.m + firstM, k * made.m + endM, ternary.scale());
        }
    }
}
