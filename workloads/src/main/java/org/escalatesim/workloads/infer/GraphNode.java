package org.escalatesim.workloads.infer;

import java.util.List;

/**
 * One operation of a graph.
 *
 * @param op what it does
 * @param layer the layer's name, for CONV and FC; else null
 * @param inputs names of the values that it reads: two for ADD and MULTIPLY, one or more for CONCAT, else one
 * @param output name of the value that it makes
 * @param stride SUBSAMPLE_PAD: takes every stride-th row and column, from the first; else 1
 * @param zeroChannels SUBSAMPLE_PAD: zero channels put before and after the channels; else 0
 * @param window MAX_POOL and AVERAGE_POOL: what is pooled; else null
 * @param max CLIP: the largest value, above 0; else infinite
 * @param function ELEMENTWISE: what is computed; else null
 */
public record GraphNode(
        Op op,
        String layer,
        List<String> inputs,
        String output,
        int stride,
        int zeroChannels,
        Window window,
        double max,
        Elementwise function) {

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
        FC,
        /** min(max, max(0, x)); ReLU6 with a max of 6. */
        CLIP,
        /** The largest value under a window. */
        MAX_POOL,
        /** The mean of the values under a window. */
        AVERAGE_POOL,
        /** Maps of equal height and width, one after the other in the channels. */
        CONCAT,
        /** A map as a vector, in the order [C][H][W]. */
        FLATTEN,
        /** The product of two values of the same shape, or of a map and a value per channel. */
        MULTIPLY,
        /** A function of each value. */
        ELEMENTWISE;

        /** Whether the operation has a layer's weights. */
        public boolean hasLayer() {
            return this == CONV || this == FC;
        }

        /** Whether the operation bounds values below by zero and can be taken into a layer. */
        public boolean isRelu() {
            return this == RELU || this == CLIP;
        }

        /** Whether the operation picks from the integers that it reads, so that its result has their scale. */
        public boolean keepsScale() {
            return this == SUBSAMPLE_PAD || this == MAX_POOL || this == FLATTEN || isRelu();
        }

        /** Whether the operation pools a map. */
        public boolean isPool() {
            return this == MAX_POOL || this == AVERAGE_POOL || this == GLOBAL_AVERAGE_POOL;
        }
    }

    /** An operation without a window, a largest value and a function. */
    public GraphNode(Op op, String layer, List<String> inputs, String output, int stride, int zeroChannels) {
        this(op, layer, inputs, output, stride, zeroChannels, null, Double.POSITIVE_INFINITY, null);
    }

    /** An operation without parameters of its own. */
    public static GraphNode of(Op op, String layer, List<String> inputs, String output) {
        return new GraphNode(op, layer, inputs, output, 1, 0);
    }
}
