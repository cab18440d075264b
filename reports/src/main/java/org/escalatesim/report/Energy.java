package org.escalatesim.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.escalatesim.energy.EnergyBreakdown;

/**
 * Energy of a layer or a run, in pJ.
 *
 * @param dynamic energy of all counted events
 * @param leakage leakage of all memories over the run time
 * @param derived the part of {@code dynamic} that comes from derived rows of the table
 * @param extrapolated the part of {@code dynamic} whose price lies outside the table's rows
 * @param components dynamic and leakage together, per component, sorted by name
 */
public record Energy(
        double dynamic, double leakage, double derived, double extrapolated, Map<String, Double> components) {
    /** No energy. */
    public static final Energy NONE = new Energy(0, 0, 0, 0, Map.of());

    /** Copies and sorts. */
    public Energy {
        components = Collections.unmodifiableMap(new TreeMap<>(components));
    }

    /** The sums of a breakdown. */
    public static Energy of(EnergyBreakdown breakdown) {
        double derived = 0;
        double extrapolated = 0;
        for (EnergyBreakdown.Item item : breakdown.items()) {
            derived += item.derived() ? item.pj() : 0;
            extrapolated += item.extrapolated() ? item.pj() : 0;
        }
        Map<String, Double> components = new TreeMap<>(breakdown.componentPj());
        breakdown.leakage().forEach((component, pj) -> components.merge(component, pj, Double::sum));
        return new Energy(breakdown.dynamicPj(), breakdown.leakagePj(), derived, extrapolated, components);
    }

    /** Dynamic energy and leakage together. */
    public double total() {
        return dynamic + leakage;
    }

    /** The total if every derived row were multiplied by {@code factor}. */
    public double totalWithDerivedTimes(double factor) {
        return total() + (factor - 1) * derived;
    }

    /** The sum of two energies. */
    public Energy plus(Energy other) {
        Map<String, Double> sum = new TreeMap<>(components);
        other.components.forEach((component, pj) -> sum.merge(component, pj, Double::sum));
        return new Energy(
                dynamic + other.dynamic,
                leakage + other.leakage,
                derived + other.derived,
                extrapolated + other.extrapolated,
                sum);
    }
}
