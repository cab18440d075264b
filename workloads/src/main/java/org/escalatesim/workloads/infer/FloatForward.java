package org.escalatesim.workloads.infer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.escalatesim.tensor.ConvShape;

/**
 * A network's forward pass in floating point, in plain loops, written apart from the integer path (no folding, no
 * fusion), to compare it with. Only what is asked for is computed. Safe for several threads.
 */
public final class FloatForward {
    private final Graph graph;
    private final Function<String, FloatLayer> layers;
    private final Function<String, float[]> known;
    private final Map<String, float[]> values = new HashMap<>();

    /**
     * A pass that has computed nothing yet.
     *
     * @param layers weights by layer name
     * @param known values that are given, [C][H][W], by name, null for those to compute; must know the image unless no
     *     value asked for depends on it
     */
    public FloatForward(Graph graph, Function<String, FloatLayer> layers, Function<String, float[]> known) {
        this.graph = graph;
        this.layers = layers;
        this.known = known;
    }

    /**
     * The network's output for an image.
     *
     * @param image [C][H][W]
     */
    public static float[] logits(Graph graph, Function<String, FloatLayer> layers, float[] image) {
        return new FloatForward(graph, layers, name -> name.equals(Graph.IMAGE) ? image : null).value(graph.output());
    }

    /** A value, [C][H][W]; asked of {@code known} at each call, kept if computed here; not a copy. */
    public synchronized float[] value(String name) {
        float[] value = values.get(name);
        if (value == null) {
            value = known.apply(name);
            if (value == null) {
                value = compute(graph.producer(name), name);
                values.put(name, value);
            }
        }
        return value;
    }

    private float[] compute(GraphNode node, String name) {
        if (node == null) {
            throw new IllegalStateException("the value '" + name + "' is not given and no node makes it");
        }
        float[] x = value(node.inputs().get(0));
        Graph.MapShape in = graph.shape(node.inputs().get(0));
        return switch (node.op()) {
            case CONV, FC -> convolve(layers.apply(node.layer()), x);
            case RELU -> relu(x);
            case ADD -> add(x, value(node.inputs().get(1)));
            case SUBSAMPLE_PAD -> subsample(x, in, graph.shape(name), node);
            case GLOBAL_AVERAGE_POOL -> average(x, in);
            case CLIP -> FloatOps.clip(x, node.max());
            case MAX_POOL, AVERAGE_POOL -> FloatOps.pool(x, in, graph.shape(name), node);
            case CONCAT ->
                FloatOps.concat(node.inputs().stream().map(this::value).toList());
            case FLATTEN -> x;
            case MULTIPLY -> FloatOps.multiply(x, value(node.inputs().get(1)));
            case ELEMENTWISE -> FloatOps.elementwise(x, node.function());
        };
    }

    /** A layer with bias and batch norm; x is [C][H][W], the result [K][P][Q]. */
    static float[] convolve(FloatLayer layer, float[] x) {
        ConvShape s = layer.shape();
        float[] out = new float[s.k() * s.p() * s.q()];
        int at = 0;
        for (int k = 0; k < s.k(); k++) {
            int firstChannel = k / s.kPerGroup() * s.cPerGroup();
            for (int p = 0; p < s.p(); p++) {
                for (int q = 0; q < s.q(); q++) {
                    double sum = 0;
                    for (int c = 0; c < s.cPerGroup(); c++) {
                        for (int r = 0; r < s.r(); r++) {
                            int y = p * s.strideH() - s.padTop() + r;
                            if (y < 0 || y >= s.h()) {
                                continue;
                            }
                            for (int t = 0; t < s.s(); t++) {
                                int column = q * s.strideW() - s.padLeft() + t;
                                if (column >= 0 && column < s.w()) {
                                    sum += layer.weights()[((k * s.cPerGroup() + c) * s.r() + r) * s.s() + t]
                                            * x[((firstChannel + c) * s.h() + y) * s.w() + column];
                                }
                            }
                        }
                    }
                    out[at++] = (float) normalise(layer, k, sum);
                }
            }
        }
        return out;
    }

    private static double normalise(FloatLayer layer, int k, double sum) {
        double value = layer.bias() == null ? sum : sum + layer.bias()[k];
        if (layer.batchNorm() == null) {
            return value;
        }
        float[] bn = layer.batchNorm();
        int n = layer.shape().k();
        double unit = (value - bn[2 * n + k]) / Math.sqrt(bn[3 * n + k] + FloatLayer.EPSILON);
        return unit * bn[k] + bn[n + k];
    }

    private static float[] relu(float[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = Math.max(0, x[i]);
        }
        return out;
    }

    private static float[] add(float[] a, float[] b) {
        float[] out = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = a[i] + b[i];
        }
        return out;
    }

    private static float[] subsample(float[] x, Graph.MapShape in, Graph.MapShape to, GraphNode node) {
        float[] out = new float[to.values()];
        for (int c = 0; c < in.c(); c++) {
            for (int p = 0; p < to.h(); p++) {
                for (int q = 0; q < to.w(); q++) {
                    out[((c + node.zeroChannels()) * to.h() + p) * to.w() + q] =
                            x[(c * in.h() + p * node.stride()) * in.w() + q * node.stride()];
                }
            }
        }
        return out;
    }

    private static float[] average(float[] x, Graph.MapShape in) {
        int pixels = in.h() * in.w();
        float[] out = new float[in.c()];
        for (int c = 0; c < in.c(); c++) {
            double sum = 0;
            for (int i = 0; i < pixels; i++) {
                sum += x[c * pixels + i];
            }
            out[c] = (float) (sum / pixels);
        }
        return out;
    }
}
