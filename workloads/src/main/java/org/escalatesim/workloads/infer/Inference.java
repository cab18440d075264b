package org.escalatesim.workloads.infer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.numpy.NumpyArray;
import org.escalatesim.workloads.numpy.NumpyReader;

/**
 * Runs a network's graph in 8-bit integers, each layer on a machine, fed with what the machine made of the layer before.
 * What is between layers (pooling, subsampled shortcuts, and the like) is computed here, in integers too.
 */
public final class Inference {
    /**
     * What a network says about an image.
     *
     * @param logits one per class
     * @param label the index of the largest logit
     */
    public record Result(float[] logits, int label) {
        /** The result with these logits. */
        public static Result of(float[] logits) {
            int label = 0;
            for (int i = 1; i < logits.length; i++) {
                label = logits[i] > logits[label] ? i : label;
            }
            return new Result(logits, label);
        }
    }

    private final QuantisedNetwork network;

    /**
     * Prepares a network.
     *
     * @throws InputException if the graph does not end in a layer with a 1 x 1 output map: there are no logits then
     */
    public Inference(QuantisedNetwork network) {
        this.network = network;
        Graph graph = network.graph();
        Graph.MapShape out = graph.shape(graph.output());
        GraphNode last = graph.producer(graph.output());
        if (!last.op().hasLayer() || out.h() != 1 || out.w() != 1) {
            throw new InputException("inference needs a graph whose last node is a layer with a 1 x 1 map (logits); '"
                    + graph.output() + "' is " + out);
        }
    }

    /** How the image is held in 8 bits. */
    public Quant imageQuant() {
        return network.quants().get(Graph.IMAGE);
    }

    /** Reads an image for this network; throws {@link InputException} if it is no finite array of the right shape. */
    public float[] readImage(Path file) {
        Graph.MapShape shape = network.graph().shape(Graph.IMAGE);
        if (file.toString().endsWith(".npz")) {
            throw new InputException(file + ": an archive; an image is a .npy file, as numpy.save writes it");
        }
        NumpyArray array = NumpyReader.read(file);
        if (!array.hasShape(shape.c(), shape.h(), shape.w())) {
            throw new InputException(file + ": shape " + array.describe() + "; the network takes an image of " + shape);
        }
        if (!array.type().isFloat()) {
            throw new InputException(file + ": element type " + array.type().descr()
                    + "; an image is float32 or float64, normalised as in training");
        }
        String bad = array.nonFinite();
        if (bad != null) {
            throw new InputException(file + ": " + bad);
        }
        return array.floats();
    }

    /**
     * Runs one image.
     *
     * @param image [C][H][W], normalised
     * @param runner the machine
     */
    public Result run(float[] image, ConvRunner runner) {
        Graph graph = network.graph();
        Map<String, byte[]> values = new HashMap<>();
        values.put(
                Graph.IMAGE,
                network.quants()
                        .get(Graph.IMAGE)
                        .quantise(image, graph.shape(Graph.IMAGE).c()));
        float[] logits = null;
        for (Fusion.Step step : network.fusion().steps()) {
            if (step.layer() == null) {
                values.put(step.node().output(), between(step.node(), values));
                continue;
            }
            FusedLayer fused = step.layer();
            byte[] shortcut = fused.shortcut() == null ? null : values.get(fused.shortcut());
            boolean last = fused.output().equals(graph.output());
            double density = last ? 1 : network.quants().get(fused.output()).density();
            QuantisedLayer layer = network.layers().apply(fused.layer());
            byte[] input = values.get(fused.input());
            byte[] output = new byte[graph.shape(fused.output()).values()];
            for (Dilation.Phase phase : layer.dilation().phases()) {
                LayerRun.Values made = runner.run(network.trace(fused, layer, phase, input, shortcut, density));
                if (last) {
                    // Its map is 1 x 1, so there is one phase.
                    logits = logits(fused, made.sums());
                } else {
                    phase.place(made.outputs(), output);
                }
            }
            values.put(fused.output(), output);
        }
        return Result.of(logits);
    }

    private byte[] between(GraphNode node, Map<String, byte[]> values) {
        return IntegerOps.apply(
                node,
                network.graph(),
                network.quants(),
                node.inputs().stream().map(values::get).toList());
    }

    private float[] logits(FusedLayer fused, int[] sums) {
        QuantisedLayer layer = network.layers().apply(fused.layer());
        ConvShape shape = layer.shape();
        float[] logits = new float[shape.k()];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = (float) network.real(fused, layer, k, sums[k]);
        }
        return logits;
    }
}
