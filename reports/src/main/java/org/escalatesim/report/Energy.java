package org.escalatesim.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Energy of a layer or a run, in pJ.
 *
 * @param dynamic energy of all counted events
 * @param leakage leakage of all memories over the run time
 * @param derived the part of {@code dynamic} that comes from derived rows of the table
 * @param components dynamic and leakage together, per component, sorted by name
 */
public record Energy(double dynamic, double leakage, double derived, Map<String, Double> components) {
    /** No energy. */
    public static final Energy NONE = new Energy(0, 0, 0, Map.of());

    /** Copies and sorts. */
    public Energy {
        components = Collections.unmodifiableMap(new TreeMap<>(components));
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
        return new Energy(dynamic + other.dynamic, leakage + other.leakage, derived + other.derived, sum);
    }
}
