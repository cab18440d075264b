package org.escalatesim.workloads.network;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;

/**
 * How a network becomes a workload. Null means: as the profile says.
 *
 * @param seed of the synthetic coefficients and activations
 * @param m basis kernels M of kernels with several taps (at most R * S are used), or null
 * @param pointwiseTerms ternary terms of 1 x 1 and fully connected layers, or null
 * @param uniform whether bits are independent, of one density per layer, instead of uneven
 * @param undecomposed {@code auto}: layers with C / groups up to M keep one kernel per (k, c); {@code never}: only
 *     depthwise layers do
 * @param coefficientDensity one mean coefficient density for all layers, or null
 * @param activationDensity one input activation density for all layers but those that read the image, or null
 * @param profile path or bundled name of a profile, or null for the bundled one of the network's name
 */
public record NetworkOptions(
        long seed,
        Integer m,
        Integer pointwiseTerms,
        boolean uniform,
        String undecomposed,
        Double coefficientDensity,
        Double activationDensity,
        String profile) {

    /** Seed 1, all else as the profile says. */
    public static final NetworkOptions DEFAULTS = new NetworkOptions(1, null, null, false, "auto", null, null, null);

    private static final List<String> PATHS = List.of(
            "workload.activation_density",
            "workload.coefficient_density",
            "workload.m",
            "workload.pointwise_terms",
            "workload.profile",
            "workload.seed",
            "workload.undecomposed",
            "workload.uniform");

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
        return switch (full) {
            case "workload.activation_density" ->
                new NetworkOptions(
                        seed,
                        m,
                        pointwiseTerms,
                        uniform,
                        undecomposed,
                        coefficientDensity,
                        density(full, value),
                        profile);
            case "workload.coefficient_density" ->
                new NetworkOptions(
                        seed,
                        m,
                        pointwiseTerms,
                        uniform,
                        undecomposed,
                        density(full, value),
                        activationDensity,
                        profile);
            case "workload.m" ->
                new NetworkOptions(
                        seed,
                        (int) whole(full, value, 1, 121),
                        pointwiseTerms,
                        uniform,
                        undecomposed,
                        coefficientDensity,
                        activationDensity,
                        profile);
            case "workload.pointwise_terms" ->
                new NetworkOptions(
                        seed,
                        m,
                        (int) whole(full, value, 1, 16),
                        uniform,
                        undecomposed,
                        coefficientDensity,
                        activationDensity,
                        profile);
            case "workload.profile" ->
                new NetworkOptions(
                        seed, m, pointwiseTerms, uniform, undecomposed, coefficientDensity, activationDensity, value);
            case "workload.seed" -> withSeed(whole(full, value, Long.MIN_VALUE, Long.MAX_VALUE));
            case "workload.undecomposed" ->
                new NetworkOptions(
                        seed,
                        m,
                        pointwiseTerms,
                        uniform,
                        choice(full, value, "auto", "never"),
                        coefficientDensity,
                        activationDensity,
                        profile);
            case "workload.uniform" ->
                new NetworkOptions(
                        seed,
                        m,
                        pointwiseTerms,
                        choice(full, value, "true", "false").equals("true"),
                        undecomposed,
                        coefficientDensity,
                        activationDensity,
                        profile);
            default ->
                throw new InputException(full + ": no such option" + Names.didYouMean(full, PATHS) + "; accepted: "
                        + String.join(", ", PATHS));
        };
    }

    /** These options with another seed. */
    public NetworkOptions withSeed(long other) {
        return new NetworkOptions(
                other, m, pointwiseTerms, uniform, undecomposed, coefficientDensity, activationDensity, profile);
    }

    /** All options; what is left to the profile says so. A profile's path is cut to its name: results know no paths. */
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("activation_density", orProfile(activationDensity));
        all.put("coefficient_density", orProfile(coefficientDensity));
        all.put("m", orProfile(m));
        all.put("pointwise_terms", orProfile(pointwiseTerms));
        all.put(
                "profile",
                profile == null ? "bundled" : Path.of(profile).getFileName().toString());
        all.put("undecomposed", undecomposed);
        all.put("uniform", Boolean.toString(uniform));
        return all;
    }

    private static String orProfile(Object value) {
        return value == null ? "as the profile says" : value.toString();
    }

    private static Double density(String path, String value) {
        try {
            double density = Double.parseDouble(value);
            if (density >= 0 && density <= 1) {
                return density;
            }
        } catch (NumberFormatException e) {
            throw new InputException(path + ": must be a number from 0 to 1, not " + value);
        }
        throw new InputException(path + ": must be a number from 0 to 1, not " + value);
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
}
