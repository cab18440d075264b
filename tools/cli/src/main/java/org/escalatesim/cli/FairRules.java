package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be the same on all machines of a comparison, or speedups mean nothing: clock, DRAM, 8-bit data. */
final class FairRules {
    private static final String CLOCK = "clock_mhz";
    private static final String DRAM = "dram.";
    private static final String DATA_BITS = "data_bits";
    private static final String COMMON_BITS = "8";

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
