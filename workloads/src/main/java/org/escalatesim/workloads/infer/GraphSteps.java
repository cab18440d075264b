package org.escalatesim.workloads.infer;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.trace.MapStep;
import org.escalatesim.workloads.infer.GraphNode.Op;

/**
 * The nodes that no layer takes in, each with the layer that comes before it in the order of the nodes; those before all
 * layers are with the first. A pooling that alone reads a layer's result is counted with the layer's outputs and is none
 * of them, unless the layer is dilated and its outputs come in phases. Subsampling and flattening change only where a
 * value is found.
 */
public final class GraphSteps {
    private GraphSteps() {}

    /**
     * The nodes that are steps behind a layer.
     *
     * @param dilated whether the layer is
     */
    public static List<GraphNode> behind(Fusion fusion, FusedLayer layer, boolean dilated) {
        List<GraphNode> nodes = new ArrayList<>();
        FusedLayer before = null;
        for (Fusion.Step step : fusion.steps()) {
            if (step.layer() != null) {
                before = step.layer();
                continue;
            }
            GraphNode node = step.node();
            FusedLayer owner = before == null ? first(fusion) : before;
            FusedLayer pooled = pooled(fusion, node);
            if (pooled != null ? dilated && pooled.equals(layer) : works(node) && owner.equals(layer)) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /** What a node that {@link #behind} tells of costs. */
    static MapStep step(Graph graph, GraphNode node) {
        Graph.MapShape in = graph.shape(node.inputs().get(0));
        long out = graph.shape(node.output()).values();
        Window window = node.op() == Op.GLOBAL_AVERAGE_POOL
                ? new Window(in.h(), in.w(), 1, 1, 0, 0, 0, 0, false)
                : node.window();
        return switch (node.op()) {
            case MAX_POOL -> pool(MapStep.Kind.MAX_POOL, window, in, out);
            case AVERAGE_POOL, GLOBAL_AVERAGE_POOL -> pool(MapStep.Kind.AVERAGE_POOL, window, in, out);
            case RELU, CLIP -> new MapStep(MapStep.Kind.CLIP, out, out, out);
            case ADD -> new MapStep(MapStep.Kind.ADD, 2 * out, out, out);
            case MULTIPLY -> new MapStep(MapStep.Kind.MULTIPLY, 2 * out, out, out);
            case CONCAT -> new MapStep(MapStep.Kind.CONCAT, out, out, out);
            case ELEMENTWISE -> new MapStep(MapStep.Kind.TABLE, out, out, out);
            case CONV, FC, SUBSAMPLE_PAD, FLATTEN -> throw new IllegalArgumentException(node.op() + " is no such step");
        };
    }

    private static MapStep pool(MapStep.Kind kind, Window window, Graph.MapShape in, long out) {
        long rows = inside(window.r(), window.strideH(), window.padTop(), in.h(), window.rows(in.h()));
        long columns = inside(window.s(), window.strideW(), window.padLeft(), in.w(), window.columns(in.w()));
        return new MapStep(kind, in.c() * rows * columns, out * window.r() * window.s(), out);
    }

    /** Taps along one side that lie in the map, over all places of the window. */
    private static long inside(int taps, int stride, int pad, int size, int places) {
        long sum = 0;
        for (int i = 0; i < places; i++) {
            int from = i * stride - pad;
            sum += Math.max(0, Math.min(size, from + taps) - Math.max(0, from));
        }
        return sum;
    }

    private static boolean works(GraphNode node) {
        return node.op() != Op.SUBSAMPLE_PAD && node.op() != Op.FLATTEN;
    }

    private static FusedLayer first(Fusion fusion) {
        return fusion.steps().stream()
                .map(Fusion.Step::layer)
                .filter(layer -> layer != null)
                .findFirst()
                .orElseThrow();
    }

    /** The layer whose pooling a node is, or null. */
    private static FusedLayer pooled(Fusion fusion, GraphNode node) {
        if (!node.op().isPool()) {
            return null;
        }
        return fusion.steps().stream()
                .map(Fusion.Step::layer)
                .filter(layer -> layer != null && node.equals(fusion.pooling(layer)))
                .findFirst()
                .orElse(null);
    }
}
