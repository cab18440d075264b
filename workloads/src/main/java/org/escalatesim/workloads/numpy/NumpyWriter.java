package org.escalatesim.workloads.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes {@code .npy} files, format version 1, little-endian, C order. */
public final class NumpyWriter {
    private NumpyWriter() {}

    /** Writes 32-bit floats; throws {@link IllegalArgumentException} if shape and length differ. */
    public static void write(Path file, float[] values, int... shape) throws IOException {
        Files.write(file, encode(values, shape));
    }

    /** Writes signed 8-bit integers; throws {@link IllegalArgumentException} if shape and length differ. */
    public static void write(Path file, byte[] values, int... shape) throws IOException {
        Files.write(file, encode(values, shape));
    }

    /** Writes signed 32-bit integers; throws {@link IllegalArgumentException} if shape and length differ. */
    public static void write(Path file, int[] values, int... shape) throws IOException {
        ByteBuffer buffer = start(NumpyArray.Type.INT32, values.length, shape);
        for (int value : values) {
            buffer.putInt(value);
        }
        Files.write(file, buffer.array());
    }

    /** The file that {@link #write(Path, float[], int...)} writes. */
    public static byte[] encode(float[] values, int... shape) {
        ByteBuffer buffer = start(NumpyArray.Type.FLOAT32, values.length, shape);
        for (float value : values) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    /** The file that {@link #write(Path, byte[], int...)} writes. */
    public static byte[] encode(byte[] values, int... shape) {
        return start(NumpyArray.Type.INT8, values.length, shape).put(values).array();
    }

    private static ByteBuffer start(NumpyArray.Type type, int size, int[] shape) {
        long expected = 1;
        for (int extent : shape) {
            expected *= extent;
        }
        if (expected != size) {
            throw new IllegalArgumentException(size + " values do not fill shape " + Arrays.toString(shape));
        }
        String extents = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        if (shape.length == 1) {
            extents += ",";
        }
        String dict = "{'descr': '" + type.descr() + "', 'fortran_order': False, 'shape': (" + extents + "), }";
        // Data starts at a multiple of 64 bytes, after a newline.
        int header = (10 + dict.length() + 1 + 63) / 64 * 64;
        ByteBuffer buffer = ByteBuffer.allocate(header + size * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        buffer.putShort((short) (header - 10)).put(dict.getBytes(StandardCharsets.US_ASCII));
        while (buffer.position() < header - 1) {
            buffer.put((byte) ' ');
        }
        buffer.put((byte) '\n');
        return buffer;
    }
}
