package org.escalatesim.report.page;

import static j2html.TagCreator.h3;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.report.AccuracyMatch;
import org.escalatesim.report.ComparedMachine;
import org.escalatesim.report.MachineArea;
import org.escalatesim.report.MachineComparison;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.Ratios;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.page.Blocks.Section;
import org.escalatesim.trace.Accuracy;

/** The page of a comparison of machines. */
public final class ComparePage {
    private ComparePage() {}

    /**
     * The file's text: HTML with everything inside; the same bytes for the same comparison and command.
     *
     * @param sources where each field of a machine's configuration comes from, by the machine's label and the field's
     *     path
     * @param areas what each machine's area is the sum of, by the machine's label; may lack machines
     * @param how how to make the comparison again
     */
    public static String write(
            MachineComparison comparison,
            Map<String, Map<String, String>> sources,
            Map<String, AreaEstimate> areas,
            Reproduction how) {
        CompareTables tables = new CompareTables(comparison);
        RunRecord.Work work = comparison.reference().run().workload();
        List<Section> sections = new ArrayList<>();
        sections.add(summary(comparison, tables));
        Section charts = new Section("charts", "Charts");
        new CompareCharts(comparison).render().forEach(charts::add);
        sections.add(charts);
        Section layers = new Section("layers", "Layers").add(tables.layers());
        sections.add(layers);
        sections.add(new Section("spent", "Where cycles and energy went")
                .add(tables.ledger())
                .add(tables.components()));
        if (comparison.equalSram() != null) {
            sections.add(equalSram(comparison, tables));
        }
        if (machines(comparison).anyMatch(Objects::nonNull)) {
            sections.add(area(comparison, tables));
        }
        sections.add(differences(comparison, tables));
        Section machines = new Section("machines", "Machines");
        for (int i = 0; i < comparison.machines().size(); i++) {
            ComparedMachine machine = comparison.machines().get(i);
            machines.add(h3(machine.label()));
            SharedSections.machine(
                            "machine" + i,
                            new MachineFacts(
                                    machine.run().machine(),
                                    sources.getOrDefault(machine.label(), Map.of()),
                                    areas.get(machine.label())),
                            true)
                    .forEach(machines::add);
        }
        sections.add(machines);
        sections.add(workload(comparison));
        Section prices = new Section("prices", "Energy table");
        SharedSections.energyTable("price-table", comparison.tableRows()).forEach(prices::add);
        sections.add(prices);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", "escalate-sim " + comparison.version());
        facts.put("workload", comparison.network());
        facts.put(
                "seed",
                work.seed() == null ? "none: recorded data" : work.seed().toString());
        facts.put("energy table", comparison.energyTable());
        sections.add(SharedSections.reproduce(how, facts));
        return Page.write(
                comparison.network() + " on " + comparison.machines().size() + " machines",
                String.join(", ", labels(comparison)) + "; " + work.kind()
                        + (work.seed() == null ? "" : ", seed " + work.seed())
                        + (work.images().isEmpty() ? "" : ", image " + SharedSections.images(work.images()))
                        + "; energy table " + comparison.energyTable(),
                comparison.version(),
                sections);
    }

    static List<String> labels(MachineComparison comparison) {
        return comparison.machines().stream().map(ComparedMachine::label).toList();
    }

    private static Section summary(MachineComparison comparison, CompareTables tables) {
        Section section = new Section("summary", "Summary");
        ComparedMachine over = comparison.reference();
        List<DomContent> cards = new ArrayList<>();
        for (ComparedMachine machine : comparison.machines()) {
            Ratios ratios = Ratios.of(machine, over);
            cards.add(Blocks.card(
                    Numbers.fixed(ratios.speedup(), 2),
                    "x",
                    machine.label() + ": speedup over " + over.label() + "; energy efficiency "
                            + Numbers.fixed(ratios.efficiency(), 2) + " x"
                            + (ratios.accuracy().iso() ? "" : "; " + AccuracyMatch.NOT_ISO)));
        }
        section.add(Blocks.cards(cards.toArray(DomContent[]::new)));
        section.add(tables.totals());
        section.add(Blocks.small(
                "All ratios are over " + over.label() + ", above 1 where the machine is better. Efficiency:"
                        + " energy of " + over.label()
                        + " / energy of the machine. EDP: energy x time of all layers. Multipliers"
                        + " used: multiplications / (multipliers x cycles). Shortcut maps that were spilled are not read back, on"
                        + " no machine."));
        section.add(tables.ratios());
        section.add(Blocks.small(
                "Means: of the ratios of the " + comparison.layers() + " layers, each counted once. Per 8x8:"
                        + " speedup at equal numbers of multipliers in terms of 8 x 8 ones, output stages left out. Half, double:"
                        + " efficiency with the derived prices of the energy table so on both sides."));
        return section;
    }

