package org.escalatesim.workloads.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("m.safetensors");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> SafeTensors.open(file()))
                .isInstanceOf(InputException.class)
                .hasMessage(file() + ": " + message);
    }

    @Test
    void tensorsOfEveryTypeThatIsRead() throws IOException {
        // 1, -2, the largest and the smallest binary16; then 1, -2 and 3.140625 in bfloat16, all little-endian.
        byte[] halves = {0, 0x3c, 0, (byte) 0xc0, (byte) 0xff, 0x7b, 1, 0};
        byte[] brains = {(byte) 0x80, 0x3f, 0, (byte) 0xc0, 0x49, 0x40};
        SafeTensors tensors = SafeTensors.open(new TensorFile()
                .add("half", "F16", halves, 2, 2)
                .add("brain", "BF16", brains, 3)
                .add("full", new float[] {.5f, -7}, 1, 2)
                .add("bytes", "I8", new byte[] {-128, 127}, 2)
                .add("count", "I64", new byte[] {3, 0, 0, 0, 0, 0, 0, 0})
                .write(file()));
        assertThat(tensors.names()).containsExactly("half", "brain", "full", "bytes", "count");
        assertThat(tensors.read("half").floats()).containsExactly(1, -2, 65504, (float) Math.pow(2, -24));
        assertThat(tensors.read("half").shape()).containsExactly(2, 2);
        assertThat(tensors.read("brain").floats()).containsExactly(1, -2, 3.140625f);
        assertThat(tensors.read("full").floats()).containsExactly(.5f, -7);
        assertThat(tensors.read("bytes").bytes()).containsExactly(-128, 127);
        assertThat(tensors.read("count").get(0)).isEqualTo(3);
        assertThat(tensors.read("count").shape()).isEmpty();
    }

    @Test
    void halvesAreWhatTheirBitsSay() {
        assertThat(SafeTensors.half((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(SafeTensors.half((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(SafeTensors.half((short) 0x7e00)).isNaN();
        assertThat(SafeTensors.half((short) 0x3555)).isEqualTo(0x1.554p-2f);
        assertThat(SafeTensors.half((short) 0x03ff)).isEqualTo(1023 * 0x1p-24f);
        assertThat(Float.floatToIntBits(SafeTensors.half((short) 0x8000))).isEqualTo(0x80000000);
    }

    @Test
    void noSuchTensor() throws IOException {
        SafeTensors tensors = SafeTensors.open(new TensorFile()
                .add("a.weight", new float[2], 2)
                .add("u", "U16", new byte[2], 1)
                .write(file()));
        assertThatThrownBy(() -> tensors.read("a.wieght"))
                .isInstanceOf(InputException.class)
                .hasMessage(file() + ": no tensor 'a.wieght'; it has a.weight, u; did you mean a.weight?");
        assertThatThrownBy(() -> tensors.read("u"))
                .isInstanceOf(InputException.class)
                .hasMessage(file() + ":u: elements of type U16 are not read; save it as F32");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | the header must be a JSON object",
                "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}} | tensor 'a': dtype \"F8_E4M3\" is not"
                        + " known; known are F64 F32 F16 BF16 I64 I32 I16 I8 U64 U32 U16 U8 BOOL",
                "{\"a\":{\"shape\":[8],\"data_offsets\":[0,8]}} | tensor 'a': dtype is missing; known are F64 F32 F16 BF16"
                        + " I64 I32 I16 I8 U64 U32 U16 U8 BOOL",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,-1],\"data_offsets\":[0,8]}} | tensor 'a': shape must be a list of"
                        + " whole numbers of at least 0, not [2,-1]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}} | tensor 'a': data_offsets must be a list of whole numbers of at"
                        + " least 0, not missing",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | tensor 'a': data_offsets must be [begin,"
                        + " end], not [8, 0]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | tensor 'a': data_offsets [0, 8] are 8"
                        + " bytes, but shape [3] of F32 needs 3 x 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} | truncated, tensor 'a' ends at byte 12 of"
                        + " the data, of which there are 8",
                "{\"a\":{\"dtype\":\"I8\",\"shape\":[5],\"data_offsets\":[0,5]},\"b\":{\"dtype\":\"I8\",\"shape\":[4],"
                        + "\"data_offsets\":[4,8]}} | tensor 'b': data_offsets begin at 4, but 'a' ends at 5: they overlap",
                "{\"a\":{\"dtype\":\"I8\",\"shape\":[3],\"data_offsets\":[0,3]},\"b\":{\"dtype\":\"I8\",\"shape\":[4],"
                        + "\"data_offsets\":[4,8]}} | tensor 'b': data_offsets begin at 4, but 'a' ends at 3: there is a hole",
                "{\"a\":{\"dtype\":\"I8\",\"shape\":[3],\"data_offsets\":[0,3]}} | has 8 bytes of data, its tensors end at 3",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4000000000],\"data_offsets\":[0,8]}} | tensor 'a': shape has an extent"
                        + " of 4000000000, must be below 2^31",
            })
    void aBadHeader(String header, String message) throws IOException {
        TensorFile.write(file(), header, new byte[8]);
        refused(message);
    }

    @Test
    void headersThatAreNoJson() throws IOException {
        for (String header : new String[] {"{\"a\":", "{} {}", "{\"a\":{},\"a\":{}}"}) {
            TensorFile.write(file(), header, new byte[0]);
            assertThatThrownBy(() -> SafeTensors.open(file()))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(file() + ": the header is no JSON (")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void filesThatEndTooSoon() throws IOException {
        Path whole = new TensorFile().add("a", new float[] {1, 2}, 2).write(file());
        byte[] bytes = Files.readAllBytes(whole);
        int header = bytes.length - 16;
        for (int length : new int[] {0, 7}) {
            Files.write(whole, Arrays.copyOf(bytes, length));
            refused("not a .safetensors file, " + length + " bytes long");
        }
        Files.write(whole, Arrays.copyOf(bytes, 20));
        refused("truncated, its header has " + header + " bytes and 12 are there");
        Files.write(whole, Arrays.copyOf(bytes, bytes.length - 1));
        refused("truncated, tensor 'a' ends at byte 8 of the data, of which there are 7");
        Files.writeString(whole, "PK and what follows in an archive");
        assertThatThrownBy(() -> SafeTensors.open(whole))
                .hasMessageStartingWith(whole + ": not a .safetensors file (its first 8 bytes make a header of ");
        Files.delete(whole);
        refused("no such file");
        assertThatThrownBy(() -> SafeTensors.open(folder)).hasMessage(folder + ": is a folder, not a file");
    }
}
