package org.escalatesim.escalate;

import java.util.Arrays;

/**
 * The coefficient loads of one tile. Each row has two coefficient buffers: load i + 1 is fetched once every row that
 * takes part in load i has changed to it. The first load is there at cycle 0.
 */
final class CoefficientLoads {
    private final long[] ready;
    private final int[] rowsLeft;
    /** Cycle in which the last row changed to a load; -1 before. Load 0 counts as entered before cycle 0. */
    private final long[] entered;

    private int enteredLoads;

    /**
     * @param activeRows per load, how many rows have coefficients in it
     * @param prefetched whether all loads are there from the start
     */
    CoefficientLoads(int[] activeRows, boolean prefetched) {
        ready = new long[activeRows.length];
        Arrays.fill(ready, prefetched ? 0 : Long.MAX_VALUE);
        rowsLeft = activeRows.clone();
        entered = new long[activeRows.length];
        Arrays.fill(entered, -1);
        if (ready.length > 0) {
            ready[0] = 0;
            rowsLeft[0] = 0;
        }
        settle(-1);
    }

    /** Whether a load has arrived. */
    boolean ready(int load, long cycle) {
        return ready[load] <= cycle;
    }

    /** The cycle from which a load is there, {@link Long#MAX_VALUE} while it is not known. */
    long readyFrom(int load) {
        return ready[load];
    }

    /** A load is there from {@code cycle} on. */
    void arrives(int load, long cycle) {
        ready[load] = cycle;
    }

    /** A row changes to a load. */
    void change(int load, long cycle) {
        rowsLeft[load]--;
        settle(cycle);
    }

    /** Loads that all their rows have changed to, from the first on. */
    int enteredLoads() {
        return enteredLoads;
    }

    /** The cycle in which the last row changed to a load. */
    long entered(int load) {
        return entered[load];
    }

    int count() {
        return ready.length;
    }

    private void settle(long cycle) {
        while (enteredLoads < rowsLeft.length && rowsLeft[enteredLoads] == 0) {
            entered[enteredLoads++] = cycle;
        }
    }
}
