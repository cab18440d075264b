package org.escalatesim.trace;

/**
 * How a block turns the 32-bit sum of an output into its 8-bit value:
 * {@code clamp(roundHalfToEven((sum * mult[k] + bias[k] + shortcut * shortcutMult[k]) / 2^shift[k]))}.
 *
 * <p>Batch norm, weight scale, basis scale and activation scales are folded into these integers, per output channel.
 * Bias and shortcut are held at the precision of the product (units of {@code 2^-shift[k]} of an output step), so there
 * is a single rounding; the product and the sum of the three are 64-bit.
 *
 * @param mult [K], 16-bit signed multipliers (-32768 to 32767)
 * @param shift [K], right shifts, 0 to 47
 * @param bias [K], in units of 2^-shift of an output step
 * @param relu whether the output is u8 after ReLU (clamped to 0 to 255) and not s8 (-128 to 127)
 * @param shortcut the residual input, or null
 */
public record Requant(int[] mult, int[] shift, long[] bias, boolean relu, Shortcut shortcut) {

    /**
     * The other side of a residual addition, brought to the scale of the output.
     *
     * @param values [P][Q][K], 8-bit
     * @param signed whether the values are two's complement
     * @param mult [K], multipliers in units of 2^-shift of an output step, 32-bit
     */
    public record Shortcut(byte[] values, boolean signed, int[] mult) {
        /** The value at flat index (p * Q + q) * K + k. */
        public int value(int index) {
            return signed ? values[index] : values[index] & 0xff;
        }
    }

    /** Throws {@link IllegalArgumentException} when lengths differ or a value is out of range. */
    public Requant {
        if (mult.length != shift.length || mult.length != bias.length) {
            throw new IllegalArgumentException("mult, shift and bias must have one entry per output channel");
        }
        for (int i = 0; i < mult.length; i++) {
            if (mult[i] < Short.MIN_VALUE || mult[i] > Short.MAX_VALUE) {
                throw new IllegalArgumentException("mult[" + i + "] must fit 16 bits, not " + mult[i]);
            }
            if (shift[i] < 0 || shift[i] > 47) {
                throw new IllegalArgumentException("shift[" + i + "] must be 0 to 47, not " + shift[i]);
            }
        }
    }

    /**
     * The 8-bit output for one sum, as the block computes it: one shift, then the bits shifted out decide.
     *
     * @param k output channel
     * @param sum the 32-bit sum over m
     * @param shortcutValue the residual input at this output ({@link Shortcut#value}); ignored without a shortcut
     * @return 0 to 255 after ReLU, else -128 to 127; its low byte is the stored output
     */
    public int apply(int k, int sum, int shortcutValue) {
        long value = (long) sum * mult[k] + bias[k];
        if (shortcut != null) {
            value += (long) shortcutValue * shortcut.mult[k];
        }
        int bits = shift[k];
        long rounded = value >> bits;
        if (bits > 0) {
            // The highest bit shifted out is the half; any below it, or an odd result, takes a half upwards.
            long half = (value >> (bits - 1)) & 1;
            long rest = value & ((1L << (bits - 1)) - 1);
            if (half != 0 && (rest != 0 || (rounded & 1) != 0)) {
                rounded++;
            }
        }
        long low = relu ? 0 : Byte.MIN_VALUE;
        long high = relu ? 255 : Byte.MAX_VALUE;
        return (int) Math.max(low, Math.min(high, rounded));
    }
}
