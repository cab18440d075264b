package org.escalatesim.compress.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.compress.net.Values;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;

/** A network's arrays inside the engine, and its forward pass. One thread at a time. */
public final class Model implements AutoCloseable {
    /** Share of a running mean or variance that stays when a batch comes. */
    private static final float KEPT = .9f;

    private static final float EPSILON = 1e-5f;

    private final Topology net;
    private final WeightRule rule;
    private final NDManager manager;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final Map<String, NDArray> learned = new LinkedHashMap<>();

    /**
     * Loads a network into the engine.
     *
     * @param rule how a convolution's weights are made of its arrays
     * @param learns which arrays learn, by their whole names
     */
    public Model(Topology net, Params params, WeightRule rule, Predicate<String> learns) {
        this.net = net;
        this.rule = rule;
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        for (String name : params.names()) {
            Values values = params.get(name);
            NDArray array = manager.create(values.data(), shape(values.shape()));
            if (learns.test(name)) {
                array.setRequiresGradient(true);
                learned.put(name, array);
            }
            arrays.put(name, array);
            shapes.put(name, values.shape());
        }
    }

    static Shape shape(int... extents) {
        return new Shape(Arrays.stream(extents).asLongStream().toArray());
    }

    NDManager manager() {
        return manager;
    }

    /** The arrays that learn, by name. */
    Map<String, NDArray> learned() {
        return learned;
    }

    /** All arrays, by name. */
    Map<String, NDArray> arrays() {
        return arrays;
    }

    NDArray array(String layer, String part) {
        return arrays.get(layer + "." + part);
    }

    Topology net() {
        return net;
    }

    /** All arrays as they are now. */
    public Params params() {
        Params params = new Params();
        arrays.forEach((name, array) -> params.put(name, new Values(array.toFloatArray(), shapes.get(name))));
        return params;
    }

    /**
     * All values of the graph for a batch. Results belong to the manager of the batch.
     *
     * @param images [N, C, H, W]
     * @param training whether batch norms use, and learn from, the batch's own mean and variance
     */
    Map<String, NDArray> forward(NDArray images, boolean training) {
        Map<String, NDArray> values = new HashMap<>();
        values.put(Graph.IMAGE, images);
        for (GraphNode node : net.nodes()) {
            NDArray x = values.get(node.inputs().get(0));
            NDArray y = switch (node.op()) {
                case CONV -> convolve(x, node.layer(), training);
                case RELU -> x.getNDArrayInternal().relu();
                case ADD -> x.add(values.get(node.inputs().get(1)));
                case GLOBAL_AVERAGE_POOL -> x.mean(new int[] {3}).mean(new int[] {2});
                case FC ->
                    Linear.linear(x, array(node.layer(), Params.WEIGHT), array(node.layer(), Params.BIAS))
                            .get(0);
                default -> throw new IllegalStateException("not trained: " + node.op());
            };
            values.put(node.output(), y);
        }
        return values;
    }

    private NDArray convolve(NDArray x, String layer, boolean training) {
        ConvShape s = net.layers().get(layer);
        NDArray weight = rule.weight(this, layer, s);
        NDArray sums = Conv2d.conv2d(
                        x, weight, null, new Shape(s.strideH(), s.strideW()), new Shape(s.padTop(), s.padLeft()))
                .get(0);
        return BatchNorm.batchNorm(
                        sums,
                        array(layer, Params.MEAN),
                        array(layer, Params.VARIANCE),
                        array(layer, Params.GAMMA),
                        array(layer, Params.BETA),
                        -1,
                        KEPT,
                        EPSILON,
                        training)
                .get(0);
    }

    @Override
    public void close() {
        manager.close();
    }
}
