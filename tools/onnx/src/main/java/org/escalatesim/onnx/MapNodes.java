package org.escalatesim.onnx;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.escalatesim.onnx.TracedGraph.Ref;

/** Makes nodes of the operators between layers. */
final class MapNodes {
    private final TracedGraph graph;
    private final Constants constants;
    private final Function<String, long[]> shapes;

    MapNodes(TracedGraph graph, Constants constants, Function<String, long[]> shapes) {
        this.graph = graph;
        this.constants = constants;
        this.shapes = shapes;
    }

    private int[] out(Node node) {
        return Canonical.shape(node, node.output(), shapes.apply(node.output()));
    }

    private void add(Node node, String op, List<Ref> inputs, Map<String, String> settings) {
        graph.add(op, null, inputs.stream().map(Ref::value).toList(), node.output(), out(node), settings);
    }

    void relu(Node node) {
        add(node, "relu", List.of(graph.plain(node, 0)), Map.of());
    }

    /** Clip with a min of 0: a ReLU, with a largest value if there is one. */
    void clip(Node node) {
        double min = bound(node, 1, "min", Double.NEGATIVE_INFINITY);
        double max = bound(node, 2, "max", Double.POSITIVE_INFINITY);
        if (min != 0 || !(max > 0)) {
            throw node.refused("clips to " + min + " .. " + max + "; supported are 0 to a number above 0 (ReLU6)");
        }
        if (max > Float.MAX_VALUE / 2) {
            relu(node);
        } else {
            add(node, "clip", List.of(graph.plain(node, 0)), Map.of("max", Double.toString(max)));
        }
    }

    private double bound(Node node, int input, String attribute, double otherwise) {
        return node.input(input).isEmpty()
                ? node.real(attribute, otherwise)
                : constants.tensor(node, input).scalar();
    }

