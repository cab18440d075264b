package org.escalatesim.workloads.compress.folder;

import java.util.List;
import org.escalatesim.workloads.compress.LayerCost;

/**
 * A network after compression.
 *
 * @param network its name
 * @param layers all layers, in the manifest's order
 * @param calibrated images that calibrated, 0 without
 * @param heldOut images kept for checking
 */
public record Compression(String network, List<CompressedLayer> layers, int calibrated, int heldOut) {
    /** Copies the list. */
    public Compression {
        layers = List.copyOf(layers);
    }

    /** Bits and FLOPs of all layers. */
    public LayerCost cost() {
        return layers.stream()
                .map(CompressedLayer::cost)
                .reduce(LayerCost::plus)
                .orElseThrow();
    }

    /** The relative Frobenius error of all weights together; of layers left as they are it is 0. */
    public double error() {
        double off = 0;
        double all = 0;
        for (CompressedLayer layer : layers) {
            off += layer.energy() * layer.error() * layer.error();
            all += layer.energy();
        }
        return all == 0 ? 0 : Math.sqrt(off / all);
    }

    /** The same with float coefficients, over the decomposed layers' ranks. */
    public double rankError() {
        double off = 0;
        double all = 0;
        for (CompressedLayer layer : layers) {
            off += layer.m() == 0 ? 0 : layer.energy() * layer.rankError() * layer.rankError();
            all += layer.energy();
        }
        return all == 0 ? 0 : Math.sqrt(off / all);
    }
}
