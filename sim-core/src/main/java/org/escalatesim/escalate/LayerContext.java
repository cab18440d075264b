package org.escalatesim.escalate;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/** What all tiles share while a layer runs; nothing in it changes. */
final class LayerContext {
    final EscalateSpec spec;
    final LayerTrace layer;
    final ConvShape shape;
    final Decomposed weights;
    final ChunkedActivations activations;
    final ChunkedCoefficients coefficients;
    final Promotion promotion;
    /** Whether sums and outputs are computed. */
    final boolean values;
    /** Partial-sum lines of a row: ceil(R / stride) + 1. */
    final int lines;
    /** Stages of the bit-gather network, lg n. */
    final int stages;
    /** Whether elements bypass the multipliers (one-tap kernels). */
    final boolean bypass;

    /**
     * @param tables whether promotion may use its table; the result is the same without
     */
    LayerContext(EscalateSpec spec, LayerTrace layer, Decomposed weights, boolean values, boolean tables) {
        this.spec = spec;
        this.layer = layer;
        this.shape = layer.shape();
        this.weights = weights;
        this.values = values;
        int chunk = spec.channelAccumulation().chunk();
        this.activations = new ChunkedActivations(layer.input(), chunk);
        this.coefficients = new ChunkedCoefficients(weights, chunk);
        EscalateSpec.ChannelAccumulation ca = spec.channelAccumulation();
        this.promotion = new Promotion(ca.pattern(), ca.lanes(), ca.policy(), tables);
        this.lines = (shape.r() + shape.strideH() - 1) / shape.strideH() + 1;
        this.stages = Integer.numberOfTrailingZeros(chunk);
        this.bypass = shape.pointwise();
    }
}
