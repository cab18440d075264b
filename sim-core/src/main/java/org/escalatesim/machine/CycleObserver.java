package org.escalatesim.machine;

import java.util.List;
import org.escalatesim.machine.CycleLedger.State;

/**
 * Watches a machine cycle by cycle. It is told copies of what the machine knows and returns nothing, so it cannot
 * influence what happens; an exception ends the run.
 */
public interface CycleObserver {
    /**
     * What is watched.
     *
     * @param kind the kind of unit, as in {@link CycleLedger}, or of queue, for example {@code ring}
     * @param name the unit's name, as in {@link CycleLedger}: {@code tile0.block1.row2}
     */
    record Watched(String kind, String name) {}

    /**
     * Called once, before the first cycle.
     *
     * @param units the units whose states are told, in the order of the ledger
     * @param queues the queues whose occupancies are told
     */
    void begin(List<Watched> units, List<Watched> queues);

    /**
     * Called once per cycle, in order, from 0 on.
     *
     * @param cycle the cycle that has just ended
     * @param states what each unit did in it, as the ordinal of its {@link State}
     * @param occupancy entries in each queue at the end of it; slots of a ring, beats or elements of a FIFO
     */
    void cycle(long cycle, byte[] states, int[] occupancy);

    /**
     * Called once at the end.
     *
     * @param cycles the layer's cycles; in those that were not told, after the last output, all units are idle and all
     *     queues as they were
     */
    void end(long cycles);
}
