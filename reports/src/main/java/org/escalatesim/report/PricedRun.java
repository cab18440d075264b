package org.escalatesim.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.energy.EnergyModel;
import org.escalatesim.energy.EnergyTable;

/**
 * A finished run with its energy by one table.
 *
 * @param run the run
 * @param energyTable the table's name
 * @param tableRows what the table holds, as it is to be written: maps, lists, strings and numbers
 * @param energy one per layer of the run, in its order
 */
public record PricedRun(RunRecord run, String energyTable, Map<String, Object> tableRows, List<Energy> energy) {
    /** Checks that every layer has its energy. */
    public PricedRun {
        energy = List.copyOf(energy);
        tableRows = Collections.unmodifiableMap(new LinkedHashMap<>(tableRows));
        if (energy.size() != run.layers().size()) {
            throw new IllegalArgumentException("expected " + run.layers().size() + " energies, not " + energy.size());
        }
    }

    /**
     * Prices a run.
     *
     * @param tableRows what the table holds, so that the results can be computed again from the file alone
     * @throws org.escalatesim.energy.MissingEnergyException if the table lacks a row for anything counted
     */
    public static PricedRun of(RunRecord run, EnergyTable table, Map<String, Object> tableRows) {
        List<Energy> energy = run.layers().stream()
                .map(layer -> Energy.of(EnergyModel.price(
                        layer.activity(),
                        run.machine().memories(),
                        layer.cycles(),
                        run.machine().clockMhz(),
                        table)))
                .toList();
        return new PricedRun(run, table.name(), tableRows, energy);
    }

    /** Energy of the whole run. */
    public Energy total() {
        return energy.stream().reduce(Energy.NONE, Energy::plus);
    }

    /** Energy of one image. */
    public Energy totalOfImage(int image) {
        Energy sum = Energy.NONE;
        for (int i = 0; i < energy.size(); i++) {
            if (run.layers().get(i).image() == image) {
                sum = sum.plus(energy.get(i));
            }
        }
        return sum;
    }

    /** Multiplier utilisation of layer {@code i}: multiplications / (the machine's own multipliers x cycles), 0 to 1. */
    public double utilisation(int i) {
        LayerRecord layer = run.layers().get(i);
        return layer.multiplications() / multiplierCycles(layer);
    }

    /** The same with one-tap elements counted as if they had used their multiplier. */
    public double utilisationWithBypass(int i) {
        LayerRecord layer = run.layers().get(i);
        return (layer.multiplications() + layer.bypassed()) / multiplierCycles(layer);
    }

    private double multiplierCycles(LayerRecord layer) {
        return (double) run.machine().multipliers() * layer.cycles();
    }
}
