package org.escalatesim.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;

/** Runs a model on images and writes the trace folder. */
final class Tracing {
    /**
     * What to trace.
     *
     * @param extents of the model's input, batch 1
     * @param output the model's output to end at
     * @param preprocess of pictures, or null for arrays
     * @param image [C, H, W] of the input
     * @param bare the same as arrays have it, [C], [C, W] or [C, H, W]
     * @param nhwc whether the model takes [1, H, W, C]
     * @param network name
     */
    record Request(
            OnnxModel model,
            long[] extents,
            String output,
            Images images,
            Preprocess preprocess,
            int[] image,
            int[] bare,
            boolean nhwc,
            String network) {}

    private Tracing() {}

    /** Traces, and returns what to print. */
    static List<String> run(Request request, Path out) {
        Translation translation = new Translation(request.model(), request.output());
        try (StagedFolder folder = new StagedFolder(out)) {
            try (OrtRun ort = new OrtRun(request.model(), request.extents())) {
                float[] first = read(request, 0);
                Map<String, Tensor> all = ort.all(feed(request, first), translation.constant());
                TracedGraph graph = translation.translate(all, request.image(), request.nhwc());
                write(request, translation, ort, graph, folder);
                // What no machine can read must not be left behind.
                check(request, folder.path());
                folder.commit();
                return summary(request, graph, out);
            } catch (IOException e) {
                throw folder.unwritable(e);
            }
        }
    }

    private static void write(
            Request request, Translation translation, OrtRun ort, TracedGraph graph, StagedFolder folder)
            throws IOException {
        String input = request.model().input().getName();
        Set<String> wanted = new HashSet<>(graph.recorded.values());
        wanted.remove(input);
        wanted.add(translation.output());
        TraceWriter writer = new TraceWriter(folder.path(), graph);
        List<float[]> results = new ArrayList<>();
        for (int i = 0; i < request.images().files().size(); i++) {
            float[] image = read(request, i);
            Map<String, Tensor> tensors = ort.only(feed(request, image), wanted);
            Map<String, float[]> values = new HashMap<>();
            graph.recorded.forEach((value, tensor) -> values.put(
                    value, tensor.equals(input) ? image : tensors.get(tensor).values()));
            finite(request, i, values);
            writer.image(values);
            results.add(tensors.get(translation.output()).values());
        }
        writer.results(results);
        writer.manifest(request.network(), source(request), preprocessing(request));
    }

    private static float[] read(Request request, int image) {
        return request.images().read(image, request.bare(), request.preprocess());
    }

    /** The image in the order of the model's input. */
    private static float[] feed(Request request, float[] image) {
        if (!request.nhwc()) {
            return image;
        }
        int channels = request.image()[0];
        int pixels = image.length / channels;
        float[] out = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            out[i % pixels * channels + i / pixels] = image[i];
        }
        return out;
    }

    private static void finite(Request request, int image, Map<String, float[]> values) {
        values.forEach((name, map) -> {
            for (float value : map) {
                if (!Float.isFinite(value)) {
                    throw new InputException(request.model().file() + ": makes " + value + " in '" + name + "' of "
                            + request.images().files().get(image));
                }
            }
        });
    }

    private static void check(Request request, Path folder) {
        try {
            TraceFolder.open(folder, TraceOptions.defaults()).images();
        } catch (InputException e) {
            throw new InputException(e.problems().stream()
                    .map(problem -> request.model().file() + ": "
                            + problem.replace(folder.resolve("manifest.yaml") + ": ", "")
                                    .replace(folder.toString(), "the trace"))
                    .toList());
        }
    }

    private static Map<String, String> source(Request request) {
        Map<String, String> source = new LinkedHashMap<>();
        source.put("model", request.model().file().getFileName().toString());
        String producer = request.model().proto().getProducerName() + " "
                + request.model().proto().getProducerVersion();
        if (!producer.isBlank()) {
            source.put("producer", producer.strip());
        }
        source.put("opset", Long.toString(request.model().opset()));
        source.put(
                "activations",
                "ONNX Runtime, float32, of " + request.images().files().size() + " images");
        return source;
    }

    private static String preprocessing(Request request) {
        return request.preprocess() == null
                ? "none: .npy arrays, taken as they are"
                : request.preprocess().describe();
    }

    private static List<String> summary(Request request, TracedGraph graph, Path out) {
        List<String> lines = new ArrayList<>();
        long macs = graph.layers.stream().mapToLong(TracedLayer::macs).sum();
        int images = request.images().files().size();
        lines.add(String.format(
                Locale.ROOT,
                "%-13s %s: %,d layers, %,d nodes, %,d dense MACs per image",
                "network",
                request.network(),
                graph.layers.size(),
                graph.nodes.size(),
                macs));
        lines.add(String.format(Locale.ROOT, "%-13s %,d; preprocessing: %s", "images", images, preprocessing(request)));
        graph.notes.forEach(note -> lines.add(String.format(Locale.ROOT, "%-13s %s", "note", note)));
        lines.add(String.format(Locale.ROOT, "%-13s %s; run it with: escalate-sim run --trace %s", "trace", out, out));
        return lines;
    }
}
