package org.escalatesim.workloads.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        NumpyHeader header = NumpyHeader.parse(name, file, file.length);
        int at = (int) header.dataStart();
        ByteBuffer data = ByteBuffer.wrap(file).position(at).slice().order(ByteOrder.LITTLE_ENDIAN);
        return new NumpyArray(name, header.type(), header.shape(), header.size(), data);
    }

    /** What a {@code .npy} file holds; throws {@link InputException} as {@link #read(Path)} does. */
    public static NumpyHeader header(Path file) {
        return open(file, NumpyReader::header);
    }

    /**
     * Reads one part of the first dimension of a {@code .npy} file: of an array [N, C, H, W] the n-th [C, H, W]. The other
     * parts are not read.
     *
     * @param index 0 to N - 1
     * @throws InputException if the file is missing, damaged or of another form, or has no such part
     */
    public static NumpyArray readPart(Path file, int index) {
        return open(file, (name, channel) -> {
            NumpyHeader header = header(name, channel);
            int[] shape = header.shape();
            if (shape.length == 0 || index < 0 || index >= shape[0]) {
                throw new InputException(
                        name + ": no part " + index + " of the first dimension; shape " + Arrays.toString(shape));
            }
            int size = header.size() / shape[0];
            ByteBuffer data = ByteBuffer.allocate(size * header.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
            fill(data, channel, header.dataStart() + (long) index * data.capacity());
            return new NumpyArray(
                    name + "[" + index + "]",
                    header.type(),
                    Arrays.copyOfRange(shape, 1, shape.length),
                    size,
                    data.flip());
        });
    }

    private static NumpyHeader header(String name, FileChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate((int) Math.min(channel.size(), NumpyHeader.LONGEST));
        fill(first, channel, 0);
        return NumpyHeader.parse(name, first.array(), channel.size());
    }

    private static void fill(ByteBuffer buffer, FileChannel channel, long from) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
    }

    private interface Use<T> {
        T of(String name, FileChannel channel) throws IOException;
    }

    private static <T> T open(Path file, Use<T> use) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": is a folder, not a file");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return use.of(file.toString(), channel);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file");
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read");
        }
    }
}