    private static Section equalSram(MachineComparison comparison, CompareTables tables) {
        Section section = new Section("equal-sram", "Equal SRAM")
                .add(Blocks.paragraph("Every machine with the buffer that holds its maps resized, so that all its SRAMs"
                        + " together have at most "
                        + Shown.text(comparison.equalSram().bytes()) + " bytes."))
                .add(tables.equalSram());
        List<String> refused = comparison.equalSram().machines().stream()
                .filter(resized -> resized.machine() == null)
                .map(resized -> resized.label() + ": not possible: " + resized.refusal())
                .toList();
        if (!refused.isEmpty()) {
            section.add(Blocks.list("warnings", refused));
        }
        return section;
    }

    private static Stream<MachineArea> machines(MachineComparison comparison) {
        return comparison.machines().stream()
                .map(machine -> machine.run().machine().area());
    }

    private static Section area(MachineComparison comparison, CompareTables tables) {
        String over = comparison.reference().label();
        return new Section("area", "Area")
                .add(tables.area())
                .add(Blocks.small("Speedup per " + AreaBlocks.UNIT + ": speedup over " + over + " x the area of " + over
                        + " / the machine's; least and most: with one at its low and the other at its high. Areas by"
                        + " component stand with the machines below."))
                .add(AreaBlocks.caution(machines(comparison)
                        .filter(Objects::nonNull)
                        .map(MachineArea::table)
                        .distinct()
                        .collect(Collectors.joining(", "))));
    }

    private static Section differences(MachineComparison comparison, CompareTables tables) {
        Section section = new Section("differences", "Differences between the machines").add(tables.differences());
        List<String> rules = new ArrayList<>();
        rules.add(
                comparison.asPublished()
                        ? "Machines as published: clock, DRAM and data width may differ, so speedups are of time and not of"
                                + " cycles; one energy table."
                        : "Same clock, same DRAM, 8-bit data and one energy table on all machines.");
        comparison.differences().forEach(line -> rules.add("differs: " + line));
        for (ComparedMachine machine : comparison.machines()) {
            Accuracy accuracy = machine.accuracy();
            AccuracyMatch match = AccuracyMatch.of(machine, comparison.reference());
            rules.add(machine.label() + ": " + machine.form().word() + " form, accuracy "
                    + (accuracy.known() ? Numbers.plain(accuracy.percent()) + " % " + accuracy.metric() : "not known")
                    + " (" + accuracy.source() + ")"
                    + (match.iso()
                            ? ""
                            : "; " + AccuracyMatch.NOT_ISO + " over "
                                    + comparison.reference().label() + ": " + match.reason()));
        }
        return section.add(Blocks.list("notes", rules));
    }

    private static Section workload(MachineComparison comparison) {
        RunRecord.Work work = comparison.reference().run().workload();
        Section section = new Section("workload", "Workload");
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("name", comparison.network());
        facts.put("kind", work.kind().equals("network") ? "network, synthetic data" : work.kind() + ", recorded data");
        if (work.seed() != null) {
            facts.put("seed", work.seed().toString());
        }
        if (!work.images().isEmpty()) {
            facts.put(work.images().size() == 1 ? "image" : "images", SharedSections.images(work.images()));
        }
        for (ComparedMachine machine : comparison.machines()) {
            List<String> options = new ArrayList<>();
            machine.run().workload().options().forEach((name, value) -> options.add(name + " " + value));
            facts.put("options of " + machine.label(), String.join("; ", options));
        }
        section.add(Blocks.facts(facts));
        section.add(Blocks.list(
                "notes", said(comparison, machine -> machine.run().workload().notes())));
        List<String> warnings =
                said(comparison, machine -> machine.run().machine().warnings());
        SharedSections.warnings(warnings).forEach(section::add);
        return section;
    }

    /** Lines once each, with the machines that they hold for where these are not all. */
    private static List<String> said(MachineComparison comparison, Function<ComparedMachine, List<String>> said) {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        for (ComparedMachine machine : comparison.machines()) {
            said.apply(machine)
                    .forEach(line -> labels.computeIfAbsent(line, key -> new LinkedHashSet<>())
                            .add(machine.label()));
        }
        List<String> lines = new ArrayList<>();
        labels.forEach((line, all) ->
                lines.add(all.size() == comparison.machines().size() ? line : String.join(", ", all) + ": " + line));
        return lines;
    }
}
