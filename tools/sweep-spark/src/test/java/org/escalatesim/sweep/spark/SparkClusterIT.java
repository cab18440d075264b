package org.escalatesim.sweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.escalatesim.cli.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar on a real standalone cluster: a master and two workers, of one core each. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkClusterIT {
    private static final int WORKERS = 2;

    @TempDir
    static Path spark;

    private static Cluster cluster;

    @TempDir
    Path temp;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(spark, WORKERS);
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void resultsAreThoseOfOneComputerByteForByteAndOnlyMissingPointsRun() throws Exception {
        // Two ring depths, one of which cannot exist; two energy tables share a simulation; two seeds.
        Path file = sweep("seeds: [1, 2]\nenergy: [45nm-lop, 45nm-hp]\n", 8, "ring.slots: [0, 16]");
        TreeMap<String, String> local = local(file, 1);
        assertThat(local).hasSize(9);
        Path out = temp.resolve("out");
        assertThat(spark(file, out)).isEqualTo(1);
        assertThat(log())
                .contains("sweep         s: 8 points; 8 run now, 0 done before; 4 failed")
                .contains("ring.slots=0: ring.slots must be 1 to 1048576, not 0");
        assertThat(files(out)).isEqualTo(local);
        // Of those that succeeded, one goes and one is damaged.
        List<String> good = local.keySet().stream()
                .filter(name -> local.get(name).contains("\"layers\""))
                .toList();
        Files.delete(out.resolve(good.get(0)));
        Files.writeString(out.resolve(good.get(1)), "half a res");
        assertThat(spark(file, out)).isEqualTo(1);
        assertThat(log())
                .contains("note: run again: " + out.resolve(good.get(1)) + ": not a result")
                .contains("sweep         s: 8 points; 2 run now, 2 done before; 4 failed, 4 of them before");
        assertThat(files(out)).isEqualTo(local);
    }

    /** Last: it leaves one worker of the two. */
    @Test
    @Order(2)
    void aWorkerKilledInMidRunLosesNothing() throws Exception {
        // Slow enough that a task is surely in flight while it is looked for: seconds each.
        Path file = sweep("", 32, "ring.slots: [4, 8, 16, 32, 64, 128]");
        Path out = temp.resolve("out");
        Path log = temp.resolve("submit.log");
        Process driver = cluster.submit(log, file.toString(), "--out", out.toString());
        Cluster.await(log, "a first result and a task in flight on worker 0", () -> {
            assertThat(driver.isAlive()).as(Cluster.text(log)).isTrue();
            return cluster.inFlight(0) > 0 && results(out) > 0;
        });
        cluster.kill(0);
        assertThat(cluster.inFlight(0)).as("tasks that died with the worker").isEqualTo(1);
        assertThat(results(out)).as("results before the end").isLessThan(6);
        assertThat(driver.waitFor()).as(Cluster.text(log)).isZero();
        assertThat(log())
                .contains("Lost executor")
                .contains("sweep         s: 6 points; 6 run now, 0 done before; 0 failed");
        TreeMap<String, String> all = files(out);
        assertThat(all).isEqualTo(local(file, 0));
        assertThat(spark(file, out)).isZero();
        assertThat(log()).contains("sweep         s: 6 points; 0 run now, 6 done before; 0 failed");
        assertThat(files(out)).isEqualTo(all);
    }

    private int spark(Path file, Path out) throws Exception {
        return cluster.submit(temp.resolve("submit.log"), file.toString(), "--out", out.toString())
                .waitFor();
    }

    private String log() {
        return Cluster.text(temp.resolve("submit.log"));
    }

    /** The same sweep by the command {@code sweep}, in this process. */
    private TreeMap<String, String> local(Path file, int code) {
        Path out = temp.resolve("local");
        StringWriter err = new StringWriter();
        assertThat(Main.execute(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        "sweep",
                        file.toString(),
                        "--out",
                        out.toString()))
                .as(err.toString())
                .isEqualTo(code);
        return files(out);
    }

    /** A sweep over a network of two layers of {@code side} x {@code side} x 64 values. */
    private Path sweep(String head, int side, String axis) throws IOException {
        String shape = side + ", " + side + "]";
        Files.writeString(temp.resolve("tiny.yaml"), """
                name: tiny
                title: "two layers"
                source: "made for tests"
                image: [64, SHAPE
                layers:
                - {name: a, op: conv, in: [64, SHAPE, out: [64, SHAPE, kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [image], relu: true}
                - {name: b, op: conv, in: [64, SHAPE, out: [64, SHAPE, kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [a], relu: true}
                """.replace("SHAPE", shape));
        return Files.writeString(
                temp.resolve("s.yaml"),
                "name: s\nnetworks: [tiny.yaml]\n" + head + "axes:\n"
                        + "  - {workload.coefficient_density: 0.3, workload.activation_density: 0.5}\n  - " + axis
                        + "\n");
    }

    private static long results(Path out) {
        return files(out).keySet().stream()
                .filter(name -> name.startsWith("points"))
                .count();
    }

    /** Every file below a folder that has its final name, by its path, with its content. */
    private static TreeMap<String, String> files(Path folder) {
        TreeMap<String, String> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path file :
                    paths.filter(path -> path.toString().endsWith(".json")).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
