package org.escalatesim.energy;

import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.MemoryInstance;

/** Unit energies of one technology node. One table prices every machine of a comparison. */
public interface EnergyTable {
    /** The table's name, recorded with every result. */
    String name();

    /**
     * The energy of one event in pJ.
     *
     * @throws MissingEnergyException if the table has no row for it; never 0 by silence
     */
    double picojoules(ActivityKey key);

    /**
     * Whether the price rests on a row that no source gives and that was derived from others; such results are shown
     * with these prices at half and at double.
     *
     * @throws MissingEnergyException if the table has no row for it
     */
    boolean derived(ActivityKey key);

    /** Whether the event's SRAM capacity or adder width lies outside the rows, so that the price is extrapolated. */
    boolean extrapolated(ActivityKey key);

    /**
     * Leakage of one instance of a memory in mW.
     *
     * @throws MissingEnergyException if the table has no leakage rows
     */
    double leakageMilliwatts(MemoryInstance memory);
}
