package org.escalatesim.workloads.network;

import java.util.List;
import java.util.stream.Collectors;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.WeightForm;

/**
 * A network's published (or assumed) pruning: densities of its weights, layer by layer, at one or several overall
 * sparsities, and the accuracies that go with them.
 *
 * @param metric what the accuracies are, or null where none is known
 * @param dense accuracy of the unpruned network in percent, or null
 * @param accuracySource where the accuracies come from, or why there are none
 * @param levels overall sparsities in percent, as published, each with its accuracy or null; one at least
 * @param defaultLevel index of the level that is taken if nothing else is asked for
 * @param weights one per layer; {@link Profile.Density#perBasis} holds one density per level, or is null where there is
 *     one level
 */
public record Pruned(
        String metric,
        Double dense,
        String accuracySource,
        List<Level> levels,
        int defaultLevel,
        List<Profile.Density> weights) {

    /**
     * One overall sparsity.
     *
     * @param sparsity of the whole network's weights in percent, or null where it is not published
     * @param accuracy in percent, or null where it is not known
     */
    public record Level(Double sparsity, Double accuracy) {}

    /**
     * The index of a level.
     *
     * @param sparsity in percent as published, or null for the default
     * @throws InputException if there is no such level
     */
    int level(Double sparsity) {
        if (sparsity == null) {
            return defaultLevel;
        }
        for (int i = 0; i < levels.size(); i++) {
            if (sparsity.equals(levels.get(i).sparsity())) {
                return i;
            }
        }
        String known = levels.stream()
                .filter(level -> level.sparsity() != null)
                .map(level -> level.sparsity().toString())
                .collect(Collectors.joining(", "));
        throw new InputException("workload.sparsity: "
                + (known.isEmpty() ? "the profile has no levels" : "must be one of the profile's " + known) + ", not "
                + sparsity);
    }

    /** The density of layer {@code i} at a level. */
    Profile.Density weight(int i, int level) {
        Profile.Density density = weights.get(i);
        return density.perBasis() == null
                ? density
                : new Profile.Density(density.perBasis().get(level), null, density.source());
    }

    /** What is known of the accuracy in a form. */
    Accuracy accuracy(WeightForm form, int level) {
        Double percent = form == WeightForm.DENSE ? dense : levels.get(level).accuracy();
        return percent == null || metric == null
                ? new Accuracy(Accuracy.UNKNOWN.metric(), null, accuracySource)
                : new Accuracy(metric, percent, accuracySource);
    }
}
