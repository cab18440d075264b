package org.escalatesim.workloads.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.OptionalKey;

/**
 * A sparsity profile as written; {@link Profile} is the checked form.
 *
 * @param network the network it is for
 * @param m basis kernels M of kernels with several taps, at least 1
 * @param pointwiseTerms ternary terms of 1 x 1 and fully connected layers, at least 1
 * @param accuracy what is known of the accuracy at these densities
 * @param sources short names of sources and what they stand for
 * @param basisDecay how density falls with the basis index, relative to the layer's
 * @param coefficients densities of coefficients; of the rules that match a layer the first counts
 * @param activations densities of input activations, likewise
 * @param pruned the unstructured form, or null
 */
record ProfileFile(
        String network,
        int m,
        @JsonProperty("pointwise_terms") int pointwiseTerms,
        @OptionalKey String accuracy,
        @OptionalKey Map<String, String> sources,
        @JsonProperty("basis_decay") Decay basisDecay,
        List<Rule> coefficients,
        List<Rule> activations,
        @OptionalKey PrunedSection pruned) {

    /**
     * Density by basis index, relative to the layer's.
     *
     * @param values one per basis index, above 0; only their ratios count
     * @param source short name of the source
     */
    record Decay(List<Double> values, String source) {}

    /**
     * The density of some layers.
     *
     * @param layers regular expressions that match whole layer names
     * @param density fraction non-zero, 0 to 1, averaged over the basis index; or null
     * @param perBasis coefficients only: one density per basis index in place of {@code density}; or null
     * @param perLevel pruned weights only: one density per level in place of {@code density}; or null
     * @param source short name of the source
     */
    record Rule(
            List<String> layers,
            @OptionalKey Double density,
            @OptionalKey @JsonProperty("per_basis") List<Double> perBasis,
            @OptionalKey @JsonProperty("per_level") List<Double> perLevel,
            String source) {
        /** A list that is left out is read as an empty one. */
        Rule {
            perBasis = perBasis == null || perBasis.isEmpty() ? null : perBasis;
            perLevel = perLevel == null || perLevel.isEmpty() ? null : perLevel;
        }
    }

    /**
     * The unstructured form: weights pruned one by one.
     *
     * @param accuracy of the dense and the pruned network
     * @param levels overall sparsities; empty where the densities are one set of unknown overall sparsity
     * @param defaultLevel sparsity in percent of the level that is taken if nothing else is asked for, or null for the
     *     first
     * @param weights densities of weights; of the rules that match a layer the first counts
     */
    record PrunedSection(
            Figures accuracy,
            @OptionalKey List<Level> levels,
            @OptionalKey @JsonProperty("default_level") Double defaultLevel,
            List<Rule> weights) {}

    /**
     * Published accuracies.
     *
     * @param metric what was measured, on what, or null if nothing is known
     * @param dense in percent, or null
     * @param source short name of the source, or of the reason why there is none
     */
    record Figures(@OptionalKey String metric, @OptionalKey Double dense, String source) {}

    /**
     * One overall sparsity.
     *
     * @param sparsity in percent, as published
     * @param accuracy in percent, or null where it is not known
     */
    record Level(double sparsity, @OptionalKey Double accuracy) {}
}
