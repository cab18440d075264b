package org.escalatesim.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Which kinds of figure take which options of {@code plot}. An option that is not in the table is for all kinds. */
final class PlotOptions {
    private static final Map<String, List<String>> TAKEN = new LinkedHashMap<>();

    static {
        TAKEN.put("--scale", List.of("energy", "cycles"));
        TAKEN.put("--layers", List.of("energy"));
        TAKEN.put("--units", List.of("cycles", "utilisation"));
        TAKEN.put("--error", List.of("speedup", "efficiency", "utilisation", "sensitivity", "accuracy"));
        TAKEN.put("--x", List.of("sensitivity", "pareto", "accuracy"));
        TAKEN.put("--y", List.of("sensitivity", "pareto", "accuracy"));
        TAKEN.put("--z", List.of("pareto"));
        TAKEN.put("--series", List.of("sensitivity", "accuracy"));
        TAKEN.put("--heat", List.of("sensitivity"));
        TAKEN.put("--from-zero", List.of("sensitivity"));
        TAKEN.put("--label", List.of("pareto", "accuracy"));
        TAKEN.put("--over", List.of("accuracy"));
        TAKEN.put("--where", List.of("sensitivity", "pareto", "accuracy"));
        for (String option : new String[] {"--net", "--weights", "--trace", "--image", "--seed", "--set"}) {
            TAKEN.put(option, List.of("density"));
        }
    }

    private PlotOptions() {}

    /** Options that are not for all kinds, with the kinds that take them. */
    static Map<String, List<String>> taken() {
        return Map.copyOf(TAKEN);
    }

    /**
     * Throws if an option was given that would change nothing: one of other kinds, or one of a figure of another sort.
     *
     * @param kind one of the kinds of figure
     * @param extension of the figure's file
     */
    static void check(String kind, String extension, ParseResult given) {
        for (OptionSpec option : given.matchedOptions()) {
            List<String> kinds = TAKEN.get(option.longestName());
            if (kinds != null && !kinds.contains(kind)) {
                throw new InputException(
                        option.longestName() + " is for " + String.join(", ", kinds) + ", not for " + kind);
            }
        }
        if (given.hasMatchedOption("--heat") && given.hasMatchedOption("--error")) {
            throw new InputException(
                    "--error is for sensitivity as lines, not with --heat: heat maps have no error bars");
        }
        if (given.hasMatchedOption("--heat") && given.hasMatchedOption("--from-zero")) {
            throw new InputException("--from-zero is for sensitivity as lines, not with --heat");
        }
        if (given.hasMatchedOption("--dpi") && !extension.equals("png")) {
            throw new InputException("--dpi is for png, not for " + extension + ", which has no dots");
        }
    }
}
