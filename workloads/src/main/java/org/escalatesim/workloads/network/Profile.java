package org.escalatesim.workloads.network;

import java.util.List;

/**
 * A checked sparsity profile, expanded to the layers of one network.
 *
 * @param m basis kernels M of kernels with several taps
 * @param pointwiseTerms ternary terms of 1 x 1 and fully connected layers
 * @param accuracy what is known of the accuracy at these densities
 * @param decay relative density by basis index
 * @param decaySource where the decay comes from
 * @param coefficients one per layer; null for a depthwise layer without a rule, which has no coefficients to choose
 * @param activations one per layer
 * @param pruned weights of the unstructured form, or null where the profile has none
 */
public record Profile(
        int m,
        int pointwiseTerms,
        String accuracy,
        List<Double> decay,
        String decaySource,
        List<Density> coefficients,
        List<Density> activations,
        Pruned pruned) {

    /**
     * A density with its source.
     *
     * @param value mean density, 0 to 1
     * @param perBasis one density per basis index (pruned weights: per level), or null when the profile's decay gives
     *     them (when there is one level)
     * @param source a table, a measured file, or {@code assumed: rule}
     */
    public record Density(double value, List<Double> perBasis, String source) {}

    /**
     * Densities of the M rows of a kernel with several taps. Rows beyond the indices that the profile knows take the
     * last one's; a decayed density keeps the layer's mean unless rows fill up.
     */
    double[] rows(Density density, int rows) {
        double[] result = new double[rows];
        List<Double> known = density.perBasis() == null ? decay : density.perBasis();
        for (int m = 0; m < rows; m++) {
            result[m] = known.get(Math.min(m, known.size() - 1));
        }
        if (density.perBasis() == null) {
            // Rows stop at 1, so what is cut off there is spread over the others in rounds.
            for (int round = 0; round < 100; round++) {
                double mean = 0;
                for (double row : result) {
                    mean += row / rows;
                }
                for (int m = 0; m < rows; m++) {
                    result[m] = mean == 0 ? 0 : Math.min(1, result[m] * density.value() / mean);
                }
            }
        }
        return result;
    }
}
