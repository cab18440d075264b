package org.escalatesim.compress.torch;

import ai.djl.ndarray.NDArray;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.TernaryRule;
import org.escalatesim.tensor.ConvShape;

/** How the weights of a convolution, [K, C, R, S], are made of its arrays in a forward pass. */
@FunctionalInterface
public interface WeightRule {
    /** The weights of a layer. */
    NDArray weight(Model model, String layer, ConvShape shape);

    /** Float weights, or coefficients times basis kernels. */
    WeightRule FLOAT = (model, layer, s) -> {
        NDArray coefficients = model.array(layer, Params.COEFFICIENTS);
        return coefficients == null
                ? model.array(layer, Params.WEIGHT)
                : product(coefficients, model.array(layer, Params.BASIS), s);
    };

    /**
     * Ternary coefficients times 8-bit basis kernels; gradients pass straight through both roundings to the latent
     * values.
     */
    WeightRule TERNARY = (model, layer, s) -> {
        NDArray coefficients = model.array(layer, Params.COEFFICIENTS);
        if (coefficients == null) {
            return model.array(layer, Params.WEIGHT);
        }
        NDArray basis = model.array(layer, Params.BASIS);
        float[] latent = basis.toFloatArray();
        float step = TernaryRule.basisScale(latent);
        float[] integers = TernaryRule.basisIntegers(latent, step);
        for (int i = 0; i < integers.length; i++) {
            integers[i] *= step;
        }
        float[] rounded = TernaryRule.round(coefficients.toFloatArray(), s.k()).values();
        return product(straightThrough(coefficients, rounded), straightThrough(basis, integers), s);
    };

    private static NDArray straightThrough(NDArray latent, float[] rounded) {
        NDArray target = latent.getManager().create(rounded, latent.getShape());
        return latent.add(target.sub(latent).stopGradient());
    }

    private static NDArray product(NDArray coefficients, NDArray basis, ConvShape s) {
        int m = (int) basis.getShape().get(0);
        return coefficients.reshape((long) s.k() * s.c(), m).matMul(basis).reshape(s.k(), s.c(), s.r(), s.s());
    }
}
