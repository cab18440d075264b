package org.escalatesim.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escalatesim.onnx.TracedGraph.Scale;
import org.escalatesim.workloads.numpy.NumpyWriter;

/** Writes the files of a trace folder: arrays of layers, activations image by image, and at last the manifest. */
final class TraceWriter {
    private final Path folder;
    private final TracedGraph graph;
    private final Map<String, String> files = new HashMap<>();
    private int images;

    /** Writes the arrays of all layers. */
    TraceWriter(Path folder, TracedGraph graph) throws IOException {
        this.folder = folder;
        this.graph = graph;
        for (TracedLayer layer : graph.layers) {
            files.putIfAbsent(
                    layer.input, layer.input.equals(TracedGraph.IMAGE) ? TracedGraph.IMAGE : "act-" + layer.name);
            int[] shape = layer.fc
                    ? new int[] {layer.k(), layer.in[0]}
                    : new int[] {layer.k(), layer.in[0] / layer.groups, layer.kernel[0], layer.kernel[1]};
            if (layer.integers == null) {
                NumpyWriter.write(file("wgt", layer), layer.weights, shape);
            } else {
                NumpyWriter.write(file("wgt", layer), layer.integers, shape);
                NumpyWriter.write(file("scale", layer), layer.weightScale, layer.k());
            }
            if (layer.bias != null) {
                NumpyWriter.write(file("bias", layer), layer.bias, layer.k());
            }
            if (layer.batchNorm != null) {
                NumpyWriter.write(file("bn", layer), layer.batchNorm, 4, layer.k());
            }
        }
    }

    private Path file(String kind, TracedLayer layer) {
        return folder.resolve(kind + "-" + layer.name + ".npy");
    }

    /**
     * Writes what layers read for the next image.
     *
     * @param values by value of the graph, [C][H][W]
     */
    void image(Map<String, float[]> values) throws IOException {
        for (TracedLayer layer : graph.layers) {
            float[] map = values.remove(layer.input);
            if (map != null) {
                int[] in = layer.in;
                NumpyWriter.write(folder.resolve(activation(layer.input, images)), map, in[0], in[1], in[2]);
            }
        }
        images++;
    }

    private String activation(String value, int image) {
        return files.get(value) + "-" + image + ".npy";
    }

    /** Writes the network's results, [images][classes]. */
    void results(List<float[]> results) throws IOException {
        int length = results.get(0).length;
        float[] all = new float[results.size() * length];
        for (int i = 0; i < results.size(); i++) {
            System.arraycopy(results.get(i), 0, all, i * length, length);
        }
        NumpyWriter.write(folder.resolve("result.npy"), all, results.size(), length);
    }

    /**
     * Writes the manifest.
     *
     * @param source where the network comes from, by key
     */
    void manifest(String network, Map<String, String> source, String preprocess) throws IOException {
        StringBuilder text = new StringBuilder("format: numpy-trace\nversion: 1\n");
        text.append("network: ").append(quoted(network)).append("\nform: dense\nsource:\n");
        source.forEach((key, value) ->
                text.append("  ").append(key).append(": ").append(quoted(value)).append('\n'));
        text.append("preprocess: ").append(quoted(preprocess)).append("\nlayers:\n");
        graph.layers.forEach(
                layer -> text.append("- ").append(flow(layer(layer))).append('\n'));
        text.append("nodes:\n");
        for (TracedGraph.TracedNode node : graph.nodes) {
            Map<String, String> keys = new LinkedHashMap<>();
            keys.put("op", node.op());
            if (node.layer() != null) {
                keys.put("layer", quoted(node.layer()));
            }
            List<String> inputs =
                    node.inputs().stream().map(TraceWriter::quoted).toList();
            keys.put("input", inputs.size() == 1 ? inputs.get(0) : "[" + String.join(", ", inputs) + "]");
            keys.put("output", quoted(node.output()));
            keys.putAll(node.settings());
            Scale scale = graph.scales.get(node.output());
            if (scale != null) {
                keys.put("scale", Double.toString(scale.step()));
                keys.put("signed", Boolean.toString(scale.signed()));
            }
            text.append("- ").append(flow(keys)).append('\n');
        }
        Scale image = graph.scales.get(TracedGraph.IMAGE);
        if (image != null) {
            text.append("image: {scale: ")
                    .append(image.step())
                    .append(", signed: ")
                    .append(image.signed())
                    .append("}\n");
        }
        text.append(
                "notes:\n- \"result.npy: what ONNX Runtime made of each image, in the order of the activations\"\n");
        graph.notes.forEach(note -> text.append("- ").append(quoted(note)).append('\n'));
        Files.writeString(folder.resolve("manifest.yaml"), text, StandardCharsets.UTF_8);
    }

    private Map<String, String> layer(TracedLayer layer) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("name", quoted(layer.name));
        keys.put("op", layer.fc ? "fc" : "conv");
        keys.put("in", layer.fc ? "[" + layer.in[0] + "]" : Arrays.toString(layer.in));
        keys.put("out", layer.fc ? "[" + layer.k() + "]" : Arrays.toString(layer.out));
        if (!layer.fc) {
            keys.put("kernel", Arrays.toString(layer.kernel));
            keys.put("stride", Arrays.toString(layer.stride));
            keys.put("pad", Arrays.toString(layer.pad));
            if (layer.dilation[0] > 1 || layer.dilation[1] > 1) {
                keys.put("dilation", Arrays.toString(layer.dilation));
            }
            keys.put("groups", Integer.toString(layer.groups));
        }
        keys.put("weights", name("wgt", layer));
        if (layer.integers != null) {
            keys.put("weight_scale", name("scale", layer));
        }
        if (layer.bias != null) {
            keys.put("bias", name("bias", layer));
        }
        if (layer.batchNorm != null) {
            keys.put("batch_norm", name("bn", layer));
        }
        List<String> activations = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            activations.add(quoted(activation(layer.input, image)));
        }
        keys.put("activations", "[" + String.join(", ", activations) + "]");
        return keys;
    }

    private String name(String kind, TracedLayer layer) {
        return quoted(file(kind, layer).getFileName().toString());
    }

    private static String flow(Map<String, String> keys) {
        List<String> parts = new ArrayList<>();
        keys.forEach((key, value) -> parts.add(key + ": " + value));
        return "{" + String.join(", ", parts) + "}";
    }

    /** A double-quoted YAML scalar, so that no text is taken for a number, a date or a key. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format(Locale.ROOT, "\\x%02x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
