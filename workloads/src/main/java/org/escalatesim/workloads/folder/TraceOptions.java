package org.escalatesim.workloads.folder;

import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.compress.Compressor;

/**
 * How a trace folder is turned into machine form.
 *
 * @param form of the weights: decomposed; dense, in 8 bits with one scale per output channel; or unstructured, pruned by
 *     magnitude and then in 8 bits likewise
 * @param compressor decomposed form: how float weights are decomposed and quantised; layers that come decomposed run as
 *     they are
 * @param prune unstructured form: what one threshold is for
 * @param weightDensity unstructured form: fraction of the weights that is kept, 0 to 1; with 1 the folder's own zeros
 *     are all there are
 */
public record TraceOptions(WeightForm form, Compressor compressor, Prune prune, double weightDensity) {

    /** What one threshold of magnitude pruning is for. */
    public enum Prune {
        /** Each layer keeps the same fraction. */
        LAYER,
        /** One threshold for all layers, so that the network keeps the fraction. */
        GLOBAL
    }

    /** Fraction of the weights that pruning keeps if nothing else is asked for. */
    public static final double WEIGHT_DENSITY = .3;

    /** Basis kernels M if nothing else is asked for. */
    public static final int RANK = 6;

    /** Ternary terms of a 1 x 1 layer if nothing else is asked for. */
    public static final int POINTWISE_TERMS = 2;

    /**
     * Ternary terms of a fully connected layer if nothing else is asked for: with 6, the logits of the trained ternary
     * ResNet-20 stay within .13 of those of its float classifier on the four images of the folder; 2 terms are 2.8 off.
     */
    public static final int CLASSIFIER_TERMS = 6;

    /** Decomposed form. */
    public TraceOptions(Compressor compressor) {
        this(WeightForm.DECOMPOSED, compressor, Prune.LAYER, WEIGHT_DENSITY);
    }

    /**
     * Decomposed: M = 6, two terms for 1 x 1 layers, layers with few channels undecomposed. Unstructured: each layer
     * keeps three tenths of its weights.
     */
    public static TraceOptions defaults() {
        return new TraceOptions(new Compressor(RANK, POINTWISE_TERMS, CLASSIFIER_TERMS, Compressor.Undecomposed.AUTO));
    }

    /** These options for another form. */
    public TraceOptions withForm(WeightForm other) {
        return new TraceOptions(other, compressor, prune, weightDensity);
    }
}
