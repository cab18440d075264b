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
    /**
     * Whether the rows run unit by unit even where a faster form exists: the gather network stage by stage, promotion
     * by its rule, no row sleeping. For proofs.
     */
    final boolean plain;
    /** Whether no row sleeps, so that what each did can be read after every cycle. */
    final boolean sleepless;
    /** Partial-sum lines of a row: ceil(R / stride) + 1. */
    final int lines;
    /** Stages of the bit-gather network, lg n. */
    final int stages;
    /** Whether elements bypass the multipliers (one-tap kernels). */
    final boolean bypass;

    LayerContext(EscalateSpec spec, LayerTrace layer, Decomposed weights, boolean values, boolean plain) {
        this(spec, layer, weights, values, plain, plain);
    }

    LayerContext(
            EscalateSpec spec, LayerTrace layer, Decomposed weights, boolean values, boolean plain, boolean sleepless) {
        this.spec = spec;
        this.layer = layer;
        this.shape = layer.shape();
        this.weights = weights;
        this.values = values;
        this.plain = plain;
        this.sleepless = sleepless;
        int chunk = spec.channelAccumulation().chunk();
        this.activations = new ChunkedActivations(layer.input(), chunk);
        this.coefficients = new ChunkedCoefficients(weights, chunk);
        this.promotion = new Promotion(
                spec.channelAccumulation().pattern(),
                spec.channelAccumulation().lanes(),
                spec.channelAccumulation().policy(),
                !plain);
        this.lines = (shape.r() + shape.strideH() - 1) / shape.strideH() + 1;
        this.stages = Integer.numberOfTrailingZeros(chunk);
        this.bypass = shape.pointwise();
    }
}
