package org.escalatesim.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.escalatesim.area.AreaEstimate;

/**
 * The estimated area of a machine, as recorded with a run, in square micrometres.
 *
 * @param table the table of unit areas
 * @param um2 the estimate
 * @param lowUm2 least that the table's ranges allow
 * @param highUm2 most that they allow
 * @param components the estimate per component, sorted by name
 */
public record MachineArea(String table, double um2, double lowUm2, double highUm2, Map<String, Double> components) {
    private static final double UM2_PER_MM2 = 1e6;

    /** Copies and sorts. */
    public MachineArea {
        components = Collections.unmodifiableMap(new TreeMap<>(components));
    }

    /** What is recorded of an estimate. */
    public static MachineArea of(AreaEstimate estimate) {
        Map<String, Double> components = new LinkedHashMap<>();
        estimate.components().forEach((name, area) -> components.put(name, area.um2()));
        return new MachineArea(
                estimate.table(),
                estimate.total().um2(),
                estimate.total().low(),
                estimate.total().high(),
                components);
    }

    /** The estimate in mm2. */
    public double mm2() {
        return um2 / UM2_PER_MM2;
    }

    /** Least in mm2. */
    public double lowMm2() {
        return lowUm2 / UM2_PER_MM2;
    }

    /** Most in mm2. */
    public double highMm2() {
        return highUm2 / UM2_PER_MM2;
    }

    /** For people: {@code 12.3 mm2 (9.8 to 17.6)}. */
    public String text() {
        return Numbers.short3(mm2()) + " mm2 (" + Numbers.short3(lowMm2()) + " to " + Numbers.short3(highMm2()) + ")";
    }

    /** As it stands in {@code run.json}. */
    Map<String, Object> json() {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("table", table);
        node.put("um2", Numbers.rounded(um2));
        node.put("low_um2", Numbers.rounded(lowUm2));
        node.put("high_um2", Numbers.rounded(highUm2));
        Map<String, Object> parts = new LinkedHashMap<>();
        components.forEach((name, part) -> parts.put(name, Numbers.rounded(part)));
        node.put("components_um2", parts);
        return node;
    }
}
