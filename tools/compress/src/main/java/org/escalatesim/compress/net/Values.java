package org.escalatesim.compress.net;

import java.util.Arrays;

/**
 * An array of 32-bit floats.
 *
 * @param data values in C order; not copied
 * @param shape extent of each dimension, outermost first
 */
public record Values(float[] data, int... shape) {
    /** Checks that the shape has as many values; throws {@link IllegalArgumentException} otherwise. */
    public Values {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        if (size != data.length) {
            throw new IllegalArgumentException(data.length + " values do not fill " + Arrays.toString(shape));
        }
    }

    /** Values that are all the same. */
    public static Values filled(float value, int... shape) {
        float[] data = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(data, value);
        return new Values(data, shape);
    }

    /** A copy that shares nothing. */
    public Values copy() {
        return new Values(data.clone(), shape.clone());
    }

    /** How many values are not zero. */
    public int nonZeros() {
        int count = 0;
        for (float value : data) {
            count += value != 0 ? 1 : 0;
        }
        return count;
    }

    /**
     * The slices of one dimension that are kept, in order.
     *
     * @param dimension 0 for the outermost
     * @param keep one flag per slice
     */
    public Values select(int dimension, boolean[] keep) {
        int outer = 1;
        for (int i = 0; i < dimension; i++) {
            outer *= shape[i];
        }
        int inner = data.length / outer / shape[dimension];
        int kept = 0;
        for (boolean flag : keep) {
            kept += flag ? 1 : 0;
        }
        int[] extents = shape.clone();
        extents[dimension] = kept;
        float[] out = new float[outer * kept * inner];
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < shape[dimension]; i++) {
                if (keep[i]) {
                    System.arraycopy(data, (o * shape[dimension] + i) * inner, out, at, inner);
                    at += inner;
                }
            }
        }
        return new Values(out, extents);
    }
}
