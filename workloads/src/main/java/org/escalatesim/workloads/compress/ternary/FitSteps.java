package org.escalatesim.workloads.compress.ternary;

import java.util.Arrays;

/** What alternates in {@link AlternatingFit}: each step leaves the cost where it was or lowers it. */
interface FitSteps {
    /** What the steps change. */
    TernaryKernels kernels();

    /** The cost of the kernels as they are, at least 0. */
    double cost();

    /** Better coefficients for these basis kernels and scales. */
    void coefficients();

    /** The best basis kernels for these coefficients and scales. */
    void basis();

    /** The best scales for these coefficients and basis kernels. */
    void scales();

    /**
     * Sets the basis kernels that solve {@code normal * basis = right}; one that no coefficient uses stays as it is, so
     * that the next coefficients may use it.
     *
     * @param normal [M][M]
     * @param right [M][R*S]
     */
    static void setBasis(TernaryKernels at, double[][] normal, double[][] right) {
        int[] used = used(normal);
        if (used.length > 0) {
            double[][] solved = LeastSquares.solve(part(normal, used), rows(right, used));
            for (int i = 0; i < used.length; i++) {
                System.arraycopy(solved[i], 0, at.basis, used[i] * at.taps, at.taps);
            }
        }
    }

    /**
     * The same for one system of all taps of all basis kernels.
     *
     * @param normal [M * R*S][M * R*S]
     * @param right [M * R*S][1]
     */
    static void setWholeBasis(TernaryKernels at, double[][] normal, double[][] right) {
        int[] used = used(normal);
        if (used.length > 0) {
            double[][] solved = LeastSquares.solve(part(normal, used), rows(right, used));
            for (int i = 0; i < used.length; i++) {
                at.basis[used[i]] = solved[i][0];
            }
        }
    }

    /** Multiplies the scales of output channels first to end - 1. Below 0, coefficients turn and scales do not. */
    static void multiplyScales(TernaryKernels at, int first, int end, double factor) {
        for (int i = first * at.m; i < end * at.m; i++) {
            at.scale[i] *= Math.abs(factor);
        }
        for (int i = first * at.channels * at.m; factor < 0 && i < end * at.channels * at.m; i++) {
            at.coefficients[i] = (byte) -at.coefficients[i];
        }
    }

    /** Sets the scales of output channel k that solve {@code normal * scales = right}; unused ones stay. */
    static void setScales(TernaryKernels at, int k, double[][] normal, double[][] right) {
        int[] used = used(normal);
        if (used.length > 0) {
            double[][] solved = LeastSquares.solve(part(normal, used), rows(right, used));
            for (int i = 0; i < used.length; i++) {
                at.scale[k * at.m + used[i]] = solved[i][0];
            }
        }
    }

    private static int[] used(double[][] normal) {
        int[] used = new int[normal.length];
        int count = 0;
        for (int i = 0; i < normal.length; i++) {
            if (normal[i][i] > 0) {
                used[count++] = i;
            }
        }
        return Arrays.copyOf(used, count);
    }

    private static double[][] part(double[][] matrix, int[] of) {
        double[][] part = new double[of.length][of.length];
        for (int i = 0; i < of.length; i++) {
            for (int j = 0; j < of.length; j++) {
                part[i][j] = matrix[of[i]][of[j]];
            }
        }
        return part;
    }

    private static double[][] rows(double[][] matrix, int[] of) {
        double[][] rows = new double[of.length][];
        for (int i = 0; i < of.length; i++) {
            rows[i] = matrix[of[i]];
        }
        return rows;
    }
}
