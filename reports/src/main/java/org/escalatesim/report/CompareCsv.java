package org.escalatesim.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.machine.Action;
import org.escalatesim.report.MachineComparison.Resized;

/**
 * {@code compare.csv}, one row per machine, and {@code compare-layers.csv}, one row per machine and layer; each for the
 * machines as configured, then at equal total SRAM. Units are in the column names; ratios are above 1 where the machine
 * is better. A cell without a value is empty.
 */
public final class CompareCsv {
    private static final String AS_CONFIGURED = "as_configured";
    private static final String EQUAL_SRAM = "equal_sram";

    private CompareCsv() {}

    /** The text of {@code compare.csv}. */
    public static String machines(MachineComparison comparison) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (ComparedMachine machine : comparison.machines()) {
            rows.add(machine(AS_CONFIGURED, machine, comparison.reference()));
        }
        if (comparison.equalSram() != null) {
            for (Resized resized : comparison.equalSram().machines()) {
                if (resized.machine() != null) {
                    rows.add(machine(EQUAL_SRAM, resized.machine(), comparison.resizedReference()));
                } else {
                    Map<String, String> row = new LinkedHashMap<>();
                    row.put("comparison", EQUAL_SRAM);
                    row.put("machine", resized.label());
                    row.put("over", comparison.reference().label());
                    row.put("refusal", resized.refusal());
                    rows.add(row);
                }
            }
        }
        return write(rows);
    }

    /** The text of {@code compare-layers.csv}. */
    public static String layers(MachineComparison comparison) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (ComparedMachine machine : comparison.machines()) {
            layers(AS_CONFIGURED, machine, comparison.reference(), rows);
        }
        if (comparison.equalSram() != null) {
            for (Resized resized : comparison.equalSram().machines()) {
                if (resized.machine() != null) {
                    layers(EQUAL_SRAM, resized.machine(), comparison.resizedReference(), rows);
                }
            }
        }
        return write(rows);
    }

    private static Map<String, String> machine(String which, ComparedMachine machine, ComparedMachine over) {
        Totals totals = Totals.of(machine.run());
        Energy energy = machine.priced().total();
        Ratios ratios = over == null ? null : Ratios.of(machine, over);
        Map<String, String> row = new LinkedHashMap<>();
        row.put("comparison", which);
        row.put("machine", machine.label());
        row.put("over", over == null ? "" : over.label());
        row.put("cycles", Long.toString(totals.cycles()));
        row.put("milliseconds", Numbers.plain(totals.milliseconds()));
        row.put("speedup", ratio(ratios == null ? 0 : ratios.speedup()));
        row.put("speedup_geometric_mean", ratio(ratios == null ? 0 : ratios.geometricSpeedup()));
        row.put("speedup_arithmetic_mean", ratio(ratios == null ? 0 : ratios.arithmeticSpeedup()));
        row.put("speedup_per_multiplier", ratio(ratios == null ? 0 : ratios.perMultiplier()));
        row.put("speedup_per_8x8", ratio(ratios == null ? 0 : ratios.per8x8()));
        row.put("energy_pj", Numbers.plain(energy.total()));
        row.put("on_chip_dynamic_pj", Numbers.plain(machine.onChipDynamic()));
        row.put("leakage_pj", Numbers.plain(energy.leakage()));
        row.put("dram_pj", Numbers.plain(machine.dram()));
        row.put("energy_derived_half_pj", Numbers.plain(energy.totalWithDerivedTimes(0.5)));
        row.put("energy_derived_double_pj", Numbers.plain(energy.totalWithDerivedTimes(2)));
        row.put("energy_efficiency", ratio(ratios == null ? 0 : ratios.efficiency()));
        row.put("energy_efficiency_geometric_mean", ratio(ratios == null ? 0 : ratios.geometricEfficiency()));
        row.put("energy_efficiency_arithmetic_mean", ratio(ratios == null ? 0 : ratios.arithmeticEfficiency()));
        row.put("energy_efficiency_derived_half", ratio(ratios == null ? 0 : ratios.efficiencyDerivedHalf()));
        row.put("energy_efficiency_derived_double", ratio(ratios == null ? 0 : ratios.efficiencyDerivedDouble()));
        row.put("edp_uj_ms", Numbers.plain(machine.energyDelay()));
        row.put("edp_ratio", ratio(ratios == null ? 0 : ratios.energyDelay()));
        row.put("multiplier_utilisation", Numbers.plain(totals.utilisation()));
        row.put("dram_read_bits", Long.toString(machine.dramReadBits()));
        row.put("dram_write_bits", Long.toString(machine.dramWriteBits()));
        row.put("iso_accuracy", ratios == null ? "" : ratios.accuracy().word());
        row.put("iso_accuracy_reason", ratios == null ? "" : ratios.accuracy().reason());
        row.put("trace", machine.trace());
        row.put("dense_macs", Long.toString(totals.denseMacs()));
        row.put("multiplications", Long.toString(totals.multiplications()));
        row.put("weight_form", machine.form().word());
        row.put("weight_density", Numbers.plain(totals.weightNonZeros() / (double) totals.weightValues()));
        row.put("activation_density", Numbers.plain(totals.activationNonZeros() / (double) totals.activations()));
        row.put("accuracy_metric", machine.accuracy().metric());
        row.put(
                "accuracy_percent",
                machine.accuracy().known() ? Numbers.plain(machine.accuracy().percent()) : "");
        row.put("accuracy_source", machine.accuracy().source());
        row.put("kind", machine.kind());
        row.put("clock_mhz", Integer.toString(machine.run().machine().clockMhz()));
        row.put("multipliers", Integer.toString(machine.run().machine().multipliers()));
        row.put("multipliers_8x8", Numbers.plain(machine.in8x8()));
        row.put("output_multipliers_8x8", Numbers.plain(machine.outputIn8x8()));
        row.put("multipliers_by_width", machine.multipliersByWidth());
        row.put("adders_by_width", machine.addersByWidth());
        row.put("sram_bytes", Long.toString(machine.sramBytes()));
        MachineArea area = machine.run().machine().area();
        row.put("area_mm2", area == null ? "" : Numbers.plain(area.mm2()));
        row.put("area_low_mm2", area == null ? "" : Numbers.plain(area.lowMm2()));
        row.put("area_high_mm2", area == null ? "" : Numbers.plain(area.highMm2()));
        row.put("speedup_per_mm2", ratio(ratios == null ? 0 : ratios.perMm2()));
        row.put("speedup_per_mm2_least", ratio(ratios == null ? 0 : ratios.perMm2Least()));
        row.put("speedup_per_mm2_most", ratio(ratios == null ? 0 : ratios.perMm2Most()));
        means(machine.priced(), row);
        row.put("refusal", "");
        return row;
    }

    /** Means over images and half the width of their intervals; one image has neither. */
    private static void means(PricedRun priced, Map<String, String> row) {
        boolean many = priced.run().manyImages();
        MeanInterval cycles = many ? MeanInterval.cycles(priced) : null;
        MeanInterval energy = many ? MeanInterval.energy(priced) : null;
        row.put("mean_cycles", many ? Numbers.plain(cycles.mean()) : "");
        row.put("mean_cycles_ci95", many ? Numbers.plain(cycles.halfWidth()) : "");
        row.put("mean_energy_pj", many ? Numbers.plain(energy.mean()) : "");
        row.put("mean_energy_pj_ci95", many ? Numbers.plain(energy.halfWidth()) : "");
    }

    private static void layers(
            String which, ComparedMachine machine, ComparedMachine over, List<Map<String, String>> rows) {
        PricedRun priced = machine.priced();
        AccuracyMatch match = over == null ? null : AccuracyMatch.of(machine, over);
        for (int i = 0; i < machine.run().layers().size(); i++) {
            LayerRecord layer = machine.run().layers().get(i);
            Energy energy = priced.energy().get(i);
            Map<String, String> row = new LinkedHashMap<>();
            row.put("comparison", which);
            row.put("machine", machine.label());
            row.put("over", over == null ? "" : over.label());
            if (machine.run().manyImages()) {
                row.put("image", Integer.toString(layer.image()));
            }
            row.put("layer", layer.layer());
            row.put("cycles", Long.toString(layer.cycles()));
            row.put("milliseconds", Numbers.plain(machine.milliseconds(i)));
            row.put("speedup", ratio(over == null ? 0 : Ratios.speedup(machine, over, i)));
            row.put("energy_pj", Numbers.plain(energy.total()));
            row.put("on_chip_dynamic_pj", Numbers.plain(machine.onChipDynamic(i)));
            row.put("leakage_pj", Numbers.plain(energy.leakage()));
            row.put("dram_pj", Numbers.plain(machine.dramPj().get(i)));
            row.put("energy_efficiency", ratio(over == null ? 0 : Ratios.efficiency(machine, over, i)));
            row.put("edp_uj_ms", Numbers.plain(machine.energyDelay(i)));
            row.put("multiplier_utilisation", Numbers.plain(priced.utilisation(i)));
            row.put("dense_macs", Long.toString(layer.denseMacs()));
            row.put("dram_read_bits", Long.toString(layer.activity().bits(Action.DRAM_READ)));
            row.put("dram_write_bits", Long.toString(layer.activity().bits(Action.DRAM_WRITE)));
            row.put("weight_form", layer.form().word());
            row.put("weight_density", Numbers.plain(layer.weightDensity()));
            row.put("activation_density", Numbers.plain(layer.activationDensity()));
            row.put("iso_accuracy", match == null ? "" : match.word());
            rows.add(row);
        }
    }

    /** A ratio that does not exist (no machine to compare with, no energy) is an empty cell. */
    private static String ratio(double value) {
        return value == 0 ? "" : Numbers.plain(value);
    }

    /** The first row has every column. */
    private static String write(List<Map<String, String>> rows) {
        List<String> names = List.copyOf(rows.get(0).keySet());
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(names);
            for (Map<String, String> row : rows) {
                csv.writeRecord(
                        names.stream().map(name -> row.getOrDefault(name, "")).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
