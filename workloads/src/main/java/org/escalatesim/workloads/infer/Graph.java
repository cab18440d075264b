package org.escalatesim.workloads.infer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.GraphNode.Op;

/**
 * A network's nodes, checked: every value is made once and before it is read, every layer is used once, shapes fit. The
 * network's input is the value called {@code image}; its output is what the last node makes, and every other value is
 * read by some node.
 */
public final class Graph {
    /** The name of the network's input value. */
    public static final String IMAGE = "image";

    /** The shape of a value: channels C, rows H, columns W. */
    public record MapShape(int c, int h, int w) {
        /** Number of values. */
        public int values() {
            return c * h * w;
        }

        @Override
        public String toString() {
            return "[" + c + ", " + h + ", " + w + "]";
        }
    }

    private final String source;
    private final List<GraphNode> nodes;
    private final Map<String, ConvShape> layers;
    private final Map<String, MapShape> shapes = new HashMap<>();
    private final Map<String, GraphNode> producers = new LinkedHashMap<>();
    private final Map<String, List<GraphNode>> consumers = new HashMap<>();
    private final Map<String, GraphNode> nodeOfLayer = new HashMap<>();

    /**
     * Checks a graph.
     *
     * @param source how messages call the file
     * @param layers shape of each layer by name
     * @throws InputException naming the first node that does not fit
     */
    public Graph(String source, List<GraphNode> nodes, Map<String, ConvShape> layers) {
        this.source = source;
        this.nodes = List.copyOf(nodes);
        this.layers = Map.copyOf(layers);
        if (nodes.isEmpty()) {
            throw new InputException(source + ": nodes: an empty graph");
        }
        for (int i = 0; i < nodes.size(); i++) {
            GraphNode node = nodes.get(i);
            String where = source + ": nodes[" + i + "] (" + node.output() + "): ";
            add(node, where);
        }
        for (String layer : layers.keySet()) {
            if (!nodeOfLayer.containsKey(layer)) {
                throw new InputException(source + ": nodes: no node uses layer '" + layer + "'");
            }
        }
        for (GraphNode node : nodes) {
            if (consumers(node.output()).isEmpty() && !node.output().equals(output())) {
                throw new InputException(source + ": nodes: no node reads '" + node.output() + "'");
            }
        }
    }

    private void add(GraphNode node, String where) {
        int wanted = node.op() == Op.ADD || node.op() == Op.MULTIPLY ? 2 : 1;
        if (node.op() == Op.CONCAT ? node.inputs().isEmpty() : node.inputs().size() != wanted) {
            throw new InputException(where + "input must name " + wanted + " value" + (wanted == 1 ? "" : "s")
                    + ", not " + node.inputs().size());
        }
        ConvShape layer = null;
        if (node.op().hasLayer()) {
            layer = layers.get(node.layer());
            if (layer == null) {
                throw new InputException(where + "layer: no layer '" + node.layer() + "'; layers are "
                        + String.join(", ", layers.keySet().stream().sorted().toList()));
            }
            if (nodeOfLayer.put(node.layer(), node) != null) {
                throw new InputException(where + "layer '" + node.layer() + "' is used by two nodes");
            }
            if (shapes.isEmpty()) {
                shapes.put(IMAGE, new MapShape(layer.c(), layer.h(), layer.w()));
            }
        }
        List<MapShape> in = new ArrayList<>();
        for (String input : node.inputs()) {
            MapShape shape = shapes.get(input);
            if (shape == null) {
                throw new InputException(where + "input: no value '" + input + "' yet; there are "
                        + String.join(", ", shapes.keySet().stream().sorted().toList()));
            }
            in.add(shape);
            consumers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
        }
        MapShape out = result(node, layer, in, where);
        if (shapes.put(node.output(), out) != null) {
            throw new InputException(where + "output: a value of this name is already made");
        }
        producers.put(node.output(), node);
    }

