package org.escalatesim.compress.net;

import org.escalatesim.tensor.ConvShape;

/**
 * What a network costs, counted from its arrays. One FLOP is one multiply-accumulate, as in PENNI.
 *
 * <ul>
 *   <li>A decomposed convolution in PENNI's order (ICML 2020, section 3.2: basis kernels first, then coefficients):
 *       {@code P*Q*(C*M*R*S + non-zero coefficients)}.
 *   <li>In ESCALATE's order (MICRO 2021: channel sums first): {@code H*W*(non-zero coefficients)} additions and {@code
 *       P*Q*R*S} multiplications per (k, m) that has any coefficient. Zeros of the activations are not taken off.
 *   <li>A ternary 1 x 1 convolution: {@code P*Q*(non-zero coefficients)} and a multiplication per element, in either
 *       order; its basis is one scale.
 *   <li>Any other layer: {@code P*Q*(non-zero weights)}, in either order.
 * </ul>
 *
 * @param denseFlops of the same layers with every weight present
 * @param penniFlops in PENNI's order
 * @param additions in ESCALATE's order
 * @param multiplications in ESCALATE's order; layers that are not decomposed have one per multiply-accumulate
 * @param coefficients coefficients of decomposed layers, zeros included
 * @param nonZeros those that are not zero
 * @param channels output channels of all convolutions
 * @param bits size of the weights, see {@link #compression}
 */
public record Accounting(
        long denseFlops,
        long penniFlops,
        long additions,
        long multiplications,
        long coefficients,
        long nonZeros,
        int channels,
        long bits) {
    private static final int FLOAT_BITS = 32;
    private static final int BASIS_BITS = 8;

    /** Counts a network; groups of one only. */
    public static Accounting of(Topology net, Params params) {
        Accounting sum = new Accounting(0, 0, 0, 0, 0, 0, 0, 0);
        for (String layer : net.layers().keySet()) {
            ConvShape s = net.layers().get(layer);
            Accounting one =
                    params.has(layer, Params.COEFFICIENTS) ? decomposed(s, params, layer) : plain(s, params, layer);
            sum = sum.plus(one, net.isFc(layer) ? 0 : s.k());
        }
        return sum;
    }

    private static Accounting plain(ConvShape s, Params params, String layer) {
        Values weights = params.get(layer, Params.WEIGHT);
        int nonZeros = weights.nonZeros();
        boolean pruned = nonZeros < s.parameters();
        long flops = (long) s.p() * s.q() * nonZeros;
        long bits = (long) FLOAT_BITS * nonZeros + (pruned ? presenceBits(weights, nonZeros, s) : 0);
        return new Accounting(s.denseMacs(), flops, flops, flops, 0, 0, 0, bits);
    }

    /** A bit per kernel if kernels are whole or absent, as branches leave them; else a bit per weight. */
    private static long presenceBits(Values weights, int nonZeros, ConvShape s) {
        long kernels = 0;
        for (int i = 0; i < weights.data().length; i += s.taps()) {
            boolean present = false;
            for (int t = 0; t < s.taps(); t++) {
                present |= weights.data()[i + t] != 0;
            }
            kernels += present ? 1 : 0;
        }
        return kernels * s.taps() == nonZeros ? s.parameters() / s.taps() : s.parameters();
    }

    private static Accounting decomposed(ConvShape s, Params params, String layer) {
        Values coefficients = params.get(layer, Params.COEFFICIENTS);
        int m = coefficients.shape()[2];
        long pixels = (long) s.p() * s.q();
        long nonZeros = coefficients.nonZeros();
        long elements = 0;
        for (int k = 0; k < s.k(); k++) {
            for (int i = 0; i < m; i++) {
                for (int c = 0; c < s.c(); c++) {
                    if (coefficients.data()[(k * s.c() + c) * m + i] != 0) {
                        elements++;
                        break;
                    }
                }
            }
        }
        boolean ternary = params.has(layer, Params.SCALE);
        long bits = coefficients.data().length
                + nonZeros * (ternary ? 1 : FLOAT_BITS)
                + (long) m * s.taps() * (ternary ? BASIS_BITS : FLOAT_BITS)
                + (ternary ? (long) FLOAT_BITS * (s.k() + 1) : 0);
        return new Accounting(
                s.denseMacs(),
                s.pointwise() ? pixels * nonZeros : pixels * ((long) s.c() * m * s.taps() + nonZeros),
                (s.pointwise() ? pixels : (long) s.h() * s.w()) * nonZeros,
                pixels * s.taps() * elements,
                coefficients.data().length,
                nonZeros,
                0,
                bits);
    }

    private Accounting plus(Accounting other, int moreChannels) {
        return new Accounting(
                denseFlops + other.denseFlops,
                penniFlops + other.penniFlops,
                additions + other.additions,
                multiplications + other.multiplications,
                coefficients + other.coefficients,
                nonZeros + other.nonZeros,
                channels + moreChannels,
                bits + other.bits);
    }

    /** Fraction of {@link #coefficients} that are not zero, 0 to 1; NaN if no layer is decomposed. */
    public double density() {
        return (double) nonZeros / coefficients;
    }

    /**
     * How much smaller the weights are than those of another form of the network. Counted are weights, one presence bit
     * per coefficient (in undecomposed layers with zeros per kernel, or per weight where kernels have holes), 32 bits per float value, 1 bit per ternary sign, 8 bits per
     * quantised basis value, 32 bits per scale; batch norms and biases are not, on either side.
     */
    public double compression(Accounting original) {
        return (double) original.bits / bits;
    }
}
