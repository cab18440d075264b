package org.escalatesim.sweep.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.escalatesim.cli.Version;
import org.escalatesim.sweep.PlannedPoint;
import org.escalatesim.sweep.Planner;
import org.escalatesim.sweep.PointRunner;
import org.escalatesim.sweep.Sweep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What needs no cluster. */
class SparkSweepTest {
    private static final String MASTER = "spark.master";

    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void asIfSubmitted() {
        // A master that nothing here may get as far as asking for.
        System.setProperty(MASTER, "spark://127.0.0.1:1");
    }

    @AfterEach
    void forget() {
        System.clearProperty(MASTER);
    }

    private int execute(String... args) {
        return SparkSweep.execute(new PrintWriter(out), new PrintWriter(err), args);
    }

    private Path sweep(String axis) throws Exception {
        return Files.writeString(
                temp.resolve("s.yaml"), "name: s\nnetworks: [resnet20-cifar]\naxes:\n  - ring.slots: " + axis + "\n");
    }

    @Test
    void helpTellsOptionsThatMakeSenseHere() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString())
                .startsWith("Usage: spark-submit --class org.escalatesim.sweep.spark.SparkSweep")
                .contains("--out=DIR", "--shard=i/n", "--retry-failed")
                .doesNotContain("--threads", "      --dry-run ");
    }

    @Test
    void badInputHasOneLine() throws Exception {
        assertThat(execute("nofile.yaml")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("error: nofile.yaml: no such file\n");
        err.getBuffer().setLength(0);
        assertThat(execute("s.yaml", "--threads", "3")).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: no option '--threads'").endsWith(" (see --help)\n");
        err.getBuffer().setLength(0);
        assertThat(execute(sweep("{from: 1, to: 20000, step: 1}").toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("20,000 points; more than 10,000 need --yes")
                .hasLineCount(1);
    }

    @Test
    void withoutSparkSubmitOneLineSaysSo() {
        System.clearProperty(MASTER);
        assertThat(execute("s.yaml")).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("error: no Spark here: start this with spark-submit --master URL, or"
                        + " tools/scripts/sweep-spark.sh\n");
    }

    @Test
    void fewPointsAreSpreadAndManyShareTheirTraces() throws Exception {
        List<PlannedPoint> points = plan(Sweep.open(sweep("{from: 1, to: 100, step: 1}")));
        // 100 machines: 4 tasks for each of 2 cores would have 12, of which 8 may share; of 5 cores 5; of 1,000 one.
        assertThat(SparkRunner.machines(points, 2)).isEqualTo(8);
        assertThat(SparkRunner.machines(points, 5)).isEqualTo(5);
        assertThat(SparkRunner.machines(points, 1000)).isEqualTo(1);
    }

    @Test
    void aTaskGivesWhatALocalRunGives() throws Exception {
        Sweep sweep = Sweep.open(sweep("[0, 16]"));
        List<PlannedPoint> points = plan(sweep);
        TaskResult result = run(Task.of("job 1", sweep, "1.2.3", points));
        assertThat(result.problem()).isNull();
        for (int i = 0; i < 2; i++) {
            PointRunner.Result local = PointRunner.run("1.2.3", points.get(i));
            assertThat(result.files()[i]).isEqualTo(local.bytes());
            assertThat(result.failures()[i]).isEqualTo(local.failure());
        }
        assertThat(result.failures()[0]).startsWith("ring.slots=0");
    }

    @Test
    void anExecutorThatSeesOtherFilesOrNoneSaysSo() throws Exception {
        Sweep sweep = Sweep.open(sweep("[16, 32]"));
        List<PlannedPoint> points = plan(sweep);
        sweep("[16, 64]");
        assertThat(run(Task.of("job 2", sweep, "1.2.3", points)).problem())
                .startsWith("executor on ")
                .endsWith("s.yaml, or a file that it names, is not what it is on the driver: point 2 differs");
        sweep("[16]");
        assertThat(run(Task.of("job 3", sweep, "1.2.3", points)).problem()).endsWith("point 2 differs");
        Files.delete(temp.resolve("s.yaml"));
        assertThat(run(Task.of("job 4", sweep, "1.2.3", points)).problem())
                .endsWith("s.yaml: no such file; the sweep file and what it names must be at the same paths on all"
                        + " computers");
    }

    /** Spark inside this process: what the driver does when it cannot go on. */
    @Test
    void aResultThatCannotBeStoredEndsTheSweepWithOneLine() throws Exception {
        Path file = sweep("[0, 16]");
        Path results = temp.resolve("out");
        Map<String, String> settings = Map.of(
                MASTER,
                "local[2]",
                "spark.ui.enabled",
                "false",
                "spark.driver.host",
                "127.0.0.1",
                "spark.driver.bindAddress",
                "127.0.0.1",
                "spark.log.level",
                "OFF",
                "spark.local.dir",
                temp.toString());
        settings.forEach(System::setProperty);
        try {
            String key =
                    new Planner(Version.text()).plan(Sweep.open(file)).get(0).key();
            // A folder in the place of a result: it can be neither replaced nor written.
            Path blocked = results.resolve("points").resolve(key + ".json");
            Files.createDirectories(blocked.resolve("full"));
            assertThat(execute(file.toString(), "--out", results.toString())).isEqualTo(2);
            assertThat(err.toString())
                    .startsWith("error: " + blocked + ": cannot be written (")
                    .hasLineCount(1);
            Files.delete(blocked.resolve("full"));
            Files.delete(blocked);
            assertThat(execute(file.toString(), "--out", results.toString())).isEqualTo(1);
            assertThat(out.toString()).contains("sweep         s: 2 points;").contains("; 1 failed");
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void theScriptSubmitsTheJar() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: needs bash");
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/bash",
                        Path.of("..", "scripts", "sweep-spark.sh").toString(),
                        "spark://head:7077",
                        "s.yaml",
                        "out",
                        "--yes")
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_SUBMIT", "echo",
                        "ESCALATE_SIM_SPARK_JAR", "es.jar",
                        "SPARK_OPTIONS", "--executor-memory 4G"));
        assertThat(builder.start().waitFor()).isZero();
        assertThat(Files.readString(temp.resolve("log")))
                .isEqualTo("--master spark://head:7077 --executor-memory 4G --class"
                        + " org.escalatesim.sweep.spark.SparkSweep es.jar s.yaml --out out --yes\n");
        builder.command().subList(2, 6).clear();
        assertThat(builder.start().waitFor()).isEqualTo(2);
        assertThat(Files.readString(temp.resolve("log"))).startsWith("usage: ");
    }

    private static List<PlannedPoint> plan(Sweep sweep) {
        return new Planner("1.2.3").plan(sweep);
    }

    private static TaskResult run(Task task) {
        return new TaskRunner().apply(CollectionConverters.asScala(List.of(task).iterator()));
    }
}