    private static MapShape result(GraphNode node, ConvShape layer, List<MapShape> in, String where) {
        MapShape x = in.get(0);
        switch (node.op()) {
            case CONV, FC -> {
                MapShape takes = new MapShape(layer.c(), layer.h(), layer.w());
                if (!takes.equals(x)) {
                    throw new InputException(where + "layer '" + node.layer() + "' takes " + takes + ", but '"
                            + node.inputs().get(0) + "' is " + x);
                }
                return new MapShape(layer.k(), layer.p(), layer.q());
            }
            case ADD -> {
                if (!x.equals(in.get(1))) {
                    throw new InputException(
                            where + "cannot add " + node.inputs().get(0) + " " + x + " and "
                                    + node.inputs().get(1) + " " + in.get(1));
                }
                return x;
            }
            case SUBSAMPLE_PAD -> {
                if (node.stride() < 1 || node.zeroChannels() < 0) {
                    throw new InputException(where + "stride must be at least 1 and zero_channels_each_side at least 0,"
                            + " not " + node.stride() + " and " + node.zeroChannels());
                }
                int rows = (x.h() - 1) / node.stride() + 1;
                int columns = (x.w() - 1) / node.stride() + 1;
                return new MapShape(x.c() + 2 * node.zeroChannels(), rows, columns);
            }
            case GLOBAL_AVERAGE_POOL -> {
                return new MapShape(x.c(), 1, 1);
            }
            case RELU, CLIP, ELEMENTWISE -> {
                return x;
            }
            case MAX_POOL, AVERAGE_POOL -> {
                MapShape out = new MapShape(
                        x.c(), node.window().rows(x.h()), node.window().columns(x.w()));
                if (out.h() < 1 || out.w() < 1) {
                    throw new InputException(where + "the window is larger than the padded map " + x);
                }
                return out;
            }
            case CONCAT -> {
                int channels = 0;
                for (int i = 0; i < in.size(); i++) {
                    MapShape other = in.get(i);
                    if (other.h() != x.h() || other.w() != x.w()) {
                        throw new InputException(
                                where + "cannot put " + node.inputs().get(i) + " " + other + " behind "
                                        + node.inputs().get(0) + " " + x + ": height and width differ");
                    }
                    channels += other.c();
                }
                return new MapShape(channels, x.h(), x.w());
            }
            case FLATTEN -> {
                return new MapShape(x.values(), 1, 1);
            }
            case MULTIPLY -> {
                MapShape other = in.get(1);
                if (!other.equals(x) && !other.equals(new MapShape(x.c(), 1, 1))) {
                    throw new InputException(where + "cannot multiply "
                            + node.inputs().get(0) + " " + x + " by "
                            + node.inputs().get(1) + " " + other + "; that must be of the same shape or [" + x.c()
                            + ", 1, 1]");
                }
                return x;
            }
        }
        throw new IllegalStateException("no shape rule for " + node.op());
    }

    /** How messages call the file that the graph is from. */
    public String source() {
        return source;
    }

    /** The nodes in the order in which they run. */
    public List<GraphNode> nodes() {
        return nodes;
    }

    /** The shape of a layer. */
    public ConvShape layer(String name) {
        return layers.get(name);
    }

    /** The node that runs a layer. */
    public GraphNode nodeOf(String layer) {
        return nodeOfLayer.get(layer);
    }

    /** The shape of a value. */
    public MapShape shape(String value) {
        return shapes.get(value);
    }

    /** The node that makes a value, or null for the network's input. */
    public GraphNode producer(String value) {
        return producers.get(value);
    }

    /** The nodes that read a value; a node that reads it twice is there twice. */
    public List<GraphNode> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    /** The value that the last node makes. */
    public String output() {
        return nodes.get(nodes.size() - 1).output();
    }

    /** The names of all values, the network's input first. */
    public List<String> values() {
        List<String> values = new ArrayList<>();
        values.add(IMAGE);
        values.addAll(producers.keySet());
        return values;
    }
}
