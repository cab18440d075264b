package org.escalatesim.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.escalatesim.workloads.numpy.NumpyWriter;

/** A network of three layers and a trace of two, small enough to run hundreds of points. */
final class Small {
    static final String VERSION = "1.2.3";

    /** Axes that give the network's densities, which no profile does. */
    static final String DENSITIES = """
              - {workload.coefficient_density: [0.3], workload.activation_density: [0.5]}
            """;

    private static final String NETWORK = """
            name: tiny
            title: "three layers"
            source: "made for tests"
            image: [3, 8, 8]
            layers:
            - {name: a, op: conv, in: [3, 8, 8], out: [16, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [image], relu: true}
            - {name: b, op: conv, in: [16, 8, 8], out: [16, 8, 8], kernel: [3, 3], stride: 1, pad: 1, groups: 1, input: [a], relu: true}
            - {name: c, op: fc, in: [1024, 1, 1], out: [10, 1, 1], kernel: [1, 1], stride: 1, pad: 0, groups: 1, input: [b], relu: false}
            """;

    private Small() {}

    /** Writes {@code tiny.yaml} beside the sweep. */
    static void network(Path folder) {
        write(folder.resolve("tiny.yaml"), NETWORK);
    }

    /** Writes the folder {@code recorded} of two images beside the sweep. */
    static void trace(Path folder) {
        Path trace = folder.resolve("recorded");
        write(trace.resolve("manifest.yaml"), """
                format: numpy-trace
                version: 1
                network: recorded-net
                form: dense
                layers:
                - {name: c1, op: conv, in: [2, 6, 6], out: [8, 6, 6], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
                   weights: w1.npy, activations: [a0.npy, a1.npy]}
                - {name: c2, op: conv, in: [8, 6, 6], out: [4, 6, 6], kernel: [3, 3], stride: 1, pad: 1, groups: 1,
                   weights: w2.npy, activations: [b0.npy, b1.npy]}
                """);
        Random random = new Random(5);
        array(trace.resolve("w1.npy"), random, 8, 2, 3, 3);
        array(trace.resolve("w2.npy"), random, 4, 8, 3, 3);
        for (int image = 0; image < 2; image++) {
            array(trace.resolve("a" + image + ".npy"), random, 2, 6, 6);
            array(trace.resolve("b" + image + ".npy"), random, 8, 6, 6);
        }
    }

    private static void array(Path file, Random random, int... shape) {
        int size = 1;
        for (int side : shape) {
            size *= side;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        try {
            NumpyWriter.write(file, values, shape);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sweep over the tiny network, written and opened; {@code lines} follow its head. */
    static Sweep sweep(Path folder, String lines) {
        network(folder);
        return Sweep.open(write(folder.resolve("sweep.yaml"), "name: small\nnetworks: [tiny.yaml]\n" + lines));
    }

    /** 12 points: 3 depths of the ring, 2 patterns, 2 seeds. */
    static Sweep twelve(Path folder) {
        return sweep(folder, """
                seeds: [1, 2]
                axes:
                """ + DENSITIES + """
                  - ring.slots: [1, 4, 64]
                  - channel_accumulation.pattern: ["L<1,0>", "T<2,5>"]
                """);
    }

    static List<PlannedPoint> plan(Sweep sweep) {
        return new Planner(VERSION).plan(sweep);
    }

    /** Runs what is missing; the keys of what ran. */
    static List<String> run(Sweep sweep, Path out, Shard shard, int threads) {
        ResultStore store = new ResultStore(out);
        List<PlannedPoint> all = plan(sweep);
        store.prepare();
        store.writePlan(sweep, VERSION, all);
        List<PlannedPoint> todo =
                Standing.of(VERSION, shard.of(all), store, threads).todo(false);
        List<String> ran = new CopyOnWriteArrayList<>();
        LocalRunner.run(VERSION, todo, store, threads, new LocalRunner.Observer() {
            @Override
            public void worked(long denseMacs) {}

            @Override
            public void finished(PlannedPoint point, String failure) {
                ran.add(point.key());
            }
        });
        return ran;
    }

    /** Every file below a folder by its path, with its content. */
    static TreeMap<String, String> files(Path folder) {
        TreeMap<String, String> files = new TreeMap<>();
        try (var paths = Files.walk(folder)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
