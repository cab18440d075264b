package org.escalatesim.compress.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.escalatesim.config.InputException;

/**
 * An IDX file of unsigned bytes, as MNIST comes: two zero bytes, the type 8, the number of dimensions, each dimension
 * as a big-endian 32-bit integer, then the values in C order (LeCun, Cortes, Burges, "The MNIST database"). Gzip is
 * recognised by its first two bytes.
 *
 * @param shape dimensions, outermost first
 * @param values unsigned bytes
 */
record IdxFile(int[] shape, byte[] values) {
    private static final int UNSIGNED_BYTE = 8;
    private static final long MOST = 1L << 30;

    /**
     * Reads a file.
     *
     * @param dimensions how many dimensions it must have
     * @throws InputException if it is no such file, is shorter or longer than its header says, or is no whole gzip
     */
    static IdxFile read(Path file, int dimensions) {
        try (DataInputStream in = open(file)) {
            int magic = in.readInt();
            if (magic != (UNSIGNED_BYTE << 8 | dimensions)) {
                throw new InputException(
                        file + ": begins with " + hex(magic) + "; an IDX file of unsigned bytes in " + dimensions
                                + " dimension" + (dimensions == 1 ? "" : "s") + " begins with "
                                + hex(UNSIGNED_BYTE << 8 | dimensions));
            }
            int[] shape = new int[dimensions];
            long size = 1;
            for (int i = 0; i < dimensions; i++) {
                shape[i] = in.readInt();
                if (shape[i] < 1 || size * shape[i] > MOST) {
                    throw new InputException(file + ": dimension " + i + " is " + shape[i]
                            + "; must be at least 1, and all values together at most " + MOST);
                }
                size *= shape[i];
            }
            byte[] values = in.readNBytes((int) size);
            if (values.length < size) {
                throw new InputException(
                        file + ": ends after " + values.length + " values; its header promises " + size);
            }
            if (in.read() >= 0) {
                throw new InputException(file + ": is longer than the " + size + " values that its header promises");
            }
            return new IdxFile(shape, values);
        } catch (EOFException e) {
            throw new InputException(file + ": ends too early to be a whole IDX file");
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + e.getMessage() + ")");
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return new DataInputStream(gzip ? new BufferedInputStream(new GZIPInputStream(raw)) : raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static String hex(int value) {
        return String.format("0x%08x", value);
    }
}
