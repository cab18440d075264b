package org.escalatesim.onnx;

import java.util.Arrays;
import java.util.function.Function;
import org.escalatesim.onnx.TracedGraph.Ref;

/** Which operator is translated how. */
final class Dispatch {
    private final TracedGraph graph;
    private final LayerNodes layers;
    private final MapNodes maps;
    private final QuantisedNodes quantised;
    private final Function<String, Tensor> tensors;
    private final boolean nhwc;

    /**
     * Prepares.
     *
     * @param shapes the shape of a tensor, or null
     * @param tensors a tensor that a node makes, or null
     * @param nhwc whether the model's input is [1, H, W, C]
     */
    Dispatch(
            TracedGraph graph,
            Constants constants,
            Function<String, long[]> shapes,
            Function<String, Tensor> tensors,
            boolean nhwc) {
        this.graph = graph;
        this.tensors = tensors;
        this.nhwc = nhwc;
        layers = new LayerNodes(graph, constants, shapes);
        maps = new MapNodes(graph, constants, shapes);
        quantised = new QuantisedNodes(graph, constants);
    }

    /** Translates one node; throws {@link org.escalatesim.config.InputException} naming it if that cannot be. */
    void run(Node node) {
        if (!node.standard()) {
            throw node.refused("operator of another domain than ai.onnx is not supported");
        }
        if (nhwc && !node.op().equals("Transpose") && node.inputs().stream().anyMatch(this::channelsLast)) {
            throw node.refused(
                    "reads the image with its channels last; with --layout nhwc a Transpose must come first");
        }
        switch (node.op()) {
            case "Conv" -> layers.conv(node);
            case "Gemm" -> layers.gemm(node);
            case "MatMul" -> layers.matMul(node);
            case "BatchNormalization" -> layers.batchNorm(node);
            case "Add" -> add(node);
            case "Mul" -> maps.multiply(node);
            case "Relu" -> maps.relu(node);
            case "Clip" -> maps.clip(node);
            case "Sigmoid" -> maps.elementwise(node, "sigmoid", Double.NaN, Double.NaN);
            case "Tanh" -> maps.elementwise(node, "tanh", Double.NaN, Double.NaN);
            case "HardSigmoid" -> maps.elementwise(node, "hard_sigmoid", 0.2, 0.5);
            case "HardSwish" -> maps.elementwise(node, "hard_swish", Double.NaN, Double.NaN);
            case "LeakyRelu" -> maps.elementwise(node, "leaky_relu", 0.01, Double.NaN);
            case "MaxPool" -> maps.pool(node, true);
            case "AveragePool" -> maps.pool(node, false);
            case "GlobalAveragePool" -> maps.globalAverage(node);
            case "ReduceMean" -> maps.mean(node);
            case "Concat" -> maps.concat(node);
            case "Flatten", "Reshape", "Squeeze", "Unsqueeze" -> maps.reshape(node);
            case "Identity", "Dropout" -> maps.same(node);
            case "Pad" -> maps.pad(node);
            case "Transpose" -> transpose(node);
            case "QuantizeLinear" -> quantised.quantise(node, unsigned(node));
            case "DequantizeLinear" -> quantised.dequantise(node);
            default -> throw node.refused("operator " + node.op() + " is not supported");
        }
    }

    private boolean channelsLast(String tensor) {
        return graph.isChannelsLast(tensor);
    }

    private void add(Node node) {
        boolean first = graph.computed(node.input(0));
        if (first && graph.computed(node.input(1))) {
            maps.add(node);
        } else {
            layers.addConstant(node, first ? 0 : 1);
        }
    }

    /** Of an image with its channels last, to channels first. */
    private void transpose(Node node) {
        if (!channelsLast(node.input(0)) || !Arrays.equals(node.integers("perm"), new int[] {0, 3, 1, 2})) {
            throw node.refused("moves axes " + Arrays.toString(node.integers("perm"))
                    + "; supported is [0, 3, 1, 2] of an image with --layout nhwc");
        }
        Ref image = graph.ref(node, 0);
        graph.put(node.output(), new Ref(image.value(), image.shape(), node.output(), new int[4], null));
    }

    private boolean unsigned(Node node) {
        return tensors.apply(node.output()).unsigned();
    }
}
