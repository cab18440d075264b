package org.escalatesim.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.escalatesim.trace.Accuracy;

/** Every difference between the machines of a comparison, and what must be known of the forms that they ran. */
final class CompareMachineTable {
    private static final int NAME_WIDTH = 18;

    private CompareMachineTable() {}

    static List<String> lines(MachineComparison comparison) {
        List<String> lines = new ArrayList<>(machines(comparison));
        for (ComparedMachine machine : comparison.machines()) {
            lines.addAll(RunTable.labelled(
                    "units",
                    List.of(
                            machine.label() + ": multipliers " + machine.multipliersByWidth(),
                            "adders " + machine.addersByWidth())));
        }
        areas(comparison, lines);
        rules(comparison, lines);
        accuracies(comparison, lines);
        said(comparison, lines, "note", machine -> machine.run().workload().notes());
        said(comparison, lines, "warning", machine -> machine.run().machine().warnings());
        if (comparison.reference().run().workload().valuesVerified()) {
            lines.addAll(RunTable.labelled(
                    "values", List.of("equal to the reference, bit for bit, in every layer of every machine")));
        }
        return lines;
    }

    /** Area and what speedups become when every machine has as much of it as the one compared with. */
    private static void areas(MachineComparison comparison, List<String> lines) {
        List<String> parts = new ArrayList<>();
        for (ComparedMachine machine : comparison.machines()) {
            MachineArea area = machine.run().machine().area();
            if (area != null) {
                Ratios ratios = Ratios.of(machine, comparison.reference());
                String range = machine == comparison.reference()
                        ? ""
                        : " (" + Numbers.fixed(ratios.perMm2Least(), 2) + " to " + Numbers.fixed(ratios.perMm2Most(), 2)
                                + ")";
                parts.add(machine.label() + " " + area.text() + ", speedup per mm2 " + Numbers.fixed(ratios.perMm2(), 2)
                        + "x" + range);
            }
        }
        if (!parts.isEmpty()) {
            parts.add("estimated by table "
                    + comparison.reference().run().machine().area().table()
                    + "; per mm2: speedup over " + comparison.reference().label()
                    + " x its area / the machine's, the range with one at its low and the other at its high");
            lines.addAll(RunTable.labelled("area", parts));
        }
    }

    private static List<String> machines(MachineComparison comparison) {
        TextTable table = new TextTable(
                "llrrrrrlrrl",
                new String[] {
                    "differences", "", "clock,", "data", "multi-", "as 8x8 +", "SRAM,", "form of", "density of", "", ""
                },
                new String[] {
                    "machine", "kind", "MHz", "bits", "pliers", "output", "KiB", "weights", "weights", "activ.", "DRAM"
                });
        for (ComparedMachine machine : comparison.machines()) {
            Totals totals = Totals.of(machine.run());
            Map<String, Object> fields = machine.run().machine().configuration();
            table.row(
                    TextTable.shorten(machine.label(), NAME_WIDTH),
                    TextTable.shorten(machine.kind(), 12),
                    Integer.toString(machine.run().machine().clockMhz()),
                    fields.getOrDefault("data_bits", 8).toString(),
                    Numbers.count(machine.run().machine().multipliers()),
                    Numbers.fixed(machine.in8x8(), 0) + " + " + Numbers.fixed(machine.outputIn8x8(), 0),
                    Numbers.fixed(machine.sramBytes() / 1024.0, 1),
                    machine.form().word(),
                    Numbers.fixed(totals.weightNonZeros() / (double) totals.weightValues(), 3),
                    Numbers.fixed(totals.activationNonZeros() / (double) totals.activations(), 3),
                    dram(fields));
        }
        return table.lines();
    }

    private static String dram(Map<String, Object> fields) {
        if (fields.get("dram.bytes_per_cycle") == null) {
            return "none";
        }
        return Boolean.TRUE.equals(fields.get("dram.ideal"))
                ? "ideal"
                : fields.get("dram.bytes_per_cycle") + " bytes/cycle, latency " + fields.get("dram.latency_cycles");
    }

    private static void rules(MachineComparison comparison, List<String> lines) {
        if (!comparison.asPublished()) {
            lines.addAll(RunTable.labelled(
                    "rules", List.of("same clock, same DRAM, 8-bit data and one energy table on all machines")));
            return;
        }
        lines.addAll(RunTable.labelled(
                "rules",
                List.of("machines as published: clock, DRAM and data width may differ, so speedups are of time and not"
                        + " of cycles; one energy table")));
        comparison.differences().forEach(line -> lines.addAll(RunTable.labelled("differs", List.of(line))));
    }

    private static void accuracies(MachineComparison comparison, List<String> lines) {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        for (ComparedMachine machine : comparison.machines()) {
            Accuracy accuracy = machine.accuracy();
            String text = machine.form().word() + " form, "
                    + (accuracy.known() ? Numbers.plain(accuracy.percent()) + " % " + accuracy.metric() : "not known")
                    + " (" + accuracy.source() + ")";
            labels.computeIfAbsent(text, key -> new LinkedHashSet<>()).add(machine.label());
        }
        labels.forEach((text, all) ->
                lines.addAll(RunTable.labelled("accuracy", List.of(String.join(", ", all) + ": " + text))));
        Map<String, Set<String>> marked = new LinkedHashMap<>();
        for (ComparedMachine machine : comparison.machines()) {
            AccuracyMatch match = AccuracyMatch.of(machine, comparison.reference());
            if (!match.iso()) {
                marked.computeIfAbsent(match.reason(), key -> new LinkedHashSet<>())
                        .add(machine.label());
            }
        }
        marked.forEach((reason, all) -> lines.addAll(RunTable.labelled(
                "accuracy",
                List.of(AccuracyMatch.NOT_ISO + ": " + String.join(", ", all) + " over "
                        + comparison.reference().label() + ": " + reason))));
    }

    /** Notes once each, with the machines that they hold for where these are not all. */
    private static void said(
            MachineComparison comparison,
            List<String> lines,
            String word,
            Function<ComparedMachine, List<String>> said) {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        for (ComparedMachine machine : comparison.machines()) {
            said.apply(machine)
                    .forEach(note -> labels.computeIfAbsent(note, key -> new LinkedHashSet<>())
                            .add(machine.label()));
        }
        labels.forEach((note, all) -> lines.addAll(RunTable.labelled(
                word,
                List.of(all.size() == comparison.machines().size() ? note : String.join(", ", all) + ": " + note))));
    }
}
