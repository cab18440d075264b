package org.escalatesim.trace;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Weights as parallel branches (Dynamic Structure Pruning, AAAI 2023): each a dense-shaped convolution from some input
 * channels to some output channels of the layer. An output channel in no branch has sums of zero; an input channel may be
 * read by several branches or by none.
 */
public final class Grouped implements Weights {

    /**
     * One branch.
     *
     * @param in the layer's input channels that it reads, rising
     * @param out the layer's output channels that it makes, rising
     * @param weights of {@code out.length} output and {@code in.length} input channels: output channel i of theirs is
     *     {@code out[i]} of the layer, input channel i is {@code in[i]}
     */
    public record Branch(int[] in, int[] out, Weights weights) {
        /** Whether it reads all {@code channels} channels of the input, so that nothing has to be gathered. */
        public boolean readsAll(int channels) {
            return in.length == channels;
        }
    }

    private final int k;
    private final int channels;
    private final int taps;
    private final List<Branch> branches;

    /**
     * Keeps the arrays, does not copy them.
     *
     * @param k output channels K of the layer
     * @param channels input channels C of the layer, which has one group
     * @param taps kernel taps R * S
     * @param branches at least one
     * @throws IllegalArgumentException if a channel is out of range, not in rising order or made by two branches, or if
     *     the weights of a branch do not fit its channels
     */
    public Grouped(int k, int channels, int taps, List<Branch> branches) {
        this.k = k;
        this.channels = channels;
        this.taps = taps;
        this.branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("grouped weights have at least one branch");
        }
        boolean[] made = new boolean[k];
        for (Branch branch : branches) {
            rising("input", branch.in(), channels);
            rising("output", branch.out(), k);
            for (int channel : branch.out()) {
                if (made[channel]) {
                    throw new IllegalArgumentException("output channel " + channel + " is made by two branches");
                }
                made[channel] = true;
            }
            Weights weights = branch.weights();
            if (weights instanceof Grouped) {
                throw new IllegalArgumentException("a branch cannot have branches");
            }
            if (weights.k() != branch.out().length
                    || weights.channelsPerGroup() != branch.in().length
                    || weights.taps() != taps) {
                throw new IllegalArgumentException("a branch of " + branch.out().length + " output and "
                        + branch.in().length + " input channels and " + taps + " taps has weights for " + weights.k()
                        + ", " + weights.channelsPerGroup() + " and " + weights.taps());
            }
        }
    }

    private static void rising(String side, int[] list, int limit) {
        int last = -1;
        for (int channel : list) {
            if (channel <= last || channel >= limit) {
                throw new IllegalArgumentException(side + " channels of a branch must rise and lie in 0 to "
                        + (limit - 1) + "; " + channel + " follows " + last);
            }
            last = channel;
        }
        if (last < 0) {
            throw new IllegalArgumentException("a branch has no " + side + " channels");
        }
    }

    /** The branches, in order. */
    public List<Branch> branches() {
        return branches;
    }

    /** Output channels that no branch makes. */
    public int without() {
        return k - branches.stream().mapToInt(branch -> branch.out().length).sum();
    }

    @Override
    public WeightForm weightForm() {
        return WeightForm.GROUPED;
    }

    @Override
    public int k() {
        return k;
    }

    @Override
    public int channelsPerGroup() {
        return channels;
    }

    @Override
    public int taps() {
        return taps;
    }

    /** Values of the branches; what lies outside of them is not stored. */
    @Override
    public long count() {
        return branches.stream().mapToLong(branch -> branch.weights().count()).sum();
    }

    @Override
    public long nonZeros() {
        return branches.stream()
                .mapToLong(branch -> branch.weights().nonZeros())
                .sum();
    }

    @Override
    public String describe() {
        Set<String> inner = branches.stream()
                .map(branch -> branch.weights().describe())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return branches.size() + (branches.size() == 1 ? " branch " : " branches ") + String.join("/", inner);
    }
}
