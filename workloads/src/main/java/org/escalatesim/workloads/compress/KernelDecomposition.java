package org.escalatesim.workloads.compress;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The basis kernels of a layer: the right singular vectors of its {@code (K * C/groups) x (R * S)} weight matrix, each
 * row one 2-D kernel, no mean subtracted (PENNI, ICML 2020, section 3). They are the eigenvectors of the
 * {@code (R*S) x (R*S)} Gram matrix, which takes one pass over the weights. The sign of each is such that its largest
 * component is positive (the first of equals), so the result is reproducible.
 */
public final class KernelDecomposition {
    private final int taps;
    private final double[][] basis;
    private final double[] energy;

    private KernelDecomposition(int taps, double[][] basis, double[] energy) {
        this.taps = taps;
        this.basis = basis;
        this.energy = energy;
    }

    /**
     * Decomposes a layer.
     *
     * @param weights [K][C/groups][R][S]
     * @param taps kernel taps R * S
     * @throws IllegalArgumentException if a weight is NaN or infinite, or the length is no multiple of taps
     */
    public static KernelDecomposition of(float[] weights, int taps) {
        if (weights.length % taps != 0) {
            throw new IllegalArgumentException(weights.length + " weights are not whole kernels of " + taps + " taps");
        }
        double[][] gram = new double[taps][taps];
        for (int row = 0; row < weights.length; row += taps) {
            for (int i = 0; i < taps; i++) {
                double a = weights[row + i];
                if (!Double.isFinite(a)) {
                    throw new IllegalArgumentException("weight " + (row + i) + " is " + a);
                }
                for (int j = 0; j <= i; j++) {
                    gram[i][j] += a * weights[row + j];
                }
            }
        }
        for (int i = 0; i < taps; i++) {
            for (int j = 0; j < i; j++) {
                gram[j][i] = gram[i][j];
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(gram, false));
        Integer[] order = new Integer[taps];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(eigen.getRealEigenvalue(b), eigen.getRealEigenvalue(a)));
        double[][] basis = new double[taps][];
        double[] energy = new double[taps];
        for (int m = 0; m < taps; m++) {
            basis[m] = withPositiveLargest(eigen.getEigenvector(order[m]).toArray());
            // Rounding can leave an eigenvalue of a singular matrix a little below zero.
            energy[m] = Math.max(0, eigen.getRealEigenvalue(order[m]));
        }
        return new KernelDecomposition(taps, basis, energy);
    }

    private static double[] withPositiveLargest(double[] vector) {
        int largest = 0;
        for (int i = 1; i < vector.length; i++) {
            // A tolerance, so that rounding does not choose between two components of equal size.
            if (Math.abs(vector[i]) > Math.abs(vector[largest]) * (1 + 1e-9)) {
                largest = i;
            }
        }
        if (vector[largest] < 0) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = -vector[i];
            }
        }
        return vector;
    }

    /** Basis kernel {@code m}, [R*S], of length 1; a copy. Kernels are in order of falling energy. */
    public double[] basis(int m) {
        return basis[m].clone();
    }

    /**
     * The coefficients of the first {@code m} basis kernels: the weights projected on them.
     *
     * @param weights those that were decomposed, [rows][R*S]
     * @return [rows][m]
     */
    public double[] coefficients(float[] weights, int m) {
        int rows = weights.length / taps;
        double[] coefficients = new double[rows * m];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int t = 0; t < taps; t++) {
                    sum += weights[row * taps + t] * basis[i][t];
                }
                coefficients[row * m + i] = sum;
            }
        }
        return coefficients;
    }

    /**
     * The relative Frobenius error of the approximation with {@code m} basis kernels, 0 to 1: the square root of the
     * share of the energy that the left-out kernels have. 0 for all-zero weights.
     */
    public double relativeError(int m) {
        double total = 0;
        double left = 0;
        for (int i = taps - 1; i >= 0; i--) {
            total += energy[i];
            left += i >= m ? energy[i] : 0;
        }
        return total == 0 ? 0 : Math.sqrt(left / total);
    }
}
