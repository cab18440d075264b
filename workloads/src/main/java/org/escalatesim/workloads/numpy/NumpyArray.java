package org.escalatesim.workloads.numpy;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An n-dimensional array in C order (last index fastest), as read from a {@code .npy} file. */
public final class NumpyArray {

    /** Element types that are read and written; all little-endian. */
    public enum Type {
        /** 32-bit float. */
        FLOAT32("<f4", 4),
        /** 64-bit float. */
        FLOAT64("<f8", 8),
        /** 8-bit two's complement. */
        INT8("|i1", 1),
        /** 8-bit unsigned. */
        UINT8("|u1", 1),
        /** 32-bit two's complement. */
        INT32("<i4", 4),
        /** 64-bit two's complement. */
        INT64("<i8", 8),
        /** One byte, 0 or 1. */
        BOOL("|b1", 1);

        private final String descr;
        private final int bytes;

        Type(String descr, int bytes) {
            this.descr = descr;
            this.bytes = bytes;
        }

        /** NumPy's name of the type, for example {@code <f4}. */
        public String descr() {
            return descr;
        }

        /** Bytes of one element. */
        public int bytes() {
            return bytes;
        }

        /** Whether this is a floating-point type. */
        public boolean isFloat() {
            return this == FLOAT32 || this == FLOAT64;
        }
    }

    private final String name;
    private final Type type;
    private final int[] shape;
    private final int size;
    private final ByteBuffer data;

    NumpyArray(String name, Type type, int[] shape, int size, ByteBuffer data) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.size = size;
        this.data = data;
    }

    /** The file, or {@code file.npz:member}, that the array came from. */
    public String name() {
        return name;
    }

    /** Element type. */
    public Type type() {
        return type;
    }

    /** Length of each dimension, outermost first; empty for a scalar. A copy. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of elements. */
    public int size() {
        return size;
    }

    /** The shape as messages print it, for example {@code [16, 3, 3, 3]}. */
    public String describe() {
        return Arrays.toString(shape);
    }

    /** Whether the array has exactly this shape. */
    public boolean hasShape(int... expected) {
        return Arrays.equals(shape, expected);
    }

    /** The element at a flat index as a double; 64-bit integers beyond 2^53 lose low bits. */
    public double get(int index) {
        return switch (type) {
            case FLOAT32 -> data.getFloat(index * 4);
            case FLOAT64 -> data.getDouble(index * 8);
            case INT8 -> data.get(index);
            case UINT8 -> data.get(index) & 0xff;
            case INT32 -> data.getInt(index * 4);
            case INT64 -> data.getLong(index * 8);
            case BOOL -> data.get(index) == 0 ? 0 : 1;
        };
    }

    /** All elements as floats, C order. */
    public float[] floats() {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) get(i);
        }
        return values;
    }

    /**
     * All elements of an 8-bit array as they are stored, C order.
     *
     * @throws IllegalStateException if the elements are not one byte wide
     */
    public byte[] bytes() {
        if (type.bytes() != 1) {
            throw new IllegalStateException(name + " has elements of type " + type.descr() + ", not of 8 bits");
        }
        byte[] values = new byte[size];
        data.get(0, values);
        return values;
    }

    /**
     * What is wrong with the first element that is no finite float32, for example {@code NaN at [1, 2]; must be finite},
     * or null if all are. A float64 beyond float32's range would become infinite.
     */
    public String nonFinite() {
        for (int i = 0; i < size; i++) {
            double value = get(i);
            if (!Float.isFinite((float) value)) {
                return value + " at " + index(i)
                        + (Double.isFinite(value) ? "; must fit float32, magnitudes to 3.4e38" : "; must be finite");
            }
        }
        return null;
    }

    /** A flat index as NumPy writes it, for example {@code [2, 0, 5]}. */
    public String index(int flat) {
        int[] at = new int[shape.length];
        int rest = flat;
        for (int d = shape.length - 1; d >= 0; d--) {
            at[d] = rest % shape[d];
            rest /= shape[d];
        }
        return Arrays.toString(at);
    }
}
