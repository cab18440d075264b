package org.escalatesim.escalate;

/**
 * The slot registers and gather pipelines of all rows of a tile. A chunk is gathered for all of them at once (see
 * {@link SlicedStream}), so what waits in a row is only which slot it is; when a chunk comes to the end of a row's pipeline
 * its bits are copied to {@link ExitBeats}.
 */
final class SlicedPipeline {
    /** More than stages. */
    private static final int CYCLES = 32;
    /** Most slots in the rings of the tiles that run in step. */
    static final int MOST_SLOTS = 1 << 13;

    private final ExitBeats exit;
    private final int stages;
    private final int registers;
    private final MaskCounter waiting = new MaskCounter();
    private final MaskCounter piped = new MaskCounter();
    /** Chunks that could leave the pipeline. */
    private final MaskCounter due = new MaskCounter();
    /** By cycle modulo its length: rows in which a chunk entered the pipeline. */
    private final long[] entered = new long[CYCLES];

    private final RowLoads[] loads;
    private final SlicedExits[] exits;

    /** Rows that read a slot in the cycle. */
    private long coming;
    /** Rows that had a slot register free at the start of the cycle. */
    long free;
    /** Rows whose chunk could not enter for want of coefficients. */
    long missing;

    long chunks;

    /**
     * @param loads per tile the coefficients that its rows have
     * @param exits per tile the slots that its rows bring to the exit next
     */
    SlicedPipeline(LayerContext context, ExitBeats exit, RowLoads[] loads, SlicedExits[] exits) {
        this.loads = loads;
        this.exit = exit;
        this.stages = context.stages;
        this.registers = context.spec.channelAccumulation().slotRegisters();
        this.exits = exits;
    }

    /**
     * Whether a layer's chunks fit the registers' counters, and its slots memory: those of the ring, and of what the rows
     * hold behind it, take a kilobyte or two each.
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
        due.add(entered[(int) (cycle - stages) & CYCLES - 1]);
        long fresh = due.nonZero() & ~exit.loaded();
        for (SlicedExits its : exits) {
            if ((fresh & its.rows()) != 0) {
                exit.load(fresh & its.rows(), its);
            }
        }
        long left = exit.write();
        piped.subtract(left);
        due.subtract(left);
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
        entered[(int) cycle & CYCLES - 1] = can;
        piped.add(can);
        waiting.subtract(can);
        chunks += Long.bitCount(can);
    }

    /**
     * Rows copy a slot into a slot register.
     *
     * @param load the coefficient load that the slot's pass belongs to
     */
    void read(int load, long its, RowLoads ofTile) {
        if (ofTile.watches(load, its)) {
            ofTile.read(load, its, waiting);
        }
        coming |= its;
    }

    /** The end of the cycle, after all reads. */
    void endCycle() {
        waiting.add(coming);
        coming = 0;
    }
}
