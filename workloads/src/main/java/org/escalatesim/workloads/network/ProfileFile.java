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
 */
record ProfileFile(
        String network,
        int m,
        @JsonProperty("pointwise_terms") int pointwiseTerms,
        @OptionalKey String accuracy,
        @OptionalKey Map<String, String> sources,
        @JsonProperty("basis_decay") Decay basisDecay,
        List<Rule> coefficients,
        List<Rule> activations) {

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
     * @param source short name of the source
     */
    record Rule(
            List<String> layers,
            @OptionalKey Double density,
            @OptionalKey @JsonProperty("per_basis") List<Double> perBasis,
            String source) {
        /** A list that is left out is read as an empty one. */
        Rule {
            perBasis = perBasis == null || perBasis.isEmpty() ? null : perBasis;
        }
    }
}
