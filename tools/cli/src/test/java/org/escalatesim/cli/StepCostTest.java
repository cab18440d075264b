package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What lies between layers and in none of them costs something on every machine. */
class StepCostTest {
    private static final String SQUEEZE = """
            - {op: global_average_pool, input: x, output: mean}
            - {op: conv, layer: gate, input: mean, output: g}
            - {op: elementwise, function: hard_sigmoid, alpha: 0.2, beta: 0.5, input: g, output: h}
            - {op: multiply, input: [x, h], output: scaled}
            """;

    private static final String GATE = """
            - {name: gate, op: conv, in: [8, 1, 1], out: [8, 1, 1], kernel: [1, 1], stride: 1, pad: 0, groups: 1, weights: gate.npy}
            """;

    @TempDir
    Path temp;

    /** A convolution of 8 x 8 x 8 outputs, squeeze and excite, another one, and a classifier. */
    private Path folder(boolean squeeze) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("folder-" + squeeze));
        Random random = new Random(3);
        write(random, folder, "i", 4, 8, 8);
        write(random, folder, "first", 8, 4, 3, 3);
        write(random, folder, "gate", 8, 8, 1, 1);
        write(random, folder, "second", 8, 8, 3, 3);
        write(random, folder, "fc", 3, 8);
        Files.writeString(
                folder.resolve("manifest.yaml"),
                """
                format: numpy-trace
                version: 1
                network: squeeze
                form: dense
                layers:
                - {name: first, op: conv, in: [4, 8, 8], out: [8, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, weights: first.npy, activations: [i.npy]}
                """ + (squeeze ? GATE : "") + """
                - {name: second, op: conv, in: [8, 8, 8], out: [8, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, weights: second.npy}
                - {name: fc, op: fc, in: [8], out: [3], weights: fc.npy}
                nodes:
                - {op: conv, layer: first, input: image, output: a}
                - {op: relu, input: a, output: x}
                """ + (squeeze ? SQUEEZE : "") + """
                - {op: conv, layer: second, input: %s, output: b}
                - {op: relu, input: b, output: y}
                - {op: global_average_pool, input: y, output: pooled}
                - {op: fc, layer: fc, input: pooled, output: logits}
                """.formatted(squeeze ? "scaled" : "x"));
        return folder;
    }

    private static void write(Random random, Path folder, String name, int... shape) throws IOException {
        int size = 1;
        for (int side : shape) {
            size *= side;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat() - .3f;
        }
        NumpyWriter.write(folder.resolve(name + ".npy"), values, shape);
    }

    private JsonNode run(Path folder, String machine, String... more) throws IOException {
        Path out = temp.resolve("out" + System.nanoTime());
        String[] own = {"run", "--trace", folder.toString(), "--config", machine, "--verify", "--out", out.toString()};
        String[] all = Arrays.copyOf(own, own.length + more.length);
        System.arraycopy(more, 0, all, own.length, more.length);
        Cli cli = Cli.run(all);
        assertThat(cli.err()).isEmpty();
        return JsonMapper.shared().readTree(Files.readString(out.resolve("run.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile8", "systolic", "eyeriss", "dcnn", "scnn", "sparten", "lookahead"})
    void aSqueezeAndExciteCosts(String machine) throws IOException {
        JsonNode run = run(folder(true), machine);
        JsonNode first = run.path("layers").path(0).path("counters");
        // The same convolution, whose output the next one reads through no step.
        JsonNode without = run(folder(false), machine);
        assertThat(run.path("layers").path(0).path("cycles").asLong())
                .isEqualTo(without.path("layers").path(0).path("cycles").asLong() + 8);
        assertThat(without.path("totals").toString() + without.path("workload")).doesNotContain("steps");
        // The mean of 8 channels reads 512 values: 8 cycles.
        assertThat(first.path("step_cycles").asLong()).isEqualTo(8);
        assertThat(first.path("step_values_written").asLong()).isEqualTo(8);
        JsonNode gate = run.path("layers").path(1).path("counters");
        // The table reads 8 values, the product 2 x 512: 1 and 16 cycles.
        assertThat(gate.path("step_cycles").asLong()).isEqualTo(17);
        assertThat(gate.path("step_values_read").asLong()).isEqualTo(8 + 1024);
        assertThat(run.path("layers").path(2).path("counters").has("step_cycles"))
                .isFalse();
        JsonNode components = run.path("totals").path("energy").path("components_pj");
        assertThat(components.path("steps").asDouble()).isPositive();
        assertThat(run.path("workload").path("notes").toString())
                .contains(
                        "counted behind the layer before them, 64 values per cycle, energy as steps:"
                                + " 1 global_average_pool of 8 outputs, 1 hard_sigmoid of 8 outputs, 1 multiply of 512 outputs");
    }

    @Test
    void theTraceOfALayerWithStepsAndItsRunAgree() throws IOException {
        Path timeline = temp.resolve("t.vcd");
        JsonNode plain = run(folder(true), "tile8");
        JsonNode told = run(folder(true), "tile8", "--timeline", timeline.toString(), "--timeline-layer", "gate");
        JsonNode traced = run(
                folder(true),
                "tile8",
                "--dram-trace",
                temp.resolve("d.txt").toString(),
                "--dram-trace-format",
                "ramulator2");
        assertThat(told).isEqualTo(plain);
        assertThat(traced).isEqualTo(plain);
        assertThat(timeline).isNotEmptyFile();
    }
}
