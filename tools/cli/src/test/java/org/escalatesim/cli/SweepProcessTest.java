package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps in processes of their own, which are killed or run out of disk. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SweepProcessTest {
    private static final int POINTS = 300;

    @TempDir
    Path temp;

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile())
                .start();
    }

    @Test
    void aKilledSweepLosesOnlyWhatWasInFlight() throws Exception {
        Path file = SweepFolder.write(temp, "seeds: [1, 2, 3]\n", "ring.slots: {from: 1, to: 100, step: 1}");
        Path undisturbed = temp.resolve("undisturbed");
        assertThat(Cli.run("sweep", file.toString(), "--out", undisturbed.toString())
                        .code())
                .isZero();
        Map<String, String> all = SweepFolder.results(undisturbed);
        assertThat(all).hasSize(POINTS);
        Path out = temp.resolve("out");
        int before = 0;
        for (int round = 0; round < 4; round++) {
            Process process = start(java("sweep", file.toString(), "--out", out.toString(), "--threads", "2"));
            // Killed while it writes: as soon as there is a new result.
            while (process.isAlive() && SweepFolder.results(out).size() <= before) {
                Thread.sleep(1);
            }
            process.destroyForcibly().waitFor();
            Map<String, String> left = SweepFolder.results(out);
            assertThat(left.size()).as(Files.readString(temp.resolve("log"))).isGreaterThan(before);
            left.forEach((name, text) -> assertThat(text).as(name).isEqualTo(all.get(name)));
            assertThatCode(() -> Cli.run("merge", out.toString())).doesNotThrowAnyException();
            before = left.size();
        }
        assertThat(before).as("killed before the end").isLessThan(POINTS);
        Cli resumed = Cli.run("sweep", file.toString(), "--out", out.toString());
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.out())
                .startsWith("sweep         small: 300 points; " + (POINTS - before) + " run now, " + before
                        + " done before; 0 failed\n");
        assertThat(SweepFolder.results(out)).isEqualTo(all);
        assertThat(Files.readString(out.resolve("sweep.json")))
                .isEqualTo(Files.readString(undisturbed.resolve("sweep.json")));
    }

    @Test
    void twoProcessesShareAFolder() throws Exception {
        Path file = SweepFolder.write(temp, "", "ring.slots: {from: 1, to: 40, step: 1}");
        Path alone = temp.resolve("alone");
        Cli.run("sweep", file.toString(), "--out", alone.toString());
        Path out = temp.resolve("out");
        Process first = start(java("sweep", file.toString(), "--out", out.toString(), "--shard", "1/2"));
        Process second = start(java("sweep", file.toString(), "--out", out.toString(), "--shard", "2/2"));
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(SweepFolder.results(out)).hasSize(40).isEqualTo(SweepFolder.results(alone));
    }

    /** A limit on the size of files stands for a full disk: a write fails in the middle of a file. */
    @Test
    void aFullDiskEndsTheSweepWithOneLineAndNothingHalf() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: needs bash and its ulimit");
        Path file = SweepFolder.write(temp, "", "ring.slots: [1, 2, 3, 4]");
        Path out = temp.resolve("out");
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 2; exec \"$@\"", "bash"));
        command.addAll(java("sweep", file.toString(), "--out", out.toString()));
        Process process = start(command);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(temp.resolve("log")))
                .singleElement()
                .asString()
                .startsWith("error: " + out.resolve("points"))
                .endsWith(".json: cannot be written (File too large)");
        assertThat(SweepFolder.list(out.resolve("points"))).isEmpty();
        Cli resumed = Cli.run("sweep", file.toString(), "--out", out.toString());
        assertThat(resumed.out()).startsWith("sweep         small: 4 points; 4 run now, 0 done before; 0 failed\n");
        Path table = temp.resolve("table.csv");
        command.set(2, "ulimit -f 1; exec \"$@\"");
        command.subList(command.indexOf("sweep"), command.size()).clear();
        command.addAll(List.of("merge", out.toString(), "--out", table.toString()));
        assertThat(start(command).waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(temp.resolve("log")))
                .containsExactly("error: " + table + ": cannot be written (File too large)");
        assertThat(SweepFolder.list(temp)).noneMatch(left -> left.toString().contains("table.csv"));
    }

    @Test
    void theSparkScriptSaysThatThereIsNoSpark() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: needs bash");
        Path script = Path.of("..", "scripts", "sweep-spark.sh");
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/bash", script.toString(), "spark://head:7077", "s.yaml", "out")
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile());
        builder.environment().remove("SPARK_SUBMIT");
        builder.environment().put("SPARK_HOME", temp.toString());
        assertThat(builder.start().waitFor()).isEqualTo(2);
        assertThat(Files.readAllLines(temp.resolve("log")))
                .containsExactly("error: " + temp.resolve("bin/spark-submit")
                        + ": no such program; set SPARK_HOME to the folder of Apache Spark, or SPARK_SUBMIT to its"
                        + " spark-submit");
    }

    @Test
    void theSlurmScriptRunsOneShardPerTask() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: needs bash");
        Path script = Path.of("..", "scripts", "sweep-slurm.sh");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", script.toString(), "s.yaml", "out", "--yes")
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA", "echo",
                        "ESCALATE_SIM_JAR", "es.jar",
                        "SLURM_ARRAY_TASK_ID", "3",
                        "SLURM_ARRAY_TASK_COUNT", "16",
                        "SLURM_CPUS_PER_TASK", "4"));
        assertThat(builder.start().waitFor()).isZero();
        assertThat(Files.readString(temp.resolve("log")))
                .isEqualTo("-jar es.jar sweep s.yaml --out out --shard 3/16 --threads 4 --yes\n");
        // Without the first tasks of the array, some shards would never run.
        builder.environment().put("SLURM_ARRAY_TASK_MIN", "3");
        assertThat(builder.start().waitFor()).isEqualTo(2);
    }
}
