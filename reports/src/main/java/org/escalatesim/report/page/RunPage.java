package org.escalatesim.report.page;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.report.Energy;
import org.escalatesim.report.MachineArea;
import org.escalatesim.report.Numbers;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.Totals;
import org.escalatesim.report.page.Blocks.Section;

/** The page of one run. */
public final class RunPage {
    private static final double PJ_PER_UJ = 1e6;

    private RunPage() {}

    /**
     * The file's text: HTML with everything inside; the same bytes for the same run and command.
     *
     * @param sources where each field of the machine's configuration comes from, by path
     * @param area what the machine's area is the sum of, or null where that is not known
     * @param how how to make the run again
     */
    public static String write(PricedRun priced, Map<String, String> sources, AreaEstimate area, Reproduction how) {
        RunRecord run = priced.run();
        RunRecord.Work work = run.workload();
        List<Section> sections = new ArrayList<>();
        sections.add(summary(priced, area));
        Section charts = new Section("charts", "Charts");
        new LayerCharts(priced).render().forEach(charts::add);
        sections.add(charts);
        Section layers = new Section("tables", "Layers").add(RunTables.layers(priced));
        if (run.manyImages()) {
            layers.add(RunTables.images(priced));
        }
        layers.add(Blocks.folded("Weights and mapping, layer by layer", RunTables.mappings(run)));
        layers.add(Blocks.folded("Cycle ledger, layer by layer", RunTables.ledger(run)));
        layers.add(Blocks.folded("Energy, layer by layer and component", RunTables.energy(priced)));
        sections.add(layers);
        sections.add(new Section("energy", "Energy by component").add(RunTables.components(priced)));
        if (area != null) {
            Section areas = new Section("area", "Area by component");
            AreaBlocks.tables("area-components", run.machine().name(), area).forEach(areas::add);
            sections.add(areas.add(AreaBlocks.caution(area.table())));
        }
        Section machine = new Section("machine", "Machine");
        SharedSections.machine("machine", new MachineFacts(run.machine(), sources, area), false)
                .forEach(machine::add);
        sections.add(machine);
        sections.add(SharedSections.workload(work));
        Section prices = new Section("prices", "Energy table");
        SharedSections.energyTable("price-table", priced.tableRows()).forEach(prices::add);
        sections.add(prices);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", "escalate-sim " + run.version());
        facts.put("machine", run.machine().name());
        facts.put("workload", work.name());
        facts.put(
                "seed",
                work.seed() == null ? "none: recorded data" : work.seed().toString());
        facts.put("energy table", priced.energyTable());
        sections.add(SharedSections.reproduce(how, facts));
        return Page.write(work.name() + " on " + run.machine().name(), subtitle(priced), run.version(), sections);
    }

    private static String subtitle(PricedRun priced) {
        RunRecord run = priced.run();
        RunRecord.Work work = run.workload();
        return Shown.text(run.machine().multipliers()) + " multipliers at "
                + Shown.text(run.machine().clockMhz()) + " MHz; " + work.kind()
                + (work.seed() == null ? "" : ", seed " + work.seed())
                + (work.images().isEmpty() ? "" : ", image " + SharedSections.images(work.images()))
                + "; energy table " + priced.energyTable();
    }

    private static Section summary(PricedRun priced, AreaEstimate estimate) {
        RunRecord run = priced.run();
        Totals totals = Totals.of(run);
        Energy energy = priced.total();
        boolean bypass = totals.bypassed() > 0;
        Section section = new Section("summary", "Summary");
        MachineArea area = run.machine().area();
        List<DomContent> cards = new ArrayList<>(List.of(
                Blocks.card(
                        Shown.text(totals.cycles()),
                        "cycles",
                        "clock cycles of all layers" + (run.manyImages() ? " and images" : "")),
                Blocks.card(
                        Numbers.short3(totals.milliseconds()),
                        "ms",
                        "time at " + run.machine().clockMhz() + " MHz"),
                Blocks.card(Numbers.fixed(totals.speedup(), 2), "x", "speedup over the ideal dense machine"),
                Blocks.card(Numbers.fixed(100 * totals.utilisation(), 1), "%", "of multipliers used"),
                Blocks.card(uj(energy.total()), "\u00b5J", "energy"),
                Blocks.card(
                        Numbers.fixed(totals.weightNonZeros() / (double) totals.weightValues(), 3),
                        "",
                        "density of weights, fraction non-zero"),
                Blocks.card(
                        Numbers.fixed(totals.activationNonZeros() / (double) totals.activations(), 3),
                        "",
                        "density of activations, fraction non-zero")));
        if (area != null) {
            cards.add(5, AreaBlocks.card(area));
        }
        section.add(Blocks.cards(cards.toArray(DomContent[]::new)));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "cycles",
                Shown.text(totals.cycles()) + "; the ideal dense machine of "
                        + Shown.text(run.machine().idealDenseMultipliers()) + " multipliers takes "
                        + Shown.text(totals.idealDenseCycles()));
        facts.put(
                "work",
                Shown.text(totals.denseMacs()) + " dense-equivalent MACs; " + Shown.text(totals.matchedPairs())
                        + " matched pairs; " + Shown.text(totals.multiplications()) + " multiplications");
        if (bypass) {
            facts.put(
                    "one-tap elements",
                    Shown.text(totals.bypassed()) + " bypassed the multipliers; counted as if they had not, "
                            + Numbers.fixed(100 * totals.utilisationWithBypass(), 1) + " % of multipliers used");
        }
        facts.put(
                "energy",
                uj(energy.dynamic()) + " \u00b5J dynamic + " + uj(energy.leakage())
                        + " \u00b5J leakage; with derived prices"
                        + " at half " + uj(energy.totalWithDerivedTimes(0.5)) + " \u00b5J, at double "
                        + uj(energy.totalWithDerivedTimes(2)) + " \u00b5J"
                        + (energy.extrapolated() > 0
                                ? "; " + uj(energy.extrapolated())
                                        + " \u00b5J priced outside the table's rows (extrapolated)"
                                : ""));
        if (area != null) {
            facts.put("area", AreaBlocks.fact(area, estimate));
        }
        if (run.manyImages()) {
            facts.put(
                    "images",
                    Shown.text(run.imageCount()) + "; mean "
                            + Shown.text(run.cycles() / (double) run.imageCount()) + " cycles and "
                            + uj(energy.total() / run.imageCount()) + " \u00b5J");
        }
        facts.put(
                "values",
                run.workload().valuesVerified()
                        ? "compared with the reference, equal bit for bit in every layer"
                        : "not compared with the reference in this run (--verify does)");
        section.add(Blocks.facts(facts));
        SharedSections.warnings(run.machine().warnings()).forEach(section::add);
        return section;
    }

    private static String uj(double picojoules) {
        return Numbers.short3(picojoules / PJ_PER_UJ);
    }
}
