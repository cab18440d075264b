package org.escalatesim.workloads.compress.folder;

import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.compress.LayerCost;
import org.escalatesim.workloads.compress.MagnitudePruning;
import org.escalatesim.workloads.compress.RankErrors;
import org.escalatesim.workloads.compress.ternary.AlternatingFit;
import org.escalatesim.workloads.compress.ternary.InputCorrelation;
import org.escalatesim.workloads.compress.ternary.PlainTernary;
import org.escalatesim.workloads.compress.ternary.QuantisedKernels;
import org.escalatesim.workloads.compress.ternary.ScaleGrain;
import org.escalatesim.workloads.compress.ternary.TernaryKernels;

/** Compresses one layer by given options. Holds nothing that changes. */
final class LayerCompressor {
    private final CompressionOptions options;

    LayerCompressor(CompressionOptions options) {
        this.options = options;
    }

    /** A layer that stays as it is, and why. */
    static CompressedLayer whole(String name, ConvShape shape, float[] weights, String why) {
        return new CompressedLayer(
                name,
                shape,
                0,
                why,
                Double.NaN,
                0,
                null,
                energy(weights),
                weights.length,
                nonZeros(weights),
                LayerCost.whole(shape),
                null,
                null);
    }

    /** A layer without its weights of a magnitude below {@code threshold}. */
    static CompressedLayer pruned(String name, ConvShape shape, float[] weights, float threshold) {
        float[] kept = MagnitudePruning.prune(weights, threshold);
        double energy = energy(weights);
        double error = energy == 0 ? 0 : Math.sqrt(Math.max(0, energy - energy(kept)) / energy);
        long nonZeros = nonZeros(kept);
        return new CompressedLayer(
                name,
                shape,
                0,
                null,
                Double.NaN,
                error,
                null,
                energy,
                kept.length,
                nonZeros,
                LayerCost.pruned(shape, nonZeros),
                null,
                kept);
    }

    /**
     * A layer in M basis kernels.
     *
     * @param calibrating inputs [C][H][W] that the outputs are fitted on, none for a fit of the weights
     * @param heldOut inputs that only measure
     */
    CompressedLayer decomposed(
            String name, RankErrors ranks, float[] weights, int m, List<float[]> calibrating, List<float[]> heldOut) {
        ConvShape shape = ranks.shape();
        QuantisedKernels made = onWeights(shape, weights, m);
        CompressedLayer.OutputErrors outputs = null;
        if (!calibrating.isEmpty()) {
            InputCorrelation inputs = InputCorrelation.of(shape, calibrating);
            TernaryKernels exact = AlternatingFit.toOutputs(
                            inputs, weights, made.kernels(), options.grain(), options.l1(), options.damping())
                    .kernels();
            QuantisedKernels fitted =
                    QuantisedKernels.refitted(exact, inputs, weights, options.grain(), options.l1(), options.damping());
            double before = inputs.outputError(weights, made.kernels().weights());
            double after = inputs.outputError(weights, fitted.kernels().weights());
            // With damping or an l1 cost the fit has other aims too, and may have paid for them.
            QuantisedKernels better = after <= before ? fitted : made;
            double heldOutBefore = Double.NaN;
            double heldOutAfter = Double.NaN;
            if (!heldOut.isEmpty()) {
                InputCorrelation others = InputCorrelation.of(shape, heldOut);
                heldOutBefore = others.outputError(weights, made.kernels().weights());
                heldOutAfter = others.outputError(weights, better.kernels().weights());
            }
            outputs = new CompressedLayer.OutputErrors(before, Math.min(before, after), heldOutBefore, heldOutAfter);
            made = better;
        }
        TernaryKernels kernels = made.kernels();
        int scales = switch (options.grain()) {
            case LAYER -> 1;
            case K -> shape.k();
            case KM -> shape.k() * m;
        };
        return new CompressedLayer(
                name,
                shape,
                m,
                null,
                ranks.errors()[m - 1],
                kernels.relativeError(weights),
                outputs,
                energy(weights),
                (long) shape.k() * shape.cPerGroup() * m,
                kernels.nonZeros(),
                LayerCost.decomposed(shape, m, kernels.nonZeros(), kernels.rows(), scales),
                made,
                null);
    }

    private QuantisedKernels onWeights(ConvShape shape, float[] weights, int m) {
        ScaleGrain grain = options.grain();
        if (options.method() == CompressionOptions.Method.PLAIN) {
            return QuantisedKernels.of(PlainTernary.of(shape, weights, m, grain, options.threshold()));
        }
        AlternatingFit fit = AlternatingFit.of(shape, weights, m, grain, options.l1());
        return QuantisedKernels.refitted(fit.kernels(), weights, grain, options.l1());
    }

    private static double energy(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += (double) weight * weight;
        }
        return sum;
    }

    private static long nonZeros(float[] weights) {
        long count = 0;
        for (float weight : weights) {
            count += weight == 0 ? 0 : 1;
        }
        return count;
    }
}
