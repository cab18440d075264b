package org.escalatesim.workloads.synthetic;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.PostOps;

/**
 * What a synthetic layer is made from.
 *
 * @param name the layer's name
 * @param shape the convolution
 * @param form how the coefficients came about
 * @param rowDensity expected density of the coefficients of each row index m, 0 to 1; its length is M. Not used by
 *     ONE_HOT layers, whose rows have one coefficient each
 * @param inputDensity expected density of the input activations, 0 to 1
 * @param signedInput whether the input activations are two's complement
 * @param post operations on the way out
 * @param signedShortcut whether the shortcut, if any, is two's complement
 * @param producerValues as in {@code LayerTrace}
 * @param consumerValues as in {@code LayerTrace}
 * @param outputDensity as in {@code LayerTrace}
 */
public record LayerPlan(
        String name,
        ConvShape shape,
        Decomposed.Form form,
        double[] rowDensity,
        double inputDensity,
        boolean signedInput,
        PostOps post,
        boolean signedShortcut,
        long producerValues,
        long consumerValues,
        double outputDensity) {}
