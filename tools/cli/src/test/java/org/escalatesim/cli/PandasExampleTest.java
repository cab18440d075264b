package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
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

    private static boolean pandasIsThere(Path folder) throws InterruptedException {
        try {
            return python(folder, "-c", "import pandas, matplotlib").code() == 0;
        } catch (IOException e) {
            return false;
        }
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
        Assumptions.assumeTrue(
                pandasIsThere(temp),
                "skipped: needs python3 with pandas and matplotlib (python3-pandas, python3-matplotlib)");
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
        Ended ended = python(temp, script().toString(), csv, "area_mm2", "speedup", "tiles", "picture.png");
        assertThat(ended.code()).as(ended.output()).isZero();
        // Four points: two areas (the ring) on each of two lines (the tiles).
        assertThat(ended.output().lines().toList()).hasSize(5);
        assertThat(ended.output()).startsWith("area_mm2,4,8");
        assertThat(Files.readAllBytes(temp.resolve("picture.png"))).startsWith(0x89, 'P', 'N', 'G');
    }
}
