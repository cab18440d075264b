package org.escalatesim.workloads.numpy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.escalatesim.config.InputException;

/**
 * Reads {@code .npy} files of format version 1 and 2 and members of {@code .npz} archives. Little-endian arrays in C
 * order only; whatever else a file may hold is refused with one line that names the file and what would be right.
 *
 * <p>Format: the NumPy reference, "numpy.lib.format".
 */
public final class NumpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|(\\[))");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([-0-9,\\sL]*)\\)");

    private NumpyReader() {}

    /** Reads a {@code .npy} file; throws {@link InputException} if it is missing, damaged or of another form. */
    public static NumpyArray read(Path file) {
        try {
            return read(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file");
        } catch (IOException e) {
            throw new InputException(
                    file + (Files.isDirectory(file) ? ": is a folder, not a file" : ": cannot be read"));
        }
    }

    /**
     * Reads one array of a {@code .npz} archive.
     *
     * @param member the name that was given to {@code numpy.savez}, without {@code .npy}
     * @throws InputException if the archive or the member is missing, damaged or of another form
     */
    public static NumpyArray readMember(Path archive, String member) {
        String name = archive + ":" + member;
        try (ZipFile zip = open(archive)) {
            ZipEntry entry = zip.getEntry(member + ".npy");
            if (entry == null) {
                throw new InputException(
                        archive + ": no member '" + member + "'; it has " + String.join(", ", names(zip)));
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return read(name, in.readAllBytes());
            }
        } catch (IOException e) {
            throw new InputException(name + ": cannot be read, the archive is damaged (" + e.getMessage() + ")");
        }
    }

    /** The names of a {@code .npz} archive's arrays, sorted, without {@code .npy}. */
    public static List<String> members(Path archive) {
        try (ZipFile zip = open(archive)) {
            return names(zip);
        } catch (IOException e) {
            throw new InputException(archive + ": cannot be read (" + e.getMessage() + ")");
        }
    }

    private static ZipFile open(Path archive) throws IOException {
        if (Files.isDirectory(archive)) {
            throw new InputException(archive + ": is a folder, not a file");
        }
        if (!Files.isRegularFile(archive)) {
            throw new InputException(archive + ": no such file");
        }
        try {
            return new ZipFile(archive.toFile());
        } catch (ZipException e) {
            throw new InputException(archive + ": not a .npz archive (" + e.getMessage() + ")");
        }
    }

    private static List<String> names(ZipFile zip) {
        List<String> names = new ArrayList<>();
        zip.stream()
                .map(ZipEntry::getName)
                .filter(n -> n.endsWith(".npy"))
                .forEach(n -> names.add(n.substring(0, n.length() - 4)));
        names.sort(null);
        return names;
    }

    /**
     * Decodes the bytes of a {@code .npy} file.
     *
     * @param name how messages call it
     */
    public static NumpyArray read(String name, byte[] file) {
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
        int found = file.length - at;
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
        ByteBuffer data = buffer.position(at).slice().order(ByteOrder.LITTLE_ENDIAN);
        return new NumpyArray(name, type, shape, (int) size, data);
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
