package org.escalatesim.escalate;

import java.util.Arrays;

/** When each row of each visit of a band of the input map has arrived from DRAM. */
final class InputArrival {
    private final long[][] rowReady;

    /** All rows of all visits are in the global buffer from the start. */
    static InputArrival resident() {
        return new InputArrival(null);
    }

    /** No row has arrived yet. */
    static InputArrival fromDram(int visits, int height) {
        long[][] ready = new long[visits][height];
        for (long[] rows : ready) {
            Arrays.fill(rows, Long.MAX_VALUE);
        }
        return new InputArrival(ready);
    }

    private InputArrival(long[][] rowReady) {
        this.rowReady = rowReady;
    }

    boolean ready(int visit, int row, long cycle) {
        return rowReady == null || rowReady[visit][row] <= cycle;
    }

    /** A row of a visit is there from {@code cycle} on. */
    void arrives(int visit, int row, long cycle) {
        rowReady[visit][row] = cycle;
    }
}
