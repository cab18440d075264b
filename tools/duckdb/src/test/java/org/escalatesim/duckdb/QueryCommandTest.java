package org.escalatesim.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.escalatesim.cli.Main;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryCommandTest {
    @TempDir
    static Path folder;

    /** 6 points, of which 2 fail: 3 ring depths, one of which cannot exist, and 2 patterns, which are text. */
    private static Path sweep;

    @TempDir
    Path temp;

    private record Run(int code, String out, String err) {}

    private static Run run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(new PrintWriter(out), new PrintWriter(err), args);
        return new Run(code, out.toString(), err.toString());
    }

    private static String answer(Path source, String sql) {
        Run run = run("query", source.toString(), sql);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run.out();
    }

    @BeforeAll
    static void sweep() throws IOException {
        Files.writeString(folder.resolve("tiny.yaml"), """
                name: tiny
                title: "two layers"
                source: "made for tests"
                image: [3, 8, 8]
                layers:
                - {name: a, op: conv, in: [3, 8, 8], out: [16, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [image], relu: true}
                - {name: b, op: conv, in: [16, 8, 8], out: [16, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [a], relu: true}
                """);
        Path file = Files.writeString(folder.resolve("s.yaml"), """
                name: s
                networks: [tiny.yaml]
                axes:
                  - {workload.coefficient_density: 0.3, workload.activation_density: 0.5}
                  - ring.slots: [0, 4, 64]
                  - channel_accumulation.pattern: ["L<1,0>", "T<2,5>"]
                """);
        sweep = folder.resolve("out");
        assertThat(run("sweep", file.toString(), "--out", sweep.toString()).code())
                .isEqualTo(1);
    }

    @Test
    void aFolderAnswersAboutPointsAndLayers() {
        String out = answer(
                sweep,
                "SELECT \"ring.slots\", count(*) AS points, count(failure) AS failed, min(cycles) IS NULL AS empty"
                        + " FROM points GROUP BY 1 ORDER BY 1");
        assertThat(out.lines())
                .containsExactly(
                        "ring.slots  points  failed  empty",
                        "---------------------------------",
                        "         0       2       2  true",
                        "         4       2       0  false",
                        "        64       2       0  false");
        // Sums over layers are the points' own.
        assertThat(answer(sweep, """
                        SELECT count(*) AS equal FROM points JOIN
                        (SELECT point, sum(cycles) AS c FROM layers GROUP BY point) AS l
                        ON points.point = l.point AND points.cycles = l.c""")).isEqualTo("equal\n-----\n    4\n");
    }

    @Test
    void semicolonsInTextAndCommentsSeparateNothing() {
        assertThat(answer(sweep, "SELECT ';a' || $$;b'$$ || $t$;c$$$t$ || E'\\';d' AS \";e\" /* ; */ ; -- ; f\n; "))
                .startsWith(";e\n")
                .endsWith(";a;b';c$$';d\n");
    }

    @Test
    void aParquetFileHasTypesAndTheOrderOfTheSweep() throws IOException {
        Path file = temp.resolve("points.parquet");
        Run merge = run("merge", sweep.toString(), "--out", file.toString());
        assertThat(merge.err()).isEmpty();
        assertThat(merge.out())
                .isEqualTo("merged        6 of 6 points; 2 of them failed, 0 missing\ntable         " + file + "\n");
        assertThat(Files.readAllBytes(file)).startsWith("PAR1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        String types = answer(file, "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'points'");
        assertThat(types.lines().map(line -> line.strip().replaceAll("  +", " ")))
                .contains(
                        "point BIGINT",
                        "machine VARCHAR",
                        "image BIGINT",
                        "seed BIGINT",
                        "workload.coefficient_density DOUBLE",
                        "ring.slots BIGINT",
                        "channel_accumulation.pattern VARCHAR",
                        "failure VARCHAR",
                        "cycles BIGINT",
                        "milliseconds DOUBLE",
                        "energy_pj DOUBLE",
                        "dram_read_bits BIGINT",
                        "version VARCHAR",
                        "result VARCHAR");
        // Without an order of its own, the order is the file's.
        assertThat(answer(file, "SELECT point FROM points").lines().skip(2).map(String::strip))
                .containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(list(temp)).containsExactly(file);
    }

    @Test
    void parquetHoldsWhatTheCsvHolds() throws IOException {
        for (String layers : List.of("points", "layers")) {
            Path parquet = temp.resolve(layers + ".parquet");
            Path csv = temp.resolve(layers + ".csv");
            for (Path file : List.of(parquet, csv)) {
                List<String> args = layers.equals("layers")
                        ? List.of("merge", sweep.toString(), "--layers", "--out", file.toString())
                        : List.of("merge", sweep.toString(), "--out", file.toString());
                assertThat(run(args.toArray(String[]::new)).code()).isZero();
            }
            String all = "SELECT * FROM " + layers;
            assertThat(answer(parquet, all)).isEqualTo(answer(csv, all)).hasLineCount(layers.equals("layers") ? 10 : 8);
        }
    }

    @Test
    void answersAreWrittenAsCsvOrParquet() throws IOException {
        String sql =
                "SELECT point, \"channel_accumulation.pattern\" AS p, cycles FROM points WHERE cycles > 0 ORDER BY 1 DESC; ";
        Path csv = temp.resolve("a.csv");
        Run written = run("query", sweep.toString(), sql, "--out", csv.toString());
        assertThat(written.err()).isEmpty();
        assertThat(written.out()).isEqualTo("table         " + csv + "\n");
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("point,p,cycles");
        assertThat(lines.get(1)).startsWith("6,\"T<2,5>\",");
        Path parquet = temp.resolve("a.parquet");
        assertThat(run("query", sweep.toString(), sql, "--out", parquet.toString(), "--quiet")
                        .out())
                .isEmpty();
        assertThat(answer(parquet, "FROM points")).isEqualTo(answer(csv, "FROM points"));
        assertThat(list(temp)).containsExactlyInAnyOrder(csv, parquet);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELCT 1 | query: Parser Error: syntax error at or near \"SELCT\"",
                "SELECT nocol FROM points | query: Binder Error: Referenced column \"nocol\" not found in FROM clause!",
                "SELECT * FROM nothere | query: Catalog Error: Table with name nothere does not exist! The tables are points and layers",
                "CREATE TABLE x AS SELECT 1 AS a | the query gives no table: give one SELECT",
                "SELECT sum(machine) FROM points | query: Binder Error: No function matches",
                "SELECT 1; SELECT 2 | SQL: several statements; give one SELECT",
                "SELECT 1 /* ; */ ; ; FROM points | SQL: several statements; give one SELECT",
                "`` | SQL must not be empty"
            })
    void errorsInAQueryHaveOneLine(String sql, String message) {
        Run run = run("query", sweep.toString(), sql == null ? "" : sql);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: " + message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY points TO 'FILE'",
                "SELECT * FROM read_csv('SECRET')",
                "SELECT * FROM read_text('SECRET')",
                "SELECT * FROM glob('FOLDER/*')",
                "ATTACH 'FILE'",
                "EXPORT DATABASE 'FILE'",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET enable_external_access = true",
                "SELECT 1) TO 'FILE' (FORMAT csv); --"
            })
    void queriesTouchNoFiles(String sql) throws IOException {
        Path secret = Files.writeString(temp.resolve("secret.csv"), "a\nhidden\n");
        Path evil = temp.resolve("evil");
        String filled = sql.replace("FILE", evil.toString())
                .replace("SECRET", secret.toString())
                .replace("FOLDER", temp.toString());
        for (String[] more : new String[][] {{}, {"--out", temp.resolve("o.csv").toString()}}) {
            Run run = run(Stream.concat(Stream.of("query", sweep.toString(), filled), Stream.of(more))
                    .toArray(String[]::new));
            assertThat(run.code()).as(run.out()).isEqualTo(2);
            assertThat(run.err()).startsWith("error: ").hasLineCount(1);
            assertThat(run.out()).doesNotContain("hidden");
            assertThat(list(temp)).containsExactly(secret);
        }
    }

    @Test
    void badSourcesAndTargetsAreNamed() throws IOException {
        Path text = Files.writeString(temp.resolve("a.txt"), "x");
        Path ragged = Files.writeString(temp.resolve("ragged.csv"), "a,b\n1,2\n3\n");
        Path twice = Files.writeString(temp.resolve("twice.csv"), "a,a\n1,2\n");
        Path empty = Files.writeString(temp.resolve("empty.csv"), "");
        Path noParquet = Files.writeString(temp.resolve("no.parquet"), "PAR0");
        refused("nothere: no such file or folder", "nothere", "SELECT 1");
        refused(temp + ": has no sweep.json", temp.toString(), "SELECT 1");
        refused(text + ": must be the folder of a sweep, or end in .csv or .parquet", text.toString(), "SELECT 1");
        refused(
                ragged + ": not a table: Record 3 has 1 fields, but first record had 2 fields",
                ragged.toString(),
                "SELECT 1");
        refused(twice + ": not a table: two columns are called 'a'", twice.toString(), "SELECT 1");
        refused(empty + ": not a table: it is empty", empty.toString(), "SELECT 1");
        refused(noParquet + ": is not a Parquet file that DuckDB can read\n", noParquet.toString(), "SELECT 1");
        refused("--out a.txt: must end in .csv or .parquet", sweep.toString(), "SELECT 1", "--out", "a.txt");
        Path below = text.resolve("b.csv");
        refused(
                "--out " + below + ": no such folder: " + text + "\n",
                sweep.toString(),
                "SELECT 1",
                "--out",
                below.toString());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void pipesAndLinksStayAsTheyWere() throws Exception {
        for (String ending : List.of("csv", "parquet")) {
            Path pipe = temp.resolve("p." + ending);
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            refused(
                    "--out " + pipe + ": is not a regular file\n",
                    sweep.toString(),
                    "SELECT 1",
                    "--out",
                    pipe.toString());
            assertThat(Files.exists(pipe) && !Files.isRegularFile(pipe)).isTrue();
            Path link = Files.createSymbolicLink(temp.resolve("l." + ending), Path.of("t." + ending));
            assertThat(run("query", sweep.toString(), "SELECT 1", "--out", link.toString())
                            .code())
                    .isZero();
            assertThat(link).isSymbolicLink();
            assertThat(temp.resolve("t." + ending)).isRegularFile().isNotEmptyFile();
        }
    }

    private static void refused(String message, String... args) {
        Run run = run(Stream.concat(Stream.of("query"), Stream.of(args)).toArray(String[]::new));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: " + message).hasLineCount(1);
    }

    @Test
    void aDamagedResultIsNamedAndTheRestAnswers() throws IOException {
        Path copy = Files.createDirectories(temp.resolve("copy"));
        Files.createDirectories(copy.resolve("points"));
        Files.copy(sweep.resolve("sweep.json"), copy.resolve("sweep.json"));
        Path damaged = null;
        for (Path file : list(sweep.resolve("points"))) {
            damaged = Files.copy(file, copy.resolve("points").resolve(file.getFileName()));
        }
        Files.writeString(damaged, "half a res");
        Run run = run("query", copy.toString(), "SELECT count(*) AS n FROM points");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("error: " + damaged + ": not a result").hasLineCount(1);
        assertThat(run.out()).isEqualTo("n\n-\n5\n");
    }

    @Test
    void nothingIsLeftInTheTemporaryFolder() throws IOException {
        Path shared = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = ours(shared);
        answer(sweep, "SELECT 1 FROM layers");
        assertThat(ours(shared)).isSubsetOf(before);
        // The library is gone although it is loaded, and queries go on.
        assertThat(answer(sweep, "SELECT 2 AS two")).isEqualTo("two\n---\n  2\n");
    }

    /** A limit on the size of files stands for a full disk: the library, 60 MB, is too large for 2 MB. */
    @Test
    void aDiskTooFullForTheLibraryHasOneLineAndLeavesNothing() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: needs bash and its ulimit");
        Path scratch = Files.createDirectory(temp.resolve("scratch"));
        Process process = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "ulimit -f 2000; exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=" + scratch,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "query",
                        sweep.toString(),
                        "SELECT 1")
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile())
                .start();
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(Files.readString(temp.resolve("log")))
                .isEqualTo("error: DuckDB does not start: its library, 60 MB, cannot be unpacked into " + scratch
                        + " or loaded (File too large)\n");
        assertThat(list(scratch)).isEmpty();
    }

    private static List<Path> ours(Path folder) throws IOException {
        return list(folder).stream()
                .filter(file -> file.getFileName().toString().matches("(escalate-sim-(query|duckdb)|libduckdb_java).*"))
                .toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
