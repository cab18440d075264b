package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.escalatesim.config.LoadedMachine;

/**
 * What must be the same on all machines of a comparison, or speedups mean nothing: clock, DRAM, 8-bit data, one image at
 * a time, and the same activations.
 */
final class FairRules {
    private static final String CLOCK = "clock_mhz";
    private static final String DRAM = "dram.";
    private static final String DATA_BITS = "data_bits";
    private static final String COMMON_BITS = "8";
    private static final String BATCH = "batch";
    /** The batch of machines that run one image at a time. */
    static final String ONE_IMAGE = "1";

    /** Workload options that decide the activations. */
    private static final List<String> ACTIVATIONS =
            List.of("activation_density", "profile", "uniform", "pad", "stride");

    private FairRules() {}

    /**
     * Where machines differ that must not, one line each: machine, field, its value, and the value of the first machine
     * (of data widths, 8).
     */
    static List<String> differences(List<Contender> contenders) {
        List<String> lines = new ArrayList<>();
        Contender first = contenders.get(0);
        for (Contender contender : contenders) {
            Map<String, Object> fields = contender.machine().resolved();
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                String path = field.getKey();
                boolean bits = path.equals(DATA_BITS) || path.endsWith("." + DATA_BITS);
                if (bits && !field.getValue().toString().equals(COMMON_BITS)) {
                    lines.add("machine " + contender.label() + ": " + path + " is " + field.getValue()
                            + ", comparisons have " + COMMON_BITS);
                }
            }
            if (!batch(contender.machine()).equals(ONE_IMAGE)) {
                lines.add("machine " + contender.label() + ": batch is " + batch(contender.machine())
                        + ", comparisons have 1: its cycles and energy are those of all images");
            }
            activations(first, contender, lines);
            Set<String> paths = new LinkedHashSet<>(List.of(CLOCK));
            paths.addAll(dram(first));
            paths.addAll(dram(contender));
            for (String path : paths) {
                String ours = value(contender, path);
                String theirs = value(first, path);
                if (!ours.equals(theirs)) {
                    lines.add("machine " + contender.label() + ": " + path + " is " + ours + ", machine "
                            + first.label() + " has " + theirs);
                }
            }
        }
        return lines;
    }

    /** Images that a machine runs back to back for one of a trace. */
    static String batch(LoadedMachine machine) {
        Object batch = machine.resolved().get(BATCH);
        return batch == null ? ONE_IMAGE : batch.toString();
    }

    private static void activations(Contender first, Contender contender, List<String> lines) {
        if (!Objects.equals(first.job().seed(), contender.job().seed())) {
            lines.add("machine " + contender.label() + ": workload.seed is "
                    + contender.job().seed() + ", machine " + first.label() + " has "
                    + first.job().seed());
        }
        if (!contender.job().images().equals(first.job().images())) {
            lines.add("machine " + contender.label() + ": runs images "
                    + contender.job().images() + " of its trace, machine " + first.label() + " runs "
                    + first.job().images());
        }
        for (String option : ACTIVATIONS) {
            String ours = contender.job().options().getOrDefault(option, "not given");
            String theirs = first.job().options().getOrDefault(option, "not given");
            if (!ours.equals(theirs)) {
                lines.add("machine " + contender.label() + ": workload." + option + " is " + ours + ", machine "
                        + first.label() + " has " + theirs);
            }
        }
    }

    private static List<String> dram(Contender contender) {
        return contender.machine().resolved().keySet().stream()
                .filter(path -> path.startsWith(DRAM))
                .toList();
    }

    private static String value(Contender contender, String path) {
        if (path.equals(CLOCK)) {
            return Integer.toString(contender.machine().spec().clockMhz());
        }
        Object value = contender.machine().resolved().get(path);
        return value == null ? "not given" : value.toString();
    }
}
