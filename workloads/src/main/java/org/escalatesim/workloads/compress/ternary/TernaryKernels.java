package org.escalatesim.workloads.compress.ternary;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;

/**
 * A layer's kernels as {@code W[k][c] = sum over m of scale[k][m] * coefficient[k][c][m] * basis[m]}, coefficients -1, 0
 * or 1. Mutable, and filled by the fits of this package; {@code c} is counted inside k's group.
 */
public final class TernaryKernels {
    final int k;
    final int channels;
    final int groups;
    final int m;
    final int taps;
    /** [K][C/groups][M]. */
    final byte[] coefficients;
    /** [K][M]. */
    final double[] scale;
    /** [M][R*S]. */
    final double[] basis;

    /** All zero. */
    TernaryKernels(ConvShape shape, int m) {
        this(
                shape.k(),
                shape.cPerGroup(),
                shape.groups(),
                m,
                shape.taps(),
                new byte[Math.toIntExact((long) shape.k() * shape.cPerGroup() * m)],
                new double[shape.k() * m],
                new double[m * shape.taps()]);
    }

    private TernaryKernels(
            int k, int channels, int groups, int m, int taps, byte[] coefficients, double[] scale, double[] basis) {
        this.k = k;
        this.channels = channels;
        this.groups = groups;
        this.m = m;
        this.taps = taps;
        this.coefficients = coefficients;
        this.scale = scale;
        this.basis = basis;
    }

    /** A copy that shares nothing. */
    TernaryKernels copy() {
        return new TernaryKernels(k, channels, groups, m, taps, coefficients.clone(), scale.clone(), basis.clone());
    }

    /** Basis kernels M. */
    public int m() {
        return m;
    }

    /** The coefficients, [K][C/groups][M], -1, 0 or 1; a copy. */
    public byte[] coefficients() {
        return coefficients.clone();
    }

    /** The scales, [K][M]; a copy. Equal for all m of a k unless they are per (k, m). */
    public double[] scale() {
        return scale.clone();
    }

    /** The basis kernels, [M][R*S]; a copy. */
    public double[] basis() {
        return basis.clone();
    }

    /** Coefficients that are not zero. */
    public long nonZeros() {
        long count = 0;
        for (byte coefficient : coefficients) {
            count += coefficient == 0 ? 0 : 1;
        }
        return count;
    }

    /** Rows (k, m) that have a coefficient. */
    public int rows() {
        boolean[] used = new boolean[k * m];
        for (int i = 0; i < coefficients.length; i++) {
            used[i / (channels * m) * m + i % m] |= coefficients[i] != 0;
        }
        int count = 0;
        for (boolean row : used) {
            count += row ? 1 : 0;
        }
        return count;
    }

    /** The kernels, [K][C/groups][R*S]. */
    public float[] weights() {
        float[] weights = new float[k * channels * taps];
        double[] kernel = new double[taps];
        for (int row = 0; row < k * channels; row++) {
            kernel(row, kernel);
            for (int t = 0; t < taps; t++) {
                weights[row * taps + t] = (float) kernel[t];
            }
        }
        return weights;
    }

    /** The kernel of row {@code k * C/groups + c}. */
    void kernel(int row, double[] into) {
        Arrays.fill(into, 0);
        int rowOfScales = row / channels * m;
        for (int i = 0; i < m; i++) {
            int coefficient = coefficients[row * m + i];
            if (coefficient != 0) {
                double factor = coefficient * scale[rowOfScales + i];
                for (int t = 0; t < taps; t++) {
                    into[t] += factor * basis[i * taps + t];
                }
            }
        }
    }

    /** The squared distance of the kernels from {@code weights}, [K][C/groups][R*S]. */
    double squaredError(float[] weights) {
        double sum = 0;
        double[] kernel = new double[taps];
        for (int row = 0; row < k * channels; row++) {
            kernel(row, kernel);
            for (int t = 0; t < taps; t++) {
                double off = weights[row * taps + t] - kernel[t];
                sum += off * off;
            }
        }
        return sum;
    }

    /** The relative Frobenius error of the kernels, 0 for weights that are all zero and met. */
    public double relativeError(float[] weights) {
        double energy = energy(weights);
        double off = squaredError(weights);
        return energy == 0 ? (off == 0 ? 0 : 1) : Math.sqrt(off / energy);
    }

    /** Sum of squares. */
    static double energy(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += (double) weight * weight;
        }
        return sum;
    }

    /** {@code basis * basis^T}, [M][M]. */
    double[] gram() {
        double[] gram = new double[m * m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                double sum = 0;
                for (int t = 0; t < taps; t++) {
                    sum += basis[i * taps + t] * basis[j * taps + t];
                }
                gram[i * m + j] = sum;
            }
        }
        return gram;
    }
}
