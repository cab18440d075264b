package org.escalatesim.workloads.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;

/**
 * The tensors of a {@code .safetensors} file. The whole header is checked when the file is opened; a tensor's bytes are
 * read when it is asked for, and no others. The file is not kept open.
 *
 * <p>Format: huggingface/safetensors, README, "Format": 8 bytes, an unsigned little-endian length; so many bytes of JSON;
 * the data, little-endian, C order, without holes.
 */
public final class SafeTensors {
    private static final int LENGTH_BYTES = 8;
    private final Path file;
    private final long dataStart;
    private final Map<String, SafeTensorsHeader.Tensor> tensors;

    private SafeTensors(Path file, long dataStart, Map<String, SafeTensorsHeader.Tensor> tensors) {
        this.file = file;
        this.dataStart = dataStart;
        this.tensors = tensors;
    }

    /** Opens a file and checks its header; throws {@link InputException} with one line that says what is wrong. */
    public static SafeTensors open(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": is a folder, not a file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < LENGTH_BYTES) {
                throw new InputException(file + ": not a .safetensors file, " + size + " bytes long");
            }
            long length = bytes(channel, 0, LENGTH_BYTES).getLong(0);
            if (length < 2 || length > SafeTensorsHeader.LONGEST) {
                throw new InputException(file + ": not a .safetensors file (its first 8 bytes make a header of "
                        + Long.toUnsignedString(length) + " bytes, must be 2 to " + SafeTensorsHeader.LONGEST + ")");
            }
            if (length > size - LENGTH_BYTES) {
                throw new InputException(file + ": truncated, its header has " + length + " bytes and "
                        + (size - LENGTH_BYTES) + " are there");
            }
            String json = StandardCharsets.UTF_8
                    .decode(bytes(channel, LENGTH_BYTES, (int) length))
                    .toString();
            long start = LENGTH_BYTES + length;
            return new SafeTensors(file, start, SafeTensorsHeader.parse(file.toString(), json, size - start));
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file");
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read");
        }
    }

    /** The tensors' names in the order of the header. */
    public Collection<String> names() {
        return tensors.keySet();
    }

    /**
     * Reads a tensor. 16-bit floats become 32-bit ones, which hold them exactly.
     *
     * @throws InputException if there is no such tensor, or its elements are not read
     */
    public NumpyArray read(String name) {
        String label = file + ":" + name;
        SafeTensorsHeader.Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InputException(file + ": no tensor '" + name + "'; it has " + some(List.copyOf(names()))
                    + Names.didYouMean(name, names()));
        }
        long elements = tensor.elements();
        if (elements > Integer.MAX_VALUE / 8) {
            throw new InputException(
                    label + ": a tensor of shape " + Arrays.toString(tensor.shape()) + " is too large");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer data = bytes(channel, dataStart + tensor.begin(), (int)
                    (elements * tensor.type().bytes()));
            NumpyArray.Type type = tensor.type().as();
            if (type == null) {
                throw new InputException(
                        label + ": elements of type " + tensor.type() + " are not read; save it as F32");
            }
            return new NumpyArray(label, type, tensor.shape(), (int) elements, widened(tensor.type(), data));
        } catch (IOException e) {
            throw new InputException(label + ": cannot be read");
        }
    }

    private static String some(List<String> names) {
        return names.size() <= 6
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 5)) + " and " + (names.size() - 5) + " more";
    }

    private static ByteBuffer widened(SafeTensorsHeader.Type type, ByteBuffer data) {
        if (type != SafeTensorsHeader.Type.F16 && type != SafeTensorsHeader.Type.BF16) {
            return data;
        }
        int count = data.capacity() / 2;
        ByteBuffer wide = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            short bits = data.getShort(2 * i);
            wide.putFloat(type == SafeTensorsHeader.Type.F16 ? half(bits) : Float.intBitsToFloat(bits << 16));
        }
        return wide.flip();
    }

    /** IEEE 754 binary16: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude = switch (exponent) {
            case 0 -> Math.scalb((float) fraction, -24);
            case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
            default -> Math.scalb((float) (fraction | 0x400), exponent - 25);
        };
        return bits < 0 ? -magnitude : magnitude;
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }
}
