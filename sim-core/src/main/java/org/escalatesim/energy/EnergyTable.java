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

    /** Leakage of one instance of a memory in mW. */
    double leakageMilliwatts(MemoryInstance memory);
}
