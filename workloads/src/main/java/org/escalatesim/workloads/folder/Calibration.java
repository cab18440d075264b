package org.escalatesim.workloads.folder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.infer.FloatForward;
import org.escalatesim.workloads.infer.Fusion;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.Quant;

/**
 * One static scale per value: the largest magnitude over the images for which the value is recorded, or, where it never
 * is, over the float forward passes of all images. A subsampled value keeps the scale of what it is taken from.
 */
final class Calibration {
    private Calibration() {}

    /**
     * Scales of all values of a fused graph, except the network's output.
     *
     * @param readers the layers that read a recorded value, by value
     * @param passes the float pass of each image, recorded values given
     * @param stated scales that the manifest gives, by value
     */
    static Map<String, Quant> quants(
            String source,
            Graph graph,
            Fusion fusion,
            Map<String, List<FolderLayer>> readers,
            List<FloatForward> passes,
            Map<String, Quant> stated) {
        Map<String, Quant> quants = new HashMap<>();
        for (String value : fusion.values()) {
            if (value.equals(graph.output())) {
                continue;
            }
            int images = recorded(readers.getOrDefault(value, List.of()));
            boolean signed = stated.containsKey(value) ? stated.get(value).signed() : fusion.signed(value);
            int over = images == 0 ? passes.size() : images;
            double largest = 0;
            for (int image = 0; image < over; image++) {
                float[] map = passes.get(image).value(value);
                for (float x : map) {
                    if (!Float.isFinite(x)) {
                        throw new InputException(source + ": activations of '" + value + "', image " + image + ": " + x
                                + " in the float forward pass; check weights, scale, bias and batch_norm of "
                                + before(graph, value));
                    }
                    if (x < 0 && !signed && !value.equals(Graph.IMAGE)) {
                        throw new InputException(source + ": activations of '" + value + "', image " + image + ": " + x
                                + ", but the graph has a relu before it");
                    }
                    largest = Math.max(largest, Math.abs(x));
                }
            }
            GraphNode producer = graph.producer(value);
            quants.put(value, quant(value, producer, largest, signed, stated, quants));
            Quant quant = quants.get(value);
            double density = 0;
            for (int image = 0; image < over; image++) {
                density += density(quant, passes.get(image).value(value)) / over;
            }
            quants.put(value, quant.withDensity(Math.min(1, density)));
        }
        return quants;
    }

    /** What picks from integers cannot rescale them; of the others the manifest's scale holds, or the largest value. */
    private static Quant quant(
            String value,
            GraphNode producer,
            double largest,
            boolean signed,
            Map<String, Quant> stated,
            Map<String, Quant> quants) {
        if (producer != null && producer.op().keepsScale() && quants.containsKey(value(producer))) {
            Quant source = quants.get(value(producer));
            return producer.op().isRelu() ? new Quant(source.scale(), false, 0) : source;
        }
        return stated.getOrDefault(value, Quant.ofLargest(largest, signed));
    }

    private static String value(GraphNode producer) {
        return producer.inputs().get(0);
    }

    /** The layer whose result a value is, through ReLU, addition (the second operand), subsampling and pooling. */
    private static String before(Graph graph, String value) {
        GraphNode producer = graph.producer(value);
        while (producer != null && !producer.op().hasLayer()) {
            producer = graph.producer(producer.inputs().get(producer.inputs().size() - 1));
        }
        return producer == null ? "the layers before" : "layer '" + producer.layer() + "'";
    }

    /** Images for which some reader of a value has it recorded. */
    static int recorded(List<FolderLayer> readers) {
        return readers.stream().mapToInt(FolderLayer::recorded).max().orElse(0);
    }

    /** Fraction of values that are not zero once quantised. */
    static double density(Quant quant, float[] map) {
        int count = 0;
        for (byte value : quant.quantise(map, 1)) {
            count += value == 0 ? 0 : 1;
        }
        return count / (double) map.length;
    }
}
