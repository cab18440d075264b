package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.escalatesim.workloads.numpy.NumpyWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do several forms of one network, each from its own trace, compare in one command? */
class CompareFormsTest {
    @TempDir
    Path temp;

    private Path folder(String name, String layers) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name));
        Files.writeString(folder.resolve("manifest.yaml"), """
                format: numpy-trace
                version: 1
                network: %s
                form: dense
                layers:
                """.formatted(name) + layers);
        Random random = new Random(8);
        float[] image = floats(random, 4 * 64);
        NumpyWriter.write(folder.resolve("i.npy"), image, 4, 8, 8);
        NumpyWriter.write(folder.resolve("x.npy"), floats(random, 8 * 64), 8, 8, 8);
        NumpyWriter.write(folder.resolve("w.npy"), floats(random, 8 * 4 * 9), 8, 4, 3, 3);
        float[] second = floats(random, 8 * 8 * 9);
        NumpyWriter.write(folder.resolve("v.npy"), second, 8, 8, 3, 3);
        float[] pruned = new float[second.length];
        for (int k = 0; k < 8; k++) {
            // Outputs 0 to 3 read inputs 0 to 2, outputs 4 to 7 inputs 3 to 7.
            int from = k < 4 ? 0 : 3;
            System.arraycopy(second, (k * 8 + from) * 9, pruned, (k * 8 + from) * 9, (k < 4 ? 3 : 5) * 9);
        }
        NumpyWriter.write(folder.resolve("b.npy"), pruned, 8, 8, 3, 3);
        NumpyWriter.write(folder.resolve("s.npy"), floats(random, 8 * 8), 8, 8, 1, 1);
        return folder;
    }

    private static float[] floats(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat() - .3f;
        }
        return values;
    }

    private static final String CONV =
            "- {name: %s, op: conv, in: [%d, 8, 8], out: [8, 8, 8], kernel: [%d, %d], stride: 1, pad: %d, groups: 1,"
                    + " weights: %s.npy, activations: [%s.npy]%s}%n";

    private Path whole() throws IOException {
        return folder(
                "whole",
                CONV.formatted("first", 4, 3, 3, 1, "w", "i", "") + CONV.formatted("second", 8, 3, 3, 1, "v", "x", ""));
    }

    private Path pruned() throws IOException {
        return folder(
                "pruned",
                CONV.formatted("p1", 4, 3, 3, 1, "w", "i", "")
                        + CONV.formatted(
                                "p2",
                                8,
                                3,
                                3,
                                1,
                                "b",
                                "x",
                                ", branches: [{in: [0, 1, 2], out: [0, 1, 2, 3]}, {in: [3, 4, 5, 6, 7], out: [4, 5,"
                                        + " 6, 7]}]")
                        + CONV.formatted("side", 8, 1, 1, 0, "s", "x", ""));
    }

    private Cli compare(String... more) {
        String[] args = new String[more.length + 6];
        args[0] = "compare";
        args[1] = "--quiet";
        args[2] = "--out";
        args[3] = temp.resolve("out").toString();
        args[4] = "--sram";
        args[5] = "none";
        System.arraycopy(more, 0, args, 6, more.length);
        return Cli.run(args);
    }

    @Test
    void eachMachineRunsItsOwnTrace() throws IOException {
        Cli cli = Cli.run(
                "compare",
                "--machines",
                "dense=systolic,sparse=sparten,dsp=systolic,escalate=tile8",
                "--trace",
                whole().toString(),
                "--trace",
                "dsp=" + pruned(),
                "--verify",
                "--sram",
                "none",
                "--out",
                temp.resolve("out").toString());

        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out())
                .contains("forms of the network")
                .containsPattern("dsp +pruned +grouped +640 ")
                .containsPattern("dense +whole +dense +864 ")
                .contains("dsp: layers: called as those of dense")
                .containsPattern("note +dense, sparse, escalate: whole: trace: whole, image 0 of 1")
                .containsPattern("note +dsp: pruned: trace: pruned, image 0 of 1")
                .containsPattern("note +dense: whole: accuracy: ")
                .containsPattern("note +dsp: pruned: accuracy: ")
                .contains("dsp: layers: side, which not all forms have, counted with the layer before")
                .contains("verified: 2 layers on each of 4 machines");
        String layers = Files.readString(temp.resolve("out/compare-layers.csv"));
        assertThat(layers.lines().filter(line -> line.startsWith("as_configured,dsp,")))
                .extracting(line -> line.split(",")[3])
                .containsExactly("first", "second");
        // Multiplications of p2's branches and of side: (4 x 3 + 4 x 5) x 9 x 64 and 8 x 8 x 64.
        assertThat(Files.readString(temp.resolve("out/run-dsp.json")))
                .contains("\"multiplications\" : " + (32 * 9 * 64 + 64 * 64))
                .contains("p2: 2 branches: ");
        Cli repriced = Cli.run(
                "reprice",
                temp.resolve("out/run-dsp.json").toString(),
                "--energy",
                "45nm-hp",
                "--quiet",
                "--out",
                temp.resolve("again").toString());
        assertThat(repriced.err()).isEmpty();
    }

    @Test
    void aLabelThatNoMachineHasIsRefused() throws IOException {
        Cli cli = compare("--machines", "a=systolic,b=systolic", "--trace", whole().toString(), "--trace", "c=nowhere");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("--trace c=nowhere: no machine is called 'c' (machines: a, b)");
    }

    @Test
    void everyMachineNeedsSomethingToRun() throws IOException {
        Cli cli = compare("--machines", "a=systolic,b=systolic", "--trace", "a=" + whole());
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("machine b has nothing to run: give --trace b=DIR, or --trace DIR for all");
    }

    @Test
    void onlyOneTraceIsForAll() throws IOException {
        Path whole = whole();
        Cli cli = compare(
                "--machines", "a=systolic,b=systolic", "--trace", whole.toString(), "--trace", whole.toString());
        assertThat(cli.err()).contains("--trace: 2 for all machines; one each");
        Cli run = Cli.run("--config", "systolic", "--trace", whole.toString(), "--trace", whole.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--trace can be given once");
    }

    @Test
    void realFormsOfResNet20() {
        Path dense = SharedData.folder("resnet20-cifar10");
        Cli cli = compare(
                "--machines",
                "dense=systolic,unstructured=sparten,dsp=systolic,ternary=tile8",
                "--trace",
                dense.toString(),
                "--trace",
                "dsp=" + SharedData.folder("dsp-resnet20-g4"),
                "--trace",
                "ternary=" + SharedData.folder("resnet20-cifar10-penni-m6-ternary"));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(temp.resolve("out/compare.csv"))
                .content()
                .contains("dense,dense,")
                .contains(",resnet20-cifar10,40551040,40551040,dense,")
                .contains(",dsp-resnet20-g4,40813184,15318272,grouped,")
                .contains(",resnet20-cifar10-penni-m6-ternary,40551040,");
    }
}
