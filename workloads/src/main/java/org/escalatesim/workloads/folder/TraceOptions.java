package org.escalatesim.workloads.folder;

import org.escalatesim.workloads.compress.Compressor;

/**
 * How a trace folder is turned into machine form.
 *
 * @param compressor how float weights are decomposed and quantised; layers that come decomposed run as they are
 */
public record TraceOptions(Compressor compressor) {
    /** Basis kernels M if nothing else is asked for. */
    public static final int RANK = 6;

    /** Ternary terms of a 1 x 1 layer if nothing else is asked for. */
    public static final int POINTWISE_TERMS = 2;

    /**
     * Ternary terms of a fully connected layer if nothing else is asked for: with 6, the logits of the trained ternary
     * ResNet-20 stay within .13 of those of its float classifier on the four images of the folder; 2 terms are 2.8 off.
     */
    public static final int CLASSIFIER_TERMS = 6;

    /** M = 6, two terms for 1 x 1 layers, layers with few channels undecomposed. */
    public static TraceOptions defaults() {
        return new TraceOptions(new Compressor(RANK, POINTWISE_TERMS, CLASSIFIER_TERMS, Compressor.Undecomposed.AUTO));
    }
}
