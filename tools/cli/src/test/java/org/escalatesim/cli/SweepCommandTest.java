package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SweepCommandTest {
    @TempDir
    Path temp;

    private Cli sweep(Path file, String... more) {
        return Cli.run(Stream.concat(Stream.of("sweep", file.toString(), "--out", out().toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private Path out() {
        return temp.resolve("out");
    }

    @Test
    void runsThenResumesThenMerges() throws IOException {
        Path file = SweepFolder.write(temp, "seeds: [1, 2]\n", "ring.slots: [4, 64]");
        Cli first = sweep(file, "--threads", "2");
        assertThat(first.err()).isEmpty();
        assertThat(first.code()).isZero();
        assertThat(first.out().lines())
                .containsExactly(
                        "sweep         small: 4 points; 4 run now, 0 done before; 0 failed",
                        "results       in " + out() + "; escalate-sim merge " + out() + " makes one table");
        Map<String, String> results = SweepFolder.results(out());
        Files.delete(out().resolve("points").resolve(results.keySet().iterator().next()));
        assertThat(sweep(file).out()).startsWith("sweep         small: 4 points; 1 run now, 3 done before; 0 failed");
        assertThat(SweepFolder.results(out())).isEqualTo(results);
        Cli merge = Cli.run("merge", out().toString());
        assertThat(merge.code()).isZero();
        assertThat(merge.out().lines())
                .containsExactly(
                        "merged        4 of 4 points; 0 of them failed, 0 missing",
                        "table         " + out().resolve("points.csv"));
        List<String> table = Files.readAllLines(out().resolve("points.csv"));
        assertThat(table).hasSize(5);
        assertThat(table.get(0))
                .startsWith("point,machine,energy_table,workload,image,seed,workload.coefficient_density,"
                        + "workload.activation_density,ring.slots,failure,cycles,milliseconds,speedup,energy_pj,");
        assertThat(table.get(4)).startsWith("4,tile8,45nm-lop,tiny,,2,0.3,0.5,64,,");
        Cli layers = Cli.run("merge", out().toString(), "--layers", "--quiet");
        assertThat(layers.out()).isEmpty();
        assertThat(Files.readAllLines(out().resolve("layers.csv"))).hasSize(9);
    }

    @Test
    void aResultIsTheRunJsonThatRunWrites() throws IOException {
        Path file = SweepFolder.write(temp, "seeds: [7]\nenergy: [45nm-hp]\n", "ring.slots: 4");
        assertThat(sweep(file).code()).isZero();
        Path run = temp.resolve("run");
        Cli plain = Cli.run(
                "--net",
                temp.resolve("tiny.yaml").toString(),
                "--seed=7",
                "--energy=45nm-hp",
                "--set=ring.slots=4",
                "--set=workload.coefficient_density=0.3",
                "--set=workload.activation_density=0.5",
                "--out",
                run.toString());
        assertThat(plain.err()).isEmpty();
        assertThat(SweepFolder.results(out()).values()).containsExactly(Files.readString(run.resolve("run.json")));
        String key = SweepFolder.results(out()).firstKey();
        Cli repriced = Cli.run(
                "reprice",
                out().resolve("points").resolve(key).toString(),
                "--energy=45nm-lop",
                "--out",
                temp.resolve("repriced").toString());
        assertThat(repriced.err()).isEmpty();
    }

    @Test
    void aResultOfRecordedDataIsTheRunJsonThatRunWrites() throws IOException {
        Path trace = SharedData.folder("resnet20-cifar10-penni-m6-ternary");
        Path file = Files.writeString(
                temp.resolve("t.yaml"),
                "name: t\ntraces: [{folder: " + trace + ", images: [1]}]\naxes: [{ring.slots: 4}]\n");
        assertThat(sweep(file).code()).isZero();
        Path run = temp.resolve("run");
        Cli.run("--trace", trace.toString(), "--image=1", "--set=ring.slots=4", "--out", run.toString());
        assertThat(SweepFolder.results(out()).values()).containsExactly(Files.readString(run.resolve("run.json")));
    }

    @Test
    void pointsThatFailAreNamedAndTheExitCodeIsOneUntilTheyAreGone() {
        Path file = SweepFolder.write(temp, "", "ring.slots: [0, 4]");
        Cli first = sweep(file);
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.out()).startsWith("sweep         small: 2 points; 2 run now, 0 done before; 1 failed\n");
        String line = "error: point 1 (tile8, tiny, seed 1, workload.coefficient_density=0.3,"
                + " workload.activation_density=0.5, ring.slots=0): ring.slots=0: ring.slots must be 1 to 1048576, not 0";
        assertThat(first.errors()).containsExactly(line);
        Cli again = sweep(file, "--quiet");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).isEmpty();
        assertThat(again.errors()).containsExactly(line);
        assertThat(sweep(file).out())
                .startsWith("sweep         small: 2 points; 0 run now, 1 done before; 1 failed, 1 of them before"
                        + " (--retry-failed)\n");
        assertThat(sweep(file, "--retry-failed").out())
                .startsWith("sweep         small: 2 points; 1 run now, 1 done before; 1 failed\n");
        assertThat(sweep(SweepFolder.write(temp, "", "ring.slots: [4]")).code()).isZero();
    }

    @Test
    void shardsSplitTheSweepAndShareTheFolder() {
        Path file = SweepFolder.write(temp, "", "ring.slots: [1, 2, 3, 4, 5]");
        assertThat(sweep(file, "--shard", "1/2").out())
                .startsWith("sweep         small, shard 1/2: 3 points; 3 run now, 0 done before; 0 failed\n");
        assertThat(Cli.run("merge", out().toString()).out())
                .startsWith("merged        3 of 5 points; 0 of them failed, 2 missing\n");
        assertThat(sweep(file, "--shard", "2/2").out())
                .startsWith("sweep         small, shard 2/2: 2 points; 2 run now, 0 done before; 0 failed\n");
        assertThat(sweep(file).out()).startsWith("sweep         small: 5 points; 0 run now, 5 done before; 0 failed\n");
        assertThat(sweep(file, "--shard", "9/9").out())
                .startsWith("sweep         small, shard 9/9: 0 points; 0 run now, 0 done before; 0 failed\n");
    }

    @Test
    void damagedAndForeignResultsAreNamed() throws IOException {
        Path file = SweepFolder.write(temp, "", "ring.slots: [1, 2]");
        sweep(file);
        Map<String, String> results = SweepFolder.results(out());
        Path damaged =
                out().resolve("points").resolve(results.keySet().iterator().next());
        Path foreign = out().resolve("points").resolve("0123456789abcdef0123.json");
        Files.writeString(
                foreign, Files.readString(damaged).replaceFirst("\"version\" : \"[^\"]*\"", "\"version\" : \"0.0.1\""));
        Files.writeString(damaged, "half a res");
        Cli merge = Cli.run("merge", out().toString());
        assertThat(merge.code()).isEqualTo(2);
        assertThat(merge.errors())
                .containsExactly(
                        "note: left alone: " + foreign + ": of version 0.0.1, not " + Version.text(),
                        "error: " + damaged + ": not a result: not whole JSON; not merged, the sweep runs it again");
        Cli again = sweep(file);
        assertThat(again.code()).isZero();
        assertThat(again.errors())
                .containsExactly(
                        "note: left alone: " + foreign + ": of version 0.0.1, not " + Version.text(),
                        "note: run again: " + damaged + ": not a result: not whole JSON");
        assertThat(Files.readString(damaged))
                .isEqualTo(results.get(damaged.getFileName().toString()));
        assertThat(Cli.run("merge", out().toString()).code()).isZero();
        assertThat(Cli.run("merge", out().toString(), "--other-versions").out())
                .startsWith(
                        "merged        2 of 2 points; 0 of them failed, 0 missing; and 1 result of other versions\n");
    }

    @Test
    void manyPointsNeedYesAndCanBeLookedAtWithout() {
        Path file = SweepFolder.write(
                temp, "", "ring.slots: {from: 1, to: 1000, step: 1}", "ring.banks: {from: 1, to: 1000, step: 1}");
        Cli cli = sweep(file);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors())
                .containsExactly(
                        "error: " + file + ": 1,000,000 points; more than 10,000 need --yes (--dry-run shows them)");
        assertThat(out()).doesNotExist();
    }

    @Test
    @Timeout(60)
    void aMillionPointsAreShownWithoutResolvingEach() {
        Path file = SweepFolder.write(
                temp,
                "",
                "ring.slots: {from: 0, to: 999, step: 1}",
                "dram.bytes_per_cycle: {from: 1, to: 1001, step: 1}");
        Cli cli = sweep(file, "--dry-run", "--threads", "2");
        assertThat(cli.err()).isEmpty();
        List<String> lines = cli.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("sweep         small: 1,001,000 points");
        assertThat(lines)
                .contains("and 1,000,980 more (--verbose shows all)", "folder        " + out() + ": new")
                .contains("will fail     20 of the first 20, whose machines cannot exist:")
                .anyMatch(line -> line.matches("time +about .* for 1,001,000 points of 175,279 million dense MACs"))
                .anyMatch(line -> line.matches(" +at million MACs per second and thread: tile8 [0-9.,]+"));
        assertThat(out()).doesNotExist();
    }

    @Test
    void pointsThatFailForOneReasonHaveOneLine() {
        Path file = SweepFolder.write(temp, "", "ring.slots: [0, 4]", "dram.bytes_per_cycle: [1, 2, 3]");
        String reason = "point 1 (tile8, tiny, seed 1, workload.coefficient_density=0.3,"
                + " workload.activation_density=0.5, ring.slots=0, dram.bytes_per_cycle=1) and 2 more:"
                + " ring.slots=0: ring.slots must be 1 to 1048576, not 0";
        // Of 175,104 dense MACs each; those that fail are no work.
        assertThat(sweep(file, "--dry-run").out().lines())
                .containsSequence(
                        "will fail     3 of 6 points, whose machines cannot exist:", "              " + reason)
                .anyMatch(line -> line.matches("time +about .* for 3 points of 0.525 million dense MACs"));
        Cli cli = sweep(file);
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.errors()).containsExactly("error: " + reason);
    }

    @Test
    void aProblemOfAnOptionNamesThePlaceOfItsAxis() {
        Path file = SweepFolder.write(temp, "", "workload.weight_density: 0.3");
        Cli cli = sweep(file);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors())
                .singleElement()
                .asString()
                .matches("error: \\Q" + file + "\\E:\\d+:\\d+: point 1 .*"
                        + ": workload.weight_density: decomposed weights, which run here, have no such option");
    }

    @Test
    void aTableEndsInCsvOrParquet() {
        Path file = SweepFolder.write(temp, "", "ring.slots: 4");
        sweep(file);
        for (String name : List.of("x.txt", "x")) {
            Cli cli = Cli.run(
                    "merge", out().toString(), "--out", temp.resolve(name).toString());
            assertThat(cli.code()).isEqualTo(2);
            assertThat(cli.errors())
                    .containsExactly("error: --out " + temp.resolve(name)
                            + ": must end in .csv or .parquet; did you mean " + temp.resolve("x.csv") + "?");
            assertThat(temp.resolve(name)).doesNotExist();
        }
    }

    @Test
    void aDryRunShowsPointsAndTimeAndWritesNothing() {
        Path file = SweepFolder.write(temp, "", "ring.slots: {from: 1, to: 21, step: 1}");
        Cli cli = sweep(file, "--dry-run", "--threads", "2");
        assertThat(cli.code()).isZero();
        List<String> lines = cli.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("sweep         small: 21 points");
        assertThat(lines.get(2))
                .startsWith("point  machine  energy_table  workload  seed")
                .endsWith("ring.slots");
        assertThat(lines.get(23)).startsWith("   20    tile8");
        assertThat(lines.get(24)).isEqualTo("and 1 more (--verbose shows all)");
        assertThat(lines.get(26)).isEqualTo("folder        " + out() + ": new");
        assertThat(lines.get(27))
                .matches("time          about .* with --threads 2 for 21 points of 3.68 million dense MACs");
        assertThat(out()).doesNotExist();
        assertThat(sweep(file, "--dry-run", "--verbose", "--shard", "2/2").out().lines())
                .startsWith("sweep         small: 21 points; shard 2/2 has 10 of them")
                .anyMatch(line -> line.startsWith("   20    tile8"))
                .noneMatch(line -> line.startsWith("   21    tile8"));
    }

    @Test
    void badOptionsHaveOneLine() throws IOException {
        Path file = SweepFolder.write(temp, "", "ring.slots: 4");
        assertThat(sweep(file, "--shard", "3/2").errors())
                .containsExactly("error: --shard must be i/n with i from 1 to n, for example 1/4, not 3/2");
        assertThat(sweep(file, "--threads", "0").errors()).containsExactly("error: --threads must be 1 to 1024, not 0");
        assertThat(Cli.run("sweep", "nofile.yaml").errors()).containsExactly("error: nofile.yaml: no such file");
        assertThat(Cli.run("merge", "nofolder").errors())
                .containsExactly("error: nofolder: has no sweep.json; merge needs the folder of a sweep");
        Files.createFile(out());
        assertThat(sweep(file).errors()).containsExactly("error: --out " + out() + ": is a file, not a folder");
        Cli below = Cli.run(
                "sweep", file.toString(), "--out", out().resolve("below").toString());
        assertThat(below.code()).isEqualTo(2);
        assertThat(below.errors()).singleElement().asString().contains("cannot be written (");
    }

    static List<Path> examples() {
        Path sweeps = Path.of("..", "sweeps");
        List<Path> files = new ArrayList<>(SweepFolder.list(sweeps));
        files.addAll(SweepFolder.list(sweeps.resolve("figures")));
        files.removeIf(file -> !file.toString().endsWith(".yaml"));
        return files;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesThatAreShippedLoad(Path example) throws IOException {
        Cli cli = sweep(example, "--dry-run");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        String name = example.getFileName().toString().replace(".yaml", "");
        assertThat(cli.out()).startsWith("sweep         ").contains("time          about ");
        assertThat(cli.out().lines().findFirst().orElseThrow()).contains(name + ": ");
    }

    @Test
    void thereAreExamples() {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(9);
    }
}
