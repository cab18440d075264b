package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Do options that name a file leave pipes and symbolic links as they were? */
@DisabledOnOs(OS.WINDOWS)
class OutputTargetsTest {
    @TempDir
    Path temp;

    private List<String> run(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "run", "--net", "resnet20-cifar", "--out", temp.resolve("out").toString(), "--quiet"));
        args.addAll(List.of(more));
        return args;
    }

    private List<String> sweep(String... more) throws Exception {
        Path file = Files.writeString(
                temp.resolve("s.yaml"), "name: s\nnetworks: [resnet20-cifar]\naxes:\n  - ring.slots: [4]\n");
        List<String> args = new ArrayList<>(
                List.of("sweep", file.toString(), "--out", temp.resolve("sweep").toString(), "--quiet"));
        args.addAll(List.of(more));
        return args;
    }

    private static Cli cli(List<String> args) {
        return Cli.run(args.toArray(String[]::new));
    }

    private Path pipe(String name) throws Exception {
        Path pipe = temp.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private void refused(Path pipe, List<String> args) {
        Cli cli = cli(args);
        assertThat(cli.code()).as(args.toString()).isEqualTo(2);
        assertThat(cli.errors())
                .as(args.toString())
                .singleElement()
                .asString()
                .endsWith(pipe.getFileName() + ": is not a regular file");
        assertThat(Files.exists(pipe) && !Files.isRegularFile(pipe))
                .as("the pipe is there")
                .isTrue();
        assertThat(temp.resolve("out")).as("nothing ran").doesNotExist();
    }

    @Test
    void pipesAreRefusedBeforeAnythingRuns() throws Exception {
        Path text = pipe("p.txt");
        refused(text, run("--dram-trace", text.toString(), "--dram-trace-format", "ramulator2"));
        Path json = pipe("p.json");
        refused(json, run("--timeline", json.toString(), "--timeline-layer", "layer1_0_conv1"));
        Path html = pipe("p.html");
        refused(html, run("--html", html.toString()));
        refused(html, sweep("--html", html.toString()));
        Path png = pipe("p.png");
        refused(png, List.of("plot", "cycles", temp.resolve("none").toString(), "--out", png.toString()));
        Path csv = pipe("p.csv");
        refused(csv, List.of("merge", temp.resolve("none").toString(), "--out", csv.toString()));
        Path parquet = pipe("p.parquet");
        refused(parquet, List.of("merge", temp.resolve("none").toString(), "--out", parquet.toString()));
        assertThat(temp.resolve("sweep")).doesNotExist();
        Files.createDirectory(temp.resolve("sweep"));
        refused(pipe("sweep/page.html"), sweep("--html"));
    }

    private Path link(String name) throws Exception {
        Files.createDirectories(temp.resolve("real"));
        return Files.createSymbolicLink(temp.resolve(name), Path.of("real", name));
    }

    @Test
    void linksAreFollowed() throws Exception {
        List<Path> links = new ArrayList<>();
        for (String name : List.of("t.txt", "t.json", "t.html", "t.svg", "t.csv")) {
            links.add(link(name));
        }
        // So is one that leads to a folder that is yet to be made.
        Path folder = Files.createSymbolicLink(temp.resolve("sweep"), Path.of("real/sweep"));
        // One that leads to a file already, four that dangle.
        Files.writeString(temp.resolve("real/t.html"), "old");
        List<List<String>> commands = List.of(
                run(
                        "--dram-trace",
                        links.get(0).toString(),
                        "--dram-trace-format",
                        "ramulator2",
                        "--timeline",
                        links.get(1).toString(),
                        "--timeline-layer",
                        "layer1_0_conv1",
                        "--timeline-cycles",
                        "0:50",
                        "--html",
                        links.get(2).toString()),
                List.of(
                        "plot",
                        "cycles",
                        temp.resolve("out").toString(),
                        "--out",
                        links.get(3).toString()),
                sweep(),
                List.of(
                        "merge",
                        temp.resolve("sweep").toString(),
                        "--out",
                        links.get(4).toString()));
        for (List<String> command : commands) {
            Cli cli = cli(command);
            assertThat(cli.code()).as(cli.err()).isZero();
        }
        for (Path link : links) {
            assertThat(link).isSymbolicLink();
            assertThat(temp.resolve("real").resolve(link.getFileName()))
                    .isRegularFile()
                    .isNotEmptyFile();
        }
        assertThat(folder).isSymbolicLink();
        assertThat(temp.resolve("real/sweep/sweep.json")).isRegularFile();
        assertThat(Files.readString(temp.resolve("real/t.html"))).startsWith("<!");
    }
}
