package org.escalatesim.workloads.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.escalatesim.workloads.numpy.NumpyWriter;

/**
 * A small random network in every form that a manifest knows: ternary layers with and without stride and groups, a
 * float layer, a 1 x 1 layer whose signed result is a shortcut, an identity and a subsampled shortcut, an archive.
 */
final class SmallNetwork {
    static final int IMAGES = 2;
    private final Path folder;
    private final Random random = new Random(20);
    private final StringBuilder layers = new StringBuilder();

    private SmallNetwork(Path folder) {
        this.folder = folder;
    }

    /** Writes the folder. */
    static Path write(Path folder) throws IOException {
        new SmallNetwork(folder).write();
        return folder;
    }

    private void write() throws IOException {
        ternary("c1", 2, 8, 6, 1, 1, 4, "batch_norm: bn.npz:c1");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("bn.npz")))) {
            zip.putNextEntry(new ZipEntry("c1.npy"));
            zip.write(NumpyWriter.encode(batchNorm(8), 4, 8));
        }
        NumpyWriter.write(folder.resolve("act-0.npy"), gaussian(72, 1), 2, 6, 6);
        NumpyWriter.write(folder.resolve("act-1.npy"), gaussian(72, 1), 2, 6, 6);
        layers.append("  activations: [act-0.npy, act-1.npy]\n");
        ternary("c2", 8, 8, 6, 1, 1, 9, plainBatchNorm("c2", 8));
        ternary("c3", 8, 16, 6, 2, 2, 3, plainBatchNorm("c3", 16));
        dense("c4", 16, 16, 3, plainBatchNorm("c4", 16));
        dense("side", 16, 16, 1, plainBatchNorm("side", 16));
        NumpyWriter.write(folder.resolve("w-fc.npy"), gaussian(80, 0.4), 5, 16);
        NumpyWriter.write(folder.resolve("b-fc.npy"), gaussian(5, 0.4), 5);
        layers.append("- {name: fc, op: fc, in: [16], out: [5], weights: w-fc.npy, bias: b-fc.npy}\n");
        Files.writeString(folder.resolve("manifest.yaml"), """
                format: numpy-trace
                version: 1
                network: small
                form: decomposed
                source: {made: in a test}
                layers:
                """ + layers + """
                nodes:
                - {op: conv, layer: c1, input: image, output: a}
                - {op: relu, input: a, output: x}
                - {op: conv, layer: c2, input: x, output: b}
                - {op: add, input: [b, x], output: s2}
                - {op: relu, input: s2, output: y}
                - {op: conv, layer: c3, input: y, output: c}
                - {op: subsample_pad, input: y, output: d, stride: 2, zero_channels_each_side: 4}
                - {op: add, input: [d, c], output: s3}
                - {op: relu, input: s3, output: z}
                - {op: conv, layer: side, input: z, output: e}
                - {op: conv, layer: c4, input: z, output: f}
                - {op: add, input: [e, f], output: s4}
                - {op: relu, input: s4, output: v}
                - {op: global_average_pool, input: v, output: pooled}
                - {op: fc, layer: fc, input: pooled, output: logits}
                notes: {any: thing}
                """);
    }

    private void ternary(String name, int c, int k, int size, int stride, int groups, int m, String batchNorm)
            throws IOException {
        byte[] coefficients = new byte[k * c / groups * m];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = (byte) (random.nextInt(10) < 4 ? random.nextInt(2) * 2 - 1 : 0);
        }
        byte[] basis = new byte[m * 9];
        random.nextBytes(basis);
        float[] scale = new float[k];
        for (int i = 0; i < k; i++) {
            scale[i] = 0.1f + 2 * random.nextFloat();
        }
        NumpyWriter.write(folder.resolve("t-" + name + ".npy"), coefficients, k, c / groups, m);
        NumpyWriter.write(folder.resolve("basis-" + name + ".npy"), basis, m, 3, 3);
        NumpyWriter.write(folder.resolve("s-" + name + ".npy"), scale, k);
        head(name, c, k, size, stride, groups, 3);
        layers.append(
                        "  coefficients: t-NAME.npy\n  basis: basis-NAME.npy\n  basis_scale: 0.0009\n  scale: s-NAME.npy\n"
                                .replace("NAME", name))
                .append("  ")
                .append(batchNorm)
                .append('\n');
    }

    private void dense(String name, int c, int k, int kernel, String batchNorm) throws IOException {
        float[] weights = gaussian(k * c * kernel * kernel, 0.15);
        NumpyWriter.write(folder.resolve("w-" + name + ".npy"), weights, k, c, kernel, kernel);
        head(name, c, k, 3, 1, 1, kernel);
        layers.append("  weights: w-" + name + ".npy\n  ").append(batchNorm).append('\n');
    }

    private void head(String name, int c, int k, int size, int stride, int groups, int kernel) {
        int out = (size - 1) / stride + 1;
        layers.append("- name: %s\n  op: conv\n  in: [%d, %d, %d]\n  out: [%d, %d, %d]\n"
                .formatted(name, c, size, size, k, out, out));
        layers.append("  kernel: [%d, %d]\n  stride: %d\n  pad: %d\n  groups: %d\n"
                .formatted(kernel, kernel, stride, kernel / 2, groups));
    }

    private String plainBatchNorm(String name, int k) throws IOException {
        NumpyWriter.write(folder.resolve("bn-" + name + ".npy"), batchNorm(k), 4, k);
        return "batch_norm: bn-" + name + ".npy";
    }

    private float[] batchNorm(int k) {
        float[] values = new float[4 * k];
        for (int i = 0; i < k; i++) {
            values[i] = 0.3f + 1.5f * random.nextFloat();
            values[k + i] = (float) (0.6 * random.nextGaussian());
            values[2 * k + i] = (float) (0.3 * random.nextGaussian());
            values[3 * k + i] = 0.5f + random.nextFloat();
        }
        return values;
    }

    private float[] gaussian(int size, double deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
