package org.escalatesim.report.page;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.report.Energy;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.LedgerSums;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.RunRecord;

/** The tables of a run. */
final class RunTables {
    private static final double PJ_PER_UJ = 1e6;
    private static final double BITS_PER_KB = 8e3;

    private RunTables() {}

    /** One row per layer. */
    static DomContent layers(PricedRun priced) {
        RunRecord run = priced.run();
        List<String> names = LayerCharts.names(run);
        Set<String> kinds = LayerCharts.kinds(run);
        boolean bypass = run.layers().stream().anyMatch(layer -> layer.bypassed() > 0);
        PageTable table = new PageTable(
                        "layers", "Layers. Shape: K x C/groups x R x S / stride, input H x W > output P x Q")
                .number("no.", "")
                .text("layer")
                .text("shape")
                .number("cycles", "")
                .number("speedup", "x", 2)
                .number("mult. used", "%", 2);
        if (bypass) {
            table.number("with one-tap elements", "%", 2);
        }
        kinds.forEach(kind -> table.number(kind + " working", "%", 2));
        table.number("energy", "\u00b5J")
                .number("DRAM read", "kB")
                .number("DRAM written", "kB")
                .number("density activations", "", 3)
                .number("density weights", "", 3)
                .number("dense MACs", "")
                .number("multiplications", "");
        for (int i = 0; i < run.layers().size(); i++) {
            LayerRecord layer = run.layers().get(i);
            List<Object> cells = new ArrayList<>(Arrays.asList(
                    i + 1,
                    names.get(i),
                    layer.shape().describe(),
                    layer.cycles(),
                    layer.idealDenseCycles(run.machine().idealDenseMultipliers()) / (double) layer.cycles(),
                    100 * priced.utilisation(i)));
            if (bypass) {
                cells.add(100 * priced.utilisationWithBypass(i));
            }
            for (String kind : kinds) {
                LedgerSums sums = layer.ledger(kind);
                cells.add(sums == null ? null : 100 * sums.fraction(State.WORKING));
            }
            cells.addAll(List.of(
                    priced.energy().get(i).total() / PJ_PER_UJ,
                    layer.activity().bits(Action.DRAM_READ) / BITS_PER_KB,
                    layer.activity().bits(Action.DRAM_WRITE) / BITS_PER_KB,
                    layer.activationDensity(),
                    layer.weightDensity(),
                    layer.shape().denseMacs(),
                    layer.multiplications()));
            table.row(cells.toArray());
        }
        return table.render();
    }

    /** What each layer's weights are and how it was mapped, in words; they may be long. */
    static DomContent mappings(RunRecord run) {
        List<String> names = LayerCharts.names(run);
        PageTable table = new PageTable("mappings", "Weights and mapping of each layer")
                .number("no.", "")
                .text("layer")
                .text("weights")
                .text("mapping");
        for (int i = 0; i < run.layers().size(); i++) {
            LayerRecord layer = run.layers().get(i);
            table.row(i + 1, names.get(i), layer.weights(), layer.mapping());
        }
        return table.render();
    }

    /** One row per layer and kind of unit. */
    static DomContent ledger(RunRecord run) {
        List<String> names = LayerCharts.names(run);
        PageTable table = new PageTable(
                        "ledger", "Cycle ledger: % of the unit-cycles of a kind in each state; they sum to 100")
                .number("no.", "")
                .text("layer")
                .text("kind of unit")
                .number("units", "");
        states(table);
        for (int i = 0; i < run.layers().size(); i++) {
            for (LedgerSums sums : run.layers().get(i).ledger()) {
                List<Object> cells = new ArrayList<>(List.of(i + 1, names.get(i), sums.kind(), sums.units()));
                addStates(cells, sums);
                table.row(cells.toArray());
            }
        }
        return table.render();
    }

    /** A column for each state of the ledger. */
    static void states(PageTable table) {
        for (State state : State.values()) {
            table.number(LayerCharts.words(state), "%", 2);
        }
    }

    static void addStates(List<Object> cells, LedgerSums sums) {
        for (State state : State.values()) {
            cells.add(100 * sums.fraction(state));
        }
    }

    /** One row per layer, a column for each component. */
    static DomContent energy(PricedRun priced) {
        List<String> names = LayerCharts.names(priced.run());
        Set<String> components = new TreeSet<>(priced.total().components().keySet());
        PageTable table = new PageTable(
                        "layer-energy", "Energy by layer and component, dynamic and leakage together, in \u00b5J")
                .number("no.", "")
                .text("layer")
                .number("all", "\u00b5J");
        components.forEach(component -> table.number(component, "\u00b5J"));
        for (int i = 0; i < names.size(); i++) {
            Map<String, Double> own = priced.energy().get(i).components();
            List<Object> cells = new ArrayList<>(
                    List.of(i + 1, names.get(i), priced.energy().get(i).total() / PJ_PER_UJ));
            components.forEach(component -> cells.add(own.getOrDefault(component, 0.0) / PJ_PER_UJ));
            table.row(cells.toArray());
        }
        return table.render();
    }

    /** Energy of the whole run by component. */
    static DomContent components(PricedRun priced) {
        Energy all = priced.total();
        PageTable table = new PageTable("components", "Energy of the whole run by component")
                .text("component")
                .number("energy", "\u00b5J")
                .number("share", "%", 2);
        all.components().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> table.row(
                        entry.getKey(),
                        entry.getValue() / PJ_PER_UJ,
                        all.total() == 0 ? 0 : 100 * entry.getValue() / all.total()));
        return table.render();
    }

    /** One row per image. */
    static DomContent images(PricedRun priced) {
        PageTable table = new PageTable("images", "Images")
                .number("image", "")
                .number("cycles", "")
                .number("energy", "\u00b5J");
        for (int image : priced.run().workload().images()) {
            table.row(
                    image,
                    priced.run().cyclesOfImage(image),
                    priced.totalOfImage(image).total() / PJ_PER_UJ);
        }
        return table.render();
    }

    /** The SRAMs of a machine; {@code id} is unique on its page. */
    static DomContent memories(String id, RunRecord.Machine machine) {
        PageTable table = new PageTable(id, "Memories of " + machine.name() + " (SRAMs and register files)")
                .text("component")
                .number("bytes each", "bytes")
                .number("instances", "")
                .number("bytes together", "bytes");
        for (MemoryInstance memory : machine.memories()) {
            table.row(memory.component(), memory.bytes(), memory.count(), memory.bytes() * memory.count());
        }
        return table.render();
    }
}
