package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in Python reads what a sweep writes and draws it. */
class PandasExampleTest {
    /** Debian's, which has Debian's pandas, whatever other one stands first in the path. */
    private static final String PYTHON = Files.exists(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";

    @TempDir
    Path temp;

    private record Ended(int code, String output) {}

    private static Ended python(Path folder, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(PYTHON).directory(folder.toFile());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static boolean isThere(Path folder, String modules) throws InterruptedException {
        try {
            return python(folder, "-c", "import " + modules).code() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @BeforeEach
    void pandasIsThere() throws Exception {
        Assumptions.assumeTrue(
                isThere(temp, "pandas, matplotlib"),
                "skipped: needs python3 with pandas and matplotlib (python3-pandas, python3-matplotlib)");
    }

    private Ended draw(String... arguments) throws Exception {
        return python(
                temp,
                Stream.concat(Stream.of(script().toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** A CSV as compare writes it, in short: each machine in two comparisons. */
    private String comparisons() throws IOException {
        Files.writeString(temp.resolve("compare.csv"), """
                comparison,machine,area_mm2,milliseconds,refusal
                as_configured,small,8,4,
                as_configured,large,40,1,
                equal_sram,small,10,2,
                equal_sram,large,40,3,
                """);
        return "compare.csv";
    }

    private static Path script() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("tools/scripts/plot-csv.py"))) {
            at = at.getParent();
        }
        return at.resolve("tools/scripts/plot-csv.py");
    }

    @Test
    void aSweepIsDrawnWithPandas() throws Exception {
        Files.writeString(temp.resolve("sweep.yaml"), """
                name: two
                networks: [resnet20-cifar]
                axes:
                  - ring.slots: [2, 64]
                  - tiles: [4, 8]
                """);
        String results = temp.resolve("results").toString();
        assertThat(Cli.run("sweep", temp.resolve("sweep.yaml").toString(), "--quiet", "--out", results)
                        .err())
                .isEmpty();
        String csv = temp.resolve("merged.csv").toString();
        assertThat(Cli.run("merge", results, "--out", csv, "--quiet").err()).isEmpty();
        Ended ended = draw(csv, "area_mm2", "speedup", "tiles", "picture.png");
        assertThat(ended.code()).as(ended.output()).isZero();
        // Four points: two areas (the ring) on each of two lines (the tiles).
        assertThat(ended.output().lines().toList()).hasSize(5);
        assertThat(ended.output()).startsWith("area_mm2,4,8");
        assertThat(Files.readAllBytes(temp.resolve("picture.png"))).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void oneComparisonOfTwoIsDrawn() throws Exception {
        Ended both = draw(comparisons(), "area_mm2", "milliseconds", "machine", "both.png");
        assertThat(both.output().lines()).containsExactly("area_mm2,large,small", "8,,4.0", "10,,2.0", "40,2.0,");
        Ended one = draw("compare.csv", "area_mm2", "milliseconds", "machine", "one.png", "comparison=as_configured");
        assertThat(one.code()).isZero();
        assertThat(one.output().lines()).containsExactly("area_mm2,large,small", "8,,4.0", "40,1.0,");
        Ended number = draw("compare.csv", "area_mm2", "milliseconds", "machine", "number.png", "area_mm2=40");
        assertThat(number.output().lines()).containsExactly("area_mm2,large", "40,2.0");
    }

    @Test
    void parquetIsReadOrRefusedInOneLine() throws Exception {
        comparisons();
        if (isThere(temp, "pyarrow")) {
            python(temp, "-c", "import pandas; pandas.read_csv('compare.csv').to_parquet('compare.parquet')");
            String csv = draw("compare.csv", "area_mm2", "milliseconds", "machine", "csv.png")
                    .output();
            assertThat(draw("compare.parquet", "area_mm2", "milliseconds", "machine", "parquet.png"))
                    .isEqualTo(new Ended(0, csv));
        } else {
            Files.write(temp.resolve("compare.parquet"), new byte[] {'P', 'A', 'R', '1', (byte) 0x8c});
            refused("pyarrow", "compare.parquet", "area_mm2", "milliseconds", "machine", "picture.png");
        }
    }

    @Test
    void whatCannotBeDrawnIsRefusedInOneLine() throws Exception {
        String csv = comparisons();
        Files.writeString(temp.resolve("empty.csv"), "");
        refused("expected TABLE X Y LINE PICTURE", csv, "area_mm2", "milliseconds");
        refused("no column 'watts'; there are comparison,", csv, "area_mm2", "watts", "machine", "picture.png");
        refused("no column 'kind'", csv, "area_mm2", "milliseconds", "machine", "picture.png", "kind=eyeriss");
        refused("no rows with", csv, "area_mm2", "milliseconds", "machine", "picture.png", "machine=none");
        refused("no rows with", csv, "area_mm2", "milliseconds", "refusal", "picture.png");
        refused("'machine' is text", csv, "area_mm2", "machine", "comparison", "picture.png");
        refused("empty.csv: ", "empty.csv", "area_mm2", "milliseconds", "machine", "picture.png");
        refused("missing.csv: ", "missing.csv", "area_mm2", "milliseconds", "machine", "picture.png");
    }

    private void refused(String why, String... arguments) throws Exception {
        Ended ended = draw(arguments);
        assertThat(ended.code()).as(ended.output()).isEqualTo(2);
        assertThat(ended.output().lines().toList()).as(ended.output()).hasSize(1);
        assertThat(ended.output()).startsWith("plot-csv.py: ").contains(why);
        assertThat(temp.resolve("picture.png")).doesNotExist();
    }
}
