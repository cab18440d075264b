package org.escalatesim.workloads.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.escalatesim.workloads.numpy.NumpyWriter;

/**
 * A small pruned block in a residual network: first 4 channels, inside the block 5 of 8, in branches of two filter groups;
 * the second convolution of the block leaves output channel 3 to its shortcut.
 */
final class GroupedFolder {
    static final String BRANCHES_A = "branches: [{in: [0, 2], out: [0, 1]}, {in: [1, 2, 3], out: [2, 3, 4]}]";
    static final String BRANCHES_B = "branches: [{in: [0, 1, 4], out: [0, 2]}, {in: [3], out: [1]}]";

    private GroupedFolder() {}

    /** Writes the folder; weights outside of the branches are zero. */
    static Path write(Path folder) throws IOException {
        Random random = new Random(11);
        array(folder, random, "w-first", 4, 3, 3, 3);
        float[] a = gaussian(random, 5 * 4 * 9);
        float[] b = gaussian(random, 4 * 5 * 9);
        int[][] inA = {{0, 2}, {0, 2}, {1, 2, 3}, {1, 2, 3}, {1, 2, 3}};
        int[][] inB = {{0, 1, 4}, {3}, {0, 1, 4}, {}};
        NumpyWriter.write(folder.resolve("w-a.npy"), keep(a, inA, 4), 5, 4, 3, 3);
        NumpyWriter.write(folder.resolve("w-b.npy"), keep(b, inB, 5), 4, 5, 3, 3);
        array(folder, random, "w-fc", 3, 4);
        array(folder, random, "b-b", 4);
        array(folder, random, "act-0", 3, 8, 8);
        array(folder, random, "act-1", 3, 8, 8);
        Files.writeString(folder.resolve("manifest.yaml"), """
                format: numpy-trace
                version: 1
                network: grouped
                form: dense
                source: made in a test
                layers:
                - {name: first, op: conv, in: [3, 8, 8], out: [4, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
                   weights: w-first.npy, activations: [act-0.npy, act-1.npy]}
                - {name: a, op: conv, in: [4, 8, 8], out: [5, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
                   weights: w-a.npy, unpruned: [8, 4], %s}
                - {name: b, op: conv, in: [5, 8, 8], out: [4, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
                   weights: w-b.npy, bias: b-b.npy, unpruned: [4, 8], %s}
                - {name: fc, op: fc, in: [4], out: [3], weights: w-fc.npy}
                nodes:
                - {op: conv, layer: first, input: image, output: f}
                - {op: relu, input: f, output: x}
                - {op: conv, layer: a, input: x, output: i}
                - {op: relu, input: i, output: ir}
                - {op: conv, layer: b, input: ir, output: o}
                - {op: add, input: [o, x], output: s}
                - {op: relu, input: s, output: y}
                - {op: global_average_pool, input: y, output: p}
                - {op: fc, layer: fc, input: p, output: logits}
                """.formatted(BRANCHES_A, BRANCHES_B));
        return folder;
    }

    private static float[] keep(float[] weights, int[][] in, int channels) {
        float[] kept = new float[weights.length];
        for (int k = 0; k < in.length; k++) {
            for (int c : in[k]) {
                System.arraycopy(weights, (k * channels + c) * 9, kept, (k * channels + c) * 9, 9);
            }
        }
        return kept;
    }

    private static void array(Path folder, Random random, String name, int... shape) throws IOException {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        NumpyWriter.write(folder.resolve(name + ".npy"), gaussian(random, size), shape);
    }

    private static float[] gaussian(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * .4);
        }
        return values;
    }
}
