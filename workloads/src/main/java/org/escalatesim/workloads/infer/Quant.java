package org.escalatesim.workloads.infer;

/**
 * How a value is held in 8 bits: {@code real = scale * integer}. Symmetric: u8 if it cannot be negative, else s8.
 *
 * @param scale real size of one step, above 0
 * @param signed whether the integers are -127 to 127 and not 0 to 255
 * @param density mean fraction of non-zero integers over the maps that the scale was taken from, 0 to 1
 */
public record Quant(double scale, boolean signed, double density) {
    /** The largest integer. */
    public static int top(boolean signed) {
        return signed ? 127 : 255;
    }

    /** A scale under which {@code largest}, a magnitude, becomes the largest integer. */
    public static Quant ofLargest(double largest, boolean signed) {
        int top = top(signed);
        return new Quant(largest > 0 ? largest / top : 1.0 / top, signed, 0);
    }

    /** The same with a density. */
    public Quant withDensity(double value) {
        return new Quant(scale, signed, value);
    }

    /** How many values lie outside the integers' range, so that {@link #quantise} clamps them. */
    public int clamped(float[] values) {
        int top = top(signed);
        int bottom = signed ? -top : 0;
        int count = 0;
        for (float value : values) {
            double steps = Math.rint(value / scale);
            count += steps < bottom || steps > top ? 1 : 0;
        }
        return count;
    }

    /**
     * Quantises a map, to the nearest integer (ties to even), and reorders it.
     *
     * @param values [C][H][W]
     * @return [H][W][C]
     */
    public byte[] quantise(float[] values, int channels) {
        int pixels = values.length / channels;
        byte[] out = new byte[values.length];
        int top = top(signed);
        int bottom = signed ? -top : 0;
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < pixels; i++) {
                double steps = Math.rint(values[c * pixels + i] / scale);
                out[i * channels + c] = (byte) (int) Math.max(bottom, Math.min(top, steps));
            }
        }
        return out;
    }
}
