package org.escalatesim.workloads.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.workloads.infer.Dilation;
import org.escalatesim.workloads.infer.FloatForward;
import org.escalatesim.workloads.infer.FusedLayer;
import org.escalatesim.workloads.infer.Fusion;
import org.escalatesim.workloads.infer.Graph;
import org.escalatesim.workloads.infer.Quant;
import org.escalatesim.workloads.infer.QuantisedLayer;
import org.escalatesim.workloads.infer.QuantisedNetwork;

/**
 * The layers of a folder with nodes. A value is recorded if a layer that reads it has activations; others (the input of
 * the classifier, shortcuts, images of which only the first layer's input is there) are computed by the float forward
 * pass from the nearest recorded ones.
 */
final class GraphLayers implements LayerSource {
    private final List<FolderLayer> layers;
    private final Map<String, FolderLayer> byName = new LinkedHashMap<>();
    private final Map<String, List<FolderLayer>> readers = new HashMap<>();
    private final List<FloatForward> passes = new ArrayList<>();
    private final String source;
    private final WeightMaker maker;
    private final Graph graph;
    private final Fusion fusion;
    private final Map<String, Quant> stated;
    private QuantisedNetwork onDemand;
    private QuantisedNetwork kept;

    GraphLayers(String source, Graph graph, List<FolderLayer> layers, WeightMaker maker, Map<String, Quant> stated) {
        this.source = source;
        this.layers = layers;
        this.maker = maker;
        this.graph = graph;
        this.fusion = new Fusion(graph);
        this.stated = stated;
        for (String value : fusion.values()) {
            boolean signed = fusion.signed(value);
            if (stated.containsKey(value)
                    && !value.equals(Graph.IMAGE)
                    && stated.get(value).signed() != signed) {
                throw new InputException(source + ": nodes: " + value + ": signed must be " + signed
                        + (signed ? ", as nothing makes it non-negative" : ", as it cannot be negative"));
            }
        }
        for (FolderLayer layer : layers) {
            byName.put(layer.name(), layer);
            String input = graph.nodeOf(layer.name()).inputs().get(0);
            readers.computeIfAbsent(input, key -> new ArrayList<>()).add(layer);
        }
        int images = Calibration.recorded(readers.getOrDefault(Graph.IMAGE, List.of()));
        for (int i = 0; i < images; i++) {
            int image = i;
            passes.add(new FloatForward(graph, name -> byName.get(name).floats(), value -> recorded(value, image)));
        }
    }

    /** Calibrates when first needed: weights alone need no activations. */
    private synchronized void prepare() {
        if (kept != null) {
            return;
        }
        images();
        Map<String, Quant> quants = Calibration.quants(source, graph, fusion, readers, passes, stated);
        Map<String, QuantisedLayer> memory = new ConcurrentHashMap<>();
        onDemand = new QuantisedNetwork(graph, fusion, name -> byName.get(name).quantised(maker), quants);
        kept = new QuantisedNetwork(
                graph,
                fusion,
                name -> memory.computeIfAbsent(name, key -> byName.get(key).quantised(maker)),
                quants);
    }

    private float[] recorded(String value, int image) {
        for (FolderLayer reader : readers.getOrDefault(value, List.of())) {
            float[] map = reader.activation(image);
            if (map != null) {
                return map;
            }
        }
        return null;
    }

    @Override
    public int images() {
        if (passes.isEmpty()) {
            throw new InputException(source + ": no layer that reads the image has activations");
        }
        return passes.size();
    }

    @Override
    public int computed(int image) {
        return (int) layers.stream().filter(layer -> image >= layer.recorded()).count();
    }

    @Override
    public LayerTrace load(int index, Dilation.Phase phase, int image) {
        prepare();
        FusedLayer fused = fusion.layer(layers.get(index).name());
        byte[] shortcut = fused.shortcut() == null ? null : quantised(fused.shortcut(), image);
        boolean last = fused.output().equals(graph.output());
        double density = last
                ? 1
                : Calibration.density(
                        onDemand.quants().get(fused.output()), passes.get(image).value(fused.output()));
        return onDemand.trace(
                fused,
                onDemand.layers().apply(fused.layer()),
                phase,
                quantised(fused.input(), image),
                shortcut,
                density);
    }

    private byte[] quantised(String value, int image) {
        float[] map = passes.get(image).value(value);
        return onDemand.quants().get(value).quantise(map, graph.shape(value).c());
    }

    @Override
    public List<String> notes() {
        return GraphNotes.of(graph, fusion, name -> !byName.get(name).dilation().none());
    }

    @Override
    public QuantisedNetwork network() {
        prepare();
        return kept;
    }
}
