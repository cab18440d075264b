package org.escalatesim.sweep;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.escalatesim.config.MachineTemplate;
import org.escalatesim.config.Names;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.network.NetworkOptions;

/** What to say of an axis that is no field of a machine. */
final class UnknownAxis {
    private static final String COMPRESSION = "compression";

    /** What is no axis, since it has a key of its own. */
    private static final Map<String, String> HEAD_HINTS = Map.of(
            "machine", "machine is no axis; give the key machines",
            "energy_table", "energy_table is no axis; give the key energy",
            "workload", "workload is a section; its fields are workload.m and the like",
            "seed", "seed is no axis; give the key seeds",
            "image", "image is no axis; give images with each trace");

    private UnknownAxis() {}

    /** What is wrong with the field, without a place; {@code works} are what the sweep runs. */
    static String why(String field, MachineTemplate machine, List<Work> works) {
        if (field.equals("name")) {
            return "name cannot be an axis";
        }
        String hint = HEAD_HINTS.get(field);
        return hint == null ? unknown(field, machine, works) : hint;
    }

    /** It may be meant for an option of the workload. */
    private static String unknown(String field, MachineTemplate machine, List<Work> works) {
        String last = field.substring(field.lastIndexOf('.') + 1);
        String section = field.substring(0, field.length() - last.length());
        if (!section.isEmpty() && machine.fields().stream().anyMatch(each -> each.startsWith(section))) {
            return machine.unknown(field);
        }
        List<String> options = options(works);
        boolean compression = section.equals(COMPRESSION + ".") || field.equals(COMPRESSION);
        String option = Sweep.WORKLOAD + last;
        String nearest = options.contains(option) ? option : compression ? Names.nearest(option, options) : null;
        if (nearest == null && !compression) {
            String text = machine.unknown(field);
            return text.contains("accepted: ") ? text + ", " + String.join(", ", options) : text;
        }
        return field + " is not a field; " + (nearest == null ? "" : "did you mean " + nearest + "? ")
                + (compression ? "options of the compression are the workload's; " : "") + "accepted: "
                + String.join(", ", options)
                + (compression ? "" : ", or a field of the machine");
    }

    /** Options that axes may have, of networks and traces alike. */
    private static List<String> options(List<Work> works) {
        return Stream.concat(
                        NetworkOptions.paths().stream(),
                        TraceOptions.paths().stream().map(option -> Sweep.WORKLOAD + option))
                .filter(path -> !path.equals("workload.seed"))
                .filter(path -> works.stream().anyMatch(work -> work.has(path.substring(Sweep.WORKLOAD.length()))))
                .distinct()
                .sorted()
                .toList();
    }
}
