package org.escalatesim.compress.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.data.LabelledImages;
import org.escalatesim.compress.net.Decomposition;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.compress.net.Values;
import org.escalatesim.workloads.infer.GraphNode;

/** What a network says about images, in floating point, with the weights that its arrays stand for. */
public final class Evaluation {
    private static final int BATCH = 250;

    private Evaluation() {}

    /** The class given to each of the first {@code count} test images (all, if there are fewer). */
    public static int[] classes(Topology net, Params params, ImageData data, int count) {
        LabelledImages test = data.test();
        int[] classes = new int[Math.min(count, test.size())];
        try (Model model = model(net, params)) {
            for (int from = 0; from < classes.length; from += BATCH) {
                int size = Math.min(BATCH, classes.length - from);
                try (NDManager step = model.manager().newSubManager()) {
                    model.arrays().values().forEach(step::tempAttachAll);
                    NDArray logits = model.forward(batch(step, data, from, size), false)
                            .get(net.graph().output());
                    float[] values = logits.toFloatArray();
                    int each = values.length / size;
                    for (int i = 0; i < size; i++) {
                        int best = 0;
                        for (int c = 1; c < each; c++) {
                            best = values[i * each + c] > values[i * each + best] ? c : best;
                        }
                        classes[from + i] = best;
                    }
                }
            }
        }
        return classes;
    }

    /** The fraction of all test images whose class is right, 0 to 1. */
    public static double accuracy(Topology net, Params params, ImageData data) {
        int[] classes = classes(net, params, data, data.test().size());
        int right = 0;
        for (int i = 0; i < classes.length; i++) {
            right += classes[i] == data.test().labels()[i] ? 1 : 0;
        }
        return (double) right / classes.length;
    }

    /**
     * The input of every layer, [C][H][W] ([C] of the classifier), for the first {@code count} test images: a list by
     * layer, one entry per image.
     */
    public static Map<String, List<float[]>> activations(Topology net, Params params, ImageData data, int count) {
        Map<String, List<float[]>> inputs = new LinkedHashMap<>();
        try (Model model = model(net, params);
                NDManager step = model.manager().newSubManager()) {
            model.arrays().values().forEach(step::tempAttachAll);
            Map<String, NDArray> values = model.forward(batch(step, data, 0, count), false);
            for (GraphNode node : net.nodes()) {
                if (!node.op().hasLayer()) {
                    continue;
                }
                float[] all = values.get(node.inputs().get(0)).toFloatArray();
                int each = all.length / count;
                List<float[]> images = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    float[] one = new float[each];
                    System.arraycopy(all, i * each, one, 0, each);
                    images.add(one);
                }
                inputs.put(node.layer(), images);
            }
        }
        return inputs;
    }

    /** The network with float weights in place of coefficients. */
    private static Model model(Topology net, Params params) {
        Params flat = new Params();
        for (String layer : net.layers().keySet()) {
            var s = net.layers().get(layer);
            float[] weights = Decomposition.weights(params, layer);
            boolean fc = net.isFc(layer);
            flat.put(
                    layer,
                    Params.WEIGHT,
                    fc ? new Values(weights, s.k(), s.c()) : new Values(weights, s.k(), s.c(), s.r(), s.s()));
            for (String part : new String[] {Params.BIAS, Params.GAMMA, Params.BETA, Params.MEAN, Params.VARIANCE}) {
                if (params.has(layer, part)) {
                    flat.put(layer, part, params.get(layer, part));
                }
            }
        }
        return new Model(net, flat, WeightRule.FLOAT, name -> false);
    }

    private static NDArray batch(NDManager manager, ImageData data, int from, int count) {
        LabelledImages test = data.test();
        float[] pixels = new float[count * test.imageSize()];
        for (int i = 0; i < count; i++) {
            data.normalise(test, from + i, pixels, i * test.imageSize());
        }
        return manager.create(pixels, Model.shape(count, test.channels(), test.height(), test.width()));
    }
}
