package org.escalatesim.workloads.compress.folder;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.compress.LayerCost;
import org.escalatesim.workloads.compress.ternary.QuantisedKernels;

/**
 * A layer after compression. Errors are relative Frobenius norms; NaN where one does not exist.
 *
 * @param name the layer's name
 * @param shape its shape
 * @param m basis kernels M, 0 for a layer that is not decomposed
 * @param left why the layer is left as it is, or null
 * @param rankError of the best M basis kernels with float coefficients
 * @param error of the weights that are written
 * @param outputs of the outputs, where there was a calibration, else null
 * @param energy sum of the squared weights
 * @param count coefficients, or weights of a layer that is not decomposed
 * @param nonZeros how many of them are not zero
 * @param cost bits and FLOPs
 * @param kernels what is written, for a decomposed layer, else null
 * @param weights what is written, for a pruned layer, [K][C/groups][R][S], else null
 */
public record CompressedLayer(
        String name,
        ConvShape shape,
        int m,
        String left,
        double rankError,
        double error,
        OutputErrors outputs,
        double energy,
        long count,
        long nonZeros,
        LayerCost cost,
        QuantisedKernels kernels,
        float[] weights) {

    /**
     * Relative errors of a layer's outputs on recorded inputs, the layer's own change alone; NaN where no image is.
     *
     * @param before without calibration, on the images that calibrate
     * @param after with it, on the same
     * @param heldOutBefore without calibration, on the other images
     * @param heldOutAfter with it, on the other images
     */
    public record OutputErrors(double before, double after, double heldOutBefore, double heldOutAfter) {}
}
