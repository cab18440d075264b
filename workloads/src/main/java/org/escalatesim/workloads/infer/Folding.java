package org.escalatesim.workloads.infer;

import org.escalatesim.config.InputException;
import org.escalatesim.trace.Requant;

/**
 * Folds scales and batch norm into the integers of a {@link Requant}: per output channel the largest shift at which the
 * multiplier fits 16 bits, the shortcut's multiplier 32, and the bias stays exact in a double. One shift for a whole
 * layer would leave channels with small multipliers too few bits.
 */
public final class Folding {
    private static final int MAX_SHIFT = 47;
    private static final double MAX_BIAS = 1L << 53;

    private Folding() {}

    /**
     * The requantisation of a layer.
     *
     * @param in scale of its input
     * @param out scale of its output; u8 exactly when {@code relu}
     * @param shortcutQuant scale of the shortcut, or null without
     * @param shortcut [P][Q][K], or null without
     * @throws InputException if a real multiplier is beyond 16 bits
     */
    public static Requant requant(
            QuantisedLayer layer, Quant in, Quant out, boolean relu, Quant shortcutQuant, byte[] shortcut) {
        int n = layer.shape().k();
        int[] mult = new int[n];
        int[] shift = new int[n];
        long[] bias = new long[n];
        int[] shortcutMult = new int[n];
        double side = shortcut == null ? 0 : shortcutQuant.scale() / out.scale();
        for (int k = 0; k < n; k++) {
            double factor = layer.gain()[k] * layer.weights().scale()[k] * in.scale() / out.scale();
            double offset = layer.offset()[k] / out.scale();
            int bits = MAX_SHIFT;
            while (bits >= 0 && !fits(factor, offset, side, bits)) {
                bits--;
            }
            if (bits < 0) {
                throw new InputException("layer '" + layer.name() + "': output channel " + k
                        + " needs a multiplier of " + factor + " (bias " + offset + ", shortcut " + side
                        + " output steps), which does not fit 16 bits; check scale or weights, bias and batch_norm");
            }
            double unit = Math.scalb(1.0, bits);
            mult[k] = (int) Math.rint(factor * unit);
            shift[k] = bits;
            bias[k] = (long) Math.rint(offset * unit);
            shortcutMult[k] = (int) Math.rint(side * unit);
        }
        Requant.Shortcut other =
                shortcut == null ? null : new Requant.Shortcut(shortcut, shortcutQuant.signed(), shortcutMult);
        return new Requant(mult, shift, bias, relu, other);
    }

    /**
     * Checks that the real value of any 32-bit sum fits float32, for the layer whose sums are the logits.
     *
     * @throws InputException naming the layer and the first output channel that does not fit
     */
    public static void checkLogits(QuantisedLayer layer, Quant in) {
        for (int k = 0; k < layer.shape().k(); k++) {
            double step = layer.gain()[k] * layer.weights().scale()[k] * in.scale();
            double offset = layer.offset()[k];
            // A quarter, so that differences of logits fit too; written so that NaN is refused.
            if (!(Math.abs(step) * (1L << 31) + Math.abs(offset) <= Float.MAX_VALUE / 4)) {
                throw new InputException("layer '" + layer.name() + "': output channel " + k + " has logits of " + step
                        + " per step (bias " + offset
                        + "), which do not fit float32; check scale or weights, bias and batch_norm");
            }
        }
    }

    private static boolean fits(double factor, double offset, double side, int bits) {
        double unit = Math.scalb(1.0, bits);
        return Math.abs(factor) * unit < Short.MAX_VALUE + 0.5
                && Math.abs(offset) * unit < MAX_BIAS
                && side * unit < Integer.MAX_VALUE;
    }
}
