package org.escalatesim.workloads.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.escalatesim.config.InputException;

/** The header of a {@code .npy} file: what lies behind it. */
public final class NumpyHeader {
    /** Bytes from which every header that is read can be told; longer ones, of structured arrays, are refused. */
    static final int LONGEST = 1 << 17;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|(\\[))");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([-0-9,\\sL]*)\\)");

    private final NumpyArray.Type type;
    private final int[] shape;
    private final int size;
    private final long dataStart;

    private NumpyHeader(NumpyArray.Type type, int[] shape, int size, long dataStart) {
        this.type = type;
        this.shape = shape;
        this.size = size;
        this.dataStart = dataStart;
    }

    /** Element type. */
    public NumpyArray.Type type() {
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

    /** Where the data begins, in bytes from the start of the file. */
    long dataStart() {
        return dataStart;
    }

    /**
     * Decodes a header and checks that the data behind it is as long as it says.
     *
     * @param name how messages call the file
     * @param file the file, or its first {@link #LONGEST} bytes
     * @param fileLength bytes of the whole file
     */
    static NumpyHeader parse(String name, byte[] file, long fileLength) {
        int magic = Math.min(file.length, MAGIC.length);
        if (magic == 0 || !Arrays.equals(file, 0, magic, MAGIC, 0, magic)) {
            throw new InputException(name + ": not a .npy file (it does not begin with \\x93NUMPY)");
        }
        if (file.length < 10) {
            throw truncated(name, "it ends inside the header, after " + file.length + " bytes");
        }
        int major = file[6] & 0xff;
        if (major != 1 && major != 2) {
            throw new InputException(
                    name + ": .npy format version " + major + "." + (file[7] & 0xff) + "; versions 1 and 2 are read");
        }
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int start = major == 1 ? 10 : 12;
        if (file.length < start) {
            throw truncated(name, "it ends inside the header, after " + file.length + " bytes");
        }
        long length = major == 1 ? buffer.getShort(8) & 0xffff : buffer.getInt(8) & 0xffffffffL;
        if (start + length > file.length) {
            throw truncated(name, "it ends inside the header, after " + file.length + " bytes");
        }
        String header = new String(file, start, (int) length, StandardCharsets.ISO_8859_1);
        NumpyArray.Type type = type(name, header);
        if (group(name, header, ORDER, "fortran_order").equals("True")) {
            throw new InputException(name + ": Fortran order; save it in C order with numpy.ascontiguousarray");
        }
        int[] shape = shape(name, header);
        long size = 1;
        for (int extent : shape) {
            if (extent < 0) {
                throw new InputException(
                        name + ": the .npy header has a negative dimension in shape " + Arrays.toString(shape));
            }
            size *= extent;
            if (size > Integer.MAX_VALUE / 8) {
                throw new InputException(name + ": an array of shape " + Arrays.toString(shape) + " is too large");
            }
        }
        int at = start + (int) length;
        long expected = size * type.bytes();
        long found = fileLength - at;
        if (found < expected) {
            throw truncated(
                    name,
                    found + " bytes of data where shape " + Arrays.toString(shape) + " of " + type.descr() + " needs "
                            + expected);
        }
        if (found > expected) {
            throw new InputException(name + ": " + found + " bytes of data where shape " + Arrays.toString(shape)
                    + " of " + type.descr() + " needs " + expected);
        }
        return new NumpyHeader(type, shape, (int) size, at);
    }

    private static NumpyArray.Type type(String name, String header) {
        String accepted = Arrays.stream(NumpyArray.Type.values())
                .map(NumpyArray.Type::descr)
                .collect(Collectors.joining(" "));
        Matcher matcher = DESCR.matcher(header);
        if (!matcher.find()) {
            throw new InputException(name + ": the .npy header has no 'descr': " + header.strip());
        }
        String descr = matcher.group(1);
        if (descr == null) {
            throw new InputException(name + ": a structured array; arrays of " + accepted + " are read");
        }
        for (NumpyArray.Type type : NumpyArray.Type.values()) {
            if (type.descr().equals(descr)) {
                return type;
            }
        }
        if (descr.startsWith("|O")) {
            throw new InputException(name + ": an object array; save numbers, for example array.astype('float32')");
        }
        if (descr.startsWith(">")) {
            throw new InputException(name + ": big-endian (" + descr + "); save it little-endian with array.astype('<"
                    + descr.substring(1) + "')");
        }
        throw new InputException(name + ": element type " + descr + "; arrays of " + accepted + " are read");
    }

    private static int[] shape(String name, String header) {
        String text = group(name, header, SHAPE, "shape").replace("L", "").strip();
        if (text.isEmpty()) {
            return new int[0];
        }
        try {
            return Pattern.compile(",")
                    .splitAsStream(text)
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new InputException(name + ": the .npy header has an impossible shape (" + text + ")");
        }
    }

    private static String group(String name, String header, Pattern pattern, String key) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new InputException(name + ": the .npy header has no '" + key + "': " + header.strip());
        }
        return matcher.group(1);
    }

    private static InputException truncated(String name, String what) {
        return new InputException(name + ": truncated, " + what);
    }
}
