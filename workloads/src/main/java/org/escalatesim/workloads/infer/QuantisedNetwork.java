package org.escalatesim.workloads.infer;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.MapStep;
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
     * A layer as a machine runs it: the first phase of a dilated one, else the whole. The layer that makes the network's output has no requantisation: its sums are what
     * is wanted.
     *
     * @param input [H][W][C], at the scale of the value that the layer reads
     * @param shortcut [P][Q][K], at the scale of the fused shortcut; null without
     * @param outputDensity fraction of non-zero outputs, as far as it is known beforehand
     * @throws InputException if scales, bias or batch norm fold to integers, or logits to floats, that do not fit
     */
    public LayerTrace trace(FusedLayer fused, byte[] input, byte[] shortcut, double outputDensity) {
        QuantisedLayer layer = layers.apply(fused.layer());
        return trace(fused, layer, layer.dilation().phases().get(0), input, shortcut, outputDensity);
    }

    /**
     * One phase of a layer as a machine runs it ({@link #trace(FusedLayer, byte[], byte[], double)}); its name is the
     * layer's, of a dilated one with {@code @row.column} of the phase's first output.
     *
     * @param wholeInput [H][W][C] of the layer, not of the phase
     * @param wholeShortcut [P][Q][K] of the layer, or null without
     */
    public LayerTrace trace(
            FusedLayer fused,
            QuantisedLayer layer,
            Dilation.Phase phase,
            byte[] wholeInput,
            byte[] wholeShortcut,
            double outputDensity) {
        ConvShape s = phase.shape();
        byte[] input = phase.input(wholeInput);
        byte[] shortcut = wholeShortcut == null ? null : phase.output(wholeShortcut);
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
                        name(phase, fused.layer()),
                        s,
                        layer.weights().weights(),
                        SparseMap.ofDense(input, s.h(), s.w(), s.c(), s.groups(), in.signed()),
                        requant,
                        postOps(fused, s, phase.of().none()),
                        producerValues(fused),
                        consumerValues(fused),
                        outputDensity,
                        fusion.readers(fused.output()).stream()
                                .filter(reader -> reader.input().equals(fused.output()))
                                .map(reader -> graph.layer(reader.layer()))
                                .toList())
                .withSteps(steps(fused, phase));
    }

    /** Steps wait for the last phase. */
    private List<MapStep> steps(FusedLayer fused, Dilation.Phase phase) {
        List<Dilation.Phase> phases = phase.of().phases();
        if (!phase.equals(phases.get(phases.size() - 1))) {
            return List.of();
        }
        return GraphSteps.behind(fusion, fused, !phase.of().none()).stream()
                .map(node -> GraphSteps.step(graph, node))
                .toList();
    }

    /** The real value of a sum of output channel k. */
    public double real(FusedLayer fused, QuantisedLayer layer, int k, int sum) {
        double inputScale = quants.get(fused.input()).scale();
        return layer.gain()[k] * (layer.weights().scale()[k] * inputScale * sum) + layer.offset()[k];
    }

    /** What rows call a phase. */
    public static String name(Dilation.Phase phase, String layer) {
        return phase.of().none() ? layer : layer + "@" + phase.row() + "." + phase.column();
    }

    /** Pooling behind a layer is counted with it; behind a dilated one it is a step, which waits for all phases. */
    private PostOps postOps(FusedLayer fused, ConvShape s, boolean whole) {
        GraphNode pool = whole ? fusion.pooling(fused) : null;
        boolean residual = fused.shortcut() != null;
        if (pool == null) {
            return new PostOps(fused.relu(), residual, "none", 1, (long) s.k() * s.p() * s.q());
        }
        boolean global = pool.op() == GraphNode.Op.GLOBAL_AVERAGE_POOL;
        return new PostOps(
                fused.relu(),
                residual,
                pool.op() == GraphNode.Op.MAX_POOL ? "max" : "average",
                global ? s.p() * s.q() : pool.window().r() * pool.window().s(),
                graph.shape(pool.output()).values());
    }

    private long producerValues(FusedLayer fused) {
        long most = 0;
        for (FusedLayer maker : fusion.makers(fused.input())) {
            if (maker == null) {
                return 0;
            }
            most = Math.max(most, inAndOut(graph.layer(maker.layer())));
        }
        return most;
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
