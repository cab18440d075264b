package org.escalatesim.workloads.folder;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Grouped;
import org.escalatesim.workloads.compress.MachineWeights;

/** The branches of a folder's layer: which input channels make which output channels. */
final class Branches {
    private final ConvShape shape;
    private final List<Manifest.Branch> branches;

    /**
     * Checks the lists.
     *
     * @throws IllegalArgumentException naming branch and channel
     */
    Branches(ConvShape shape, List<Manifest.Branch> branches) {
        this.shape = shape;
        this.branches = branches;
        if (shape.groups() != 1) {
            throw new IllegalArgumentException("take the place of groups, which must be 1, not " + shape.groups());
        }
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("must not be empty; a layer that is whole has no such key");
        }
        int[] madeBy = new int[shape.k()];
        Arrays.fill(madeBy, -1);
        for (int b = 0; b < branches.size(); b++) {
            list(b, "in", branches.get(b).in(), shape.c());
            list(b, "out", branches.get(b).out(), shape.k());
            for (int k : branches.get(b).out()) {
                if (madeBy[k] >= 0) {
                    throw new IllegalArgumentException(
                            "output channel " + k + " is in branch " + madeBy[k] + " and in branch " + b);
                }
                madeBy[k] = b;
            }
        }
    }

    private static void list(int branch, String key, List<Integer> channels, int limit) {
        if (channels == null || channels.isEmpty()) {
            throw new IllegalArgumentException("[" + branch + "]." + key + " must list at least one channel");
        }
        int last = -1;
        for (Integer channel : channels) {
            if (channel == null || channel <= last || channel >= limit) {
                throw new IllegalArgumentException("[" + branch + "]." + key
                        + " must rise and stay within 0 to " + (limit - 1) + ", not " + channel
                        + (last < 0 ? "" : " after " + last));
            }
            last = channel;
        }
    }

    /** Weights of all branches together, K_b * C_b * R * S each: those that pruning left. */
    long parameters() {
        return branches.stream()
                .mapToLong(b -> (long) b.in().size() * b.out().size() * shape.taps())
                .sum();
    }

    /**
     * Checks that weights outside of the branches are zero: they would be lost.
     *
     * @param weights [K][C][R][S]
     * @throws IllegalArgumentException naming the first that is not
     */
    void check(float[] weights) {
        boolean[] inside = new boolean[shape.k() * shape.c()];
        for (Manifest.Branch branch : branches) {
            for (int k : branch.out()) {
                for (int c : branch.in()) {
                    inside[k * shape.c() + c] = true;
                }
            }
        }
        for (int i = 0; i < weights.length; i++) {
            int pair = i / shape.taps();
            if (weights[i] != 0 && !inside[pair]) {
                throw new IllegalArgumentException("the weight of output channel " + pair / shape.c()
                        + " and input channel " + pair % shape.c() + ", which no branch joins, is " + weights[i]
                        + "; must be 0");
            }
        }
    }

    /**
     * The layer's weights, branch by branch.
     *
     * @param weights [K][C][R][S]
     * @param make the weights of one branch, from its shape and its own [K_b][C_b][R][S]
     */
    MachineWeights make(float[] weights, BiFunction<ConvShape, float[], MachineWeights> make) {
        double[] scale = new double[shape.k()];
        List<Grouped.Branch> made = branches.stream()
                .map(branch -> {
                    int[] in = branch.in().stream().mapToInt(Integer::intValue).toArray();
                    int[] out =
                            branch.out().stream().mapToInt(Integer::intValue).toArray();
                    MachineWeights own = make.apply(shape(in.length, out.length), pick(weights, in, out));
                    for (int k = 0; k < out.length; k++) {
                        scale[out[k]] = own.scale()[k];
                    }
                    return new Grouped.Branch(in, out, own.weights());
                })
                .toList();
        return new MachineWeights(new Grouped(shape.k(), shape.c(), shape.taps(), made), scale);
    }

    private ConvShape shape(int in, int out) {
        return new ConvShape(
                out,
                in,
                1,
                shape.r(),
                shape.s(),
                shape.h(),
                shape.w(),
                shape.strideH(),
                shape.strideW(),
                shape.padTop(),
                shape.padLeft(),
                shape.padBottom(),
                shape.padRight());
    }

    private float[] pick(float[] weights, int[] in, int[] out) {
        int taps = shape.taps();
        float[] own = new float[out.length * in.length * taps];
        for (int k = 0; k < out.length; k++) {
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(weights, (out[k] * shape.c() + in[c]) * taps, own, (k * in.length + c) * taps, taps);
            }
        }
        return own;
    }
}
