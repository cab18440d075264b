package org.escalatesim.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.escalatesim.config.InputException;
import org.escalatesim.onnx.TracedGraph.Ref;

/** An ONNX graph as the layers and nodes of a trace folder; what has no such form is refused by node. */
final class Translation {
    /** Operators behind the last layer that do not change which class is the largest. */
    private static final Set<String> LAST = Set.of("Softmax", "LogSoftmax");

    private final OnnxModel model;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Node> makers = new HashMap<>();
    private final Set<String> dependent = new HashSet<>();
    private final List<String> notes = new ArrayList<>();
    private final String output;

    /**
     * Finds what the output needs.
     *
     * @param outputName the model's output to end at
     */
    Translation(OnnxModel model, String outputName) {
        this.model = model;
        dependent.add(model.input().getName());
        for (NodeProto proto : model.graph().getNodeList()) {
            Node node = new Node(model.file().toString(), proto);
            node.outputs().forEach(tensor -> makers.put(tensor, node));
            boolean depends = node.inputs().stream().anyMatch(dependent::contains);
            // The shape is known, whatever the image.
            if (depends && !node.op().equals("Shape") && !node.op().equals("Size")) {
                dependent.addAll(node.outputs());
            }
        }
        String end = outputName;
        while (makers.containsKey(end) && LAST.contains(makers.get(end).op())) {
            notes.add(makers.get(end).describe() + " behind the last layer is left out");
            end = makers.get(end).input(0);
        }
        output = end;
        if (!dependent.contains(output)) {
            throw new InputException(model.file() + ": output '" + output + "' does not depend on the input '"
                    + model.input().getName() + "'");
        }
        Set<Node> needed = needed();
        for (NodeProto proto : model.graph().getNodeList()) {
            Node node = proto.getOutputCount() == 0 ? null : makers.get(proto.getOutput(0));
            if (node != null && needed.contains(node)) {
                nodes.add(node);
            }
        }
    }

    /** The nodes between image and output. */
    private Set<Node> needed() {
        Set<Node> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            Node maker = makers.get(open.pop());
            if (maker != null && found.add(maker)) {
                maker.inputs().stream().filter(dependent::contains).forEach(open::push);
            }
        }
        return found;
    }

    /** Whether a tensor is the same for every image. */
    Predicate<String> constant() {
        return tensor -> !dependent.contains(tensor);
    }

    /** The tensor whose value is the network's result. */
    String output() {
        return output;
    }

    /**
     * Translates.
     *
     * @param tensors of the first image, with the values of constant ones
     * @param image [C, H, W] of the input
     * @param nhwc whether the model's input is [1, H, W, C]
     */
    TracedGraph translate(Map<String, Tensor> tensors, int[] image, boolean nhwc) {
        Map<String, Integer> readers = new HashMap<>();
        readers.put(output, 1);
        for (Node node : nodes) {
            node.inputs().forEach(tensor -> readers.merge(tensor, 1, Integer::sum));
        }
        Map<String, Tensor> fixed = new HashMap<>();
        tensors.forEach((name, tensor) -> {
            if (!dependent.contains(name)) {
                fixed.put(name, tensor);
            }
        });
        Constants constants = new Constants(model, fixed, makers);
        TracedGraph graph = new TracedGraph(readers);
        graph.notes.addAll(notes);
        graph.put(
                model.input().getName(),
                new Ref(TracedGraph.IMAGE, image, nhwc ? "" : model.input().getName(), new int[4], null));
        Dispatch dispatch = new Dispatch(
                graph,
                constants,
                name -> name.equals(model.input().getName())
                        ? new long[] {1, image[0], image[1], image[2]}
                        : tensors.containsKey(name) ? tensors.get(name).shape() : null,
                name -> tensors.get(name),
                nhwc);
        for (Node node : nodes) {
            dispatch.run(node);
        }
        if (graph.layers.isEmpty()) {
            throw new InputException(model.file() + ": has no Conv, Gemm or MatMul with constant weights");
        }
        if (graph.nodes.get(0).layer() == null) {
            throw makers.get(graph.nodes.get(0).output())
                    .refused("reads the image before any layer does, which is not supported");
        }
        return graph;
    }
}
