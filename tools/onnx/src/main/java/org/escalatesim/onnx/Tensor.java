package org.escalatesim.onnx;

import java.util.Arrays;

/**
 * A tensor with its values as floats, or without values.
 *
 * @param shape extents, none for a scalar
 * @param values in C order; integers up to 2^24 are exact; null if only the shape is known
 * @param unsigned whether the elements are 8-bit integers without a sign
 */
record Tensor(long[] shape, float[] values, boolean unsigned) {
    /** A tensor whose elements are not 8-bit integers without a sign. */
    Tensor(long[] shape, float[] values) {
        this(shape, values, false);
    }

    /** The number of values. */
    int size() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }

    int rank() {
        return shape.length;
    }

    int dim(int i) {
        return Math.toIntExact(shape[i]);
    }

    /** The value of a tensor of one value. */
    float scalar() {
        return values[0];
    }

    /** The shape as messages write it, for example {@code [1, 3, 224, 224]}. */
    String describe() {
        return Arrays.toString(shape);
    }
}
