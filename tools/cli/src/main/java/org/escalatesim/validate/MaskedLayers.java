package org.escalatesim.validate;

import java.util.SplittableRandom;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;

/** Layers of independent presence bits at given densities, without values. */
final class MaskedLayers {
    private MaskedLayers() {}

    /**
     * Makes a layer.
     *
     * @param weightDensity mean fraction of non-zero weights
     * @param spread how far the densities of filters stray: uniform within {@code weightDensity * (1 - spread)} to
     *     {@code weightDensity * (1 + spread)}, cut off at 1
     * @param activationDensity fraction of non-zero activations
     */
    static LayerTrace of(
            String name, ConvShape shape, double weightDensity, double spread, double activationDensity, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int words = SparseMap.words(shape.cPerGroup());
        long[] weights = new long[shape.k() * shape.taps() * words];
        for (int k = 0; k < shape.k(); k++) {
            double density = weightDensity * (1 + spread * (2 * random.nextDouble() - 1));
            for (int tap = 0; tap < shape.taps(); tap++) {
                fill(weights, (k * shape.taps() + tap) * words, shape.cPerGroup(), density, random);
            }
        }
        long[] input = new long[shape.h() * shape.w() * shape.groups() * words];
        for (int at = 0; at < input.length; at += words) {
            fill(input, at, shape.cPerGroup(), activationDensity, random);
        }
        return new LayerTrace(
                name,
                shape,
                Kernels.ofPresence(WeightForm.UNSTRUCTURED, weights, shape.k(), shape.cPerGroup(), shape.taps()),
                SparseMap.ofPresence(input, shape.h(), shape.w(), shape.c(), shape.groups(), false),
                null,
                PostOps.reluOnly((long) shape.k() * shape.p() * shape.q()),
                0,
                0,
                0.5);
    }

    private static void fill(long[] words, int at, int bits, double density, SplittableRandom random) {
        for (int i = 0; i < bits; i++) {
            if (random.nextDouble() < density) {
                words[at + (i >>> 6)] |= 1L << i;
            }
        }
    }
}
