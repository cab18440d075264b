package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.escalatesim.config.Machines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns of {@code layers.csv} have one meaning each, on every bundled machine. */
class LayersCsvColumnsTest {
    @TempDir
    Path temp;

    /** All but the one that runs no strided layers, and counts what the other SCNN machines count. */
    static Stream<String> machines() {
        return Machines.bundled().keySet().stream().filter(name -> !name.equals("scnn-compatible"));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void noColumnComesTwice(String machine) throws IOException {
        Cli run = Cli.run("--config", machine, "--net", "resnet20-cifar", "--quiet", "--out", temp.toString());
        assertThat(run.err()).isEmpty();
        String csv = Files.readString(temp.resolve("layers.csv"));
        assertThat(csv.lines().findFirst().orElseThrow().split(","))
                .contains("dram_read_bits")
                .doesNotHaveDuplicates();
    }
}
