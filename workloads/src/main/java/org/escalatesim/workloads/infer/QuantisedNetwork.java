package org.escalatesim.workloads.infer;

import java.util.Map;
import java.util.function.Function;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.Requant;

/**
 * A network in 8-bit integers: makes the {@link LayerTrace} of a layer from the integers that it reads.
 *
 * @param graph the network
 * @param fusion the same with additions and ReLUs taken into layers
 * @param layers quantised layers by name; may make them anew at each call
 * @param quants the scale of every value of {@link Fusion#values}, except the network's output
 */
public record QuantisedNetwork(
        Graph graph, Fusion fusion, Function<String, QuantisedLayer> layers, Map<String, Quant> quants) {

    /**
     * A layer as a machine runs it. The layer that makes the network's output has no requantisation: its sums are what
     * is wanted.
     *
     * @param input [H][W][C], at the scale of the value that the layer reads
     * @param shortcut [P][Q][K], at the scale of the fused shortcut; null without
     * @param outputDensity fraction of non-zero outputs, as far as it is known beforehand
     * @throws InputException if scales, bias or batch norm fold to integers, or logits to floats, that do not fit
     */
    public LayerTrace trace(FusedLayer fused, byte[] input, byte[] shortcut, double outputDensity) {
        QuantisedLayer layer = layers.apply(fused.layer());
        ConvShape s = layer.shape();
        Quant in = quants.get(fused.input());
        Quant side = fused.shortcut() == null ? null : quants.get(fused.shortcut());
        boolean last = fused.output().equals(graph.output());
        Requant requant;
        try {
            requant =
                    last ? null : Folding.requant(layer, in, quants.get(fused.output()), fused.relu(), side, shortcut);
            if (last) {
                Folding.checkLogits(layer, in);
            }
        } catch (InputException e) {
            throw new InputException(
                    e.problems().stream().map(p -> graph.source() + ": " + p).toList());
        }
        return new LayerTrace(
                fused.layer(),
                s,
                layer.weights().weights(),
                SparseMap.ofDense(input, s.h(), s.w(), s.c(), s.groups(), in.signed()),
                requant,
                postOps(fused, s),
                producerValues(fused),
                consumerValues(fused),
                outputDensity,
                fusion.readers(fused.output()).stream()
                        .filter(reader -> reader.input().equals(fused.output()))
                        .map(reader -> graph.layer(reader.layer()))
                        .toList());
    }

    /** The real value of a sum of output channel k. */
    public double real(FusedLayer fused, QuantisedLayer layer, int k, int sum) {
        double inputScale = quants.get(fused.input()).scale();
        return layer.gain()[k] * (layer.weights().scale()[k] * inputScale * sum) + layer.offset()[k];
    }

    private PostOps postOps(FusedLayer fused, ConvShape s) {
        long outputs = (long) s.k() * s.p() * s.q();
        return fusion.pooled(fused)
                ? new PostOps(fused.relu(), fused.shortcut() != null, "average", s.p() * s.q(), s.k())
                : new PostOps(fused.relu(), fused.shortcut() != null, "none", 1, outputs);
    }

    private long producerValues(FusedLayer fused) {
        FusedLayer maker = fusion.maker(fused.input());
        return maker == null ? 0 : inAndOut(graph.layer(maker.layer()));
    }

    private long consumerValues(FusedLayer fused) {
        long most = 0;
        for (FusedLayer reader : fusion.readers(fused.output())) {
            most = Math.max(most, inAndOut(graph.layer(reader.layer())));
        }
        return most;
    }

    /** Values in the input and output maps of a layer, together. */
    public static long inAndOut(ConvShape s) {
        return (long) s.c() * s.h() * s.w() + (long) s.k() * s.p() * s.q();
    }
}
