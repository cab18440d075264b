package org.escalatesim.workloads.compress.ternary;

import java.util.List;
import org.escalatesim.tensor.ConvShape;

/**
 * How the inputs of a layer go together: per group the matrix {@code H = sum of x x^T} over all output pixels of some
 * images, x the {@code C/groups * R * S} inputs under the kernel there (zero in the padding), in the order of the
 * weights. A change E of one output channel's weights changes its outputs by {@code E^T H E}, squared and summed.
 */
public final class InputCorrelation {
    /** The largest matrix side C/groups * R * S: 6,144 takes 302 MB. */
    public static final int LARGEST = 6144;

    private final int side;
    private final double[][] matrices;

    private InputCorrelation(int side, double[][] matrices) {
        this.side = side;
        this.matrices = matrices;
    }

    /**
     * Sums over images.
     *
     * @param images inputs [C][H][W], at least one
     * @throws IllegalArgumentException if C/groups * R * S exceeds {@link #LARGEST}
     */
    public static InputCorrelation of(ConvShape shape, List<float[]> images) {
        int side = shape.cPerGroup() * shape.taps();
        if (side > LARGEST) {
            throw new IllegalArgumentException("C/groups * R * S = " + side + ", at most " + LARGEST);
        }
        double[][] matrices = new double[shape.groups()][];
        int[] index = new int[side];
        double[] value = new double[side];
        for (int group = 0; group < shape.groups(); group++) {
            double[] sums = new double[side * side];
            for (float[] image : images) {
                for (int pixel = 0; pixel < shape.p() * shape.q(); pixel++) {
                    int count = gather(shape, image, group, pixel, index, value);
                    for (int i = 0; i < count; i++) {
                        int row = index[i] * side;
                        double x = value[i];
                        for (int j = 0; j <= i; j++) {
                            sums[row + index[j]] += x * value[j];
                        }
                    }
                }
            }
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < i; j++) {
                    sums[j * side + i] = sums[i * side + j];
                }
            }
            matrices[group] = sums;
        }
        return new InputCorrelation(side, matrices);
    }

    /** The non-zero inputs under the kernel at an output pixel; returns how many there are. */
    private static int gather(ConvShape shape, float[] image, int group, int pixel, int[] index, double[] value) {
        int count = 0;
        int top = pixel / shape.q() * shape.strideH() - shape.padTop();
        int left = pixel % shape.q() * shape.strideW() - shape.padLeft();
        for (int c = 0; c < shape.cPerGroup(); c++) {
            int plane = (group * shape.cPerGroup() + c) * shape.h();
            for (int r = 0; r < shape.r(); r++) {
                int y = top + r;
                for (int s = 0; s < shape.s() && y >= 0 && y < shape.h(); s++) {
                    int x = left + s;
                    if (x >= 0 && x < shape.w() && image[(plane + y) * shape.w() + x] != 0) {
                        index[count] = (c * shape.r() + r) * shape.s() + s;
                        value[count++] = image[(plane + y) * shape.w() + x];
                    }
                }
            }
        }
        return count;
    }

    /** Rows and columns of each matrix: C/groups * R * S. */
    int side() {
        return side;
    }

    /** The matrix of a group, [side][side], not a copy. */
    double[] matrix(int group) {
        return matrices[group];
    }

    /** The mean of the diagonals: the mean squared input times the number of output pixels. */
    double meanDiagonal() {
        double sum = 0;
        for (double[] matrix : matrices) {
            for (int i = 0; i < side; i++) {
                sum += matrix[i * side + i];
            }
        }
        return sum / side / matrices.length;
    }

    /** The same with {@code value} added on the diagonals. */
    InputCorrelation withDiagonal(double value) {
        double[][] other = new double[matrices.length][];
        for (int group = 0; group < other.length; group++) {
            other[group] = matrices[group].clone();
            for (int i = 0; i < side; i++) {
                other[group][i * side + i] += value;
            }
        }
        return new InputCorrelation(side, other);
    }

    /** Matrix of a group times a vector: the product with {@code weights} from {@code at} on goes to {@code into}. */
    void times(int group, float[] weights, int at, double[] into, int to) {
        double[] matrix = matrices[group];
        for (int i = 0; i < side; i++) {
            double sum = 0;
            for (int j = 0; j < side; j++) {
                sum += matrix[i * side + j] * weights[at + j];
            }
            into[to + i] = sum;
        }
    }

    /** The squared size of the outputs that {@code weights}, [K][C/groups][R*S], make, summed over all of them. */
    double energy(float[] weights) {
        double[] product = new double[side];
        int channels = weights.length / side;
        double sum = 0;
        for (int k = 0; k < channels; k++) {
            times(k / (channels / matrices.length), weights, k * side, product, 0);
            for (int i = 0; i < side; i++) {
                sum += product[i] * weights[k * side + i];
            }
        }
        return Math.max(0, sum);
    }

    /**
     * The relative error of a layer's outputs: the Frobenius norm of their change over that of the outputs, before bias
     * and batch norm.
     *
     * @param weights [K][C/groups][R*S]
     * @param fit what takes their place
     */
    public double outputError(float[] weights, float[] fit) {
        float[] change = new float[weights.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = weights[i] - fit[i];
        }
        double energy = energy(weights);
        double off = energy(change);
        return energy == 0 ? (off == 0 ? 0 : 1) : Math.sqrt(off / energy);
    }
}
