package org.escalatesim.escalate;

import java.util.Arrays;

/**
 * Which coefficients the rows of a tile have, and change to. Most of the time all chunks that wait in a row's slot
 * registers are of the load that the row has; what waits is only written down for the rows where it is not so.
 */
final class RowLoads {
    private final int registers;
    private final int first;
    private final CoefficientLoads loads;
    private final int[] has;
    /** Load of the chunk that the row read last. */
    private final int[] newest;
    /** By load, rows whose newest it is. */
    private final long[] newestOf;

    /** Rows in which a chunk of another load than the row has waits. */
    private long changing;
    /** Per such row, the loads of what waits. */
    private final int[] queue;

    private final int[] head;
    private final int[] count;

    /** Rows that found their coefficients missing in the cycle. */
    long missing;

    long changes;

    /**
     * @param first bit of the tile's first row
     * @param rows rows of the tile
     */
    RowLoads(CoefficientLoads loads, int first, int rows, int registers) {
        this.loads = loads;
        this.first = first;
        this.registers = registers;
        this.has = new int[rows];
        this.newest = new int[rows];
        this.queue = new int[rows * registers];
        this.head = new int[rows];
        this.count = new int[rows];
        this.newestOf = new long[Math.max(1, loads.count())];
        newestOf[0] = -1L >>> 64 - rows << first;
    }

    /** Rows in which a chunk of another load than the row has waits. */
    long changing() {
        return changing;
    }

    /** Whether {@link #read} is to be told that rows read a chunk of a load. */
    boolean watches(int load, long its) {
        return (its & (changing | ~newestOf[load])) != 0;
    }

    /**
     * Rows read a chunk of a load.
     *
     * @param waiting chunks that wait in the rows' registers without it
     */
    void read(int load, long its, MaskCounter waiting) {
        for (long rest = its & (changing | ~newestOf[load]); rest != 0; rest &= rest - 1) {
            int u = Long.numberOfTrailingZeros(rest) - first;
            long row = rest & -rest;
            if ((changing & row) == 0) {
                changing |= row;
                head[u] = 0;
                count[u] = waiting.of(first + u);
                Arrays.fill(queue, u * registers, u * registers + count[u], has[u]);
            }
            queue[u * registers + (head[u] + count[u]++) % registers] = load;
            newestOf[newest[u]] &= ~row;
            newestOf[load] |= row;
            newest[u] = load;
        }
    }

    /**
     * Rows with a chunk of another load want the first chunk that waits to enter.
     *
     * @return the rows whose chunk enters
     */
    long enter(long its, long cycle) {
        long enters = 0;
        missing = 0;
        for (long rest = its; rest != 0; rest &= rest - 1) {
            int u = Long.numberOfTrailingZeros(rest) - first;
            long row = rest & -rest;
            int needed = queue[u * registers + head[u]];
            if (needed == has[u]) {
                head[u] = (head[u] + 1) % registers;
                count[u]--;
                enters |= row;
            } else if (loads.ready(needed, cycle)) {
                has[u] = needed;
                changes++;
                loads.change(needed, cycle);
                if (newest[u] == needed) {
                    changing &= ~row;
                }
            } else {
                missing |= row;
            }
        }
        return enters;
    }
}
