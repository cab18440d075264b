package org.escalatesim.compress.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.net.Branch;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.compress.net.Values;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.escalatesim.workloads.numpy.NumpyWriter;

/** Writes a network as a trace folder (docs/trace-format.md); it appears whole or not at all. */
final class TraceWriter {
    private final Topology net;
    private final Params params;
    private final ImageData data;
    private final Map<String, List<float[]>> activations;
    private final List<String> manifest = new ArrayList<>();

    private TraceWriter(Topology net, Params params, ImageData data, Map<String, List<float[]>> activations) {
        this.net = net;
        this.params = params;
        this.data = data;
        this.activations = activations;
    }

    /**
     * Writes a folder, in place of one that is there.
     *
     * @param activations the input of every layer, one entry per image
     * @param source what the network is, for its reader
     * @throws InputException if the folder cannot be written
     */
    static void write(
            Path folder,
            Topology net,
            Params params,
            ImageData data,
            Map<String, List<float[]>> activations,
            String source) {
        try {
            Path temporary = folder.resolveSibling("." + folder.getFileName() + ".tmp");
            remove(temporary);
            Files.createDirectories(temporary);
            new TraceWriter(net, params, data, activations).fill(temporary, source);
            remove(folder);
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be written (" + e.getMessage() + ")");
        }
    }

    private void fill(Path folder, String source) throws IOException {
        boolean decomposed = net.layers().keySet().stream().anyMatch(layer -> params.has(layer, Params.SCALE));
        manifest.add("format: numpy-trace");
        manifest.add("version: 1");
        manifest.add("network: " + net.name());
        manifest.add("form: " + (decomposed ? "decomposed" : "dense"));
        manifest.add("source: {tool: escalate-sim train, note: '" + source.replace("'", "''") + "'}");
        manifest.add("preprocess: {scale: x/255, mean: " + Arrays.toString(data.mean()) + ", std: "
                + Arrays.toString(data.std()) + "}");
        manifest.add("layers:");
        for (Map.Entry<String, ConvShape> layer : net.layers().entrySet()) {
            layer(folder, layer.getKey(), layer.getValue());
        }
        manifest.add("nodes:");
        for (GraphNode node : net.nodes()) {
            node(node);
        }
        Files.write(folder.resolve("manifest.yaml"), manifest);
    }

    private void layer(Path folder, String layer, ConvShape s) throws IOException {
        boolean fc = net.isFc(layer);
        manifest.add("- name: " + layer);
        manifest.add("  op: " + (fc ? "fc" : "conv"));
        manifest.add(fc ? "  in: [" + s.c() + "]" : "  in: [" + s.c() + ", " + s.h() + ", " + s.w() + "]");
        manifest.add(fc ? "  out: [" + s.k() + "]" : "  out: [" + s.k() + ", " + s.p() + ", " + s.q() + "]");
        if (!fc) {
            manifest.add("  kernel: [" + s.r() + ", " + s.s() + "]");
            manifest.add("  stride: " + s.strideH());
            manifest.add("  pad: " + s.padTop());
            manifest.add("  groups: 1");
        }
        if (params.has(layer, Params.SCALE)) {
            ternary(folder, layer, s);
        } else {
            array(folder, layer, "weights", "wgt-", params.get(layer, Params.WEIGHT));
            branches(layer, fc);
        }
        if (params.has(layer, Params.BIAS)) {
            array(folder, layer, "bias", "bias-", params.get(layer, Params.BIAS));
        }
        if (params.has(layer, Params.GAMMA)) {
            float[] all = new float[4 * s.k()];
            int at = 0;
            for (String part : new String[] {Params.GAMMA, Params.BETA, Params.MEAN, Params.VARIANCE}) {
                System.arraycopy(params.get(layer, part).data(), 0, all, s.k() * at++, s.k());
            }
            array(folder, layer, "batch_norm", "bn-", new Values(all, 4, s.k()));
        }
        List<String> files = new ArrayList<>();
        for (float[] image : activations.get(layer)) {
            String name = "act-" + layer + "-img" + files.size() + ".npy";
            int[] shape = fc ? new int[] {s.c()} : new int[] {s.c(), s.h(), s.w()};
            NumpyWriter.write(folder.resolve(name), image, shape);
            files.add(name);
        }
        manifest.add("  activations: [" + String.join(", ", files) + "]");
    }

    private void branches(String layer, boolean fc) {
        List<Branch> branches = fc ? List.of() : Branch.pack(params.get(layer, Params.WEIGHT));
        if (!branches.isEmpty()) {
            manifest.add("  branches:");
            branches.forEach(branch -> manifest.add("  - " + branch));
        }
    }

    private void ternary(Path folder, String layer, ConvShape s) throws IOException {
        Values coefficients = params.get(layer, Params.COEFFICIENTS);
        Values basis = params.get(layer, Params.BASIS);
        int m = coefficients.shape()[2];
        NumpyWriter.write(folder.resolve("tern-" + layer + ".npy"), bytes(coefficients.data()), s.k(), s.c(), m);
        NumpyWriter.write(folder.resolve("basis-" + layer + ".npy"), bytes(basis.data()), m, s.r(), s.s());
        manifest.add("  coefficients: tern-" + layer + ".npy");
        manifest.add("  basis: basis-" + layer + ".npy");
        manifest.add("  basis_scale: " + params.get(layer, Params.BASIS_SCALE).data()[0]);
        array(folder, layer, "scale", "scale-", params.get(layer, Params.SCALE));
    }

    private void array(Path folder, String layer, String key, String prefix, Values values) throws IOException {
        String name = prefix + layer + ".npy";
        NumpyWriter.write(folder.resolve(name), values.data(), values.shape());
        manifest.add("  " + key + ": " + name);
    }

    private void node(GraphNode node) {
        String input = node.op() == Op.ADD
                ? "[" + String.join(", ", node.inputs()) + "]"
                : node.inputs().get(0);
        String op = switch (node.op()) {
            case CONV -> "conv, layer: " + node.layer();
            case FC -> "fc, layer: " + node.layer();
            case RELU -> "relu";
            case ADD -> "add";
            case GLOBAL_AVERAGE_POOL -> "global_average_pool";
            default -> throw new IllegalStateException("not written: " + node.op());
        };
        manifest.add("- {op: " + op + ", input: " + input + ", output: " + node.output() + "}");
    }

    private static byte[] bytes(float[] values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
