package org.escalatesim.workloads.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;

/**
 * How a network becomes a workload. Null means: as the profile says.
 *
 * @param seed of the synthetic weights and activations
 * @param form of the weights, or null for the form that the machine is meant for (decomposed where there is no machine)
 * @param m basis kernels M of kernels with several taps (at most R * S are used), or null
 * @param pointwiseTerms ternary terms of 1 x 1 and fully connected layers, or null
 * @param uniform whether bits are independent, of one density per layer, instead of uneven
 * @param undecomposed {@code auto}: layers with C / groups up to M keep one kernel per (k, c); {@code never}: only
 *     depthwise layers do
 * @param coefficientDensity one mean coefficient density for all layers, or null
 * @param sparsity overall sparsity in percent of the unstructured weights, one of the profile's levels, or null
 * @param weightDensity one density of unstructured weights for all layers, or null
 * @param activationDensity one input activation density for all layers but those that read the image, or null
 * @param profile path or bundled name of a profile, or null for the bundled one of the network's name
 */
public record NetworkOptions(
        long seed,
        WeightForm form,
        Integer m,
        Integer pointwiseTerms,
        boolean uniform,
        String undecomposed,
        Double coefficientDensity,
        Double sparsity,
        Double weightDensity,
        Double activationDensity,
        String profile) {

    /** Seed 1, all else as machine and profile say. */
    public static final NetworkOptions DEFAULTS =
            new NetworkOptions(1, null, null, null, false, "auto", null, null, null, null, null);

    private static final String FORM = "workload.form";

    private static final List<String> PATHS = List.of(
            "workload.activation_density",
            "workload.coefficient_density",
            FORM,
            "workload.m",
            "workload.pointwise_terms",
            "workload.profile",
            "workload.seed",
            "workload.sparsity",
            "workload.undecomposed",
            "workload.uniform",
            "workload.weight_density");

    /** The paths that {@link #set} knows. */
    public static List<String> paths() {
        return PATHS;
    }

    /**
     * These options with one changed.
     *
     * @param path one of {@link #paths}, for example {@code workload.m}; the {@code workload.} may be left out
     * @throws InputException when the path is unknown or the value does not fit
     */
    public NetworkOptions set(String path, String value) {
        String full = path.startsWith("workload.") ? path : "workload." + path;
        if (!PATHS.contains(full)) {
            throw new InputException(full + ": no such option" + Names.didYouMean(full, PATHS) + " (accepted: "
                    + String.join(", ", PATHS) + ")");
        }
        return new NetworkOptions(
                pick(full, "seed", seed, () -> whole(full, value, Long.MIN_VALUE, Long.MAX_VALUE)),
                pick(full, "form", form, () -> form(value)),
                pick(full, "m", m, () -> (int) whole(full, value, 1, 121)),
                pick(full, "pointwise_terms", pointwiseTerms, () -> (int) whole(full, value, 1, 16)),
                pick(
                        full,
                        "uniform",
                        uniform,
                        () -> choice(full, value, "true", "false").equals("true")),
                pick(full, "undecomposed", undecomposed, () -> choice(full, value, "auto", "never")),
                pick(full, "coefficient_density", coefficientDensity, () -> real(full, value, 1)),
                pick(full, "sparsity", sparsity, () -> real(full, value, 100)),
                pick(full, "weight_density", weightDensity, () -> real(full, value, 1)),
                pick(full, "activation_density", activationDensity, () -> real(full, value, 1)),
                pick(full, "profile", profile, () -> value));
    }

    /** These options with another seed. */
    public NetworkOptions withSeed(long other) {
        return set("seed", Long.toString(other));
    }

    /** These options with another form of weights. */
    public NetworkOptions withForm(WeightForm other) {
        return set(FORM, other.word());
    }

    /** The form of the weights; decomposed if the options do not say. */
    WeightForm formOrDecomposed() {
        return form == null ? WeightForm.DECOMPOSED : form;
    }

    /** The paths that give all densities that the form needs. */
    List<String> densityPaths() {
        return switch (formOrDecomposed()) {
            case DENSE, GROUPED -> List.of("workload.activation_density");
            case UNSTRUCTURED -> List.of("workload.weight_density", "workload.activation_density");
            case DECOMPOSED -> List.of("workload.coefficient_density", "workload.activation_density");
        };
    }

    /** Whether all densities that the form needs are given, so that no profile is needed. */
    boolean givesDensities() {
        return switch (formOrDecomposed()) {
            case DENSE, GROUPED -> activationDensity != null;
            case UNSTRUCTURED -> weightDensity != null && activationDensity != null;
            case DECOMPOSED -> coefficientDensity != null && activationDensity != null;
        };
    }

    /** Paths that are set and that weights of this form do not have, in alphabetical order. */
    public List<String> without(WeightForm other) {
        List<String> paths = new ArrayList<>();
        if (other != WeightForm.DECOMPOSED) {
            add(paths, "coefficient_density", coefficientDensity != null);
            add(paths, "m", m != null);
            add(paths, "pointwise_terms", pointwiseTerms != null);
        }
        if (other != WeightForm.UNSTRUCTURED) {
            add(paths, "sparsity", sparsity != null);
        }
        if (other != WeightForm.DECOMPOSED) {
            add(paths, "undecomposed", !undecomposed.equals(DEFAULTS.undecomposed));
        }
        if (other != WeightForm.UNSTRUCTURED) {
            add(paths, "weight_density", weightDensity != null);
        }
        return paths;
    }

    /**
     * The form that a word stands for.
     *
     * @throws InputException if it stands for none
     */
    public static WeightForm form(String word) {
        for (WeightForm form : WeightForm.values()) {
            if (form.word().equals(word)) {
                return form;
            }
        }
        throw new InputException(FORM + ": must be "
                + Arrays.stream(WeightForm.values()).map(WeightForm::word).collect(Collectors.joining(", ")) + ", not "
                + word);
    }

    private static void add(List<String> paths, String path, boolean set) {
        if (set) {
            paths.add("workload." + path);
        }
    }

    private static <T> T pick(String path, String field, T old, Supplier<T> made) {
        return path.equals("workload." + field) ? made.get() : old;
    }

    private static double real(String path, String value, int high) {
        try {
            double number = Double.parseDouble(value);
            if (number >= 0 && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InputException(path + ": must be a number from 0 to " + high + ", not " + value);
        }
        throw new InputException(path + ": must be a number from 0 to " + high + ", not " + value);
    }

    private static long whole(String path, String value, long low, long high) {
        try {
            long number = Long.parseLong(value);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InputException(path + ": must be a whole number from " + low + " to " + high + ", not " + value);
        }
        throw new InputException(path + ": must be a whole number from " + low + " to " + high + ", not " + value);
    }

    private static String choice(String path, String value, String first, String second) {
        if (value.equals(first) || value.equals(second)) {
            return value;
        }
        throw new InputException(path + ": must be " + first + " or " + second + ", not " + value);
    }

    /**
     * These options with the form that runs on a machine.
     *
     * @param forms the forms of weights that it runs, the one that it is meant for first
     * @throws InputException if it does not run the form asked for, or the form lacks an option that is set
     */
    public NetworkOptions forMachine(List<WeightForm> forms) {
        WeightForm runs = formFor(form, forms);
        List<String> without = without(runs);
        if (!without.isEmpty()) {
            throw noSuchOption(without.get(0), runs);
        }
        return withForm(runs);
    }

    /**
     * The form that runs.
     *
     * @param asked null for the machine's first
     */
    public static WeightForm formFor(WeightForm asked, List<WeightForm> forms) {
        if (asked == null) {
            return forms.get(0);
        }
        if (asked == WeightForm.GROUPED && !forms.contains(asked)) {
            throw new InputException(
                    FORM + ": grouped weights come from a trace folder whose layers have branches; here it" + " can be "
                            + forms.stream().map(WeightForm::word).collect(Collectors.joining(", ")));
        }
        if (!forms.contains(asked)) {
            throw new InputException("workload.form: the machine does not run " + asked.word() + " weights; it runs "
                    + forms.stream().map(WeightForm::word).collect(Collectors.joining(", ")));
        }
        return asked;
    }

    /** That an option is given which the form that runs does not have. */
    public static InputException noSuchOption(String path, WeightForm form) {
        return new InputException(path + ": " + form.word() + " weights, which run here, have no such option");
    }

    /** All options of the form; what is left to the profile says so. A profile's path is cut to its name: results know no paths. */
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("activation_density", orProfile(activationDensity));
        if (form == WeightForm.DECOMPOSED) {
            all.put("coefficient_density", orProfile(coefficientDensity));
        }
        all.put("form", form.word());
        if (form == WeightForm.DECOMPOSED) {
            all.put("m", orProfile(m));
            all.put("pointwise_terms", orProfile(pointwiseTerms));
        }
        all.put(
                "profile",
                profile == null ? "bundled" : Path.of(profile).getFileName().toString());
        if (form == WeightForm.UNSTRUCTURED) {
            all.put("sparsity", orProfile(sparsity));
        }
        if (form == WeightForm.DECOMPOSED) {
            all.put("undecomposed", undecomposed);
        }
        all.put("uniform", Boolean.toString(uniform));
        if (form == WeightForm.UNSTRUCTURED) {
            all.put("weight_density", orProfile(weightDensity));
        }
        return all;
    }

    private static String orProfile(Object value) {
        return value == null ? "as the profile says" : value.toString();
    }
}
