package org.escalatesim.workloads.compress;

import java.util.Arrays;

/**
 * Magnitude pruning without retraining: weights of the smallest magnitudes become zero (Han et al., Learning both
 * Weights and Connections for Efficient Neural Networks, NIPS 2015, section 3, without its retraining).
 */
public final class MagnitudePruning {
    private MagnitudePruning() {}

    /**
     * The smallest magnitude that is kept when the fraction {@code density} of the weights is kept, rounded to whole
     * weights; infinite when none is.
     *
     * @param density fraction kept, 0 to 1
     * @param layers weights of one layer, or of several for one threshold for all
     */
    public static float threshold(double density, float[]... layers) {
        int size = 0;
        for (float[] layer : layers) {
            size = Math.addExact(size, layer.length);
        }
        float[] magnitudes = new float[size];
        int at = 0;
        for (float[] layer : layers) {
            for (float weight : layer) {
                magnitudes[at++] = Math.abs(weight);
            }
        }
        Arrays.sort(magnitudes);
        int kept = (int) Math.rint(density * size);
        return kept == 0 ? Float.POSITIVE_INFINITY : magnitudes[size - kept];
    }

    /** A copy in which weights of a magnitude below the threshold are zero; ties with it are all kept. */
    public static float[] prune(float[] weights, float threshold) {
        float[] kept = weights.clone();
        for (int i = 0; i < kept.length; i++) {
            if (Math.abs(kept[i]) < threshold) {
                kept[i] = 0;
            }
        }
        return kept;
    }
}
