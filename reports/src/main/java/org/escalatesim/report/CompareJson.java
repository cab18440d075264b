package org.escalatesim.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.UnitCount;
import org.escalatesim.report.MachineComparison.Resized;

/** {@code compare.json}: configurations, seeds, forms, energy table and figures, so that each can be made again. */
public final class CompareJson {
    /** What a file says that it is. */
    public static final String FORMAT = "escalate-sim compare 1";

    private CompareJson() {}

    /** The file's text; the same bytes for the same comparison. */
    public static String write(MachineComparison comparison) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("version", comparison.version());
        root.put("network", comparison.network());
        root.put("over", comparison.reference().label());
        root.put("as_published", comparison.asPublished());
        root.put("differences", comparison.differences());
        root.put("energy_table", comparison.tableRows());
        List<Object> machines = new ArrayList<>();
        for (ComparedMachine machine : comparison.machines()) {
            machines.add(machine(machine, comparison.reference()));
        }
        root.put("machines", machines);
        if (comparison.equalSram() != null) {
            root.put("equal_sram", equalSram(comparison));
        }
        root.put("published_averages", published(comparison));
        root.put("definitions", definitions());
        root.put("units", units());
        return Json.write(root);
    }

    private static Map<String, Object> equalSram(MachineComparison comparison) {
        List<Object> machines = new ArrayList<>();
        for (Resized resized : comparison.equalSram().machines()) {
            if (resized.machine() != null) {
                machines.add(machine(resized.machine(), comparison.resizedReference()));
            } else {
                Map<String, Object> node = new LinkedHashMap<>();
                node.put("label", resized.label());
                node.put("refusal", resized.refusal());
                machines.add(node);
            }
        }
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("bytes", comparison.equalSram().bytes());
        node.put("machines", machines);
        return node;
    }

    private static Map<String, Object> machine(ComparedMachine machine, ComparedMachine over) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("label", machine.label());
        node.put("machine", RunJson.machine(machine.run().machine()));
        List<Object> arithmetic = new ArrayList<>();
        for (UnitCount unit : machine.arithmetic()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("component", unit.component());
            entry.put("action", unit.action().name().toLowerCase(Locale.ROOT));
            entry.put("width_bits", unit.width());
            entry.put("size", unit.size());
            entry.put("count", unit.count());
            arithmetic.add(entry);
        }
        node.put("arithmetic", arithmetic);
        node.put("multipliers_8x8", Numbers.rounded(machine.in8x8()));
        node.put("output_multipliers_8x8", Numbers.rounded(machine.outputIn8x8()));
        node.put("sram_bytes", machine.sramBytes());
        node.put("workload", RunJson.workload(machine.run().workload()));
        node.put("trace", machine.trace());
        node.put("weight_form", machine.form().word());
        Map<String, Object> accuracy = new LinkedHashMap<>();
        accuracy.put("metric", machine.accuracy().metric());
        accuracy.put("percent", machine.accuracy().percent());
        accuracy.put("source", machine.accuracy().source());
        node.put("accuracy", accuracy);
        Map<String, Object> totals = RunJson.totals(machine.priced());
        totals.remove("speedup"); // over the ideal dense bound: here there are other speedups
        totals.put("on_chip_dynamic_pj", Numbers.rounded(machine.onChipDynamic()));
        totals.put("dram_pj", Numbers.rounded(machine.dram()));
        Energy energy = machine.priced().total();
        totals.put("energy_derived_half_pj", Numbers.rounded(energy.totalWithDerivedTimes(0.5)));
        totals.put("energy_derived_double_pj", Numbers.rounded(energy.totalWithDerivedTimes(2)));
        totals.put("edp_uj_ms", Numbers.rounded(machine.energyDelay()));
        totals.put("dram_read_bits", machine.dramReadBits());
        totals.put("dram_write_bits", machine.dramWriteBits());
        node.put("totals", totals);
        if (machine.run().manyImages()) {
            node.put("images", RunJson.images(machine.priced()));
        }
        if (over != null) {
            node.put("ratios", ratios(Ratios.of(machine, over), over));
        }
        List<Object> layers = new ArrayList<>();
        for (int i = 0; i < machine.run().layers().size(); i++) {
            layers.add(layer(machine, over, i));
        }
        node.put("layers", layers);
        return node;
    }

    private static Map<String, Object> ratios(Ratios ratios, ComparedMachine over) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("over", over.label());
        node.put("speedup", Numbers.rounded(ratios.speedup()));
        node.put("speedup_geometric_mean", Numbers.rounded(ratios.geometricSpeedup()));
        node.put("speedup_arithmetic_mean", Numbers.rounded(ratios.arithmeticSpeedup()));
        node.put("speedup_per_multiplier", Numbers.rounded(ratios.perMultiplier()));
        node.put("speedup_per_8x8", Numbers.rounded(ratios.per8x8()));
        node.put("speedup_per_mm2", Numbers.rounded(ratios.perMm2()));
        node.put("speedup_per_mm2_least", Numbers.rounded(ratios.perMm2Least()));
        node.put("speedup_per_mm2_most", Numbers.rounded(ratios.perMm2Most()));
        node.put("energy_efficiency", Numbers.rounded(ratios.efficiency()));
        node.put("energy_efficiency_geometric_mean", Numbers.rounded(ratios.geometricEfficiency()));
        node.put("energy_efficiency_arithmetic_mean", Numbers.rounded(ratios.arithmeticEfficiency()));
        node.put("energy_efficiency_derived_half", Numbers.rounded(ratios.efficiencyDerivedHalf()));
        node.put("energy_efficiency_derived_double", Numbers.rounded(ratios.efficiencyDerivedDouble()));
        node.put("edp_ratio", Numbers.rounded(ratios.energyDelay()));
        node.put("iso_accuracy", ratios.accuracy().word());
        node.put("iso_accuracy_reason", ratios.accuracy().reason());
        return node;
    }

    private static Map<String, Object> layer(ComparedMachine machine, ComparedMachine over, int i) {
        LayerRecord layer = machine.run().layers().get(i);
        Map<String, Object> node = new LinkedHashMap<>();
        if (machine.run().manyImages()) {
            node.put("image", layer.image());
        }
        node.put("layer", layer.layer());
        node.put("cycles", layer.cycles());
        node.put("dense_macs", layer.denseMacs());
        node.put("multiplications", layer.multiplications());
        node.put("multiplier_utilisation", Numbers.rounded(machine.priced().utilisation(i)));
        if (over != null) {
            node.put("speedup", Numbers.rounded(Ratios.speedup(machine, over, i)));
            node.put("energy_efficiency", Numbers.rounded(Ratios.efficiency(machine, over, i)));
            node.put("iso_accuracy", AccuracyMatch.of(machine, over).word());
        }
        node.put("edp_uj_ms", Numbers.rounded(machine.energyDelay(i)));
        node.put("on_chip_dynamic_pj", Numbers.rounded(machine.onChipDynamic(i)));
        node.put("dram_pj", Numbers.rounded(machine.dramPj().get(i)));
        node.put("dram_read_bits", layer.activity().bits(Action.DRAM_READ));
        node.put("dram_write_bits", layer.activity().bits(Action.DRAM_WRITE));
        node.put("weight_density", Numbers.rounded(layer.weightDensity()));
        node.put("activation_density", Numbers.rounded(layer.activationDensity()));
        node.put("weights", layer.weights());
        node.put("mapping", layer.mapping());
        node.put("ledger", RunJson.ledger(layer));
        node.put(
                "energy",
                RunJson.energy(
                        machine.priced().energyTable(),
                        machine.priced().energy().get(i)));
        return node;
    }

    private static List<Object> published(MachineComparison comparison) {
        List<Object> all = new ArrayList<>();
        for (PublishedAverages.Pair pair : PublishedAverages.pairs(comparison)) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("as_given", pair.published().asGiven());
            node.put("quantity", pair.published().quantity());
            node.put("factor", pair.published().factor());
            node.put("source", pair.published().source());
            node.put("ours", pair.machine().label());
            node.put("over", pair.over().label());
            node.put("speedup", Numbers.rounded(pair.ours().speedup()));
            node.put("energy_efficiency", Numbers.rounded(pair.ours().efficiency()));
            node.put("iso_accuracy", pair.ours().accuracy().word());
            all.add(node);
        }
        return all;
    }

    private static Map<String, Object> definitions() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("speedup", "time of the machine named in over / time of this machine; of all layers, or of the layer");
        all.put("energy_efficiency", "energy of the machine named in over / energy of this machine");
        all.put("edp_uj_ms", "energy x time, of all layers together or of the layer");
        all.put("edp_ratio", "edp_uj_ms of the machine named in over / of this machine, all layers together");
        all.put("geometric_mean", "geometric mean of the layers' own ratios, every layer of every image counted once");
        all.put(
                "arithmetic_mean",
                "arithmetic mean of the layers' own ratios, every layer of every image counted once");
        all.put("speedup_per_multiplier", "speedup x multipliers of the machine named in over / of this machine");
        all.put(
                "speedup_per_8x8",
                "the same in terms of multipliers_8x8: multipliers as 8 x 8 ones, by the product of their widths");
        all.put("derived_half, derived_double", "with the derived rows of the energy table so, on both sides");
        all.put(
                "iso_accuracy",
                "iso-accuracy where both accuracies are known, by one metric, within " + AccuracyMatch.MOST_POINTS
                        + " points");
        all.put(
                "speedup_per_mm2",
                "speedup x estimated area of the other / of the machine; least, most: with one at the low and the other"
                        + " at the high of the table's ranges");
        all.put("equal_sram", "every machine with its map buffer resized so that all its SRAMs have at most bytes");
        all.put("on_chip_dynamic_pj", "dynamic energy without dram_pj; leakage is apart");
        return all;
    }

    private static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>(Units.all());
        units.remove("speedup");
        units.put("edp_uj_ms", "uJ x ms");
        units.put("dram_pj", "pJ of DRAM transfers, part of the dynamic energy");
        units.put("dram_read_bits", "bits");
        units.put("sram_bytes", "bytes of all SRAMs");
        units.put("accuracy.percent", "per cent, null where not known");
        return units;
    }
}
