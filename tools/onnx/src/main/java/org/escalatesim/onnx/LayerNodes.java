package org.escalatesim.onnx;

import java.util.Arrays;
import java.util.function.Function;
import org.escalatesim.onnx.TracedGraph.Ref;

/** Makes layers of Conv, Gemm and MatMul nodes, and takes batch norms and biases behind them into them. */
final class LayerNodes {
    /** What trace folders add to a variance. */
    private static final double EPSILON = 1e-5;

    private final TracedGraph graph;
    private final Constants constants;
    private final Function<String, long[]> shapes;

    LayerNodes(TracedGraph graph, Constants constants, Function<String, long[]> shapes) {
        this.graph = graph;
        this.constants = constants;
        this.shapes = shapes;
    }

    void conv(Node node) {
        Ref input = graph.dequantised(node, graph.ref(node, 0));
        QuantisedWeights weights = weights(node, 1);
        long[] w = weights.shape();
        if (w.length != 3 && w.length != 4) {
            throw node.refused("has a kernel of " + Math.max(0, w.length - 2)
                    + " dimensions; 1-D and 2-D convolutions are supported");
        }
        boolean flat = w.length == 3;
        int[] kernel = flat ? new int[] {1, (int) w[2]} : new int[] {(int) w[2], (int) w[3]};
        int[] out = Canonical.shape(node, node.output(), shapes.apply(node.output()));
        TracedLayer layer = new TracedLayer(graph.layerName(node), false, input.value(), input.shape(), out);
        layer.kernel = kernel;
        layer.stride = sides(node, "strides", flat);
        layer.dilation = sides(node, "dilations", flat);
        layer.groups = node.integer("group", 1);
        layer.pad = Padding.of(node, input.shape(), kernel, layer.stride, layer.dilation, flat);
        for (int i = 0; i < 4; i++) {
            layer.pad[i] += input.pad()[i];
        }
        for (int i = 0; i < 4; i++) {
            int reach = (kernel[i % 2] - 1) * layer.dilation[i % 2];
            if (layer.pad[i] > reach) {
                throw node.refused("pads " + layer.pad[i] + ", more than its kernel of " + kernel[0] + " x " + kernel[1]
                        + " reaches (" + reach + "), which machines do not run");
            }
        }
        for (int side = 0; side < 2; side++) {
            if (layer.dilation[side] > 1 && layer.stride[side] > 1) {
                throw node.refused("has dilation " + layer.dilation[side] + " and stride " + layer.stride[side]
                        + "; dilated convolutions must have stride 1");
            }
        }
        weights.into(layer);
        layer.bias = node.input(2).isEmpty() ? null : constants.values(node, 2, layer.k());
        graph.add(layer, input, node.output());
    }

    private static int[] sides(Node node, String attribute, boolean flat) {
        int[] given = node.integers(attribute);
        if (given == null) {
            return new int[] {1, 1};
        }
        return flat ? new int[] {1, given[0]} : given;
    }

    /** Y = alpha * A * B + beta * C; A is the map, B the constant weights. */
    void gemm(Node node) {
        Ref input = graph.plain(node, 0);
        if (node.integer("transA", 0) != 0) {
            throw node.refused("transA is set; the first operand must be a batch of vectors");
        }
        QuantisedWeights weights = weights(node, 1);
        if (node.integer("transB", 0) == 0) {
            weights = weights.transposed();
        }
        TracedLayer layer = connected(node, input, weights);
        if (!node.input(2).isEmpty()) {
            float[] bias = constants.spread(node, 2, layer.k());
            double beta = node.real("beta", 1);
            for (int k = 0; k < bias.length; k++) {
                bias[k] *= (float) beta;
            }
            layer.bias = bias;
        }
        double alpha = node.real("alpha", 1);
        if (alpha != 1) {
            scaled(layer, alpha);
        }
        graph.add(layer, input, node.output());
    }

    private static void scaled(TracedLayer layer, double alpha) {
        float[] what = layer.integers == null ? layer.weights : layer.weightScale;
        for (int i = 0; i < what.length; i++) {
            what[i] *= (float) alpha;
        }
    }

    /** A vector times a constant matrix [C, K]. */
    void matMul(Node node) {
        if (graph.computed(node.input(0)) && graph.computed(node.input(1))) {
            throw node.refused("multiplies two computed tensors; only constant weights make a layer");
        }
        Ref input = graph.plain(node, 0);
        TracedLayer layer = connected(node, input, weights(node, 1).transposed());
        graph.add(layer, input, node.output());
    }

    private TracedLayer connected(Node node, Ref input, QuantisedWeights weights) {
        long[] shape = shapes.apply(input.tensor());
        if (shape != null && shape.length != 2) {
            throw node.refused(
                    "reads a tensor of shape " + Arrays.toString(shape) + "; fully connected layers read [1, C]");
        }
        if (weights.shape().length != 2) {
            throw node.refused("has weights of shape " + Arrays.toString(weights.shape()) + "; must be a matrix");
        }
        TracedLayer layer = new TracedLayer(
                graph.layerName(node), true, input.value(), input.shape(), new int[] {(int) weights.shape()[0], 1, 1});
        weights.into(layer);
        return layer;
    }

    private QuantisedWeights weights(Node node, int input) {
        if (graph.computed(node.input(input))) {
            throw node.refused("has computed weights ('" + node.input(input) + "'); they must be constant");
        }
        return constants.weights(node, input);
    }

    /** A batch norm right behind a layer becomes the layer's own. */
    void batchNorm(Node node) {
        Ref input = graph.plain(node, 0);
        TracedLayer layer = graph.layerOf(input);
        if (layer == null || layer.batchNorm != null || node.integer("training_mode", 0) != 0) {
            throw node.refused(
                    "a batch norm must follow a convolution or fully connected layer whose result nothing else"
                            + " reads");
        }
        int k = layer.k();
        double epsilon = node.real("epsilon", EPSILON);
        float[] gamma = constants.values(node, 1, k);
        float[] beta = constants.values(node, 2, k);
        float[] mean = constants.values(node, 3, k);
        float[] variance = constants.values(node, 4, k);
        layer.batchNorm = new float[4 * k];
        boolean same = Math.abs(epsilon - EPSILON) < 1e-10;
        for (int i = 0; i < k; i++) {
            layer.batchNorm[i] = same ? gamma[i] : (float) (gamma[i] / Math.sqrt(variance[i] + epsilon));
            layer.batchNorm[k + i] = beta[i];
            layer.batchNorm[2 * k + i] = mean[i];
            layer.batchNorm[3 * k + i] = same ? variance[i] : (float) (1 - EPSILON);
        }
        graph.alias(node.output(), input);
    }

    /** A constant per output channel right behind a layer becomes part of its bias. */
    void addConstant(Node node, int computed) {
        Ref input = graph.plain(node, computed);
        TracedLayer layer = graph.layerOf(input);
        if (layer == null || layer.batchNorm != null) {
            throw node.refused(
                    "adds a constant; that must follow a layer whose result nothing else reads, as its bias");
        }
        float[] more = constants.perChannel(node, 1 - computed, layer.k(), layer.fc);
        if (layer.bias == null) {
            layer.bias = new float[layer.k()];
        }
        for (int k = 0; k < more.length; k++) {
            layer.bias[k] += more[k];
        }
        graph.alias(node.output(), input);
    }
}
