package org.escalatesim.energy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.escalatesim.machine.ActivityKey;

/**
 * The energy of a run. Dynamic energy and leakage are kept apart.
 *
 * @param table name of the energy table that priced it
 * @param items dynamic energy, one item per counter of the activity, sorted
 * @param leakage leakage energy per memory over the run in pJ, by component, sorted
 */
public record EnergyBreakdown(String table, List<Item> items, Map<String, Double> leakage) {
    /**
     * The dynamic energy of one counter.
     *
     * @param key what was counted
     * @param count events
     * @param pj energy of all of them in pJ
     * @param derived whether the price was derived because no source gives it
     * @param extrapolated whether the price lies outside the table's rows
     */
    public record Item(ActivityKey key, long count, double pj, boolean derived, boolean extrapolated) {}

    /** Dynamic energy in pJ. */
    public double dynamicPj() {
        return dynamicPj(1);
    }

    /** Dynamic energy in pJ with every derived price times {@code derivedFactor} (0.5 and 2 show how much hangs on them). */
    public double dynamicPj(double derivedFactor) {
        double sum = 0;
        for (Item item : items) {
            sum += item.derived() ? item.pj() * derivedFactor : item.pj();
        }
        return sum;
    }

    /** Leakage energy in pJ. */
    public double leakagePj() {
        double sum = 0;
        for (double pj : leakage.values()) {
            sum += pj;
        }
        return sum;
    }

    /** Dynamic energy and leakage in pJ. */
    public double totalPj() {
        return totalPj(1);
    }

    /** Dynamic energy and leakage in pJ with every derived price times {@code derivedFactor}. */
    public double totalPj(double derivedFactor) {
        return dynamicPj(derivedFactor) + leakagePj();
    }

    /** Dynamic energy in pJ by component, sorted. */
    public Map<String, Double> componentPj() {
        Map<String, Double> sums = new TreeMap<>();
        for (Item item : items) {
            sums.merge(item.key().component(), item.pj(), Double::sum);
        }
        return sums;
    }

    /** Dynamic energy in pJ by component and action, as {@code ring SRAM_READ}, sorted. */
    public Map<String, Double> componentActionPj() {
        Map<String, Double> sums = new TreeMap<>();
        for (Item item : items) {
            sums.merge(item.key().component() + " " + item.key().action(), item.pj(), Double::sum);
        }
        return sums;
    }
}
