package org.escalatesim.workloads.synthetic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.SharedData;
import org.escalatesim.workloads.compress.MagnitudePruning;
import org.escalatesim.workloads.network.Network;
import org.escalatesim.workloads.network.Networks;
import org.escalatesim.workloads.numpy.NumpyReader;

/**
 * Fits {@link PruningModel} to the float ResNet-20, each layer pruned by magnitude to several densities, by simulated
 * moments as {@link SyntheticFit} does.
 */
final class PruningFit {
    /** Densities that the layers are pruned to; a statistic is its mean over them. */
    static final double[] DENSITIES = {.1, .2, .3, .5};

    private static final int SEEDS = 12;
    private static final int ROUNDS = 14;

    /** How uneven pruned weights are: excess deviation beyond independent bits, relative to the density. */
    static final class Spread {
        /** Of the density of output channels. */
        double output;

        /** Of the density of input channels. */
        double input;

        /** Of the density of kernels (k, c). */
        double kernel;

        /** Of the density of taps. */
        double tap;

        /** Fraction of kernels (k, c) without a weight. */
        double emptyKernels;

        private int layers;

        /** Adds a layer, [K][C][R * S]. */
        void add(boolean[] kept, int k, int c, int taps) {
            double density = 0;
            double[] outputs = new double[k];
            double[] inputs = new double[c];
            double[] kernels = new double[k * c];
            double[] tapDensity = new double[taps];
            for (int i = 0; i < kept.length; i++) {
                if (kept[i]) {
                    density += 1.0 / kept.length;
                    outputs[i / (c * taps)] += 1.0 / (c * taps);
                    inputs[i / taps % c] += 1.0 / (k * taps);
                    kernels[i / taps] += 1.0 / taps;
                    tapDensity[i % taps] += 1.0 / (k * c);
                }
            }
            output += excess(outputs, density, c * taps);
            input += excess(inputs, density, k * taps);
            kernel += excess(kernels, density, taps);
            tap += excess(tapDensity, density, k * c);
            for (double one : kernels) {
                emptyKernels += one == 0 ? 1.0 / kernels.length : 0;
            }
            layers++;
        }

        private static double excess(double[] densities, double mean, int bits) {
            double variance = 0;
            for (double density : densities) {
                variance += (density - mean) * (density - mean) / densities.length;
            }
            return (variance - mean * (1 - mean) / bits) / (mean * mean);
        }

        Spread mean() {
            output = Math.sqrt(Math.max(0, output / layers));
            input = Math.sqrt(Math.max(0, input / layers));
            kernel = Math.sqrt(Math.max(0, kernel / layers));
            tap = Math.sqrt(Math.max(0, tap / layers));
            emptyKernels /= layers;
            return this;
        }
    }

    private record Sample(String name, ConvShape shape, float[] weights) {}

    private final List<Sample> samples = new ArrayList<>();

    /** Reads the layers (the first and the classifier apart) that have this many input channels. */
    PruningFit(int channels) {
        Path folder = SharedData.folder("data/resnet20-cifar10");
        for (Network.Layer layer : Networks.network("resnet20-cifar").layers()) {
            if (layer.shape().c() == channels && layer.shape().taps() == 9) {
                samples.add(new Sample(
                        layer.name(),
                        layer.shape(),
                        NumpyReader.read(folder.resolve("wgt-" + layer.name() + ".npy"))
                                .floats()));
            }
        }
    }

    /** The network pruned to one density. */
    Spread measured(double density) {
        Spread spread = new Spread();
        for (Sample sample : samples) {
            float[] weights = sample.weights();
            float threshold = MagnitudePruning.threshold(density, weights);
            boolean[] kept = new boolean[weights.length];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = Math.abs(weights[i]) >= threshold;
            }
            spread.add(kept, sample.shape().k(), sample.shape().c(), 9);
        }
        return spread.mean();
    }

    /** Synthetic layers of the same shapes and of one density, over several seeds; at most 64 channels. */
    Spread synthetic(PruningModel model, double density) {
        Spread spread = new Spread();
        for (int seed = 0; seed < SEEDS; seed++) {
            for (Sample sample : samples) {
                int k = sample.shape().k();
                int c = sample.shape().c();
                long[] words =
                        KernelBits.presence(k, c, 9, density, model, new BitRandom(seed, sample.name(), "weights"));
                boolean[] kept = new boolean[k * c * 9];
                for (int i = 0; i < kept.length; i++) {
                    kept[i] = (words[i / (c * 9) * 9 + i % 9] >>> (i / 9 % c) & 1) != 0;
                }
                spread.add(kept, k, c, 9);
            }
        }
        return spread.mean();
    }

    /** The model whose statistics, averaged over the densities, are those of the pruned network. */
    PruningModel fit() {
        PruningModel model = new PruningModel(.3, .3, .5);
        for (int round = 0; round < ROUNDS; round++) {
            double[] wanted = new double[3];
            double[] got = new double[3];
            for (double density : DENSITIES) {
                add(wanted, measured(density));
                add(got, synthetic(model, density));
            }
            model = new PruningModel(
                    model.outputSpread() * wanted[0] / got[0],
                    model.inputSpread() * wanted[1] / got[1],
                    model.kernelSpread() * own(wanted) / own(got));
        }
        return model;
    }

    private static void add(double[] sum, Spread spread) {
        sum[0] += spread.output;
        sum[1] += spread.input;
        sum[2] += spread.kernel;
    }

    /** The part of a kernel's deviation that its channels do not explain. */
    private static double own(double[] sum) {
        return Math.sqrt(sum[2] * sum[2] - sum[0] * sum[0] - sum[1] * sum[1]);
    }
}
