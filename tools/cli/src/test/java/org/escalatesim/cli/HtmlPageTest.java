package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where does {@code --html} write, what does it refuse, and does its command run again? */
class HtmlPageTest {
    @TempDir
    Path folder;

    private static Cli run(Path out, String... more) {
        return Cli.run(
                Stream.concat(Stream.of("run", "--net", "resnet20-cifar", "--out", out.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void thePageStandsBesideTheResultsAndDoesNotDependOnThreads() throws Exception {
        Cli one = run(folder.resolve("a"), "--html", "--threads", "1");
        assertThat(one.code()).as(one.err()).isZero();
        assertThat(one.out()).contains("layers.csv, page.html, run.json in");
        run(folder.resolve("b"), "--threads", "2", "--html", "--quiet");
        String page = Files.readString(folder.resolve("a/page.html"));
        assertThat(Files.readString(folder.resolve("b/page.html"))).isEqualTo(page);
        assertThat(page)
                .contains("<pre>java -jar escalate-sim.jar run --net resnet20-cifar</pre>")
                .doesNotContain(folder.toString());
    }

    @Test
    void theCommandLeavesOutWhatResultsDoNotDependOn() throws Exception {
        run(folder.resolve("a"), "--html", "--quiet", "--seed", "3");
        Cli cli = run(
                folder.resolve("b"),
                "--dram-trace=" + folder.resolve("dram.txt"),
                "--dram-trace-format",
                "dramsim3",
                "--dram-trace-burst",
                "32",
                "--timeline=" + folder.resolve("t.json"),
                "--timeline-layer",
                "conv1",
                "--timeline-cycles",
                "0:9",
                "--timeline-limit",
                "1000",
                "--seed",
                "3",
                "--html");
        assertThat(cli.code()).as(cli.err()).isZero();
        String page = Files.readString(folder.resolve("b/page.html"));
        assertThat(page).contains("<pre>java -jar escalate-sim.jar run --net resnet20-cifar --seed 3</pre>");
        assertThat(page).isEqualTo(Files.readString(folder.resolve("a/page.html")));
    }

    /** The rows of a table of a page, as the texts of their cells. */
    private static List<List<String>> rows(String page, String id) {
        Matcher body = Pattern.compile("<table id=\"" + id + "\".*?<tbody>(.*?)</tbody>", Pattern.DOTALL)
                .matcher(page);
        assertThat(body.find()).as(id).isTrue();
        return Pattern.compile("<tr>(.*?)</tr>")
                .matcher(body.group(1))
                .results()
                .map(row -> Pattern.compile("<td[^>]*>(.*?)</td>")
                        .matcher(row.group(1))
                        .results()
                        .map(cell -> cell.group(1))
                        .toList())
                .toList();
    }

    /** The rows that {@code area} prints, each with its component. */
    private static List<List<String>> area(String printed) {
        List<List<String>> rows = new ArrayList<>();
        String component = "";
        for (String line : printed.lines().skip(4).toList()) {
            if (line.isBlank()) {
                return rows;
            }
            List<String> cells = new ArrayList<>(List.of(line.split("\\s{2,}", -1)));
            component = cells.get(0).isEmpty() ? component : cells.get(0);
            cells.set(0, component);
            if (cells.size() == 8) {
                cells.add("");
            }
            if (cells.get(8).isEmpty()) {
                cells.set(8, "from a source");
            }
            rows.add(cells);
        }
        throw new AssertionError("no end of the table in " + printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile8", "systolic", "eyeriss", "scnn", "dcnn", "sparten", "lookahead"})
    void areasOfAPageAreThoseOfTheCommandArea(String machine) throws Exception {
        Path out = folder.resolve(machine);
        Cli cli = Cli.run(
                "run", "--config", machine, "--net", "resnet20-cifar", "--html", "--quiet", "--out", out.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        String page = Files.readString(out.resolve("page.html"));
        String printed = Cli.run("area", "--config", machine).out();
        List<List<String>> units = area(printed);
        assertThat(units).hasSizeGreaterThan(8);
        assertThat(rows(page, "area-components-units")).containsExactlyInAnyOrderElementsOf(units);
        Matcher total = Pattern.compile(
                        "total +([\\d.]+) mm2; all units at their low ([\\d.]+), at their high ([\\d.]+)")
                .matcher(printed);
        assertThat(total.find()).isTrue();
        assertThat(page)
                .contains("table 45nm; all " + total.group(1) + " mm\u00b2, " + total.group(2) + " to " + total.group(3)
                        + "</caption>");
        assertThat(rows(page, "area-components").stream().map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(
                        units.stream().map(row -> row.get(0)).distinct().toList());
    }

    @Test
    void thePageMayHaveAFileOfItsOwn() {
        Path file = folder.resolve("mine.html");
        Cli cli = run(folder.resolve("c"), "--html", file.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        assertThat(file).isNotEmptyFile();
        assertThat(folder.resolve("c/page.html")).doesNotExist();
        assertThat(cli.out()).contains("; page " + file);
    }

    @Test
    void aFileThatCannotBeIsRefusedBeforeAnythingRuns() throws Exception {
        Cli missing = run(
                folder.resolve("d"), "--html", folder.resolve("none/page.html").toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.errors()).singleElement().asString().contains("--html", "no such file or folder");
        Files.createDirectory(folder.resolve("is.html"));
        Cli taken = run(folder.resolve("d"), "--html=" + folder.resolve("is.html"));
        assertThat(taken.errors()).singleElement().asString().contains("is a folder, not a file");
        assertThat(folder.resolve("d")).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("is.html");
        }
    }

    @Test
    void aSweepFileIsNotTakenForAPage() throws Exception {
        Path file = Files.writeString(
                folder.resolve("s.yaml"), "name: s\nnetworks: [resnet20-cifar]\naxes:\n  - ring.slots: [4, 8]\n");
        Path out = folder.resolve("out");
        Cli cli = Cli.run("sweep", "--html", file.toString(), "--out", out.toString());
        assertThat(cli.code()).as(cli.err()).isZero();
        String page = Files.readString(out.resolve("page.html"));
        assertThat(page).contains("<pre>java -jar escalate-sim.jar sweep s.yaml</pre>", "ring.slots: [4, 8]");
        // Nothing is left to run: the page alone is made again, and is the same.
        assertThat(Cli.run("sweep", file.toString(), "--html", "--out", out.toString())
                        .out())
                .contains("0 run now");
        assertThat(Files.readString(out.resolve("page.html"))).isEqualTo(page);
        Cli dry = Cli.run("sweep", file.toString(), "--html", "--dry-run");
        assertThat(dry.code()).isEqualTo(2);
        assertThat(dry.errors()).singleElement().asString().contains("--html and --dry-run");
    }

    @Test
    void aSweepOfTooManyPointsIsRefused() throws Exception {
        Path file = Files.writeString(
                folder.resolve("s.yaml"),
                "name: s\nnetworks: [resnet20-cifar]\naxes:\n  - ring.slots: {from: 1, to: 20001, step: 1}\n");
        Cli cli = Cli.run(
                "sweep",
                file.toString(),
                "--html",
                "--yes",
                "--out",
                folder.resolve("o").toString());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors()).singleElement().asString().contains("at most 20,000 points", "20,001");
        assertThat(folder.resolve("o")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "resnet50, resnet50",
        "ring.slots=16, ring.slots=16",
        "/home/me/secret/my.yaml, my.yaml",
        "'a=/x/y/a.yaml,b=/z/b.yaml', 'a=a.yaml,b=b.yaml'",
        "nets/my.yaml, nets/my.yaml",
        "'C:\\Users\\me\\my.yaml', my.yaml"
    })
    void commandsKeepTheFoldersOfNoAbsolutePath(String typed, String shown) {
        assertThat(CommandText.withoutFolders(typed)).isEqualTo(shown);
    }

    @Test
    void wordsAreQuotedForAShell() {
        assertThat(List.of("a b", "it's", "x=T<2,5>", "plain").stream().map(CommandText::quoted))
                .containsExactly("'a b'", "'it'\\''s'", "'x=T<2,5>'", "plain");
    }
}
