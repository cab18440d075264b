package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SCALE-Sim topology whose stride does not divide, on its own machine and on others. */
class ScaleSimRunTest {
    @TempDir
    private Path dir;

    private List<String> row(String layer, String machine, String... more) throws IOException {
        Path file = Files.writeString(
                dir.resolve("net.csv"),
                "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n"
                        + layer + ",\n");
        Path out = dir.resolve(machine);
        StringWriter err = new StringWriter();
        String[] args = {
            "run",
            "--net",
            file.toString(),
            "--config",
            machine,
            "--set",
            "workload.activation_density=.4",
            "--verify",
            "--out",
            out.toString()
        };
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        assertThat(Main.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), all))
                .as(err.toString())
                .isZero();
        List<String> lines = Files.readAllLines(out.resolve("layers.csv"));
        List<String> names = List.of(lines.get(0).split(","));
        List<String> cells = List.of(lines.get(1).split(","));
        return List.of(
                cells.get(names.indexOf("p")), cells.get(names.indexOf("q")), cells.get(names.indexOf("cycles")));
    }

    /** Output stationary, ceil(55 * 55 / 32) * ceil(96 / 32) folds of T + R + C - 2 = 363 + 62 cycles. */
    @Test
    void cyclesAreThoseOfTheFormula() throws IOException {
        assertThat(row("Conv1,224,224,11,11,3,96,4", "systolic-scalesim-32x32"))
                .containsExactly("55", "55", Integer.toString(95 * 3 * (363 + 62)));
    }

    @Test
    void otherMachinesMakeTheSameOutputs() throws IOException {
        String layer = "a,24,22,5,5,4,8,4";
        assertThat(row(layer, "systolic-scalesim-32x32").subList(0, 2)).containsExactly("6", "6");
        assertThat(row(layer, "systolic").subList(0, 2)).containsExactly("6", "6");
        assertThat(row(layer, "tile8", "--set", "workload.coefficient_density=.3")
                        .subList(0, 2))
                .containsExactly("6", "6");
        assertThat(row(layer, "scnn", "--set", "workload.weight_density=.3").subList(0, 2))
                .containsExactly("6", "6");
    }
}
