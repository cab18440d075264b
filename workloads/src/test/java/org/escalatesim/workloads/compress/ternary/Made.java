package org.escalatesim.workloads.compress.ternary;

import java.util.Random;
import org.escalatesim.tensor.ConvShape;

/** Layers made for tests. */
final class Made {
    private Made() {}

    static float[] gaussian(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    static float[] weights(Random random, ConvShape shape) {
        return gaussian(random, (int) shape.parameters());
    }

    /** Non-negative inputs, half of them zero, neighbours alike. */
    static float[] input(Random random, ConvShape shape) {
        float[] input = new float[shape.c() * shape.h() * shape.w()];
        float last = 0;
        for (int i = 0; i < input.length; i++) {
            last = (float) (.7 * last + random.nextGaussian());
            input[i] = Math.max(0, last);
        }
        return input;
    }

    /**
     * Kernels that are ternary: random coefficients, a scale per k, and orthogonal basis kernels whose sizes differ, so
     * that there is one answer and it lies near the principal directions, as in trained networks.
     */
    static TernaryKernels planted(Random random, ConvShape shape, int m, double density) {
        TernaryKernels planted = new TernaryKernels(shape, m);
        for (int i = 0; i < planted.coefficients.length; i++) {
            planted.coefficients[i] = (byte) (random.nextDouble() < density ? (random.nextBoolean() ? 1 : -1) : 0);
        }
        int taps = planted.taps;
        for (int i = 0; i < m; i++) {
            double[] kernel = random.doubles(taps, -1, 1).toArray();
            for (int j = 0; j < i; j++) {
                double dot = 0;
                double size = 0;
                for (int t = 0; t < taps; t++) {
                    dot += kernel[t] * planted.basis[j * taps + t];
                    size += planted.basis[j * taps + t] * planted.basis[j * taps + t];
                }
                for (int t = 0; t < taps; t++) {
                    kernel[t] -= dot / size * planted.basis[j * taps + t];
                }
            }
            double norm = 0;
            for (double tap : kernel) {
                norm += tap * tap;
            }
            for (int t = 0; t < taps; t++) {
                planted.basis[i * taps + t] = kernel[t] / Math.sqrt(norm) / (1 + i);
            }
        }
        for (int k = 0; k < shape.k(); k++) {
            double scale = .5 + random.nextDouble();
            for (int i = 0; i < m; i++) {
                planted.scale[k * m + i] = scale;
            }
        }
        return planted;
    }
}
