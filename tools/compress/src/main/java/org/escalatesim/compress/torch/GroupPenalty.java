package org.escalatesim.compress.torch;

import ai.djl.ndarray.NDArray;
import org.escalatesim.tensor.ConvShape;

/**
 * The group lasso of Dynamic Structure Pruning (AAAI 2023) on one layer: with P[g][k] the share that filter k has in
 * group g,
 *
 * <pre>R(W, P) = s * sum over g of n[g] * sum over c of || P[g] W[.][c] ||,   n[g] = (sum over k of sqrt(P[g][k]))^2</pre>
 *
 * The size term n[g] is the square of the number of filters where P is 0 or 1; with the layer's scale s = sqrt(input
 * values of the layer / most of any layer) * R * (G / K)^1.5, which evens out layers, a group of K/G filters weighs as
 * the square root of its size.
 */
final class GroupPenalty {
    private static final float TINY = 1e-10f;

    private final float scale;

    /**
     * The penalty of a layer.
     *
     * @param groups G
     * @param mostInputs values of the largest input map of any grouped layer
     */
    GroupPenalty(ConvShape s, int groups, long mostInputs) {
        double inputs = (double) s.c() * s.h() * s.w() / mostInputs;
        scale = (float) (Math.sqrt(inputs) * s.r() * Math.pow((double) groups / s.k(), 1.5));
    }

    /** n[g], [G, 1]. */
    private static NDArray size(NDArray shares) {
        return shares.add(Scalars.beside(shares, TINY))
                .sqrt()
                .sum(new int[] {1}, true)
                .square();
    }

    /** The norms of the group channels, [G, C]. */
    private static NDArray norms(NDArray weights, NDArray shares) {
        NDArray energy = weights.square().sum(new int[] {3}).sum(new int[] {2});
        return shares.square().matMul(energy).add(Scalars.beside(shares, TINY)).sqrt();
    }

    /**
     * R(W, P), a scalar.
     *
     * @param weights [K, C, R, S]
     * @param shares [G, K]
     */
    NDArray value(NDArray weights, NDArray shares) {
        return norms(weights, shares)
                .sum(new int[] {1}, true)
                .mul(size(shares))
                .sum()
                .mul(Scalars.beside(shares, scale));
    }

    /** The gradient of R in W, in closed form, so that it can itself be differentiated in P. */
    NDArray gradient(NDArray weights, NDArray shares) {
        NDArray perChannel = size(shares).div(norms(weights, shares));
        NDArray factor = shares.square().transpose().matMul(perChannel).mul(Scalars.beside(shares, scale));
        return weights.mul(factor.expandDims(2).expandDims(3));
    }
}
