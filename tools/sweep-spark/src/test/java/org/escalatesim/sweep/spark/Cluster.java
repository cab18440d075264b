package org.escalatesim.sweep.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A standalone Spark master and workers of one core each: child processes that talk over the loopback interface. */
final class Cluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+)");
    private static final Pattern REGISTERED = Pattern.compile("Registering worker ");
    /** A worker says which executors it starts; the executors' own logs say what they run. */
    private static final Pattern RUNNING = Pattern.compile("Executor: Running task ");

    private static final Pattern FINISHED = Pattern.compile("Executor: Finished task ");
    /** Parts of the class path that are ours, in the jar that Spark is given: Spark's own home has none of them. */
    private static final List<String> OURS = List.of(
            "/org/escalatesim/",
            "/target/",
            "/tools/jackson/",
            "/com/ezylang/",
            "/info/picocli/",
            "/me/tongfei/",
            "/de/siegmar/",
            "/org/junit/",
            "/org/assertj/");

    /** These processes live for seconds: most of their time would go into compiling what they do once. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData";

    private final Path folder;
    private final Path home;
    private final List<Process> processes = new ArrayList<>();
    private String url;

    /** Starts a master and workers, files below {@code folder}; skips the test where loopback cannot be used. */
    Cluster(Path folder, int workers) throws Exception {
        this.folder = folder;
        home = home(folder);
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            probe.getLocalPort();
        } catch (IOException e) {
            Assumptions.abort("skipped: no sockets on " + LOOPBACK + " here (" + e.getMessage() + ")");
        }
        try {
            Path log = folder.resolve("master.log");
            start(log, "org.apache.spark.deploy.master.Master", "--host", LOOPBACK, "--port", "0", "--webui-port", "0");
            await(log, "the master's address", () -> {
                Matcher found = URL.matcher(text(log));
                url = found.find() ? found.group(1) : null;
                return url != null;
            });
            for (int i = 0; i < workers; i++) {
                start(
                        folder.resolve("worker" + i + ".log"),
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        LOOPBACK,
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "1G",
                        "--work-dir",
                        work(i).toString(),
                        url);
            }
            await(log, workers + " workers", () -> count(REGISTERED, text(log)) == workers);
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    /** Spark's jars where executors look for them; links, for they have 230 MB. */
    private static Path home(Path folder) throws IOException {
        Path home = folder.resolve("spark-home");
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar") && OURS.stream().noneMatch(entry.replace('\\', '/')::contains)) {
                Path jar = Path.of(entry);
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
        return home;
    }

    private Path work(int worker) {
        return folder.resolve("work" + worker);
    }

    /** Starts {@code spark-submit} of the shipped jar; both outputs go to {@code log}. */
    Process submit(Path log, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "--master",
                url,
                "--conf",
                "spark.driver.host=" + LOOPBACK,
                "--conf",
                "spark.driver.bindAddress=" + LOOPBACK,
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.executor.defaultJavaOptions=" + QUICK_START,
                "--executor-memory",
                "512M",
                "--class",
                SparkSweep.class.getName(),
                System.getProperty("sweep.spark.jar")));
        all.addAll(List.of(arguments));
        return start(log, "org.apache.spark.deploy.SparkSubmit", all.toArray(String[]::new));
    }

    private Process start(Path log, String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(QUICK_START.split(" ")));
        command.addAll(List.of(
                "-Xmx512m",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                home.resolve("jars") + "/*",
                mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
        builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("tmp").toString());
        try {
            Process process = builder.start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            return Assumptions.abort("skipped: no child processes here (" + e.getMessage() + ")");
        }
    }

    /** Tasks that a worker's executors have begun and not finished. */
    int inFlight(int worker) {
        String logs = executorLogs(worker);
        return count(RUNNING, logs) - count(FINISHED, logs);
    }

    private String executorLogs(int worker) {
        if (!Files.isDirectory(work(worker))) {
            return "";
        }
        try (Stream<Path> files = Files.walk(work(worker))) {
            StringBuilder text = new StringBuilder();
            files.filter(file -> file.getFileName().toString().equals("stderr"))
                    .forEach(file -> text.append(text(file)));
            return text.toString();
        } catch (IOException | UncheckedIOException e) {
            return ""; // Folders come and go while an application starts.
        }
    }

    /** Kills a worker with all its executors, as a computer that loses its power. */
    void kill(int worker) {
        kill(processes.get(1 + worker));
    }

    private static void kill(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits for something to become true; fails with the log when it does not, within two minutes. */
    static void await(Path log, String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("waited in vain for " + what + "; " + log + ":\n" + text(log));
            }
            Thread.sleep(20);
        }
    }

    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        processes.forEach(Cluster::kill);
        for (Process process : processes) {
            process.waitFor();
        }
        try (Stream<Path> links = Files.list(home.resolve("jars"))) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
    }
}
