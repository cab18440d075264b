package org.escalatesim.workloads.infer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escalatesim.workloads.infer.GraphNode.Op;

/**
 * The graph as the machine runs it: an addition and a ReLU that follow a layer, and that alone read its result, are
 * taken into the layer, so that there is one rounding. An addition of two layers' results goes to the later one; the
 * earlier one then makes a signed value of its own.
 */
public final class Fusion {
    /** One step: a fused layer, or a node that no layer takes in (then {@code layer} is null). */
    public record Step(FusedLayer layer, GraphNode node) {}

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, FusedLayer> byLayer = new LinkedHashMap<>();
    private final Map<String, FusedLayer> byOutput = new HashMap<>();
    private final Graph graph;

    /**
     * Fuses a graph. A ReLU or an addition that follows no layer that could take it in is a step of its own.
     */
    public Fusion(Graph graph) {
        this.graph = graph;
        Map<GraphNode, Integer> position = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            position.put(graph.nodes().get(i), i);
        }
        Map<GraphNode, Step> emitAt = new HashMap<>();
        Set<GraphNode> taken = new HashSet<>();
        for (GraphNode node : graph.nodes()) {
            if (node.op().hasLayer()) {
                GraphNode last = node;
                String shortcut = null;
                GraphNode next = only(last.output());
                if (next != null && next.op() == Op.ADD) {
                    String other = next.inputs().get(next.inputs().get(0).equals(last.output()) ? 1 : 0);
                    GraphNode rival = graph.producer(other);
                    boolean rivalIsLater = rival != null
                            && rival.op().hasLayer()
                            && next.equals(only(other))
                            && position.get(rival) > position.get(node);
                    if (!rivalIsLater) {
                        shortcut = other;
                        last = next;
                        next = only(last.output());
                    }
                }
                boolean relu = next != null && next.op().isRelu();
                if (relu) {
                    last = next;
                }
                FusedLayer fused = new FusedLayer(node.layer(), node.inputs().get(0), last.output(), relu, shortcut);
                emitAt.put(last, new Step(fused, null));
                taken.add(node);
                taken.add(last);
                if (shortcut != null) {
                    taken.add(only(node.output()));
                }
                byLayer.put(fused.layer(), fused);
                byOutput.put(fused.output(), fused);
            }
        }
        for (GraphNode node : graph.nodes()) {
            if (emitAt.containsKey(node)) {
                steps.add(emitAt.get(node));
            } else if (!taken.contains(node)) {
                steps.add(new Step(null, node));
            }
        }
    }

    private GraphNode only(String value) {
        List<GraphNode> readers = graph.consumers(value);
        return readers.size() == 1 ? readers.get(0) : null;
    }

    /** The steps in the order in which they run. */
    public List<Step> steps() {
        return steps;
    }

    /** The fused form of a layer. */
    public FusedLayer layer(String name) {
        return byLayer.get(name);
    }

    /** All values that exist when the network runs fused, the network's input first. */
    public List<String> values() {
        List<String> values = new ArrayList<>(List.of(Graph.IMAGE));
        steps.forEach(step -> values.add(output(step)));
        return values;
    }

    /** Whether a value can be negative: the image, and what nothing made non-negative. */
    public boolean signed(String value) {
        if (value.equals(Graph.IMAGE)) {
            return true;
        }
        FusedLayer layer = byOutput.get(value);
        if (layer != null) {
            return !layer.relu();
        }
        GraphNode node = graph.producer(value);
        if (node.op().isRelu()) {
            return false;
        }
        return node.op() == Op.ELEMENTWISE
                ? node.function().kind().signed()
                : node.inputs().stream().anyMatch(this::signed);
    }

    /** The layers whose results a value is made of, directly or after other steps; null among them is the image. */
    public Set<FusedLayer> makers(String value) {
        FusedLayer layer = byOutput.get(value);
        Set<FusedLayer> makers = new LinkedHashSet<>();
        if (layer != null || value.equals(Graph.IMAGE)) {
            makers.add(layer);
            return makers;
        }
        graph.producer(value).inputs().forEach(input -> makers.addAll(makers(input)));
        return makers;
    }

    /** The layers that read a value, as input or as shortcut, directly or after other steps. */
    public List<FusedLayer> readers(String value) {
        List<FusedLayer> readers = new ArrayList<>();
        for (FusedLayer layer : byLayer.values()) {
            if (value.equals(layer.input()) || value.equals(layer.shortcut())) {
                readers.add(layer);
            }
        }
        for (Step step : steps) {
            if (step.layer() == null && step.node().inputs().contains(value)) {
                for (FusedLayer reader : readers(step.node().output())) {
                    if (!readers.contains(reader)) {
                        readers.add(reader);
                    }
                }
            }
        }
        return readers;
    }

    /** The pooling that alone reads a layer's result, or null. */
    public GraphNode pooling(FusedLayer layer) {
        GraphNode reader = only(layer.output());
        return reader != null && reader.op().isPool() ? reader : null;
    }

    /** The value that a step makes. */
    public static String output(Step step) {
        return step.layer() == null ? step.node().output() : step.layer().output();
    }
}
