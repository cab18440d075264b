package org.escalatesim.workloads.infer;

import java.util.List;

/**
 * One operation of a graph.
 *
 * @param op what it does
 * @param layer the layer's name, for CONV and FC; else null
 * @param inputs names of the values that it reads: two for ADD, else one
 * @param output name of the value that it makes
 * @param stride SUBSAMPLE_PAD: takes every stride-th row and column, from the first; else 1
 * @param zeroChannels SUBSAMPLE_PAD: zero channels put before and after the channels; else 0
 */
public record GraphNode(Op op, String layer, List<String> inputs, String output, int stride, int zeroChannels) {

    /** Operations. */
    public enum Op {
        /** A convolution, its bias and batch norm included. */
        CONV,
        /** max(0, x). */
        RELU,
        /** The sum of two values. */
        ADD,
        /** The option A shortcut of CIFAR ResNets: subsampled, with zero channels on both sides. */
        SUBSAMPLE_PAD,
        /** The mean of each channel. */
        GLOBAL_AVERAGE_POOL,
        /** A fully connected layer. */
        FC;

        /** Whether the operation has a layer's weights. */
        public boolean hasLayer() {
            return this == CONV || this == FC;
        }
    }

    /** An operation without parameters of its own. */
    public static GraphNode of(Op op, String layer, List<String> inputs, String output) {
        return new GraphNode(op, layer, inputs, output, 1, 0);
    }
}
