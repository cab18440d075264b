package org.escalatesim.compress.net;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.compress.KernelDecomposition;

/**
 * Kernels as coefficients and basis kernels, {@code W[k][c] = sum over m of coefficients[k][c][m] * basis[m]} (PENNI,
 * ICML 2020, section 3.1).
 */
public final class Decomposition {
    private Decomposition() {}

    /** Whether a convolution gains from M basis kernels: more than one tap, more input channels than M. */
    public static boolean applies(ConvShape shape, int m) {
        return !shape.pointwise() && shape.c() > m;
    }

    /**
     * Decomposes all convolutions that gain from it; the others, and the classifier, stay as they are.
     *
     * @param m basis kernels, 1 to R * S of every such layer
     * @return new arrays; those of layers that stay are shared
     */
    public static Params decompose(Topology net, Params params, int m) {
        Params out = new Params();
        params.names().forEach(name -> out.put(name, params.get(name)));
        for (String layer : net.convolutions()) {
            ConvShape s = net.layers().get(layer);
            if (!applies(s, m)) {
                continue;
            }
            float[] weights = params.get(layer, Params.WEIGHT).data();
            KernelDecomposition kernels = KernelDecomposition.of(weights, s.taps());
            double[] coefficients = kernels.coefficients(weights, m);
            float[] basis = new float[m * s.taps()];
            for (int i = 0; i < m; i++) {
                double[] kernel = kernels.basis(i);
                for (int t = 0; t < s.taps(); t++) {
                    basis[i * s.taps() + t] = (float) kernel[t];
                }
            }
            out.remove(layer, Params.WEIGHT);
            out.put(layer, Params.COEFFICIENTS, new Values(floats(coefficients), s.k(), s.c(), m));
            out.put(layer, Params.BASIS, new Values(basis, m, s.taps()));
        }
        return out;
    }

    /**
     * Gives 1 x 1 convolutions the form of decomposed ones, exactly, so that they can become ternary: their weights are
     * the coefficients of one basis kernel, which is 1. Those of one input channel stay.
     *
     * @return new arrays; those of other layers are shared
     */
    public static Params pointwise(Topology net, Params params) {
        Params out = new Params();
        params.names().forEach(name -> out.put(name, params.get(name)));
        for (String layer : net.convolutions()) {
            ConvShape s = net.layers().get(layer);
            if (s.pointwise() && s.c() > 1 && params.has(layer, Params.WEIGHT)) {
                float[] weights = params.get(layer, Params.WEIGHT).data();
                out.remove(layer, Params.WEIGHT);
                out.put(layer, Params.COEFFICIENTS, new Values(weights.clone(), s.k(), s.c(), 1));
                out.put(layer, Params.BASIS, Values.filled(1, 1, 1));
            }
        }
        return out;
    }

    /** The float weights that a layer's arrays stand for, [K][C][R][S] ([K][C] of the classifier). */
    public static float[] weights(Params params, String layer) {
        if (!params.has(layer, Params.COEFFICIENTS)) {
            return params.get(layer, Params.WEIGHT).data().clone();
        }
        Values coefficients = params.get(layer, Params.COEFFICIENTS);
        Values basis = params.get(layer, Params.BASIS);
        int m = coefficients.shape()[2];
        int taps = basis.shape()[1];
        int rows = coefficients.data().length / m;
        boolean ternary = params.has(layer, Params.SCALE);
        float[] out = new float[rows * taps];
        for (int row = 0; row < rows; row++) {
            double scale = 1;
            if (ternary) {
                int k = row / coefficients.shape()[1];
                scale = (double) params.get(layer, Params.SCALE).data()[k]
                        * params.get(layer, Params.BASIS_SCALE).data()[0];
            }
            for (int t = 0; t < taps; t++) {
                double sum = 0;
                for (int i = 0; i < m; i++) {
                    sum += (double) coefficients.data()[row * m + i] * basis.data()[i * taps + t];
                }
                out[row * taps + t] = (float) (sum * scale);
            }
        }
        return out;
    }

    private static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }
}
