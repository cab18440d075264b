package org.escalatesim.second;

import org.escalatesim.escalate.EscalateSpec;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/** The cycles of one layer, by stepping all units cycle by cycle. */
public final class SecondSimulator {
    private SecondSimulator() {}

    /**
     * Runs a layer from cycle 0 on an empty machine.
     *
     * @param spec a machine with ideal DRAM that splits output channels among tiles, round-robin
     * @param layer decomposed, one group, M at most {@code rows}, output no wider than a partial-sum line; activation
     *     values are not looked at
     * @return the layer's cycles
     * @throws IllegalArgumentException if the machine or the layer is beyond these limits
     */
    public static long cycles(EscalateSpec spec, LayerTrace layer) {
        checkMachine(spec);
        checkLayer(spec, layer);
        PlainLayer plain = new PlainLayer(layer);
        long most = 0;
        for (int tile = 0; tile < spec.tiles(); tile++) {
            most = Math.max(most, new TileModel(spec, plain, tile).run());
        }
        return most;
    }

    private static void checkMachine(EscalateSpec spec) {
        require(spec.dram().ideal(), "needs ideal DRAM");
        require(
                spec.mapping().partition() == EscalateSpec.Partition.CHANNELS,
                "needs a channel split, not " + spec.mapping().partition());
        require(
                spec.mapping().assignment() == EscalateSpec.Assignment.ROUND_ROBIN,
                "needs round-robin assignment, not " + spec.mapping().assignment());
        require(
                spec.channelAccumulation().policy() == EscalateSpec.Policy.ONE_SHOT,
                "needs one-shot promotion, not " + spec.channelAccumulation().policy());
        long leaving = 9L * spec.tiles() * spec.blocks() * spec.output().pixelsPerCycle();
        require(
                leaving <= 8L * spec.globalBuffer().writePortBytes(),
                "needs a write port of " + leaving + " bits, which never delays a line");
    }

    private static void checkLayer(EscalateSpec spec, LayerTrace layer) {
        require(layer.weights() instanceof Decomposed, "needs decomposed weights");
        Decomposed weights = (Decomposed) layer.weights();
        ConvShape shape = layer.shape();
        require(shape.groups() == 1, "needs one group, not " + shape.groups());
        require(weights.m() <= spec.rows(), "needs M <= " + spec.rows() + " rows, not M = " + weights.m());
        require(
                shape.q() <= spec.mac().linePixels(),
                "needs Q <= " + spec.mac().linePixels() + " pixels of a line, not Q = " + shape.q());
        long in = (long) shape.h() * shape.w() * shape.c();
        long out = (long) shape.p() * shape.q() * shape.k();
        require(9 * (in + out) <= 8 * spec.globalBuffer().bytes(), "needs maps that fit the global buffer");
    }

    private static void require(boolean holds, String limit) {
        if (!holds) {
            throw new IllegalArgumentException("the second simulator " + limit);
        }
    }
}
