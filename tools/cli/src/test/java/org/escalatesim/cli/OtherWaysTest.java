package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trace folders of model.csv and safetensors files from the command line. */
class OtherWaysTest {
    @TempDir
    Path temp;

    private Path csvFolder() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("others"));
        Files.writeString(folder.resolve("model.csv"), "name,type,stride,padding\nc,conv,2,1\nf,fc,1,0\n");
        NumpyWriter.write(folder.resolve("wgt-c.npy"), floats(8 * 8 * 9, false), 8, 8, 3, 3);
        NumpyWriter.write(folder.resolve("wgt-f.npy"), floats(5 * 128, false), 5, 128);
        for (int batch = 0; batch < 2; batch++) {
            NumpyWriter.write(folder.resolve("act-c-" + batch + ".npy"), floats(2 * 8 * 64, true), 2, 8, 8, 8);
            NumpyWriter.write(folder.resolve("act-f-" + batch + ".npy"), floats(2 * 128, true), 2, 128);
        }
        return folder;
    }

    private static float[] floats(int size, boolean relu) {
        Random random = new Random(size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            float value = (float) random.nextGaussian();
            values[i] = relu ? Math.max(0, value) : value;
        }
        return values;
    }

    private Path tensors(String... layers) throws IOException {
        StringBuilder header = new StringBuilder("{");
        ByteBuffer data = ByteBuffer.allocate(4 * (8 * 27 + 5 * 72)).order(ByteOrder.LITTLE_ENDIAN);
        int[] sizes = {8 * 27, 5 * 72};
        String[] shapes = {"[8,3,3,3]", "[5,72]"};
        for (int i = 0; i < 2; i++) {
            int begin = data.position();
            for (float value : floats(sizes[i], false)) {
                data.putFloat(value);
            }
            header.append(i == 0 ? "" : ",")
                    .append("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(layers[i], shapes[i], begin, data.position()));
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        Path path = temp.resolve("two.safetensors");
        Files.write(path, file.putLong(json.length).put(json).put(data.array()).array());
        return path;
    }

    private Path network() throws IOException {
        return Files.writeString(temp.resolve("two.yaml"), """
                name: two
                image: [3, 6, 6]
                layers:
                - {name: a, op: conv, in: [3, 6, 6], out: [8, 6, 6], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
                   input: [image], relu: true, pool: {kind: max, kernel: 2, stride: 2, pad: 0, out: [3, 3]}}
                - {name: b, op: fc, in: [72, 1, 1], out: [5, 1, 1], kernel: [1, 1], stride: 1, pad: 0, groups: 1,
                   input: [a], relu: false, weights: head.weight}
                """);
    }

    @Test
    void aFolderOfModelCsvRunsExactlyOnEveryKindOfMachine() throws IOException {
        Path folder = csvFolder();
        for (String machine : new String[] {"tile8", "eyeriss", "sparten"}) {
            Cli cli = Cli.run(
                    "run",
                    "--config=" + machine,
                    "--trace=" + folder,
                    "--image=all",
                    "--verify",
                    "--out=" + temp.resolve(machine));
            assertThat(cli.err()).isEmpty();
            assertThat(cli.out()).contains("image 3 of 4").endsWith("verified: 8 layers, all sums and outputs equal\n");
        }
        Cli cli = Cli.run(
                "compare",
                "--trace=" + folder,
                "--machines=tile8,sparten",
                "--verify",
                "--out=" + temp.resolve("both"));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("others on 2 machines");
    }

    @Test
    void aSweepTakesAFolderOfModelCsv() throws IOException {
        csvFolder();
        Path sweep = Files.writeString(temp.resolve("s.yaml"), """
                name: s
                traces: [{folder: others, images: [0, 3]}]
                axes:
                  - ring.slots: [16, 64]
                """);
        Path out = temp.resolve("out");
        Cli first = Cli.run("sweep", sweep.toString(), "--out=" + out);
        assertThat(first.err()).isEmpty();
        assertThat(first.code()).isZero();
        long results = results(out);
        assertThat(results).isGreaterThanOrEqualTo(4);
        // What model.csv says is part of what a result depends on.
        Files.writeString(temp.resolve("others/model.csv"), "c,conv,1,1\nf,fc,1,0\n");
        assertThat(Cli.run("sweep", sweep.toString(), "--out=" + out).code()).isZero();
        assertThat(results(out)).isEqualTo(results + 4);
    }

    private static long results(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(".json")).count();
        }
    }

    @Test
    void aNetworkRunsWithTheWeightsOfAFile() throws IOException {
        String net = "--net=" + network();
        String weights = "--weights=" + tensors("a.weight", "head.weight");
        String density = "--set=workload.activation_density=0.4";
        Path out = temp.resolve("out");
        Cli cli = Cli.run("run", net, weights, density, "--seed=3", "--verify", "--out=" + out);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains("tensors of two.safetensors, decomposed here, M = 6")
                .endsWith("verified: 2 layers, all sums and outputs equal\n");
        String json = Files.readString(out.resolve("run.json"));
        assertThat(json)
                .contains("\"weights\" : \"two.safetensors\"", "\"seed\" : 3", "\"classifier_terms\" : \"6\"")
                .doesNotContain(temp.toString());
        Cli both = Cli.run(
                "compare",
                net,
                weights,
                density,
                "--machines=tile8,eyeriss,sparten",
                "--set=workload.prune=global",
                "--verify",
                "--out=" + temp.resolve("both"));
        assertThat(both.err()).isEmpty();
        assertThat(both.out()).contains("two on 3 machines");
    }

    @Test
    void badOptionsAreNamed() throws IOException {
        String net = "--net=" + network();
        String weights = "--weights=" + tensors("a.weight", "b.weight");
        assertRefused("--weights needs --net", "--trace=x", weights);
        assertRefused("no tensor 'head.weight' for layer 'b'", net, weights, "--set=workload.activation_density=.4");
        assertRefused(
                "workload.coefficient_density: a network with --weights has no such option",
                net,
                weights,
                "--set=workload.coefficient_density=.4");
        assertRefused(
                "there is no bundled profile of that name", net, "--weights=" + tensors("a.weight", "head.weight"));
        assertRefused("none.safetensors: no such file", net, "--weights=" + temp.resolve("none.safetensors"));
        assertRefused("--weights must not be empty", net, "--weights=");
        Path folder = csvFolder();
        Cli compress = Cli.run("compress", "--trace=" + folder, "--out=" + temp.resolve("c"));
        assertThat(compress.code()).isEqualTo(2);
        assertThat(compress.errors()).singleElement().asString().contains("has no manifest.yaml, which compress needs");
    }

    private static void assertRefused(String message, String... args) {
        Cli cli = Cli.run(args);
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.errors()).singleElement().asString().contains(message);
    }
}
