package org.escalatesim.workloads.compress;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;

/** How many basis kernels M each layer gets, by the rank-M errors of its float weights. */
public final class RankChoice {
    private RankChoice() {}

    /**
     * The same M for all.
     *
     * @throws InputException if a layer has fewer taps
     */
    public static int[] fixed(List<RankErrors> layers, int m) {
        for (RankErrors layer : layers) {
            int taps = layer.shape().taps();
            if (m < 1 || m > taps) {
                throw new InputException("--m must be 1 to R x S, not " + m + ": layer '" + layer.layer() + "' has "
                        + layer.shape().r() + " x " + layer.shape().s() + " kernels, so at most " + taps);
            }
        }
        return layers.stream().mapToInt(layer -> m).toArray();
    }

    /** The same M for all, or all taps of layers that have fewer. */
    public static int[] atMost(List<RankErrors> layers, int m) {
        return layers.stream()
                .mapToInt(layer -> Math.min(m, layer.shape().taps()))
                .toArray();
    }

    /** Per layer the smallest M whose relative Frobenius error is at most {@code error}, 0 to 1. */
    public static int[] byError(List<RankErrors> layers, double error) {
        return layers.stream()
                .mapToInt(layer -> {
                    int m = 1;
                    while (layer.errors()[m - 1] > error) {
                        m++;
                    }
                    return m;
                })
                .toArray();
    }

    /**
     * The smallest sum of squared errors within a budget of FLOPs, counted as PENNI counts them with all coefficients
     * there, {@code P*Q*(C*M*R*S + K*C/groups*M)}. Greedy: from M = 1 everywhere, the layer that gains most per FLOP gets
     * the next basis kernel, as long as one fits. An error falls by less with every kernel and each kernel of a layer
     * costs the same, so each step is one that the best choice has too, except for the last ones, where what would gain
     * most no longer fits.
     *
     * @param share of the layers' dense FLOPs
     * @throws InputException if M = 1 everywhere takes more
     */
    public static int[] byFlops(List<RankErrors> layers, double share) {
        int[] m = new int[layers.size()];
        Arrays.fill(m, 1);
        double dense = 0;
        double taken = 0;
        for (RankErrors layer : layers) {
            dense += layer.shape().denseMacs();
            taken += perKernel(layer.shape());
        }
        if (taken > share * dense) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "--flops must be at least %.4f of the dense FLOPs here, not %s: M = 1 in every layer takes as many",
                    taken / dense,
                    Double.toString(share)));
        }
        for (int best = 0; best >= 0; ) {
            best = -1;
            double most = -1;
            for (int i = 0; i < m.length; i++) {
                double cost = perKernel(layers.get(i).shape());
                double[] errors = layers.get(i).errors();
                if (m[i] < errors.length && taken + cost <= share * dense) {
                    double gain = (square(errors[m[i] - 1]) - square(errors[m[i]])) / cost;
                    if (gain > most) {
                        most = gain;
                        best = i;
                    }
                }
            }
            if (best >= 0) {
                taken += perKernel(layers.get(best).shape());
                m[best]++;
            }
        }
        return m;
    }

    private static double perKernel(ConvShape shape) {
        return (double) shape.p() * shape.q() * ((double) shape.c() * shape.taps() + shape.k() * shape.cPerGroup());
    }

    private static double square(double x) {
        return x * x;
    }
}
