package org.escalatesim.workloads.synthetic;

import java.util.List;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;

/**
 * What a synthetic layer is made from.
 *
 * @param name the layer's name
 * @param shape the convolution
 * @param weightForm the form of the weights
 * @param weightDensity expected density of dense (1) or unstructured weights, 0 to 1; not used by decomposed ones
 * @param form how the coefficients of decomposed weights came about, else null
 * @param rowDensity expected density of the coefficients of each row index m, 0 to 1; its length is M. Not used by
 *     ONE_HOT layers, whose rows have one coefficient each; empty unless the weights are decomposed
 * @param inputDensity expected density of the input activations, 0 to 1
 * @param signedInput whether the input activations are two's complement
 * @param post operations on the way out
 * @param signedShortcut whether the shortcut, if any, is two's complement
 * @param producerValues as in {@code LayerTrace}
 * @param consumerValues as in {@code LayerTrace}
 * @param outputDensity as in {@code LayerTrace}
 * @param readers as in {@code LayerTrace}
 */
public record LayerPlan(
        String name,
        ConvShape shape,
        WeightForm weightForm,
        double weightDensity,
        Decomposed.Form form,
        double[] rowDensity,
        double inputDensity,
        boolean signedInput,
        PostOps post,
        boolean signedShortcut,
        long producerValues,
        long consumerValues,
        double outputDensity,
        List<ConvShape> readers) {

    /** A layer with decomposed weights, whose readers are not known. */
    public LayerPlan(
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
            double outputDensity) {
        this(
                name,
                shape,
                WeightForm.DECOMPOSED,
                0,
                form,
                rowDensity,
                inputDensity,
                signedInput,
                post,
                signedShortcut,
                producerValues,
                consumerValues,
                outputDensity,
                List.of());
    }
}
