package org.escalatesim.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.tensor.ConvShape;

/**
 * Writes {@code run.json}: everything that a run used and everything that it counted, enough to price it again with
 * another energy table. {@link RunJsonReader} reads it back.
 */
public final class RunJson {
    /** Value of the key {@code format}. */
    public static final String FORMAT = "escalate-sim run 2";

    private RunJson() {}

    /** The file's text; the same bytes for the same run. */
    public static String write(PricedRun priced) {
        RunRecord run = priced.run();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", FORMAT);
        root.put("version", run.version());
        root.put("machine", machine(run.machine()));
        root.put("workload", workload(run.workload()));
        root.put("energy_table", priced.tableRows());
        root.put("totals", totals(priced));
        if (run.manyImages()) {
            root.put("images", images(priced));
        }
        List<Object> layers = new ArrayList<>();
        for (int i = 0; i < run.layers().size(); i++) {
            layers.add(layer(priced, i));
        }
        root.put("layers", layers);
        root.put("units", Units.all());
        return Json.write(root);
    }

    static Map<String, Object> machine(RunRecord.Machine machine) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("name", machine.name());
        node.put("clock_mhz", machine.clockMhz());
        node.put("multipliers", machine.multipliers());
        node.put("ideal_dense_multipliers", machine.idealDenseMultipliers());
        List<Object> memories = new ArrayList<>();
        for (MemoryInstance memory : machine.memories()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("component", memory.component());
            entry.put("bytes", memory.bytes());
            entry.put("count", memory.count());
            memories.add(entry);
        }
        node.put("memories", memories);
        node.put("configuration", machine.configuration());
        node.put("warnings", machine.warnings());
        if (machine.area() != null) {
            node.put("area", machine.area().json());
        }
        return node;
    }

    static Map<String, Object> workload(RunRecord.Work work) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("kind", work.kind());
        node.put("name", work.name());
        if (work.seed() != null) {
            node.put("seed", work.seed());
        }
        node.put("options", work.options());
        node.put("images", work.images());
        node.put("values_verified", work.valuesVerified());
        node.put("notes", work.notes());
        return node;
    }

    static Map<String, Object> totals(PricedRun priced) {
        RunRecord run = priced.run();
        Totals totals = Totals.of(run);
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("cycles", totals.cycles());
        node.put("milliseconds", Numbers.rounded(totals.milliseconds()));
        node.put("dense_macs", totals.denseMacs());
        node.put("ideal_dense_cycles", totals.idealDenseCycles());
        node.put("speedup", Numbers.rounded(totals.speedup()));
        node.put("multiplications", totals.multiplications());
        node.put("bypassed", totals.bypassed());
        node.put("multiplier_utilisation", Numbers.rounded(totals.utilisation()));
        node.put("multiplier_utilisation_with_bypass", Numbers.rounded(totals.utilisationWithBypass()));
        node.put("matched_pairs", totals.matchedPairs());
        node.put("chunks", totals.chunks());
        node.put("activations", totals.activations());
        node.put("activation_non_zeros", totals.activationNonZeros());
        node.put("weight_values", totals.weightValues());
        node.put("weight_non_zeros", totals.weightNonZeros());
        if (run.machine().area() != null) {
            node.put("area_mm2", Numbers.rounded(run.machine().area().mm2()));
        }
        node.put("energy", energy(priced.energyTable(), priced.total()));
        return node;
    }

    /** Per image and their mean. */
    static Map<String, Object> images(PricedRun priced) {
        RunRecord run = priced.run();
        List<Object> each = new ArrayList<>();
        for (int image : run.workload().images()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("image", image);
            entry.put("cycles", run.cyclesOfImage(image));
            entry.put("energy_pj", Numbers.rounded(priced.totalOfImage(image).total()));
            each.add(entry);
        }
        Map<String, Object> node = new LinkedHashMap<>();
        MeanInterval cycles = MeanInterval.cycles(priced);
        MeanInterval energy = MeanInterval.energy(priced);
        node.put("mean_cycles", Numbers.rounded(cycles.mean()));
        node.put("mean_cycles_ci95", Numbers.rounded(cycles.halfWidth()));
        node.put("mean_energy_pj", Numbers.rounded(energy.mean()));
        node.put("mean_energy_pj_ci95", Numbers.rounded(energy.halfWidth()));
        node.put("each", each);
        return node;
    }

    static Map<String, Object> energy(String table, Energy energy) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("table", table);
        node.put("total_pj", Numbers.rounded(energy.total()));
        node.put("dynamic_pj", Numbers.rounded(energy.dynamic()));
        node.put("leakage_pj", Numbers.rounded(energy.leakage()));
        node.put("derived_pj", Numbers.rounded(energy.derived()));
        node.put("extrapolated_pj", Numbers.rounded(energy.extrapolated()));
        Map<String, Object> components = new LinkedHashMap<>();
        energy.components().forEach((name, pj) -> components.put(name, Numbers.rounded(pj)));
        node.put("components_pj", components);
        return node;
    }

    private static Map<String, Object> layer(PricedRun priced, int i) {
        RunRecord run = priced.run();
        LayerRecord layer = run.layers().get(i);
        Map<String, Object> node = new LinkedHashMap<>();
        if (run.manyImages()) {
            node.put("image", layer.image());
        }
        node.put("layer", layer.layer());
        node.put("shape", shape(layer.shape()));
        node.put("weight_form", layer.form().word());
        node.put("weights", layer.weights());
        node.put("mapping", layer.mapping());
        node.put("cycles", layer.cycles());
        node.put("dense_macs", layer.denseMacs());
        node.put("ideal_dense_cycles", layer.idealDenseCycles(run.machine().idealDenseMultipliers()));
        node.put("multiplications", layer.multiplications());
        node.put("bypassed", layer.bypassed());
        node.put("multiplier_utilisation", Numbers.rounded(priced.utilisation(i)));
        node.put("multiplier_utilisation_with_bypass", Numbers.rounded(priced.utilisationWithBypass(i)));
        node.put("matched_pairs", layer.matchedPairs());
        node.put("chunks", layer.chunks());
        node.put("activations", layer.activations());
        node.put("activation_non_zeros", layer.activationNonZeros());
        node.put("weight_values", layer.weightValues());
        node.put("weight_non_zeros", layer.weightNonZeros());
        node.put("ledger", ledger(layer));
        node.put("counters", layer.counters());
        List<Object> activity = new ArrayList<>();
        layer.activity().counts().forEach((key, count) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("component", key.component());
            entry.put("action", key.action().name().toLowerCase(Locale.ROOT));
            entry.put("width_bits", key.width());
            entry.put("size", key.size());
            entry.put("count", count);
            activity.add(entry);
        });
        node.put("activity", activity);
        node.put("energy", energy(priced.energyTable(), priced.energy().get(i)));
        return node;
    }

    /** Unit-cycles of a layer by kind and state. */
    static List<Object> ledger(LayerRecord layer) {
        List<Object> ledger = new ArrayList<>();
        for (LedgerSums sums : layer.ledger()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("kind", sums.kind());
            entry.put("units", sums.units());
            for (State state : State.values()) {
                entry.put(state.word(), sums.cycles(state));
            }
            ledger.add(entry);
        }
        return ledger;
    }

    private static Map<String, Object> shape(ConvShape shape) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("k", shape.k());
        node.put("c", shape.c());
        node.put("groups", shape.groups());
        node.put("r", shape.r());
        node.put("s", shape.s());
        node.put("h", shape.h());
        node.put("w", shape.w());
        node.put("stride_h", shape.strideH());
        node.put("stride_w", shape.strideW());
        node.put("pad_top", shape.padTop());
        node.put("pad_left", shape.padLeft());
        node.put("pad_bottom", shape.padBottom());
        node.put("pad_right", shape.padRight());
        return node;
    }
}
