package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands, from the command line to the files. */
class EndToEndTest {
    @TempDir
    Path temp;

    private String out(String name) {
        return temp.resolve(name).toString();
    }

    private String text(String folder, String file) throws IOException {
        return Files.readString(temp.resolve(folder).resolve(file));
    }

    private static List<String> column(String csv, String name) {
        List<String> lines = csv.lines().toList();
        int at = Arrays.asList(lines.get(0).split(",")).indexOf(name);
        assertThat(at).as(name).isNotNegative();
        return lines.stream().skip(1).map(line -> line.split(",")[at]).toList();
    }

    @Test
    void aNetworkRunsVerifiedAndTheSameForAnyNumberOfThreads() throws IOException {
        Cli one = Cli.run("--net", "resnet20-cifar", "--threads", "1", "--verify", "--out", out("one"));
        assertThat(one.err()).isEmpty();
        assertThat(one.code()).isZero();
        assertThat(one.out())
                .startsWith("resnet20-cifar on tile8 (960 multipliers, 800 MHz), network, seed 1")
                .contains("results       layers.csv, run.json in " + out("one"))
                .endsWith("verified: 20 layers, all sums and outputs equal\n");
        Cli two = Cli.run(
                "run",
                "--config=tile8.yaml",
                "--net=resnet20-cifar.yaml",
                "--threads=2",
                "--verify",
                "--quiet",
                "--out=" + out("two"));
        assertThat(two).isEqualTo(new Cli(0, "", ""));
        assertThat(text("two", "run.json")).isEqualTo(text("one", "run.json"));
        assertThat(text("two", "layers.csv")).isEqualTo(text("one", "layers.csv"));
        assertThat(text("one", "run.json")).doesNotContain(temp.toString());
    }

    @Test
    void theCsvKeepsItsDefinitions() throws IOException {
        Cli.run("--net", "resnet20-cifar", "--out", out("run"));
        String csv = text("run", "layers.csv");
        List<String> cycles = column(csv, "cycles");
        List<String> products = column(csv, "multiplications");
        List<String> used = column(csv, "multiplier_utilisation");
        List<String> macs = column(csv, "dense_macs");
        List<String> ideal = column(csv, "ideal_dense_cycles");
        assertThat(cycles).hasSize(20);
        for (int i = 0; i < cycles.size(); i++) {
            double expected = Long.parseLong(products.get(i)) / (960.0 * Long.parseLong(cycles.get(i)));
            assertThat(Double.parseDouble(used.get(i))).isBetween(expected - 1e-9, expected + 1e-9);
            assertThat(Long.parseLong(ideal.get(i))).isEqualTo((Long.parseLong(macs.get(i)) + 1023) / 1024);
        }
    }

    @Test
    void settingsReachMachineAndWorkload() throws IOException {
        Cli cli = Cli.run(
                "--net", "resnet20-cifar", "--set", "ring.slots=16", "--set", "workload.m=4", "--out", out("run"));
        assertThat(cli.err()).isEmpty();
        assertThat(text("run", "run.json"))
                .contains("\"ring.slots\" : 16")
                .containsPattern(
                        "\"quantity\" : \"compare\",\\s+\"bits\" : 32,\\s+\"value\" : 0.03,\\s+\"unit\" : \"pJ\"")
                .contains("\"m\" : \"4\"")
                .contains("\"weights\" : \"ternary M=4\"");
    }

    @Test
    void repricingEqualsARunWithTheOtherTable() throws IOException {
        Cli.run("--net", "resnet20-cifar", "--out", out("lop"));
        Cli.run("--net", "resnet20-cifar", "--energy", "45nm-hp", "--out", out("hp"));
        Cli cli = Cli.run("reprice", out("lop"), "--energy", "45nm-hp", "--out", out("again"));
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("(table 45nm-hp)");
        assertThat(text("again", "run.json")).isEqualTo(text("hp", "run.json")).isNotEqualTo(text("lop", "run.json"));
        assertThat(text("again", "layers.csv")).isEqualTo(text("hp", "layers.csv"));
    }

    @Test
    void repricedRunsAreCalledAfterTheirFolder() throws IOException {
        Path file = Files.createDirectories(temp.resolve("mine-tile8")).resolve("run.json");
        assertThat(RepriceCommand.label(file)).isEqualTo("mine-tile8");
        assertThat(RepriceCommand.label(file.getParent())).isEqualTo("mine-tile8");
        assertThat(RepriceCommand.label(file.resolveSibling("old.json"))).isEqualTo("mine-tile8-old");
    }

    @Test
    void aTrainedNetworkIsComputedBitForBit() throws IOException {
        String trace = SharedData.folder("resnet20-cifar10-penni-m6-ternary").toString();
        Cli cli = Cli.run("--trace", trace, "--image", "all", "--verify", "--out", out("run"));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("verified: 80 layers, all sums and outputs equal");
        assertThat(column(text("run", "layers.csv"), "image")).hasSize(80).endsWith("3");
        assertThat(text("run", "run.json"))
                .contains("\"mean_cycles\"")
                .doesNotContain(trace)
                .doesNotContain("\"seed\"");
    }

    @Test
    void aTrainedNetworkClassifiesTheFourImages() throws IOException {
        String trace = SharedData.folder("resnet20-cifar10-penni-m6-ternary").toString();
        Path images = SharedData.folder("resnet20-cifar10");
        String[] args = Stream.concat(
                        Stream.of("infer", "--trace", trace, "--verify", "--out", out("run"), "--input"),
                        Stream.of(0, 1, 2, 3)
                                .map(i -> images.resolve("act-conv1-img" + i + ".npy")
                                        .toString()))
                .toArray(String[]::new);
        Cli cli = Cli.run(args);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("verified: 80 layers");
        assertThat(column(text("run", "inference.csv"), "class")).containsExactly("0", "1", "2", "3");
        // the floating-point network's margins between the top two logits: 2.38, 1.60, 4.41, 3.41
        assertThat(column(text("run", "inference.csv"), "logit_9")).hasSize(4);
        assertThat(text("run", "inference.json")).contains("\"input\" : \"act-conv1-img3.npy\"");
    }

    @Test
    void valuesOutsideTheCalibratedRangeAreCounted() throws IOException {
        String trace = SharedData.folder("resnet20-cifar10-penni-m6-ternary").toString();
        float[] values = new float[3 * 32 * 32];
        values[5] = 100;
        values[9] = -100;
        NumpyWriter.write(temp.resolve("a.npy"), values, 3, 32, 32);
        Cli cli = Cli.run(
                "infer", "--trace", trace, "--input", temp.resolve("a.npy").toString(), "--out", out("run"));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("2 of 3,072 values of a.npy lie outside the calibrated range -");
        assertThat(column(text("run", "inference.csv"), "clamped_values")).containsExactly("2");
        assertThat(text("run", "inference.json")).contains("\"clamped_values\" : 2");
    }

    @Test
    void decomposeShowsTheMeasuredErrors() throws IOException {
        String trace = SharedData.folder("resnet20-cifar10").toString();
        Cli cli = Cli.run("decompose", "--trace", trace, "--out", out("run"));
        assertThat(cli.err()).isEmpty();
        // layer1.0.conv1 in the data's own description: .864 .723 .587 .439 .363 .289 .203 .129 0
        assertThat(cli.out())
                .containsPattern("layer1_0_conv1 .* 0.8639  0.7234  0.5873  0.4392  0.3630  0.2890  0.2026");
        assertThat(column(text("run", "decomposition.csv"), "m")).hasSize(19 * 9);
    }
}
