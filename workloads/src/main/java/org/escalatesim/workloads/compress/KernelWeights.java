package org.escalatesim.workloads.compress;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.WeightForm;

/** Float weights in 8 bits, one scale per output channel, symmetric: its largest magnitude becomes 127. */
public final class KernelWeights {
    private KernelWeights() {}

    /**
     * Quantises a layer, to the nearest integer (ties to even). Weights under half a step become zero.
     *
     * @param form {@code DENSE} or {@code UNSTRUCTURED}
     * @param weights [K][C/groups][R][S], finite
     */
    public static MachineWeights quantise(WeightForm form, ConvShape shape, float[] weights) {
        double[] scale = new double[shape.k()];
        byte[] values = integers(shape, weights, scale);
        return new MachineWeights(Kernels.of(form, values, shape.k(), shape.cPerGroup(), shape.taps()), scale);
    }

    /**
     * The integers alone, [K][C/groups][R][S], -127 to 127.
     *
     * @param scale [K], filled with the real size of a step; 0 for an output channel without weights
     */
    static byte[] integers(ConvShape shape, float[] weights, double[] scale) {
        int perK = shape.cPerGroup() * shape.taps();
        byte[] values = new byte[weights.length];
        for (int k = 0; k < shape.k(); k++) {
            double largest = 0;
            for (int i = k * perK; i < (k + 1) * perK; i++) {
                largest = Math.max(largest, Math.abs(weights[i]));
            }
            scale[k] = largest / 127;
            for (int i = k * perK; i < (k + 1) * perK; i++) {
                values[i] = scale[k] == 0 ? 0 : (byte) Math.rint(weights[i] / scale[k]);
            }
        }
        return values;
    }
}
