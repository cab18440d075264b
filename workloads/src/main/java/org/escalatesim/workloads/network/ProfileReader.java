package org.escalatesim.workloads.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.config.YamlReader;

/** Reads sparsity profiles and expands their rules to the layers of a network. */
public final class ProfileReader {
    private static final int MOST_PROBLEMS = 5;

    /** What a list of rules gives densities of. */
    private enum Kind {
        COEFFICIENTS,
        ACTIVATIONS,
        WEIGHTS
    }

    private final String file;
    private final Network network;
    private final List<String> problems = new ArrayList<>();

    private ProfileReader(String file, Network network) {
        this.file = file;
        this.network = network;
    }

    /**
     * Reads the text of a profile; {@code file} is how messages call it.
     *
     * @throws InputException when the text does not fit the format, a layer has no density, a rule matches no layer, a
     *     density is not 0 to 1 or has no source
     */
    public static Profile read(String file, String text, Network network) {
        return new ProfileReader(file, network).expand(YamlReader.read(file, text, ProfileFile.class));
    }

    private Profile expand(ProfileFile profile) {
        range("m", profile.m(), 121);
        range("pointwise_terms", profile.pointwiseTerms(), 16);
        if (profile.accuracy() == null || profile.accuracy().isBlank()) {
            problems.add(file + ": accuracy: must say what is known, or: accuracy not established");
        }
        Map<String, String> sources = profile.sources() == null ? Map.of() : profile.sources();
        ProfileFile.Decay decay = profile.basisDecay();
        if (decay == null
                || decay.values() == null
                || decay.values().isEmpty()
                || decay.values().stream().anyMatch(v -> v == null || !(v > 0))) {
            problems.add(file + ": basis_decay.values: must be numbers above 0, not "
                    + (decay == null ? null : decay.values()));
        }
        String decaySource = decay == null ? null : source("basis_decay.source", decay.source(), sources);
        List<Profile.Density> coefficients = rules("coefficients", profile.coefficients(), sources, Kind.COEFFICIENTS);
        List<Profile.Density> activations = rules("activations", profile.activations(), sources, Kind.ACTIVATIONS);
        Pruned pruned = profile.pruned() == null ? null : pruned(profile.pruned(), sources);
        if (!problems.isEmpty()) {
            throw new InputException(problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
        }
        return new Profile(
                profile.m(),
                profile.pointwiseTerms(),
                profile.accuracy(),
                decay.values(),
                decaySource,
                coefficients,
                activations,
                pruned);
    }

    private Pruned pruned(ProfileFile.PrunedSection section, Map<String, String> sources) {
        ProfileFile.Figures figures = section.accuracy();
        if (figures == null) {
            problems.add(file + ": pruned.accuracy: must name a source, with metric and dense where they are known");
            figures = new ProfileFile.Figures(null, null, null);
        }
        String source = source("pruned.accuracy.source", figures.source(), sources);
        percent("pruned.accuracy.dense", figures.dense());
        List<Pruned.Level> levels = new ArrayList<>();
        List<ProfileFile.Level> written = section.levels() == null ? List.of() : section.levels();
        int chosen = section.defaultLevel() == null ? 0 : -1;
        for (int i = 0; i < written.size(); i++) {
            ProfileFile.Level level = written.get(i);
            if (level == null) {
                problems.add(file + ": pruned.levels[" + i + "]: must be a level, not null");
                continue;
            }
            percent("pruned.levels[" + i + "].sparsity", level.sparsity());
            percent("pruned.levels[" + i + "].accuracy", level.accuracy());
            if ((figures.dense() != null || level.accuracy() != null) && figures.metric() == null) {
                problems.add(file + ": pruned.accuracy.metric: must say what the accuracies are");
            }
            chosen = section.defaultLevel() != null && section.defaultLevel() == level.sparsity() ? i : chosen;
            levels.add(new Pruned.Level(level.sparsity(), level.accuracy()));
        }
        if (chosen < 0) {
            problems.add(file + ": pruned.default_level: must be the sparsity of one of the levels, not "
                    + section.defaultLevel());
        }
        if (levels.isEmpty()) {
            levels.add(new Pruned.Level(null, null));
        }
        List<Profile.Density> weights = rules("pruned.weights", section.weights(), sources, Kind.WEIGHTS);
        for (Profile.Density density : weights) {
            if (density != null
                    && density.perBasis() != null
                    && density.perBasis().size() != levels.size()) {
                problems.add(file + ": pruned.weights: per_level must have one density per level (" + levels.size()
                        + "), not " + density.perBasis().size());
                break;
            }
        }
        return new Pruned(figures.metric(), figures.dense(), source, List.copyOf(levels), chosen, weights);
    }

    private void percent(String field, Double value) {
        if (value != null && !(value >= 0 && value <= 100)) {
            problems.add(file + ": " + field + ": must be 0 to 100 %, not " + value);
        }
    }

    private List<Profile.Density> rules(
            String list, List<ProfileFile.Rule> rules, Map<String, String> sources, Kind kind) {
        int size = network.layers().size();
        Profile.Density[] densities = new Profile.Density[size];
        for (int i = 0; rules != null && i < rules.size(); i++) {
            ProfileFile.Rule rule = rules.get(i);
            String field = list + "[" + i + "]";
            if (rule == null) {
                problems.add(file + ": " + field + ": must be a rule, not null");
                continue;
            }
            Profile.Density density = density(field, rule, sources, kind);
            if (rule.layers() == null
                    || rule.layers().isEmpty()
                    || rule.layers().contains(null)) {
                problems.add(file + ": " + field + ".layers: must list regular expressions of layer names");
                continue;
            }
            for (String expression : rule.layers()) {
                apply(field, expression, density, densities);
            }
        }
        for (int i = 0; i < size; i++) {
            boolean needed =
                    kind != Kind.COEFFICIENTS || network.layers().get(i).shape().cPerGroup() > 1;
            if (densities[i] == null && needed) {
                problems.add(file + ": " + list + ": layer "
                        + network.layers().get(i).name() + " has no density");
            }
        }
        List<Profile.Density> result = new ArrayList<>();
        for (Profile.Density density : densities) {
            result.add(density);
        }
        return result;
    }

    private void apply(String field, String expression, Profile.Density density, Profile.Density[] densities) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            problems.add(file + ": " + field + ".layers: " + expression + " is not a regular expression: "
                    + e.getDescription());
            return;
        }
        boolean matched = false;
        for (int i = 0; i < densities.length; i++) {
            if (pattern.matcher(network.layers().get(i).name()).matches()) {
                matched = true;
                densities[i] = densities[i] == null ? density : densities[i];
            }
        }
        if (!matched) {
            List<String> names =
                    network.layers().stream().map(Network.Layer::name).toList();
            problems.add(file + ": " + field + ".layers: " + expression + " matches no layer of " + network.name()
                    + Names.didYouMean(expression, names));
        }
    }

    private Profile.Density density(String field, ProfileFile.Rule rule, Map<String, String> sources, Kind kind) {
        String source = source(field + ".source", rule.source(), sources);
        List<Double> values = kind == Kind.WEIGHTS ? rule.perLevel() : rule.perBasis();
        String several = kind == Kind.WEIGHTS ? "per_level" : "per_basis";
        if (rule.perBasis() != null && kind != Kind.COEFFICIENTS) {
            problems.add(file + ": " + field + ".per_basis: only coefficients have it");
        }
        if (rule.perLevel() != null && kind != Kind.WEIGHTS) {
            problems.add(file + ": " + field + ".per_level: only pruned weights have it");
        }
        if ((values == null) == (rule.density() == null)) {
            problems.add(file + ": " + field + ": must give either density or " + several);
            return new Profile.Density(0, null, source);
        }
        for (Double value : values == null ? List.of(rule.density()) : values) {
            if (value == null || !(value >= 0 && value <= 1)) {
                problems.add(file + ": " + field + "." + (values == null ? "density" : several)
                        + ": a density must be 0 to 1, not " + value);
                return new Profile.Density(0, null, source);
            }
        }
        double mean = values == null
                ? rule.density()
                : values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new Profile.Density(mean, values, source);
    }

    private String source(String field, String key, Map<String, String> sources) {
        String source = key == null ? null : sources.get(key);
        if (source == null) {
            problems.add(file + ": " + field + ": must be one of sources " + new TreeSet<>(sources.keySet()) + ", not "
                    + key);
        }
        return source;
    }

    private void range(String field, int value, int high) {
        if (value < 1 || value > high) {
            problems.add(file + ": " + field + ": must be 1 to " + high + ", not " + value);
        }
    }
}
