package org.escalatesim.workloads.numpy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes {@code .safetensors} files for tests. */
public final class TensorFile {
    private final StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    private byte[] data = new byte[0];

    /** Adds a tensor of any type, its bytes as they are. */
    public TensorFile add(String name, String dtype, byte[] bytes, int... shape) {
        int begin = data.length;
        data = Arrays.copyOf(data, begin + bytes.length);
        System.arraycopy(bytes, 0, data, begin, bytes.length);
        header.append(",\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, Arrays.toString(shape), begin, data.length));
        return this;
    }

    /** Adds a tensor of 32-bit floats. */
    public TensorFile add(String name, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return add(name, "F32", bytes.array(), shape);
    }

    /** Writes the file. */
    public Path write(Path file) throws IOException {
        return write(file, header + "}", data);
    }

    /** Writes a header, whatever it is, and data. */
    public static Path write(Path file, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).put(data).array());
        return file;
    }
}