    void add(Node node) {
        Ref a = graph.plain(node, 0);
        Ref b = graph.plain(node, 1);
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw node.refused("adds " + Arrays.toString(a.shape()) + " and " + Arrays.toString(b.shape())
                    + "; both must have one shape");
        }
        add(node, "add", List.of(a, b), Map.of());
    }

    /** A product; the one with a value per channel comes second. */
    void multiply(Node node) {
        Ref a = graph.plain(node, 0);
        Ref b = graph.plain(node, 1);
        boolean swap = a.values() < b.values();
        Ref map = swap ? b : a;
        Ref factor = swap ? a : b;
        if (!Arrays.equals(map.shape(), factor.shape())
                && !Arrays.equals(factor.shape(), new int[] {map.shape()[0], 1, 1})) {
            throw node.refused("multiplies " + Arrays.toString(a.shape()) + " and " + Arrays.toString(b.shape())
                    + "; both must have one shape, or one be a value per channel");
        }
        add(node, "multiply", List.of(map, factor), Map.of());
    }

    void concat(Node node) {
        int rank = shapes.apply(node.output()).length;
        int axis = node.integer("axis", 1);
        if ((axis < 0 ? axis + rank : axis) != 1) {
            throw node.refused("concatenates along axis " + axis + "; supported is 1 (channels)");
        }
        Ref[] parts = new Ref[node.inputs().size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = graph.plain(node, i);
        }
        add(node, "concat", List.of(parts), Map.of());
    }

    void pool(Node node, boolean max) {
        Ref input = graph.plain(node, 0);
        int[] kernel = node.integers("kernel_shape");
        if (kernel.length > 2) {
            throw node.refused("pools in " + kernel.length + " dimensions; 1-D and 2-D poolings are supported");
        }
        boolean flat = kernel.length == 1;
        int[] window = flat ? new int[] {1, kernel[0]} : kernel;
        int[] given = node.integers("strides");
        int[] stride = given == null ? new int[] {1, 1} : flat ? new int[] {1, given[0]} : given;
        int[] dilations = node.integers("dilations");
        if (dilations != null && Arrays.stream(dilations).anyMatch(d -> d != 1)) {
            throw node.refused("has dilation " + Arrays.toString(dilations) + "; poolings must have 1");
        }
        if (max
                && node.outputs().size() > 1
                && !node.outputs().get(1).isEmpty()
                && graph.computed(node.outputs().get(1))) {
            throw node.refused("its indices are read, which is not supported");
        }
        int[] pad = Padding.of(node, input.shape(), window, stride, new int[] {1, 1}, flat);
        int[] out = out(node);
        boolean counted = !max && node.integer("count_include_pad", 0) != 0;
        for (int side = 0; side < 2; side++) {
            // ceil_mode lets the last window reach beyond the padding: more padding, which no maximum and no mean sees.
            int needed = (out[1 + side] - 1) * stride[side] + window[side] - input.shape()[1 + side] - pad[side];
            if (needed > pad[2 + side]) {
                if (counted) {
                    throw node.refused("has ceil_mode and count_include_pad, which is not supported together");
                }
                pad[2 + side] = needed;
            }
        }
        for (int side = 0; side < 4; side++) {
            if (pad[side] >= window[side % 2]) {
                throw node.refused(
                        "pads " + pad[side] + ", not less than its window of " + window[0] + " x " + window[1]);
            }
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kernel", Arrays.toString(window));
        settings.put("stride", Arrays.toString(stride));
        settings.put("pad", Arrays.toString(pad));
        if (!max) {
            settings.put("count_pad", Boolean.toString(counted));
        }
        add(node, max ? "max_pool" : "average_pool", List.of(input), settings);
    }

    void globalAverage(Node node) {
        add(node, "global_average_pool", List.of(graph.plain(node, 0)), Map.of());
    }

    /** A mean over all rows and columns is a global average pool. */
    void mean(Node node) {
        int rank = shapes.apply(node.input(0)).length;
        int[] axes = node.integers("axes");
        if (axes == null && !node.input(1).isEmpty()) {
            float[] values = constants.tensor(node, 1).values();
            axes = new int[values.length];
            for (int i = 0; i < axes.length; i++) {
                axes[i] = (int) values[i];
            }
        }
        int[] sorted = axes == null
                ? new int[0]
                : Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray();
        int[] spatial = rank == 3 ? new int[] {2} : new int[] {2, 3};
        if (rank < 3 || !Arrays.equals(sorted, spatial)) {
            throw node.refused("averages over axes " + Arrays.toString(axes) + " of " + rank
                    + "; supported is the mean over rows and columns, 2 and 3");
        }
        globalAverage(node);
    }

    /** An operator that only gives a map another shape: the same map, or its values as a vector. */
    void reshape(Node node) {
        Ref input = graph.plain(node, 0);
        int[] to = out(node);
        if (Arrays.equals(to, input.shape())) {
            graph.alias(node.output(), input);
        } else if (Arrays.equals(to, new int[] {input.values(), 1, 1})) {
            if (input.value().equals(TracedGraph.IMAGE)) {
                // The image is recorded as the vector that the first layer reads.
                graph.put(node.output(), new Ref(input.value(), to, node.output(), new int[4], null));
            } else {
                add(node, "flatten", List.of(input), Map.of());
            }
        } else {
            throw node.refused("makes " + Arrays.toString(to) + " of " + Arrays.toString(input.shape())
                    + "; supported is flattening a map to a vector");
        }
    }

    void same(Node node) {
        graph.alias(node.output(), graph.plain(node, 0));
    }

    /**
     * A function of each value.
     *
     * @param alpha the standard's default of an attribute that the function has, else NaN
     * @param beta likewise
     */
    void elementwise(Node node, String function, double alpha, double beta) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("function", function);
        if (!Double.isNaN(alpha)) {
            settings.put("alpha", Double.toString(node.real("alpha", alpha)));
        }
        if (!Double.isNaN(beta)) {
            settings.put("beta", Double.toString(node.real("beta", beta)));
        }
        add(node, "elementwise", List.of(graph.plain(node, 0)), settings);
    }

    /** Zeros around a map wait for the convolution that reads it. */
    void pad(Node node) {
        Ref input = graph.dequantised(node, graph.ref(node, 0));
        if (!node.text("mode", "constant").equals("constant")
                || (!node.input(2).isEmpty() && constants.tensor(node, 2).scalar() != 0)
                || node.real("value", 0) != 0) {
            throw node.refused("pads with something other than zeros");
        }
        int rank = shapes.apply(node.input(0)).length;
        if (!node.input(3).isEmpty()) {
            throw node.refused("has axes, which is not supported");
        }
        int[] pads = node.integers("pads");
        if (pads == null) {
            float[] values = constants.tensor(node, 1).values();
            pads = new int[values.length];
            for (int i = 0; i < pads.length; i++) {
                pads[i] = (int) values[i];
            }
        }
        if (pads.length != 2 * rank
                || rank < 3
                || pads[0] + pads[1] + pads[rank] + pads[rank + 1] != 0
                || Arrays.stream(pads).anyMatch(p -> p < 0)) {
            throw node.refused(
                    "pads " + Arrays.stream(pads).mapToObj(Integer::toString).collect(Collectors.joining(", "))
                            + "; supported are zeros around rows and columns");
        }
        int[] sides = rank == 3 ? new int[] {0, pads[2], 0, pads[5]} : new int[] {pads[2], pads[3], pads[6], pads[7]};
        for (int i = 0; i < 4; i++) {
            sides[i] += input.pad()[i];
        }
        graph.put(node.output(), new Ref(input.value(), input.shape(), input.tensor(), sides, null));
    }
}
