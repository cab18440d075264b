package org.escalatesim.workloads.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        SmallNetwork.write(folder);
    }

    private void refused(String message) {
        Throwable thrown = catchThrowable(() -> TraceFolder.open(folder, TraceOptions.defaults()));
        assertThat(thrown).isInstanceOf(InputException.class).hasMessageContaining(message);
    }

    /** One change to the manifest, and what must be said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format: numpy-trace | format: numpy | format must be numpy-trace, not numpy",
                "version: 1 | version: 2 | manifest.yaml:2:10: version must be 1, not 2",
                "form: decomposed | form: sparse | manifest.yaml:4:7: form must be dense or decomposed, not sparse",
                "form: decomposed | form: dense | in a folder of form dense; form must be decomposed",
                "out: [16, 3, 3] | out: [16, 6, 6] | out: [16, 6, 6], but kernel [3, 3], stride 2 and pad 1 on [8, 6, 6]"
                        + " make [16, 3, 3]",
                "  stride: 2 |   strid: 2 | strid",
                "op: conv | op: deconv | op must be conv or fc, not deconv",
                "  coefficients: t-c1.npy | '' | c1: a conv layer without coefficients needs weights and has no basis,"
                        + " basis_scale, scale",
                "  stride: 1 |   stride: 0 | manifest.yaml:12:11: stride must be an integer, or a list of 2, of at least 1, not 0 (layer 'c1')",
                "basis_scale: 0.0009 | basis_scale: 0 | basis_scale must be above 0, not 0.0",
                "t-c1.npy | t-c11.npy | layer 'c1': coefficients: no file t-c11.npy in",
                "t-c1.npy | t-c11.npy | did you mean t-c1.npy?",
                "t-c1.npy | t-c2.npy | t-c2.npy has shape [8, 8, 9], the manifest makes it [8, 2, 9]",
                "t-c1.npy | ../t-c1.npy | lies outside the folder",
                "t-c1.npy | t-c1.txt | 't-c1.txt' is neither FILE.npy nor ARCHIVE.npz:MEMBER",
                "t-c1.npy | s-c1.npy | shape [8]",
                "bn.npz:c1 | bn.npz:c2 | no member 'c2'; it has c1",
                "bn.npz:c1 | c1.npy | layer 'c1': batch_norm: no file c1.npy in",
                "basis: basis-c2.npy | basis: basis-c1.npy | basis-c1.npy has shape [4, 3, 3], the manifest makes it"
                        + " [9, 3, 3]",
                "in: [16], out: [5] | in: [16], out: [2000000000] | layer 'fc': out: must have at most 1048576 channels",
                "  groups: 2 |   groups: 3 | must both be multiples of groups = 3",
                "name: c2 | name: c1 | two layers are called 'c1'",
                "notes: {any: thing} | nodes: [] | nodes",
                "op: relu, input: a | op: relue, input: a | op must be one of conv, relu, add, subsample_pad,"
                        + " global_average_pool, fc, clip, max_pool, average_pool, concat, flatten, multiply, elementwise,"
                        + " not relue; did you mean relu?",
                "input: [b, x] | input: [b, xx] | nodes[3] (s2): input: no value 'xx' yet; there are a, b, image, x",
                "input: [b, x] | input: [b] | nodes[3] (s2): input must name 2 values, not 1",
                "layer: c2, input | layer: c9, input | no layer 'c9'; layers are c1, c2, c3, c4, fc, side",
                "op: fc, layer: fc | op: conv, layer: fc | op is conv, but layer 'fc' is fc",
                "layer: c2, input | layer: c1, input | layer 'c1' is used by two nodes",
                "stride: 2, zero_channels_each_side: 4 | stride: 2, zero_channels_each_side: 2 | cannot add d [12, 3, 3]"
                        + " and c [16, 3, 3]",
                "stride: 2, zero_channels_each_side: 4 | stride: 2 | needs stride and zero_channels_each_side",
                "op: relu, input: a | op: clip, input: a | nodes[1]: clip needs max",
                "op: relu, input: a | op: clip, max: 0, input: a | max must be above 0, not 0.0",
                "op: relu, input: a | op: max_pool, kernel: [2, 2], stride: 2, pad: [0, 0, 2, 0], input: a"
                        + " | pad must be 0 or more and smaller than the kernel 2 x 2",
                "op: relu, input: a | op: elementwise, function: swish, input: a | function must be one of sigmoid",
                "op: relu, input: a | op: relu, scale: 0.1, input: a | scale and signed go together",
                "op: relu, input: a | op: relu, scale: 0.1, signed: true, input: a | x: signed must be false",
            })
    void aBadManifest(String from, String to, String message) throws IOException {
        Path manifest = folder.resolve("manifest.yaml");
        String text = Files.readString(manifest);
        assertThat(text).contains(from.strip());
        Files.writeString(manifest, text.replaceFirst(java.util.regex.Pattern.quote(from.strip()), to.strip()));
        refused(message);
    }

    @Test
    void weightsThatAreNoNumbers() throws IOException {
        float[] weights = NumpyReader.read(folder.resolve("w-c4.npy")).floats();
        weights[16 * 9 + 5] = Float.NaN;
        NumpyWriter.write(folder.resolve("w-c4.npy"), weights, 16, 16, 3, 3);
        refused("layer 'c4': weights: w-c4.npy holds NaN at [1, 0, 1, 2]; must be finite");
    }

    @Test
    void float64BeyondFloat32() throws IOException {
        byte[] file = NumpyWriter.encode(new float[5], 5);
        ByteBuffer wide = ByteBuffer.allocate(file.length + 20).order(ByteOrder.LITTLE_ENDIAN);
        wide.put(new String(file, StandardCharsets.ISO_8859_1)
                .replace("<f4", "<f8")
                .getBytes(StandardCharsets.ISO_8859_1));
        wide.putDouble(file.length - 5 * 4 + 3 * 8, -1e39);
        Files.write(folder.resolve("b-fc.npy"), wide.array());
        refused("layer 'fc': bias: b-fc.npy holds -1.0E39 at [3]; must fit float32");
    }

    @Test
    void batchNormThatFoldsBeyondTheIntegers() throws IOException {
        float[] values = new float[4 * 16];
        Arrays.fill(values, 1);
        values[16 + 5] = 3e38f;
        NumpyWriter.write(folder.resolve("bn-c3.npy"), values, 4, 16);
        expectWhenUsed("layer 'fc': output channel 0 has logits", "do not fit float32", "batch_norm");
        values[16 + 5] = 0;
        values[5] = 3e38f;
        values[3 * 16 + 5] = 0;
        NumpyWriter.write(folder.resolve("bn-c3.npy"), values, 4, 16);
        expectWhenUsed("layer 'c3'", "batch_norm");
    }

    @Test
    void logitsThatDoNotFitAFloat() throws IOException {
        float[] bias = new float[5];
        bias[2] = Float.MAX_VALUE;
        NumpyWriter.write(folder.resolve("b-fc.npy"), bias, 5);
        expectWhenUsed("layer 'fc': output channel 2 has logits of", "bias");
    }

    private void expectWhenUsed(String... parts) {
        Throwable thrown = catchThrowable(() -> {
            Workload workload =
                    TraceFolder.open(folder, TraceOptions.defaults()).workload(0);
            for (int i = 0; i < workload.size(); i++) {
                workload.load(i, true);
            }
        });
        assertThat(thrown)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("manifest.yaml") + ": ")
                .message()
                .contains(parts)
                .doesNotContain("\n");
    }

    @Test
    void activationsThatAreInfinite() throws IOException {
        float[] values = new float[72];
        values[0] = Float.POSITIVE_INFINITY;
        NumpyWriter.write(folder.resolve("act-1.npy"), values, 2, 6, 6);
        refused("layer 'c1': activations[1]: act-1.npy holds Infinity at [0, 0, 0]; must be finite");
    }

    @Test
    void coefficientsThatAreNotTernary() throws IOException {
        byte[] coefficients = new byte[64];
        coefficients[9] = 2;
        NumpyWriter.write(folder.resolve("t-c1.npy"), coefficients, 8, 2, 4);
        refused("layer 'c1': coefficients: t-c1.npy holds 2 at [1, 0, 1]; must be -1, 0 or 1");
    }

    @Test
    void coefficientsOfAnotherType() throws IOException {
        NumpyWriter.write(folder.resolve("t-c1.npy"), new float[64], 8, 2, 4);
        refused("t-c1.npy has elements of type <f4, must be |i1 (int8)");
    }

    @Test
    void aFolderInPlaceOfAFile() throws IOException {
        Files.delete(folder.resolve("t-c1.npy"));
        Files.createDirectory(folder.resolve("t-c1.npy"));
        refused("layer 'c1': coefficients: t-c1.npy is a folder, not a file");
    }

    @Test
    void aNegativeVariance() throws IOException {
        float[] values = new float[32];
        values[3 * 8 + 2] = -1;
        NumpyWriter.write(folder.resolve("bn-c2.npy"), values, 4, 8);
        refused("layer 'c2': batch_norm: bn-c2.npy holds a variance of -1.0 at [3, 2]");
    }

    @Test
    void aTruncatedFile() throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve("t-c2.npy"));
        Files.write(folder.resolve("t-c2.npy"), Arrays.copyOf(file, file.length - 5));
        refused("t-c2.npy: truncated, 571 bytes of data where shape [8, 8, 9] of |i1 needs 576");
    }

    @Test
    void severalProblemsAreToldTogether() throws IOException {
        Files.delete(folder.resolve("t-c2.npy"));
        Files.delete(folder.resolve("w-fc.npy"));
        InputException e = (InputException) catchThrowable(() -> TraceFolder.open(folder, TraceOptions.defaults()));
        assertThat(e.problems()).hasSize(2).allMatch(line -> !line.contains("\n"));
    }

    @Test
    void noFolderOrNoManifest() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> TraceFolder.open(none, TraceOptions.defaults()))
                .hasMessage(none + ": no such folder");
        Path file = folder.resolve("manifest.yaml");
        assertThatThrownBy(() -> TraceFolder.open(file, TraceOptions.defaults()))
                .hasMessage(file + ": is a file, not a folder");
        Files.delete(file);
        refused(folder + ": has no manifest.yaml");
    }
}
