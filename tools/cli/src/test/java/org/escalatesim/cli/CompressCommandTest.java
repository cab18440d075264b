package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressCommandTest {
    @TempDir
    Path temp;

    private final Random random = new Random(4);
    private Path trace;

    @BeforeEach
    void write() throws IOException {
        trace = Files.createDirectory(temp.resolve("net"));
        NumpyWriter.write(trace.resolve("w1.npy"), gaussian(12 * 2 * 9), 12, 2, 3, 3);
        NumpyWriter.write(trace.resolve("w2.npy"), gaussian(16 * 12 * 9), 16, 12, 3, 3);
        NumpyWriter.write(trace.resolve("w3.npy"), gaussian(8 * 16), 8, 16, 1, 1);
        NumpyWriter.write(trace.resolve("wfc.npy"), gaussian(4 * 8), 4, 8);
        float[] norm = new float[64];
        Arrays.fill(norm, 1);
        Arrays.fill(norm, 16, 48, 0);
        NumpyWriter.write(trace.resolve("bn2.npy"), norm, 4, 16);
        for (int image = 0; image < 3; image++) {
            NumpyWriter.write(trace.resolve("image" + image + ".npy"), gaussian(2 * 100), 2, 10, 10);
            float[] input = gaussian(12 * 100);
            for (int i = 0; i < input.length; i++) {
                input[i] = Math.max(0, input[i]);
            }
            NumpyWriter.write(trace.resolve("act" + image + ".npy"), input, 12, 10, 10);
        }
        NumpyWriter.write(trace.resolve("stray.npy"), gaussian(3), 3);
        Files.writeString(trace.resolve("manifest.yaml"), """
                format: numpy-trace
                version: 1
                network: made
                form: dense
                source: made in a test
                layers:
                - {name: c1, op: conv, in: [2, 10, 10], out: [12, 10, 10], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
                   weights: w1.npy, activations: [image0.npy, image1.npy, image2.npy]}
                - {name: c/2, op: conv, in: [12, 10, 10], out: [16, 5, 5], kernel: [3, 3], stride: 2, pad: 1, groups: 1,
                   weights: w2.npy, batch_norm: bn2.npy, activations: [act0.npy, act1.npy, act2.npy], notes: {a: b}}
                - {name: c3, op: conv, in: [16, 5, 5], out: [8, 5, 5], kernel: [1, 1], stride: 1, pad: 0, groups: 1,
                   weights: w3.npy}
                - {name: fc, op: fc, in: [8], out: [4], weights: wfc.npy}
                nodes:
                - {op: conv, layer: c1, input: image, output: a}
                - {op: relu, input: a, output: b}
                - {op: conv, layer: c/2, input: b, output: c}
                - {op: relu, input: c, output: d}
                - {op: conv, layer: c3, input: d, output: e}
                - {op: relu, input: e, output: f}
                - {op: global_average_pool, input: f, output: g}
                - {op: fc, layer: fc, input: g, output: logits}
                """);
    }

    private float[] gaussian(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Cli compress(String out, String... more) {
        return Cli.run(
                Stream.concat(Stream.of("compress", "--trace", trace.toString(), "--out", out(out)), Stream.of(more))
                        .toArray(String[]::new));
    }

    private String out(String name) {
        return temp.resolve(name).toString();
    }

    private List<String> column(String folder, String name) throws IOException {
        List<String> lines = Files.readAllLines(temp.resolve(folder).resolve("compression.csv"));
        int at = Arrays.asList(lines.get(0).split(",")).indexOf(name);
        assertThat(at).as(name).isNotNegative();
        return lines.stream().skip(1).map(line -> line.split(",", -1)[at]).toList();
    }

    @Test
    void whatIsWrittenRunsVerifiedAndIsInferred() throws IOException {
        Cli cli = compress("small", "--calibrate", "2");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .startsWith("made compressed, without retraining: calibration_images 2")
                .contains("left", "held", "Ratio: 32-bit weights")
                .contains("manifest.yaml and its arrays in " + out("small"));
        assertThat(column("small", "scope")).containsExactly("layer", "layer", "layer", "layer", "total");
        assertThat(column("small", "layer")).containsExactly("c1", "c/2", "c3", "fc", "");
        assertThat(column("small", "left")).containsExactly("few channels", "", "1 x 1", "fully connected", "");
        assertThat(column("small", "m")).containsExactly("", "6", "", "", "");
        double before =
                Double.parseDouble(column("small", "output_error_uncalibrated").get(1));
        double after = Double.parseDouble(column("small", "output_error").get(1));
        assertThat(after).isLessThan(before);
        NumpyArray coefficients = NumpyReader.read(temp.resolve("small/coefficients-c_2.npy"));
        assertThat(coefficients.shape()).containsExactly(16, 12, 6);
        int nonZeros = 0;
        for (byte coefficient : coefficients.bytes()) {
            nonZeros += Math.abs(coefficient);
        }
        assertThat(column("small", "non_zeros").get(1)).isEqualTo(Integer.toString(nonZeros));
        // What layers do not name is not copied, float weights that were decomposed are not either.
        assertThat(temp.resolve("small/stray.npy")).doesNotExist();
        assertThat(temp.resolve("small/w2.npy")).doesNotExist();
        assertThat(temp.resolve("small/w1.npy")).exists();

        Cli run = Cli.run("--trace", out("small"), "--verify", "--out", out("run"));
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("verified: 4 layers, all sums and outputs equal")
                .contains("accuracy: not established (compressed without retraining)");
        Cli infer = Cli.run(
                "infer",
                "--trace",
                out("small"),
                "--input",
                trace.resolve("image2.npy").toString(),
                "--verify",
                "--out",
                out("infer"));
        assertThat(infer.err()).isEmpty();
        assertThat(infer.out()).contains("verified: 4 layers");
    }

    @Test
    void threadsDoNotMatter() throws IOException {
        compress("one", "--threads", "1", "--calibrate", "--l1", "0.1", "--all-layers");
        compress("many", "--threads", "4", "--calibrate", "--l1", "0.1", "--all-layers");
        assertThat(column("one", "left").get(0)).isEmpty();
        try (Stream<Path> files = Files.list(temp.resolve("one"))) {
            for (Path file : files.toList()) {
                assertThat(Files.readAllBytes(temp.resolve("many").resolve(file.getFileName())))
                        .as(file.getFileName().toString())
                        .isEqualTo(Files.readAllBytes(file));
            }
        }
    }

    @Test
    void prunedWeightsKeepTheDensityAskedFor() throws IOException {
        Cli cli = compress("pruned", "--prune", "0.25");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("--set workload.form=unstructured --set workload.weight_density=1");
        assertThat(column("pruned", "density")).startsWith("0.25", "0.25", "0.25", "0.25");
        // Without a decomposition both orders are P * Q * non-zeros, and nothing is only added.
        for (int i = 0; i < 4; i++) {
            long pixels = Long.parseLong(column("pruned", "p").get(i))
                    * Long.parseLong(column("pruned", "q").get(i));
            String flops = Long.toString(
                    pixels * Long.parseLong(column("pruned", "non_zeros").get(i)));
            assertThat(column("pruned", "basis_first_flops").get(i)).isEqualTo(flops);
            assertThat(column("pruned", "reorganised_multiplications").get(i)).isEqualTo(flops);
            assertThat(column("pruned", "reorganised_additions").get(i)).isEqualTo("0");
        }
        float[] before = NumpyReader.read(trace.resolve("w2.npy")).floats();
        float[] after = NumpyReader.read(temp.resolve("pruned/pruned-c_2.npy")).floats();
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isIn(0f, before[i]);
        }
        Cli run = Cli.run(
                "--config",
                "scnn",
                "--trace",
                out("pruned"),
                "--set",
                "workload.weight_density=1",
                "--verify",
                "--out",
                out("run"));
        assertThat(run.err()).isEmpty();
        compress("global", "--prune", "0.25", "--global");
        assertThat(column("global", "density").get(4)).isEqualTo("0.25");
        assertThat(column("global", "density").get(0)).isNotEqualTo("0.25");
    }

    @Test
    void mFollowsTheErrorAndTheBudget() throws IOException {
        compress("error", "--error", "0.5", "--table-only");
        compress("flops", "--flops", "0.6", "--table-only");
        compress("all", "--m", "9", "--scale", "km", "--method", "plain", "--table-only");
        int m = Integer.parseInt(column("error", "m").get(1));
        assertThat(Double.parseDouble(column("error", "rank_error").get(1))).isLessThanOrEqualTo(.5);
        compress("less", "--m", Integer.toString(m - 1), "--table-only");
        assertThat(Double.parseDouble(column("less", "rank_error").get(1))).isGreaterThan(.5);
        // Per basis kernel 25 * (12 * 9 + 16 * 12) = 7,500 of 25 * 16 * 12 * 9 = 43,200: three are within .6 = 25,920.
        assertThat(column("flops", "m").get(1)).isEqualTo("3");
        assertThat(column("all", "rank_error").get(1)).isEqualTo("0");
        assertThat(temp.resolve("flops/manifest.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--m 10 | --m must be 1 to R x S, not 10: layer 'c/2' has 3 x 3 kernels, so at most 9",
                "--m 0 | --m must be at least 1, not 0",
                "--error 1.5 | --error must be 0 to 1, not 1.5",
                "--error NaN | --error must be 0 to 1, not NaN",
                "--flops 0 | --flops must be above 0, not 0.0",
                "--flops 0.1 | --flops must be at least 0.1736 of the dense FLOPs here, not 0.1",
                "--m 3 --error 0.2 | --m and --error cannot both be given: each chooses M",
                "--scale km | --scale km: a trace folder has one scale per output channel",
                "--scale c | --scale must be layer, k or km, not c",
                "--method als --threshold 1 | --threshold needs --method plain",
                "--method best | --method must be als or plain, not best",
                "--method plain --threshold -1 | --threshold must be at least 0, not -1.0",
                "--method plain --threshold NaN | --threshold must be at least 0, not NaN",
                "--threshold 0.7 | --threshold needs --method plain",
                "--threshold 0.7 --calibrate | --threshold needs --method plain",
                "--method plain --threshold 1e9 | layer 'c/2': all its coefficients would be zero; lower --threshold",
                "--l1 1e9 | layer 'c/2': all its coefficients would be zero; lower --l1",
                "--l1 -0.5 | --l1 must be at least 0, not -0.5",
                "--method plain --l1 1 | --l1 needs --method als",
                "--calibrate 4 | layer 'c/2': activations of 3 images are recorded, --calibrate needs 4",
                "--calibrate none | --calibrate must be a number of images or all, not none",
                "--damping 1 | --damping needs --calibrate",
                "--prune 1.5 | --prune must be above 0 and at most 1, not 1.5",
                "--prune 0 | --prune must be above 0 and at most 1, not 0.0",
                "--prune 0.001 | layer 'c1': all its weights would be zero; raise --prune",
                "--prune 0.5 --m 3 | --prune and --m cannot both be given",
                "--global | --global needs --prune",
                "--threads 0 | --threads must be 1 to 1024, not 0",
            })
    void badOptionsAreOneLine(String options, String message) throws IOException {
        Cli cli = compress("bad", options.split(" "));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors()).hasSize(1);
        assertThat(cli.err()).contains(message);
        assertThat(temp.resolve("bad")).doesNotExist();
        nothingIsLeft();
    }

    @Test
    void badPlacesAreOneLine() throws IOException {
        Cli same = Cli.run("compress", "--trace", trace.toString(), "--out", trace.toString());
        assertThat(same.code()).isEqualTo(2);
        assertThat(same.errors()).singleElement().asString().contains("is the folder that --trace names");
        Files.createDirectory(temp.resolve("full"));
        Files.writeString(temp.resolve("full/file"), "");
        assertThat(compress("full").errors()).singleElement().asString().contains("is not empty; give a new folder");
        Files.writeString(temp.resolve("file"), "");
        assertThat(compress("file").errors()).singleElement().asString().contains("is a file, not a folder");
        Files.delete(temp.resolve("file"));
        Files.delete(temp.resolve("full/file"));
        assertThat(compress("full").code()).isZero();
        Cli again = Cli.run("compress", "--trace", out("full"), "--out", out("twice"));
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.errors()).singleElement().asString().contains("layer 'c/2' is already decomposed");
        assertThat(Cli.run("compress", "--trace", out("none")).err()).contains("no such folder");
        nothingIsLeft();
    }

    @Test
    void linksToFoldersAreFollowed() throws IOException {
        Path empty = Files.createDirectory(temp.resolve("empty"));
        for (Path target : new Path[] {empty, temp.resolve("new")}) {
            String name = "to-" + target.getFileName();
            Path link = Files.createSymbolicLink(temp.resolve(name), target);
            Cli cli = compress(name);
            assertThat(cli.code()).as(cli.err()).isZero();
            assertThat(link).isSymbolicLink();
            assertThat(target.resolve("manifest.yaml")).isRegularFile();
        }
        nothingIsLeft();
    }

    @Test
    void weightsThatAreNoNumbersAreOneLine() throws IOException {
        float[] weights = gaussian(16 * 12 * 9);
        weights[5] = Float.NaN;
        NumpyWriter.write(trace.resolve("w2.npy"), weights, 16, 12, 3, 3);
        Cli cli = compress("bad");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors()).singleElement().asString().contains("layer 'c/2': weights: w2.npy holds NaN");
        assertThatCode(this::nothingIsLeft).doesNotThrowAnyException();
    }

    private void nothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }
}
