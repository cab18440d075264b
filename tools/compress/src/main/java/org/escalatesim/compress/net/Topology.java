package org.escalatesim.compress.net;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;

/**
 * A network's layers and graph. Every convolution is followed by a batch norm, which belongs to it; the last node is
 * the classifier.
 *
 * @param name the network's name
 * @param layers shape by name, in the order in which they run
 * @param nodes the graph
 */
public record Topology(String name, Map<String, ConvShape> layers, List<GraphNode> nodes) {
    /** Copies, keeping the order. */
    public Topology {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        nodes = List.copyOf(nodes);
    }

    /** The graph, checked. */
    public Graph graph() {
        return new Graph(name, nodes, layers);
    }

    /** The names of all convolutions, in order. */
    public List<String> convolutions() {
        List<String> names = new ArrayList<>();
        for (GraphNode node : nodes) {
            if (node.op() == Op.CONV) {
                names.add(node.layer());
            }
        }
        return names;
    }

    /** Whether a layer is fully connected. */
    public boolean isFc(String layer) {
        return nodes.stream()
                .anyMatch(node -> node.op() == Op.FC && node.layer().equals(layer));
    }

    /**
     * The same network with the channels that its arrays have.
     *
     * @param params arrays with K and C of every layer
     */
    public Topology withChannelsOf(Params params) {
        Map<String, ConvShape> fitted = new LinkedHashMap<>();
        layers.forEach((layer, s) -> {
            int[] shape = params.has(layer, Params.COEFFICIENTS)
                    ? params.get(layer, Params.COEFFICIENTS).shape()
                    : params.get(layer, Params.WEIGHT).shape();
            fitted.put(layer, ConvShape.of(shape[0], shape[1], 1, s.r(), s.s(), s.h(), s.w(), s.strideH(), s.padTop()));
        });
        return new Topology(name, fitted, nodes);
    }
}
