package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code compare} from the command line to the files. */
class CompareCommandTest {
    private static final double EXACT = 1e-9;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path temp;

    private Cli compare(String out, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "compare", "--net", "resnet20-cifar", "--out", temp.resolve(out).toString()));
        args.addAll(Arrays.asList(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private Map<String, String> files(String folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(temp.resolve(folder))) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return files;
    }

    @Test
    void equalCommandsGiveEqualBytesForAnyNumberOfThreads() throws IOException {
        Cli one = compare("one", "--machines", "tile8,tile8-lookahead4", "--threads", "1", "--verify");
        assertThat(one.err()).isEmpty();
        assertThat(one.code()).isZero();
        assertThat(one.out())
                .startsWith("resnet20-cifar on 2 machines, network, seed 1, energy table 45nm-lop")
                .contains("results       compare-layers.csv, compare.csv, compare.json, run-tile8-lookahead4.json,")
                .endsWith("verified: 20 layers on each of 2 machines, all sums and outputs equal\n");
        assertThat(one.out().lines()).allMatch(line -> line.length() <= 140 || line.startsWith("results"));
        Cli two = compare("two", "--machines=tile8.yaml,tile8-lookahead4", "--threads=3", "--verify", "--quiet");
        assertThat(two).isEqualTo(new Cli(0, "", ""));
        assertThat(files("two")).isEqualTo(files("one"));
        assertThat(files("one").toString()).doesNotContain(temp.toString());
    }

    @Test
    void everyRatioFollowsFromTheRuns() throws IOException {
        Cli cli = compare(
                "out",
                "--machines",
                "tile8,slow=tile8",
                "--set",
                "slow:mac.multipliers=1",
                "--set",
                "slow:blocks=1",
                "--over",
                "slow",
                "--sram",
                "none");
        assertThat(cli.err()).isEmpty();
        Map<String, String> files = files("out");
        JsonNode tile8 = JSON.readTree(files.get("run-tile8.json"));
        JsonNode slow = JSON.readTree(files.get("run-slow.json"));
        JsonNode root = JSON.readTree(files.get("compare.json"));
        JsonNode ratios = root.path("machines").path(0).path("ratios");
        double speedup = number(slow, "cycles") / number(tile8, "cycles");
        assertThat(speedup).isGreaterThan(2);
        assertThat(ratios.path("speedup").asDouble()).isCloseTo(speedup, within(EXACT));
        // 960 multipliers against 8 tiles x 1 block x 6 rows x 1
        assertThat(ratios.path("speedup_per_multiplier").asDouble()).isCloseTo(speedup * 48 / 960, within(EXACT));
        // 16 x 8 on both sides; those of the output stage, 32 x 16 for each of 32 or 8 blocks, are told apart
        assertThat(ratios.path("speedup_per_8x8").asDouble()).isCloseTo(speedup * (48 * 2) / (960 * 2), within(EXACT));
        assertThat(files.get("compare.json"))
                .contains("\"multipliers_8x8\" : 1920.0,", "\"output_multipliers_8x8\" : 256.0,")
                .contains("\"multipliers_8x8\" : 96.0,", "\"output_multipliers_8x8\" : 64.0,");
        double efficiency = energy(slow, "total_pj") / energy(tile8, "total_pj");
        assertThat(ratios.path("energy_efficiency").asDouble()).isCloseTo(efficiency, within(EXACT));
        double half = (energy(slow, "total_pj") - energy(slow, "derived_pj") / 2)
                / (energy(tile8, "total_pj") - energy(tile8, "derived_pj") / 2);
        assertThat(ratios.path("energy_efficiency_derived_half").asDouble()).isCloseTo(half, within(EXACT));
        assertThat(ratios.path("edp_ratio").asDouble()).isCloseTo(efficiency * speedup, within(1e-6));
        double logs = 0;
        double sum = 0;
        for (int i = 0; i < 20; i++) {
            double layer = slow.path("layers").path(i).path("cycles").asDouble()
                    / tile8.path("layers").path(i).path("cycles").asDouble();
            logs += Math.log(layer);
            sum += layer;
            assertThat(root.path("machines")
                            .path(0)
                            .path("layers")
                            .path(i)
                            .path("speedup")
                            .asDouble())
                    .isCloseTo(layer, within(EXACT));
        }
        assertThat(ratios.path("speedup_geometric_mean").asDouble()).isCloseTo(Math.exp(logs / 20), within(EXACT));
        assertThat(ratios.path("speedup_arithmetic_mean").asDouble()).isCloseTo(sum / 20, within(EXACT));
        JsonNode totals = root.path("machines").path(0).path("totals");
        assertThat(totals.path("on_chip_dynamic_pj").asDouble()
                        + totals.path("dram_pj").asDouble())
                .isCloseTo(energy(tile8, "dynamic_pj"), within(1e-2));
        // LPDDR4: 8 pJ per bit
        assertThat(totals.path("dram_pj").asDouble())
                .isCloseTo(
                        8.0
                                * (totals.path("dram_read_bits").asLong()
                                        + totals.path("dram_write_bits").asLong()),
                        within(1e-2));
        assertThat(root.has("equal_sram")).isFalse();
    }

    private static double number(JsonNode run, String name) {
        return run.path("totals").path(name).asDouble();
    }

    private static double energy(JsonNode run, String name) {
        return run.path("totals").path("energy").path(name).asDouble();
    }

    @Test
    void aRunOfTheComparisonIsThatOfRunAndCanBePricedAgain() throws IOException {
        compare("out", "--machines", "tile8,tile8-lookahead4", "--seed", "5");
        Cli.run(
                "--net",
                "resnet20-cifar",
                "--seed",
                "5",
                "--out",
                temp.resolve("run").toString());
        assertThat(files("out").get("run-tile8.json")).isEqualTo(files("run").get("run.json"));
        Cli again = Cli.run(
                "reprice",
                temp.resolve("out/run-tile8.json").toString(),
                "--energy",
                "45nm-hp",
                "--out",
                temp.resolve("hp").toString());
        assertThat(again.err()).isEmpty();
        assertThat(files("hp")).containsKey("layers.csv");
    }

    @Test
    void whatIsNotTheSameIsPrintedWhereItIsAllowed() throws IOException {
        Cli cli = compare(
                "out",
                "--machines",
                "tile8,b=tile8",
                "--set",
                "b:clock_mhz=400",
                "--set",
                "b:dram.bytes_per_cycle=64",
                "--as-published");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains("differs       machine b: clock_mhz is 400, machine tile8 has 800")
                .contains("differs       machine b: dram.bytes_per_cycle is 64, machine tile8 has 32")
                .doesNotContain("same clock");
        JsonNode root = JSON.readTree(files("out").get("compare.json"));
        assertThat(root.path("as_published").asBoolean()).isTrue();
        assertThat(root.path("differences")).hasSize(2);
        // at half the clock speedup is of time: it cannot be above 1 / 2 by as much as the DRAM helps
        assertThat(root.path("machines").path(1).path("ratios").path("speedup").asDouble())
                .isBetween(0.5, 0.6);
    }

    @Test
    void settingsReachOneMachineOrAll() throws IOException {
        Cli cli = compare(
                "out",
                "--machines",
                "tile8,b=tile8",
                "--set",
                "clock_mhz=400",
                "--set",
                "b:ring.slots=16",
                "--set",
                "workload.m=4",
                "--set",
                "b:workload.m=3");
        assertThat(cli.err()).isEmpty();
        Map<String, String> files = files("out");
        assertThat(files.get("run-tile8.json"))
                .contains("\"clock_mhz\" : 400", "\"ring.slots\" : 64", "\"weights\" : \"ternary M=4\"");
        assertThat(files.get("run-b.json"))
                .contains("\"clock_mhz\" : 400", "\"ring.slots\" : 16", "\"weights\" : \"ternary M=3\"");
    }

    @Test
    void atEqualSramAMachineWithoutRoomSaysSo() throws IOException {
        // b has 192 rows x 128 KiB of coefficient buffers: no room for a map in a total of 4 MiB
        Cli cli = compare(
                "out",
                "--machines",
                "tile8,b=tile8",
                "--set",
                "b:channel_accumulation.coefficient_bytes=131072",
                "--sram",
                "4194304");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .contains("b: global_buffer.bytes has no room in 4194304 bytes")
                .contains("not possible");
        JsonNode equal = JSON.readTree(files("out").get("compare.json")).path("equal_sram");
        assertThat(equal.path("machines").path(0).path("sram_bytes").asLong()).isEqualTo(4194304);
        assertThat(equal.path("machines").path(1).path("refusal").asString()).contains("no room");
        assertThat(files("out").get("compare.csv").lines()).hasSize(1 + 2 + 2);
    }

    @Test
    void aTraceIsComparedImageByImage() throws IOException {
        String trace = SharedData.folder("resnet20-cifar10-penni-m6-ternary").toString();
        Cli cli = Cli.run(
                "compare",
                "--trace",
                trace,
                "--image",
                "all",
                "--machines",
                "tile8,tile8-lookahead4",
                "--sram",
                "none",
                "--out",
                temp.resolve("out").toString());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out().replaceAll("\\s+", " ")).contains("mean of the 80 layers' own ratios (of every image)");
        assertThat(cli.out()).contains("per image", "over the 4 images (Student's t)");
        JsonNode each = JSON.readTree(files("out").get("compare.json"))
                .path("machines")
                .path(1)
                .path("images");
        assertThat(each)
                .isEqualTo(JSON.readTree(files("out").get("run-tile8-lookahead4.json"))
                        .path("images"));
        assertThat(each.path("mean_cycles_ci95").asDouble()).isPositive();
        assertThat(files("out").get("compare-layers.csv").lines()).hasSize(1 + 2 * 80);
        assertThat(files("out").get("compare-layers.csv")).startsWith("comparison,machine,over,image,layer,");
        assertThat(files("out").toString()).doesNotContain(trace);
    }

    @Test
    void everyMachineRunsItsOwnFormOfTheNetwork() throws IOException {
        Cli cli = compare(
                "out",
                "--machines",
                "tile8,eyeriss,systolic,scnn",
                "--set",
                "workload.m=4",
                "--set",
                "systolic:dataflow=ws",
                "--verify");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains("17.9x lower latency", "tile8 over eyeriss", "tile8 over scnn")
                .endsWith("verified: 20 layers on each of 4 machines, all sums and outputs equal\n");
        assertThat(cli.out().lines()).allMatch(line -> line.length() <= 140 || line.startsWith("results"));
        JsonNode root = JSON.readTree(files("out").get("compare.json"));
        // dense: the first dense machine listed is what ratios are over
        assertThat(root.path("over").asString()).isEqualTo("eyeriss");
        List<String> forms = new ArrayList<>();
        root.path("machines")
                .forEach(machine -> forms.add(machine.path("weight_form").asString()));
        assertThat(forms).containsExactly("decomposed", "dense", "dense", "unstructured");
        JsonNode tile8 = root.path("machines").path(0);
        JsonNode eyeriss = root.path("machines").path(1);
        assertThat(tile8.path("workload").path("options").path("m").asString()).isEqualTo("4");
        assertThat(eyeriss.path("workload").path("options").has("m")).isFalse();
        for (int i = 0; i < 20; i++) {
            assertThat(tile8.path("layers").path(i).path("activation_density").asDouble())
                    .isEqualTo(eyeriss.path("layers")
                            .path(i)
                            .path("activation_density")
                            .asDouble());
        }
        assertThat(tile8.path("ratios").path("iso_accuracy").asString()).isEqualTo("not iso-accuracy");
        root.path("equal_sram").path("machines").forEach(machine -> {
            assertThat(machine.path("sram_bytes").asLong())
                    .as(machine.path("label").asString())
                    .isLessThanOrEqualTo(root.path("equal_sram").path("bytes").asLong());
        });
    }

    @Test
    void anotherFormOfOneMachineIsAskedForByName() throws IOException {
        Cli cli =
                compare("out", "--machines", "scnn,dense=scnn", "--set", "dense:workload.form=dense", "--sram", "none");
        assertThat(cli.err()).isEmpty();
        JsonNode root = JSON.readTree(files("out").get("compare.json"));
        assertThat(root.path("over").asString()).isEqualTo("dense");
        assertThat(root.path("machines").path(0).path("ratios").path("speedup").asDouble())
                .isGreaterThan(1);
    }

    @Test
    void anImpossibleFolderIsFoundBeforeTheSimulation() throws IOException {
        Files.createDirectories(temp.resolve("out/compare.json"));
        Cli cli = compare("out", "--machines", "tile8,tile8-lookahead4");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors()).singleElement().asString().contains("compare.json is a folder there");
    }

    @Test
    void differentWorkIsRefusedUnlessAskedFor() {
        Cli batch = compare("a", "--machines", "systolic,eyeriss", "--set", "eyeriss:batch=4");
        assertThat(batch.code()).isEqualTo(2);
        assertThat(batch.err())
                .isEqualTo(
                        "error: machine eyeriss: batch is 4, comparisons have 1: its cycles and energy are those of all"
                                + " images; a comparison needs the same (--as-published compares all the same)\n");
        Cli seed = compare("b", "--machines", "systolic,sparten", "--set", "systolic:workload.seed=3");
        assertThat(seed.code()).isEqualTo(2);
        assertThat(seed.err()).startsWith("error: machine sparten: workload.seed is 1, machine systolic has 3; ");
        Cli density = compare("c", "--machines", "systolic,sparten", "--set", "sparten:workload.activation_density=.2");
        assertThat(density.code()).isEqualTo(2);
        assertThat(density.err()).startsWith("error: machine sparten: workload.activation_density is 0.2, machine ");
        Cli asked = compare("d", "--machines", "systolic,eyeriss", "--set", "eyeriss:batch=4", "--as-published");
        assertThat(asked.code()).isZero();
        assertThat(asked.out()).contains("machine eyeriss: batch is 4");
        assertThat(temp.resolve("a")).doesNotExist();
    }

    @Test
    void aFileOfMasksRunsOnMachinesOfUnstructuredWeights() throws IOException {
        Path file = temp.resolve("tiny.npz");
        MaskRunTest.write(file);
        Cli run = Cli.run(
                "compare",
                "--trace",
                file.toString(),
                "--machines",
                "systolic,scnn,sparten",
                "--verify",
                "--out",
                temp.resolve("masks").toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("verified: 1 layers on each of 3 machines");
        Cli decomposed = Cli.run("compare", "--trace", file.toString(), "--machines", "systolic,tile8", "--out", "x");
        assertThat(decomposed.code()).isEqualTo(2);
        assertThat(decomposed.err())
                .isEqualTo("error: machine tile8: workload.form: the machine does not run unstructured weights; it runs"
                        + " decomposed\n");
    }
}
