package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.escalatesim.machine.ChannelGather;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.compress.Compressor;

/** What a reader of results must know of a trace folder: its source, what was done to its weights, its accuracy. */
final class FolderNotes {
    private final Manifest manifest;
    private final TraceOptions options;
    private final List<FolderLayer> layers;
    private final LayerSource source;

    FolderNotes(Manifest manifest, TraceOptions options, List<FolderLayer> layers, LayerSource source) {
        this.manifest = manifest;
        this.options = options;
        this.layers = layers;
        this.source = source;
    }

    /** What structured pruning took, or empty for layers without branches. */
    static Optional<PruningCounts> pruned(List<FolderLayer> layers) {
        return layers.stream().anyMatch(layer -> layer.branches() != null)
                ? Optional.of(PruningCounts.of(layers))
                : Optional.empty();
    }

    /** What a reader of an image's results must know. */
    List<String> of(int image) {
        List<String> notes = new ArrayList<>();
        notes.add("trace: " + manifest.network() + ", image " + image + " of " + source.images());
        notes.addAll(ofAll());
        if (source.computed(image) > 0) {
            notes.add("activations: " + source.computed(image) + " of " + layers.size()
                    + " layers have none for this image in the folder; computed by the float forward pass");
        }
        return notes;
    }

    /** What a reader of results must know of the network, whatever the image: source, weights, accuracy. */
    List<String> ofAll() {
        List<String> notes = new ArrayList<>();
        if (manifest.source() != null) {
            notes.add("source: " + text(manifest.source()));
        }
        switch (options.form()) {
            case DECOMPOSED -> decomposedNotes(notes);
            case GROUPED -> groupedNotes(notes);
            case DENSE ->
                notes.add("weights: "
                        + (layers.stream().allMatch(FolderLayer::quantisedHere)
                                ? "the folder's 8-bit integers and scales, as they are"
                                : floats() + " in 8 bits, one scale per output channel"));
            case UNSTRUCTURED ->
                notes.add("weights: " + floats()
                        + (options.weightDensity() < 1
                                ? ", pruned by magnitude, without retraining, to a density of "
                                        + options.weightDensity()
                                        + (options.prune() == TraceOptions.Prune.GLOBAL
                                                ? " of the whole network (one threshold)"
                                                : " of each layer")
                                : ", with the zeros that they have")
                        + ", then in 8 bits, one scale per output channel");
        }
        pruned(layers).ifPresent(counts -> notes.add(counts.line()));
        notes.add("accuracy: " + accuracyText());
        if (options.runs() == WeightForm.DECOMPOSED
                && layers.stream().anyMatch(layer -> layer.isFc() && !layer.decomposed())) {
            notes.add("classifier: " + options.compressor().classifierTerms() + " ternary terms of its float weights");
        }
        if (manifest.nodes().isPresent()) {
            notes.addAll(source.notes());
        }
        if (DspResNet.of(manifest).isPresent()) {
            notes.add(
                    "graph: not in the manifest; that of irishev/DSP's residual networks, known by the layers' names");
        } else if (manifest.nodes().isEmpty()) {
            notes.add("graph: none; each layer is taken to feed the next, outputs are not requantised");
        }
        return notes;
    }

    private String floats() {
        return layers.stream().anyMatch(FolderLayer::decomposed)
                ? "floats put together again from the folder's coefficients, basis kernels and scales"
                : "the folder's floats";
    }

    private void groupedNotes(List<String> notes) {
        notes.add("weights: branches of the folder's floats, "
                + (options.branches() == WeightForm.DENSE
                        ? "in 8 bits, one scale per output channel"
                        : "each decomposed on its own"));
        notes.add("branches: one after the other; their input channels are gathered in the map buffer, "
                + ChannelGather.VALUES_PER_CYCLE + " values per cycle");
        if (options.branches() == WeightForm.DECOMPOSED) {
            decomposedNotes(notes);
        }
    }

    private void decomposedNotes(List<String> notes) {
        Compressor compressor = options.compressor();
        if (layers.stream().anyMatch(FolderLayer::decomposed)) {
            notes.add("weights: coefficients, basis kernels and scales from the folder, as they are");
        }
        if (ternarised()) {
            notes.add("weights: " + (manifest.form().equals("dense") ? "" : "layers with float weights ")
                    + "decomposed here, M = " + compressor.m()
                    + (pointwise() ? ", 1 x 1 layers in " + compressor.pointwiseTerms() + " ternary terms" : ""));
        }
    }

    private boolean ternarised() {
        return layers.stream().anyMatch(layer -> !layer.decomposed() && !layer.isFc());
    }

    private boolean pointwise() {
        return layers.stream().anyMatch(layer -> !layer.decomposed() && layer.pointwise());
    }

    private String accuracyText() {
        boolean asStored = options.runs() == WeightForm.DECOMPOSED
                ? manifest.form().equals("decomposed")
                : options.runs() == WeightForm.DENSE;
        if (asStored && manifest.source() instanceof Map<?, ?> map && map.get("accuracy") != null) {
            return map.get("accuracy").toString();
        }
        return switch (options.runs()) {
            case DECOMPOSED ->
                ternarised()
                        ? "not established (ternarised without retraining)"
                        : "that of the folder's trained coefficients, 8-bit activations (see source)";
            case DENSE, GROUPED -> "that of the folder's network, in 8 bits (see source)";
            case UNSTRUCTURED ->
                options.weightDensity() < 1
                        ? "not established (pruned without retraining)"
                        : "that of the folder's network, in 8 bits (see source)";
        };
    }

    /** Folders give no figures. */
    Accuracy accuracy() {
        return new Accuracy(Accuracy.UNKNOWN.metric(), null, accuracyText());
    }

    private static String text(Object freeForm) {
        String text = freeForm instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))
                : freeForm.toString();
        return text.replaceAll("\\s+", " ").strip();
    }
}
