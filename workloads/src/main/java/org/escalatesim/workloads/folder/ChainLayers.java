package org.escalatesim.workloads.folder;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.workloads.infer.Dilation;
import org.escalatesim.workloads.infer.Quant;
import org.escalatesim.workloads.infer.QuantisedLayer;
import org.escalatesim.workloads.infer.QuantisedNetwork;

/**
 * The layers of a folder without nodes: each is taken to feed the next of the list through a ReLU. Their outputs are not
 * requantised, as nothing says what is added to them or at which scale they are read.
 */
final class ChainLayers implements LayerSource {
    private final List<FolderLayer> layers;
    private final ArrayStore store;
    private final WeightMaker maker;
    private final Map<String, Quant> quants = new ConcurrentHashMap<>();

    ChainLayers(List<FolderLayer> layers, ArrayStore store, WeightMaker maker) {
        this.layers = layers;
        this.store = store;
        this.maker = maker;
        for (FolderLayer layer : layers) {
            if (!layer.dilation().none()) {
                throw store.bad(layer.name(), "dilation", "needs nodes, which this manifest does not have");
            }
        }
    }

    @Override
    public int images() {
        for (FolderLayer layer : layers) {
            if (layer.recorded() == 0) {
                throw store.bad(layer.name(), "activations", "none recorded, and no nodes to compute them from");
            }
        }
        return layers.stream().mapToInt(FolderLayer::recorded).min().orElse(0);
    }

    @Override
    public int computed(int image) {
        return 0;
    }

    @Override
    public LayerTrace load(int index, Dilation.Phase phase, int image) {
        FolderLayer layer = layers.get(index);
        ConvShape s = layer.convShape();
        Quant quant = quant(layer);
        float[] input = layer.activation(image);
        QuantisedLayer quantised = layer.quantised(maker);
        FolderLayer next = index + 1 < layers.size() ? layers.get(index + 1) : null;
        long outputs = (long) s.k() * s.p() * s.q();
        return new LayerTrace(
                layer.name(),
                s,
                quantised.weights().weights(),
                SparseMap.ofDense(quant.quantise(input, s.c()), s.h(), s.w(), s.c(), s.groups(), quant.signed()),
                null,
                new PostOps(next != null, false, "none", 1, outputs),
                index == 0 ? 0 : QuantisedNetwork.inAndOut(layers.get(index - 1).convShape()),
                next == null ? 0 : QuantisedNetwork.inAndOut(next.convShape()),
                outputDensity(next, outputs, image, Calibration.density(quant, input)),
                next == null ? List.of() : List.of(next.convShape()));
    }

    /** That of the next layer's input if it can be this layer's output, else that of the layer's own input. */
    private double outputDensity(FolderLayer next, long outputs, int image, double own) {
        if (next == null) {
            return 1;
        }
        ConvShape s = next.convShape();
        boolean fits = (long) s.c() * s.h() * s.w() == outputs;
        return fits ? Calibration.density(quant(next), next.activation(image)) : own;
    }

    private Quant quant(FolderLayer layer) {
        return quants.computeIfAbsent(layer.name(), name -> found(layer));
    }

    /** Over all images; integers of 8 bits stay as they are. */
    private static Quant found(FolderLayer layer) {
        double largest = 0;
        boolean signed = false;
        for (int image = 0; image < layer.recorded(); image++) {
            for (float value : layer.activation(image)) {
                largest = Math.max(largest, Math.abs(value));
                signed |= value < 0;
            }
        }
        return layer.eightBitActivations() && largest <= Quant.top(signed)
                ? new Quant(1, signed, 0)
                : Quant.ofLargest(largest, signed);
    }

    @Override
    public QuantisedNetwork network() {
        throw new InputException(store.manifest() + ": no nodes; inference needs the network's graph");
    }
}
