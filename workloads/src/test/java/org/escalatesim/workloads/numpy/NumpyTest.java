package org.escalatesim.workloads.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyTest {
    @TempDir
    Path folder;

    /** A file with a header of our choice, as other writers might make it. */
    private static byte[] file(int major, String dict, byte[] data) {
        byte[] text = (dict + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocate((major == 1 ? 10 : 12) + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) major)
                .put((byte) 0);
        if (major == 1) {
            buffer.putShort((short) text.length);
        } else {
            buffer.putInt(text.length);
        }
        return buffer.put(text).put(data).array();
    }

    private static byte[] of(String descr, String order, String shape, int bytes) {
        return file(
                1,
                "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }",
                new byte[bytes]);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        float[] values = {1.5f, -2, 0, Float.MIN_VALUE, 4, 5};
        NumpyWriter.write(folder.resolve("f.npy"), values, 2, 3);
        NumpyWriter.write(folder.resolve("b.npy"), new byte[] {-128, 127, 0}, 3);
        NumpyWriter.write(folder.resolve("i.npy"), new int[] {Integer.MIN_VALUE}, 1, 1);
        NumpyArray f = NumpyReader.read(folder.resolve("f.npy"));
        assertThat(f.floats()).containsExactly(values);
        assertThat(f.shape()).containsExactly(2, 3);
        assertThat(NumpyReader.read(folder.resolve("b.npy")).bytes()).containsExactly(-128, 127, 0);
        assertThat(NumpyReader.read(folder.resolve("i.npy")).get(0)).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void theHeaderFillsAMultipleOf64Bytes() {
        // numpy.save of numpy.array([7, -1], 'int8') makes the same 130 bytes: 10 + 118 of header, 2 of data.
        String dict = "{'descr': '|i1', 'fortran_order': False, 'shape': (2,), }";
        byte[] expected = file(1, dict + " ".repeat(128 - 10 - 1 - dict.length()), new byte[] {7, -1});
        assertThat(NumpyWriter.encode(new byte[] {7, -1}, 2))
                .isEqualTo(expected)
                .hasSize(130);
    }

    @ParameterizedTest
    @CsvSource({"<f4,4", "<f8,8", "|i1,1", "|u1,1", "<i4,4", "<i8,8", "|b1,1"})
    void readsEveryType(String descr, int bytes) {
        byte[] data = new byte[2 * bytes];
        data[bytes] = (byte) (descr.contains("f") ? 0 : 1);
        NumpyArray array = NumpyReader.read(
                "x", file(2, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (2, 1)}", data));
        assertThat(array.get(0)).isZero();
        assertThat(array.get(1)).isEqualTo(descr.contains("f") ? 0 : 1);
        assertThat(array.hasShape(2, 1)).isTrue();
    }

    @Test
    void unsignedAndSignedBytesDiffer() {
        byte[] data = {(byte) 0xff};
        String rest = "', 'fortran_order': False, 'shape': (1,)}";
        assertThat(NumpyReader.read("x", file(1, "{'descr': '|u1" + rest, data)).get(0))
                .isEqualTo(255);
        assertThat(NumpyReader.read("x", file(1, "{'descr': '|i1" + rest, data)).get(0))
                .isEqualTo(-1);
    }

    @Test
    void refusesWithOneLine() {
        byte[] good = NumpyWriter.encode(new float[] {1, 2, 3}, 3);
        expect(Arrays.copyOf(good, good.length - 1), "x: truncated, 11 bytes of data where shape [3] of <f4 needs 12");
        expect(Arrays.copyOf(good, good.length + 1), "x: 13 bytes of data where shape [3] of <f4 needs 12");
        expect(Arrays.copyOf(good, 9), "x: truncated, it ends inside the header, after 9 bytes");
        expect(Arrays.copyOf(good, 40), "x: truncated, it ends inside the header, after 40 bytes");
        expect(new byte[0], "x: not a .npy file (it does not begin with \\x93NUMPY)");
        expect("PK and more".getBytes(StandardCharsets.US_ASCII), "x: not a .npy file");
        expect(of("'<f4'", "True", "(1,)", 4), "x: Fortran order; save it in C order with numpy.ascontiguousarray");
        expect(of("'|O'", "False", "(1,)", 8), "x: an object array; save numbers");
        expect(of("'>f4'", "False", "(1,)", 4), "x: big-endian (>f4); save it little-endian with array.astype('<f4')");
        expect(of("'<f2'", "False", "(1,)", 2), "x: element type <f2; arrays of <f4 <f8 |i1 |u1 <i4 <i8 |b1 are read");
        expect(of("[('a', '<f4')]", "False", "(1,)", 4), "x: a structured array");
        expect(of("'<f4'", "False", "(99999999999,)", 4), "x: the .npy header has an impossible shape");
        expect(of("'<f4'", "False", "(2, -3)", 4), "x: the .npy header has a negative dimension in shape [2, -3]");
        expect(of("'<f4'", "False", "(60000, 60000)", 4), "x: an array of shape [60000, 60000] is too large");
        expect(file(3, "{}", new byte[0]), "x: .npy format version 3.0; versions 1 and 2 are read");
    }

    private static void expect(byte[] file, String message) {
        assertThatThrownBy(() -> NumpyReader.read("x", file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void readsArchives() throws IOException {
        Path archive = folder.resolve("a.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("w.npy"));
            zip.write(NumpyWriter.encode(new float[] {3}, 1));
        }
        assertThat(NumpyReader.members(archive)).containsExactly("w");
        assertThat(NumpyReader.readMember(archive, "w").floats()).containsExactly(3f);
        assertThatThrownBy(() -> NumpyReader.readMember(archive, "v"))
                .hasMessage(archive + ": no member 'v'; it has w");
        Path bad = Files.write(folder.resolve("bad.npz"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> NumpyReader.members(bad)).hasMessageStartingWith(bad + ": not a .npz archive");
        assertThatThrownBy(() -> NumpyReader.read(folder)).hasMessage(folder + ": is a folder, not a file");
        assertThatThrownBy(() -> NumpyReader.read(folder.resolve("no.npy")))
                .hasMessage(folder.resolve("no.npy") + ": no such file");
    }
}
