package org.escalatesim.workloads.compress;

import java.util.Arrays;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;

/**
 * Turns a layer's float weights into the machine's form, without retraining.
 *
 * <ul>
 *   <li>1 x 1 and fully connected layers: n-term residual ternary, each term the nearest {@link Ternary} vector of what
 *       the terms before left over, its scale in 8 bits, in units of 1/127 of the row's largest scale.
 *   <li>Depthwise layers, and layers of at most M channels per group unless {@code undecomposed} is NEVER: one row per
 *       channel with its own 8-bit kernel, in units of 1/127 of the output channel's largest weight.
 *   <li>All others: M basis kernels ({@link KernelDecomposition}), quantised together to 8 bits; coefficients of one
 *       output channel become the nearest {@link Ternary} vector together, with one threshold and one scale, which
 *       thins the rows of the later basis kernels more, as training does.
 * </ul>
 *
 * @param m basis kernels M, at least 1; at most R * S of them are used in a layer
 * @param pointwiseTerms terms of a 1 x 1 layer, at least 1
 * @param classifierTerms terms of a fully connected layer, at least 1
 * @param undecomposed whether layers with few channels stay whole
 */
public record Compressor(int m, int pointwiseTerms, int classifierTerms, Undecomposed undecomposed) {

    /** Whether a layer with C / groups of at most M, which gains nothing, runs undecomposed. */
    public enum Undecomposed {
        /** It does. */
        AUTO,
        /** It is decomposed all the same. */
        NEVER
    }

    /** Checks the ranges; throws {@link InputException}, as these come from the command line. */
    public Compressor {
        if (m < 1 || m > 64) {
            throw new InputException("m (basis kernels) must be 1 to 64, not " + m);
        }
        if (pointwiseTerms < 1 || pointwiseTerms > 16 || classifierTerms < 1 || classifierTerms > 16) {
            throw new InputException("ternary terms of 1 x 1 and fully connected layers must be 1 to 16, not "
                    + pointwiseTerms + " and " + classifierTerms);
        }
    }

    /**
     * Compresses one layer.
     *
     * @param weights [K][C/groups][R][S], finite
     */
    public MachineWeights compress(ConvShape shape, float[] weights) {
        if (shape.pointwise()) {
            return residual(shape, weights, shape.isFullyConnected() ? classifierTerms : pointwiseTerms);
        }
        boolean depthwise = shape.cPerGroup() == 1;
        if (depthwise || (undecomposed == Undecomposed.AUTO && shape.cPerGroup() <= m)) {
            return oneHot(shape, weights);
        }
        return ternary(shape, weights, Math.min(m, shape.taps()));
    }

    private static MachineWeights residual(ConvShape shape, float[] weights, int terms) {
        int channels = shape.cPerGroup();
        CoefficientBits bits = new CoefficientBits(shape.k(), channels, terms);
        int[] rowScale = new int[shape.k() * terms];
        double[] scale = new double[shape.k()];
        double[] left = new double[channels];
        for (int k = 0; k < shape.k(); k++) {
            for (int c = 0; c < channels; c++) {
                left[c] = weights[k * channels + c];
            }
            for (int term = 0; term < terms; term++) {
                Ternary ternary = Ternary.of(left);
                if (term == 0) {
                    scale[k] = ternary.scale() / 127;
                }
                int steps = scale[k] == 0 ? 0 : (int) Math.min(127, Math.rint(ternary.scale() / scale[k]));
                if (steps == 0) {
                    break;
                }
                rowScale[k * terms + term] = steps;
                for (int c = 0; c < channels; c++) {
                    bits.set(k, c, term, ternary.signs()[c]);
                    left[c] -= scale[k] * steps * ternary.signs()[c];
                }
            }
        }
        return new MachineWeights(bits.build(Decomposed.Form.RESIDUAL, 1, null, false, rowScale), scale);
    }

    private static MachineWeights oneHot(ConvShape shape, float[] weights) {
        int channels = shape.cPerGroup();
        CoefficientBits bits = new CoefficientBits(shape.k(), channels, channels);
        double[] scale = new double[shape.k()];
        byte[] kernels = KernelWeights.integers(shape, weights, scale);
        for (int k = 0; k < shape.k(); k++) {
            for (int c = 0; c < channels; c++) {
                bits.set(k, c, c, 1);
            }
        }
        return new MachineWeights(bits.build(Decomposed.Form.ONE_HOT, shape.taps(), kernels, true, null), scale);
    }

    private static MachineWeights ternary(ConvShape shape, float[] weights, int m) {
        int taps = shape.taps();
        int channels = shape.cPerGroup();
        KernelDecomposition decomposition = KernelDecomposition.of(weights, taps);
        double largest = 0;
        for (int i = 0; i < m; i++) {
            largest = Math.max(
                    largest,
                    Arrays.stream(decomposition.basis(i)).map(Math::abs).max().orElse(0));
        }
        double basisScale = largest / 127;
        byte[] basis = new byte[m * taps];
        for (int i = 0; i < m; i++) {
            double[] kernel = decomposition.basis(i);
            for (int t = 0; t < taps; t++) {
                basis[i * taps + t] = (byte) Math.rint(kernel[t] / basisScale);
            }
        }
        double[] coefficients = decomposition.coefficients(weights, m);
        int perK = channels * m;
        CoefficientBits bits = new CoefficientBits(shape.k(), channels, m);
        double[] scale = new double[shape.k()];
        for (int k = 0; k < shape.k(); k++) {
            Ternary ternary = Ternary.of(Arrays.copyOfRange(coefficients, k * perK, (k + 1) * perK));
            scale[k] = ternary.scale() * basisScale;
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < m; i++) {
                    bits.set(k, c, i, ternary.signs()[c * m + i]);
                }
            }
        }
        return new MachineWeights(bits.build(Decomposed.Form.TERNARY, taps, basis, false, null), scale);
    }
}
