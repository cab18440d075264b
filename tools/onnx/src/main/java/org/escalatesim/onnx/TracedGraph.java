package org.escalatesim.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.escalatesim.config.InputException;

/** Layers and nodes of a trace folder in the making, and which tensors of the model are its values. */
final class TracedGraph {
    static final String IMAGE = "image";

    /**
     * A node of the manifest.
     *
     * @param settings other keys and their values as the manifest writes them
     */
    record TracedNode(String op, String layer, List<String> inputs, String output, Map<String, String> settings) {}

    /** How a value is held in 8 bits, as the model says: real = scale * integer. */
    record Scale(double step, boolean signed) {}

    /**
     * What a tensor of the model is in the folder.
     *
     * @param value the folder's value
     * @param shape [C, H, W]
     * @param tensor the tensor of the model that holds it
     * @param pad zeros yet to be put around it: top, left, bottom, right
     * @param quantised what a QuantizeLinear made of it and a DequantizeLinear takes back, or null
     */
    record Ref(String value, int[] shape, String tensor, int[] pad, Quantised quantised) {
        boolean padded() {
            for (int side : pad) {
                if (side != 0) {
                    return true;
                }
            }
            return false;
        }

        int values() {
            return shape[0] * shape[1] * shape[2];
        }
    }

    /** Scale and zero point of a quantised tensor; {@code unsigned} is its type. */
    record Quantised(float scale, int zeroPoint, boolean unsigned) {}

    final List<TracedLayer> layers = new ArrayList<>();
    final List<TracedNode> nodes = new ArrayList<>();
    final Map<String, Scale> scales = new HashMap<>();
    final Set<String> notes = new LinkedHashSet<>();
    /** The tensor whose values are recorded for a value that layers read. */
    final Map<String, String> recorded = new LinkedHashMap<>();

    private final Map<String, Integer> readers;
    private final Map<String, Ref> refs = new HashMap<>();
    private final Set<String> names = new HashSet<>(Set.of(IMAGE));
    private final Set<String> layerNames = new HashSet<>();
    private final Set<String> nonNegative = new HashSet<>();
    private final Map<String, Double> bounds = new HashMap<>();

    /**
     * An empty graph.
     *
     * @param readers how many nodes read a tensor, the model's output counted as one
     */
    TracedGraph(Map<String, Integer> readers) {
        this.readers = readers;
    }

    /** What a tensor is; throws {@link InputException} if it is not computed from the image. */
    Ref ref(Node node, int input) {
        return ref(node, node.input(input));
    }

    /** What a tensor of a node is. */
    Ref ref(Node node, String tensor) {
        Ref ref = refs.get(tensor);
        if (ref == null) {
            throw node.refused("'" + tensor + "' is constant; it must be computed from the image");
        }
        return ref;
    }

    /** The same, for operators that do not pad and do not read integers. */
    Ref plain(Node node, int input) {
        Ref ref = ref(node, input);
        if (ref.padded()) {
            throw node.refused("reads a padded map; a Pad must go into a Conv");
        }
        return dequantised(node, ref);
    }

    Ref dequantised(Node node, Ref ref) {
        if (ref.quantised() != null) {
            throw node.refused("computes with integers; quantised models must be in QDQ form (QuantizeLinear and"
                    + " DequantizeLinear around float operators)");
        }
        return ref;
    }

    /** Whether a tensor is the image with its channels last, which no layer reads. */
    boolean isChannelsLast(String tensor) {
        return refs.containsKey(tensor) && refs.get(tensor).tensor().isEmpty();
    }

    /** Whether a tensor depends on the image. */
    boolean computed(String tensor) {
        return refs.containsKey(tensor);
    }

    void put(String tensor, Ref ref) {
        refs.put(tensor, ref);
    }

    /** Another name of a tensor. */
    void alias(String tensor, Ref ref) {
        refs.put(tensor, new Ref(ref.value(), ref.shape(), tensor, ref.pad(), ref.quantised()));
    }

    /** Adds a node whose result is the model's tensor; returns the name of its value. */
    String add(String op, String layer, List<String> inputs, String tensor, int[] shape, Map<String, String> settings) {
        String value = unique(tensor.isEmpty() ? op : tensor, names);
        nodes.add(new TracedNode(op, layer, inputs, value, settings));
        if (nonNegative(op, inputs, settings.getOrDefault("function", ""))) {
            nonNegative.add(value);
        }
        if ((op.endsWith("_pool") || op.equals("flatten")) && bounds.containsKey(inputs.get(0))) {
            bounds.put(value, bounds.get(inputs.get(0)));
        }
        refs.put(tensor, new Ref(value, shape, tensor, new int[4], null));
        return value;
    }

    private boolean nonNegative(String op, List<String> inputs, String function) {
        return switch (op) {
            case "relu", "clip" -> true;
            case "conv", "fc" -> false;
            case "elementwise" -> function.endsWith("sigmoid");
            default -> nonNegative.containsAll(inputs);
        };
    }

    /** Whether a value cannot be negative. */
    boolean nonNegative(String value) {
        return nonNegative.contains(value);
    }

    /** The largest that a Clip of the model lets through; infinite if the value is of no such node. */
    double clippedTo(String value) {
        return nodes.stream()
                .filter(node -> node.output().equals(value) && node.op().equals("clip"))
                .mapToDouble(node -> Double.parseDouble(node.settings().get("max")))
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** What {@link #addBound} keeps a value under, itself or before pooling; infinite if nothing does. */
    double bound(String value) {
        return bounds.getOrDefault(value, Double.POSITIVE_INFINITY);
    }

    /** Adds a clip behind a value, at the value's scale; its result is the model's tensor. */
    void addBound(String value, String tensor, int[] shape, double limit) {
        String clipped = add("clip", null, List.of(value), tensor, shape, Map.of("max", Double.toString(limit)));
        scales.put(clipped, scales.get(value));
        bounds.put(clipped, limit);
    }

    /** Adds a layer with its node. */
    void add(TracedLayer layer, Ref input, String tensor) {
        layers.add(layer);
        recorded.putIfAbsent(input.value(), input.tensor());
        add(layer.fc ? "fc" : "conv", layer.name, List.of(input.value()), tensor, layer.out, Map.of());
    }

    /** The layer whose bare result a tensor is, if nothing else reads it; or null. */
    TracedLayer layerOf(Ref ref) {
        if (readers.getOrDefault(ref.tensor(), 0) != 1) {
            return null;
        }
        String value = ref.value();
        TracedNode last = null;
        for (TracedNode node : nodes) {
            if (node.inputs().contains(value)) {
                return null;
            }
            last = node.output().equals(value) ? node : last;
        }
        if (last == null || last.layer() == null) {
            return null;
        }
        String name = last.layer();
        return layers.stream()
                .filter(layer -> layer.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** A name for a layer: that of the node as a word, without the operator's. */
    String layerName(Node node) {
        String name = node.name().isEmpty() ? node.op().toLowerCase(Locale.ROOT) : node.name();
        name = name.replaceAll("^/+", "").replaceAll("/(Conv|Gemm|MatMul)$", "");
        name = name.replaceAll("[/\\\\:]", ".").replaceAll("[^A-Za-z0-9._-]", "_");
        return unique(name.isEmpty() ? node.op() : name, layerNames);
    }

    private static String unique(String wanted, Set<String> taken) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }
}
