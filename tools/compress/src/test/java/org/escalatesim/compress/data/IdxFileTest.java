package org.escalatesim.compress.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IDX files: what is read, and what is refused with which line. */
class IdxFileTest {
    @TempDir
    private Path folder;

    static byte[] idx(int[] shape, byte... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
        buffer.putInt(0x800 + shape.length);
        Arrays.stream(shape).forEach(buffer::putInt);
        return buffer.put(values).array();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("images"), content);
    }

    @Test
    void readsPlainAndGzip() throws IOException {
        byte[] content = idx(new int[] {2, 1, 3}, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 255);
        for (byte[] each : new byte[][] {content, gzip(content)}) {
            IdxFile read = IdxFile.read(file(each), 3);
            assertThat(read.shape()).containsExactly(2, 1, 3);
            assertThat(read.values()).containsExactly(1, 2, 3, 4, 5, 255);
        }
    }

    @Test
    void refusesWhatIsNotWhole() throws IOException {
        byte[] content = idx(new int[] {2, 1, 2}, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
        refused(Arrays.copyOf(content, content.length - 1), "ends after 3 values; its header promises 4");
        refused(Arrays.copyOf(content, content.length + 1), "is longer than the 4 values that its header promises");
        refused(Arrays.copyOf(content, 9), "ends too early to be a whole IDX file");
        refused(new byte[0], "ends too early to be a whole IDX file");
        byte[] zipped = gzip(content);
        refused(Arrays.copyOf(zipped, zipped.length - 12), "ends too early to be a whole IDX file");
        byte[] broken = zipped.clone();
        broken[12] ^= 0x7f;
        assertThatThrownBy(() -> IdxFile.read(file(broken), 3)).isInstanceOf(InputException.class);
    }

    @Test
    void refusesAnotherKind() throws IOException {
        refused(
                idx(new int[] {4}, (byte) 1, (byte) 2, (byte) 3, (byte) 4),
                "begins with 0x00000801; an IDX file of" + " unsigned bytes in 3 dimensions begins with 0x00000803");
        refused(idx(new int[] {0, 1, 1}), "dimension 0 is 0; must be at least 1");
        refused(idx(new int[] {1 << 20, 1 << 20, 1}), "dimension 1 is 1048576");
    }

    private void refused(byte[] content, String why) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> IdxFile.read(file, 3))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}
