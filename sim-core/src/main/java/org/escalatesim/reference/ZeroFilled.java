package org.escalatesim.reference;

import java.util.List;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Weights;

/**
 * A layer of branches as one convolution over all channels, with zero weights (or coefficients) wherever an output channel
 * does not read an input channel. Zeros add nothing and saturate nothing, so the values must be those of the branches.
 */
public final class ZeroFilled {
    private ZeroFilled() {}

    /**
     * The layer with filled-up weights; a layer without branches as it is.
     *
     * @throws IllegalArgumentException if some branches are decomposed and others are not
     */
    public static LayerTrace of(LayerTrace layer) {
        if (!(layer.weights() instanceof Grouped grouped)) {
            return layer;
        }
        return new LayerTrace(
                layer.name(),
                layer.shape(),
                fill(layer.name(), grouped),
                layer.input(),
                layer.requant(),
                layer.post(),
                layer.producerValues(),
                layer.consumerValues(),
                layer.outputDensity(),
                layer.readers(),
                layer.unpruned(),
                layer.steps());
    }

    private static Weights fill(String layer, Grouped grouped) {
        List<Weights> inner =
                grouped.branches().stream().map(Grouped.Branch::weights).toList();
        if (inner.stream().allMatch(Kernels.class::isInstance)) {
            return kernels(grouped);
        }
        if (inner.stream().allMatch(Decomposed.class::isInstance)) {
            return decomposed(grouped);
        }
        throw new IllegalArgumentException(layer + ": some branches are decomposed and others are not");
    }

    private static Kernels kernels(Grouped grouped) {
        int channels = grouped.channelsPerGroup();
        int taps = grouped.taps();
        byte[] values = new byte[grouped.k() * channels * taps];
        for (Grouped.Branch branch : grouped.branches()) {
            Kernels own = (Kernels) branch.weights();
            for (int k = 0; k < branch.out().length; k++) {
                for (int c = 0; c < branch.in().length; c++) {
                    for (int tap = 0; tap < taps; tap++) {
                        values[(branch.out()[k] * channels + branch.in()[c]) * taps + tap] =
                                (byte) own.value(k, c, tap);
                    }
                }
            }
        }
        return Kernels.of(WeightForm.UNSTRUCTURED, values, grouped.k(), channels, taps);
    }

    /** Each output channel keeps the basis kernels of its branch. */
    private static Decomposed decomposed(Grouped grouped) {
        int k = grouped.k();
        int channels = grouped.channelsPerGroup();
        int taps = grouped.taps();
        int words = SparseMap.words(channels);
        int m = grouped.branches().stream()
                .mapToInt(branch -> ((Decomposed) branch.weights()).m())
                .max()
                .orElseThrow();
        long[] presence = new long[k * m * words];
        long[] sign = new long[k * m * words];
        byte[] basis = taps == 1 ? null : new byte[k * m * taps];
        int[] scale = new int[k * m];
        for (Grouped.Branch branch : grouped.branches()) {
            Decomposed own = (Decomposed) branch.weights();
            for (int i = 0; i < branch.out().length; i++) {
                for (int row = 0; row < own.m(); row++) {
                    int to = branch.out()[i] * m + row;
                    scale[to] = own.rowScale(i, row);
                    for (int tap = 0; tap < taps && basis != null; tap++) {
                        basis[to * taps + tap] = (byte) own.basis(i, row, tap);
                    }
                    for (int j = 0; j < branch.in().length; j++) {
                        int coefficient = own.coefficient(i, j, row);
                        int channel = branch.in()[j];
                        long bit = 1L << channel;
                        presence[to * words + (channel >>> 6)] |= coefficient == 0 ? 0 : bit;
                        sign[to * words + (channel >>> 6)] |= coefficient < 0 ? bit : 0;
                    }
                }
            }
        }
        return new Decomposed(Decomposed.Form.TERNARY, k, channels, m, taps, presence, sign, basis, true, scale);
    }
}
