package org.escalatesim.workloads.synthetic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.SharedData;
import org.escalatesim.workloads.network.Network;
import org.escalatesim.workloads.network.Networks;

/**
 * Fits {@link SyntheticModel} to the trained ternary ResNet-20 by simulated moments: generate layers of the same shapes
 * and densities, compare the statistics of {@link Unevenness}, correct each parameter by the statistic that it governs,
 * repeat.
 */
final class SyntheticFit {
    private static final int SEEDS = 12;
    private static final int ROUNDS = 14;

    private record Sample(String name, ConvShape shape, boolean[] coefficients, List<boolean[]> maps) {}

    private final List<Sample> samples = new ArrayList<>();

    /** Reads the layers (the first and the classifier apart) that have this many input channels. */
    SyntheticFit(int channels) throws IOException {
        Path folder = SharedData.folder("data/resnet20-cifar10-penni-m6-ternary");
        for (Network.Layer layer : Networks.network("resnet20-cifar").layers()) {
            if (layer.shape().c() == channels && layer.shape().taps() == 9) {
                List<boolean[]> maps = new ArrayList<>();
                for (int image = 0; image < 2; image++) {
                    maps.add(SharedData.nonZero(folder.resolve("act-" + layer.name() + "-img" + image + ".npy")));
                }
                samples.add(new Sample(
                        layer.name(),
                        layer.shape(),
                        SharedData.nonZero(folder.resolve("tern-" + layer.name() + ".npy")),
                        maps));
            }
        }
    }

    /** Statistics of the trained network. */
    Unevenness measured() {
        Unevenness sum = new Unevenness();
        for (Sample sample : samples) {
            ConvShape shape = sample.shape();
            sum.coefficients(sample.coefficients(), shape.k(), shape.c(), 6);
            for (boolean[] map : sample.maps()) {
                sum.map(map, shape.c(), shape.h(), shape.w());
            }
        }
        return sum.mean();
    }

    /** Statistics of synthetic layers of the same shapes and densities, over several seeds. */
    Unevenness synthetic(SyntheticModel model) {
        Unevenness sum = new Unevenness();
        for (int seed = 0; seed < SEEDS; seed++) {
            for (Sample sample : samples) {
                ConvShape shape = sample.shape();
                double[] density = new double[6];
                for (int i = 0; i < sample.coefficients().length; i++) {
                    density[i % 6] += sample.coefficients()[i] ? 1.0 / (shape.k() * shape.c()) : 0;
                }
                long[] rows = CoefficientBits.presence(
                        shape.k(), shape.c(), density, model, new BitRandom(seed, sample.name(), "coefficients"));
                boolean[] coefficients = new boolean[sample.coefficients().length];
                for (int i = 0; i < coefficients.length; i++) {
                    int row = i / (shape.c() * 6) * 6 + i % 6;
                    coefficients[i] = (rows[row] >>> (i / 6 % shape.c()) & 1) != 0;
                }
                sum.coefficients(coefficients, shape.k(), shape.c(), 6);
                int number = 0;
                for (boolean[] map : sample.maps()) {
                    String image = "image" + number++;
                    sum.map(
                            map(shape, density(map), model, new BitRandom(seed, sample.name(), image)),
                            shape.c(),
                            shape.h(),
                            shape.w());
                }
            }
        }
        return sum.mean();
    }

    /** The model whose statistics are those of the trained network, as far as it can. */
    SyntheticModel fit() {
        Unevenness wanted = measured();
        double output = .3;
        double row = .3;
        double empty = .02;
        double input = .3;
        double channel = .5;
        double shared = .1;
        double neighbour = .6;
        SyntheticModel model = null;
        for (int round = 0; round < ROUNDS; round++) {
            shared = Math.min(shared, .5);
            neighbour = Math.max(.05, Math.min(neighbour, .98));
            // Left free, the field takes all the variance that it may: trained maps have hardly any noise.
            double field = Math.sqrt(.95 - shared * shared);
            model = new SyntheticModel(output, row, empty, input, channel, field, shared, neighbour);
            Unevenness got = synthetic(model);
            output *= ratio(wanted.output, got.output);
            row *= ratio(
                    Math.sqrt(Math.max(1e-4, wanted.row * wanted.row - wanted.output * wanted.output)),
                    Math.sqrt(Math.max(1e-4, got.row * got.row - got.output * got.output)));
            empty = Math.max(0, Math.min(.4, empty + .7 * (wanted.emptyRows - got.emptyRows)));
            input *= ratio(wanted.input, got.input);
            channel *= ratio(wanted.channel, got.channel);
            neighbour *= Math.sqrt(ratio(wanted.lag1 + wanted.lag2, got.lag1 + got.lag2));
            shared *= Math.sqrt(ratio(Math.max(1e-5, wanted.pixel), Math.max(1e-5, got.pixel)));
        }
        return model;
    }

    private static double ratio(double wanted, double got) {
        return Math.max(.5, Math.min(2, wanted / Math.max(1e-6, got)));
    }

    private static double density(boolean[] map) {
        int count = 0;
        for (boolean present : map) {
            count += present ? 1 : 0;
        }
        return count / (double) map.length;
    }

    /** A synthetic map as [C][H][W]; at most 64 channels. */
    private static boolean[] map(ConvShape shape, double density, SyntheticModel model, BitRandom random) {
        long[] words = ActivationBits.presence(shape.h(), shape.w(), shape.c(), 1, density, model, random);
        boolean[] map = new boolean[shape.c() * words.length];
        for (int i = 0; i < map.length; i++) {
            map[i] = (words[i % words.length] >>> (i / words.length) & 1) != 0;
        }
        return map;
    }
}
