package org.escalatesim.escalate;

/**
 * The slot registers and gather pipelines of all rows of a tile. A chunk is gathered for all of them at once (see
 * {@link SlicedStream}), so what waits in a row is only which slot it is; when a chunk comes to the end of a row's pipeline
 * its bits are copied to {@link ExitBeats}.
 */
final class SlicedPipeline {
    private static final int RECORDS_SHIFT = 5;
    private static final int RECORDS = 1 << RECORDS_SHIFT;
    /** Most slots in the rings of all tiles together. */
    static final int MOST_SLOTS = 1 << 13;

    private final SlotPool pool;
    private final ExitBeats exit;
    private final int stages;
    private final int registers;
    /** Per row, the slots that it has read and not brought to the exit. */
    private final short[] records;

    private final byte[] head;
    private final byte[] tail;
    private final MaskCounter waiting = new MaskCounter();
    private final MaskCounter piped = new MaskCounter();
    /** Chunks that could leave the pipeline. */
    private final MaskCounter due = new MaskCounter();
    /** By cycle modulo its length: rows in which a chunk entered the pipeline. */
    private final long[] entered = new long[RECORDS];

    private final RowLoads[] loads;
    private final int[] atExit = new int[64];

    /** Rows that read a slot in the cycle. */
    private long coming;
    /** Rows that had a slot register free at the start of the cycle. */
    long free;
    /** Rows whose chunk could not enter for want of coefficients. */
    long missing;

    long chunks;

    /**
     * @param loads per tile the coefficients that its rows have
     */
    SlicedPipeline(LayerContext context, SlotPool pool, ExitBeats exit, RowLoads[] loads, int rows) {
        this.pool = pool;
        this.loads = loads;
        this.exit = exit;
        this.stages = context.stages;
        this.registers = context.spec.channelAccumulation().slotRegisters();
        this.records = new short[rows << RECORDS_SHIFT];
        this.head = new byte[rows];
        this.tail = new byte[rows];
    }

    /**
     * Whether a layer's chunks fit the registers' counters, and all slots that can be needed at once (those of the ring, and
     * of what 64 rows hold behind it) fit a short, and memory: a slot takes a kilobyte or two.
     */
    static boolean fits(LayerContext context) {
        return context.stages + context.spec.channelAccumulation().slotRegisters() <= MaskCounter.MOST
                && context.spec.ring().slots() <= MOST_SLOTS;
    }

    /** Rows with a chunk in a slot register or in the pipeline. */
    long nonEmpty() {
        return waiting.nonZero() | piped.nonZero();
    }

    /** The pipelines' exits: the first chunk of each row writes as many of its beats as the FIFO had room for. */
    void exit(long cycle) {
        free = ~waiting.equal(registers);
        due.add(entered[(int) (cycle - stages) & RECORDS - 1]);
        long fresh = due.nonZero() & ~exit.loaded();
        if (fresh != 0) {
            load(fresh);
        }
        long left = exit.write();
        piped.subtract(left);
        due.subtract(left);
    }

    /** Copies chunks to the exit, those of the same slot together. */
    private void load(long fresh) {
        int found = 0;
        int[] ids = atExit;
        long[] leaving = pool.leaving();
        for (long rest = fresh; rest != 0; rest &= rest - 1) {
            int u = Long.numberOfTrailingZeros(rest);
            int id = records[u << RECORDS_SHIFT | head[u]++ & RECORDS - 1];
            long before = leaving[id];
            leaving[id] = before | rest & -rest;
            // Without a branch: how many rows have the same slot cannot be foretold.
            ids[found] = id;
            found += before == 0 ? 1 : 0;
        }
        exit.load(fresh, pool, ids, found);
    }

    /** The first waiting chunk of each row enters the network, or the row changes coefficients for it. */
    void enter(long cycle) {
        long can = waiting.nonZero() & ~piped.equal(stages);
        missing = 0;
        for (RowLoads its : loads) {
            long changing = can & its.changing();
            if (changing != 0) {
                can = can & ~changing | its.enter(changing, cycle);
                missing |= its.missing;
            }
        }
        entered[(int) cycle & RECORDS - 1] = can;
        piped.add(can);
        waiting.subtract(can);
        chunks += Long.bitCount(can);
    }

    /**
     * Rows copy a slot into a slot register.
     *
     * @param id the slot's place in the pool
     */
    void read(int id, int load, long its, RowLoads ofTile) {
        if (ofTile.watches(load, its)) {
            ofTile.read(load, its, waiting);
        }
        for (long rest = its; rest != 0; rest &= rest - 1) {
            int u = Long.numberOfTrailingZeros(rest);
            records[u << RECORDS_SHIFT | tail[u]++ & RECORDS - 1] = (short) id;
        }
        coming |= its;
    }

    /** The end of the cycle, after all reads. */
    void endCycle() {
        waiting.add(coming);
        coming = 0;
    }
}
