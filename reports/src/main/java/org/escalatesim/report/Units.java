package org.escalatesim.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The unit of every number in {@code run.json}, written into the file itself. */
final class Units {
    private Units() {}

    static Map<String, String> all() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("clock_mhz", "MHz");
        units.put("memories.bytes", "bytes of one instance");
        units.put("area.um2", "square micrometres, estimated; low_um2 and high_um2 by the ranges of the table");
        units.put("area_mm2", "mm2, estimated");
        units.put("cycles", "clock cycles");
        units.put(
                "mean_cycles_ci95", "clock cycles, half the width of the mean's 95 % confidence interval over images");
        units.put("mean_energy_pj_ci95", "pJ, likewise");
        units.put("milliseconds", "ms at clock_mhz");
        units.put("ideal_dense_cycles", "clock cycles, ceil(dense_macs / ideal_dense_multipliers) per layer");
        units.put("speedup", "ideal_dense_cycles / cycles");
        units.put("dense_macs", "multiply-accumulates of the dense layer, padding taps included");
        units.put("multiplications", "products of the multipliers");
        units.put("bypassed", "one-tap elements that used no multiplier; 0 on machines that know none");
        units.put("multiplier_utilisation", "multiplications / (multipliers x cycles), 0 to 1");
        units.put("multiplier_utilisation_with_bypass", "the same with one-tap elements, 0 to 1");
        units.put(
                "matched_pairs",
                "pairs of non-zero activation and non-zero weight; where weights are decomposed, additions of a non-zero activation"
                        + " under a non-zero coefficient");
        units.put("chunks", "row-chunks that entered dilution; 0 on machines without");
        units.put("activations", "input values");
        units.put("weight_values", "weights, zeros included; coefficients of all rows where weights are decomposed");
        units.put("ledger", "unit-cycles by state, summed over the units of a kind");
        units.put("activity.width_bits", "bits of the operand or of one access");
        units.put("activity.size", "bytes of the SRAM, or bits of the second operand of a multiplication; else 0");
        units.put("activity.count", "events");
        units.put("energy", "pJ");
        units.put("derived_pj", "pJ of prices derived from others");
        units.put("extrapolated_pj", "pJ of prices outside the table's rows");
        units.put("components_pj", "pJ, dynamic and leakage together");
        return units;
    }
}
