package org.escalatesim.escalate;

import org.escalatesim.machine.CycleLedger.State;

/** The rows of a tile that are not left over, and what they and the writer did in the cycles so far. */
final class RowLedgers {
    static final int STATES = State.values().length;

    /** Numbers in the tile of the rows that are not left over, ascending. */
    final int[] rows;
    /** Per row of the tile, cycles of its channel accumulation by state; null where the row is left over. */
    final long[][] accumulation;
    /** Per row of the tile, cycles of its MAC unit by state; null where the row is left over. */
    final long[][] mac;
    /** Cycles of the writer by state, up to the cycle before the one that the rows are in. */
    final long[] writer = new long[STATES];

    RowLedgers(EscalateSpec spec, TilePlan plan) {
        int perBlock = plan.rowsPerChannel() * plan.channelsPerBlock();
        rows = new int[spec.blocks() * perBlock];
        accumulation = new long[spec.blocks() * spec.rows()][];
        mac = new long[accumulation.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i / perBlock * spec.rows() + i % perBlock;
            accumulation[rows[i]] = new long[STATES];
            mac[rows[i]] = new long[STATES];
        }
    }

    /** Rows of the tile, those left over included. */
    int count() {
        return mac.length;
    }

    /** Whether a row is left over. */
    boolean leftOver(int row) {
        return mac[row] == null;
    }
}
