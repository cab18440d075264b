package org.escalatesim.workloads.folder;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.workloads.compress.CoefficientBits;
import org.escalatesim.workloads.compress.MachineWeights;
import org.escalatesim.workloads.numpy.NumpyArray;

/** The arrays of a decomposed layer: ternary coefficients, basis kernels and scales. */
final class CoefficientArrays {
    private CoefficientArrays() {}

    /** A layer's own coefficients, basis and scales; throws {@link org.escalatesim.config.InputException}. */
    static MachineWeights read(ArrayStore store, Manifest.Layer layer, LayerGeometry geometry) {
        ConvShape shape = geometry.shape();
        ConvShape compact = geometry.weightShape();
        String coefficientEntry = layer.coefficients().orElseThrow();
        NumpyArray array = store.read(layer.name(), "coefficients", coefficientEntry);
        int[] found = array.shape();
        int m = found.length == 3 ? found[2] : 1;
        byte[] ternary = store.int8(
                layer.name(), "coefficients", coefficientEntry, shape.k(), shape.cPerGroup(), Math.max(1, m));
        byte[] basis = store.int8(layer.name(), "basis", layer.basis().orElseThrow(), m, compact.r(), compact.s());
        if (m > Math.max(compact.taps(), compact.pointwise() ? 16 : 0)) {
            throw store.bad(
                    layer.name(),
                    "coefficients",
                    coefficientEntry + " has M = " + m + "; a kernel of " + compact.taps() + " taps has at most "
                            + (compact.pointwise() ? 16 : compact.taps()));
        }
        CoefficientBits bits = new CoefficientBits(shape.k(), shape.cPerGroup(), m);
        for (int i = 0; i < ternary.length; i++) {
            if (ternary[i] < -1 || ternary[i] > 1) {
                throw store.bad(
                        layer.name(),
                        "coefficients",
                        coefficientEntry + " holds " + ternary[i] + " at " + array.index(i) + "; must be -1, 0 or 1");
            }
            bits.set(i / (m * shape.cPerGroup()), i / m % shape.cPerGroup(), i % m, ternary[i]);
        }
        float[] scale = store.floats(layer.name(), "scale", layer.scale().orElseThrow(), shape.k());
        double[] real = new double[scale.length];
        Arrays.setAll(real, k -> scale[k] * layer.basisScale());
        for (int k = 0; k < real.length; k++) {
            // No weight is larger than M coefficients of 1 times a basis of 128.
            store.checkFloat32(layer.name(), "scale", k, real[k] * m * 128);
        }
        if (!compact.pointwise()) {
            return new MachineWeights(bits.build(Decomposed.Form.TERNARY, compact.taps(), basis, false, null), real);
        }
        // A basis kernel of one tap is a scale, which the block applies.
        int[] rowScale = new int[shape.k() * m];
        for (int i = 0; i < rowScale.length; i++) {
            rowScale[i] = basis[i % m];
        }
        return new MachineWeights(bits.build(Decomposed.Form.RESIDUAL, 1, null, false, rowScale), real);
    }
}
