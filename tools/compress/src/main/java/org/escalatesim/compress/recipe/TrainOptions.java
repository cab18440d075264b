package org.escalatesim.compress.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;

/**
 * What is trained, and how.
 *
 * @param recipe one of {@link #RECIPES}
 * @param net name of the network
 * @param data folder of the images
 * @param strengths PENNI: multiples of the standard deviation below which coefficients are pruned, above 0 to 5; DSP:
 *     fractions of the FLOPs to remove, above 0 and below 1; at least one, no two equal
 * @param seed of weights and order of images
 * @param threads of the engine, 1 to 64; the result depends on it
 * @param rank basis kernels M of every decomposed layer, 1 to 9
 * @param groups DSP: groups G of every layer, 2 to 16
 * @param penalty PENNI: l1 on coefficients; DSP: group lasso on group channels; 0 to 1
 * @param epochs epochs of each phase that trains, one number per phase of the recipe
 * @param images training images to use, the first ones, at least 1; null for all
 * @param simulated test images to run on the machine, the first ones, at least 1; null for 100, or all of fewer
 * @param out folder for results and check points
 */
public record TrainOptions(
        String recipe,
        String net,
        Path data,
        List<Double> strengths,
        long seed,
        int threads,
        int rank,
        int groups,
        double penalty,
        List<Integer> epochs,
        Integer images,
        Integer simulated,
        Path out) {
    /** PENNI: decompose, retrain, prune, shrink, make ternary. */
    public static final String PENNI = "penni";
    /** Dynamic Structure Pruning: learn groups, prune group channels, tune. */
    public static final String DSP = "dsp";
    /** All recipes. */
    public static final List<String> RECIPES = List.of(PENNI, DSP);

    private static final double MOST_STRENGTH = 5;
    private static final int MOST_GROUPS = 16;
    private static final int MOST_TAPS = 9;
    private static final int MOST_THREADS = 64;
    private static final int MOST_EPOCHS = 10_000;
    private static final int SIMULATED = 100;

    /** Checks the ranges above; throws {@link InputException} naming the option that is out of range. */
    public TrainOptions {
        strengths = List.copyOf(strengths);
        epochs = List.copyOf(epochs);
        if (!RECIPES.contains(recipe)) {
            throw new InputException("--recipe " + recipe + ": must be one of " + String.join(", ", RECIPES)
                    + Names.didYouMean(recipe, RECIPES));
        }
        if (strengths.isEmpty()) {
            throw new InputException("--strength: must be at least one number");
        }
        for (double strength : strengths) {
            if (recipe.equals(PENNI) && !(strength > 0 && strength <= MOST_STRENGTH)) {
                throw new InputException("--strength " + Session.text(strength)
                        + ": must be above 0 and at most 5 (multiples of the standard deviation)");
            }
            if (recipe.equals(DSP) && !(strength > 0 && strength < 1)) {
                throw new InputException("--strength " + Session.text(strength)
                        + ": must be above 0 and below 1 (fraction of the FLOPs to remove)");
            }
        }
        if (strengths.stream().distinct().count() < strengths.size()) {
            throw new InputException("--strength " + strengths + ": names one strength twice");
        }
        range("--threads", threads, 1, MOST_THREADS);
        range("--rank", rank, 1, MOST_TAPS);
        if (images != null) {
            range("--images", images, 1, Integer.MAX_VALUE);
        }
        if (simulated != null) {
            range("--simulate", simulated, 1, Integer.MAX_VALUE);
        }
        range("--groups", groups, 2, MOST_GROUPS);
        if (!(penalty >= 0 && penalty <= 1)) {
            throw new InputException("--penalty " + penalty + ": must be 0 to 1");
        }
        if (epochs.size() != phases(recipe).size()) {
            throw new InputException("--epochs: must be " + phases(recipe).size() + " numbers for recipe " + recipe
                    + " (" + String.join(", ", phases(recipe)) + "), not " + epochs.size());
        }
        epochs.forEach(epoch -> range("--epochs", epoch, 1, MOST_EPOCHS));
    }

    /** The phases of a recipe that train, in order. */
    public static List<String> phases(String recipe) {
        return recipe.equals(DSP)
                ? List.of("float", "group", "prune")
                : List.of("float", "retrain", "prune", "shrink", "ternary");
    }

    private static void range(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InputException(option + " " + value + ": must be "
                    + (most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most));
        }
    }

    /**
     * Checks the numbers of images against what there is.
     *
     * @throws InputException if more are asked for, naming how many there are
     */
    void check(int train, int test) {
        atMost("--images", images, train, "training");
        atMost("--simulate", simulated, test, "test");
    }

    private static void atMost(String option, Integer value, int most, String kind) {
        if (value != null && value > most) {
            throw new InputException(
                    option + " " + value + ": must be at most " + most + ", the " + kind + " images that there are");
        }
    }

    /** Test images to run on the machine, of {@code test} that there are. */
    int simulated(int test) {
        return simulated == null ? Math.min(SIMULATED, test) : simulated;
    }

    /** Epochs of one phase. */
    int epochs(String phase) {
        return epochs.get(phases(recipe).indexOf(phase));
    }

    /** What finished phases depend on: all but the strengths, of which each has its own, and the folders. */
    Map<String, String> configuration() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("recipe", recipe);
        all.put("net", net);
        all.put("seed", Long.toString(seed));
        all.put("threads", Integer.toString(threads));
        if (recipe.equals(DSP)) {
            all.put("groups", Integer.toString(groups));
        } else {
            all.put("rank", Integer.toString(rank));
        }
        all.put("penalty", Double.toString(penalty));
        all.put("epochs", epochs.toString().replaceAll("[\\[\\] ]", ""));
        all.put("images", images == null ? "all" : images.toString());
        all.put("simulate", Integer.toString(simulated == null ? SIMULATED : simulated));
        return all;
    }
}
