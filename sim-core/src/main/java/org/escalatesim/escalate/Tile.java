package org.escalatesim.escalate;

import java.util.List;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.CycleObserver.Watched;

/** One tile: a writer, a ring, and blocks of rows. Independent of the other tiles within a window of cycles. */
final class Tile {
    final int number;
    final Segment[] segments;
    final RingInputBuffer ring;
    final SlotWriter writer;
    final CoefficientLoads loads;
    final Block[] blocks;
    final RowLedgers ledgers;
    /** Per row, lines that its channel has drained, as the number of the next, at the start of the cycle. */
    final int[] drained;

    private TileRows rows;
    private int inGroup;
    /** Per block: whether its cycles have to be run; its cycles by state, when a window ends; the cycle it was done in. */
    private final boolean[] awake;

    private final long[][] blockCycles;
    private final long[] doneFrom;
    /** Whether a line of a block ends in the cycle. */
    private boolean lineEnds;

    private final int rowsPerBlock;
    private long cycle;
    private boolean done;

    /** Per cycle of the last window, the slot whose assembly began, -1 for none. */
    final int[] requests;

    Tile(LayerContext context, TilePlan plan, InputArrival arrival, OutputValues outputs, Pace pace, int window) {
        EscalateSpec spec = context.spec;
        this.number = plan.tile();
        this.segments = plan.segments();
        this.requests = new int[window];
        java.util.Arrays.fill(requests, -1);
        this.ring = new RingInputBuffer(spec.ring().slots(), spec.ring().banks());
        this.writer = new SlotWriter(context, segments, ring, arrival, plan.visits());
        this.loads = new CoefficientLoads(plan.activeRowsPerLoad(), spec.dram().ideal());
        this.rowsPerBlock = spec.rows();
        this.blocks = new Block[spec.blocks()];
        this.awake = new boolean[blocks.length];
        this.doneFrom = new long[blocks.length];
        this.blockCycles = new long[blocks.length][RowLedgers.STATES];
        drained = new int[spec.blocks() * spec.rows()];
        for (int b = 0; b < blocks.length; b++) {
            int first = b * spec.rows();
            blocks[b] = new Block(
                    segments, first, plan.rowsPerChannel(), plan.channelsPerBlock(), drained, outputs, pace, awake, b);
            doneFrom[b] = blocks[b].done() ? 0 : Long.MAX_VALUE;
        }
        ledgers = new RowLedgers(spec, plan);
        done = blocksDone();
    }

    /**
     * Connects the tile's rows.
     *
     * @param inGroup the tile's place among those whose rows they are
     */
    void connect(TileRows rows, int inGroup) {
        this.rows = rows;
        this.inGroup = inGroup;
        for (Block block : blocks) {
            block.connect(rows, inGroup);
        }
    }

    boolean done() {
        return done;
    }

    /** Number of the cycle of the last output, -1 without outputs. */
    long lastOutput() {
        long last = -1;
        for (Block block : blocks) {
            last = Math.max(last, block.lastOutput());
        }
        return last;
    }

    /** Pixels that have left the blocks with their final value. */
    long pixels() {
        long pixels = 0;
        for (Block block : blocks) {
            pixels += block.pixels;
        }
        return pixels;
    }

    /**
     * The first part of a cycle, of writer and blocks.
     *
     * @param inWindow number of the cycle in its window
     * @return what the writer did, as the ordinal of the ledger's state
     */
    int step(long now, int inWindow) {
        int writing = writer.step(now).ordinal();
        requests[inWindow] = writer.requested;
        for (int b = 0; b < awake.length; b++) {
            if (awake[b]) {
                lineEnds |= blocks[b].step(now);
            }
        }
        return writing;
    }

    /** The end of a cycle, after the rows. Returns whether the tile is done. */
    boolean endCycle(int writing) {
        ledgers.writer[writing]++;
        ring.endCycle();
        cycle++;
        if (lineEnds) {
            lineEnds = false;
            for (int b = 0; b < blocks.length; b++) {
                blocks[b].endCycle();
                doneFrom[b] = blocks[b].done() ? Math.min(doneFrom[b], cycle) : doneFrom[b];
            }
            done = blocksDone();
        }
        return done;
    }

    /** Brings the ledgers of the blocks up to date, after the last cycle of a window. */
    void endWindow() {
        for (int b = 0; b < blocks.length; b++) {
            long busy = Math.min(doneFrom[b], cycle);
            blockCycles[b][State.WORKING.ordinal()] = blocks[b].worked;
            blockCycles[b][State.INPUT.ordinal()] = busy - blocks[b].worked;
            blockCycles[b][State.IDLE.ordinal()] = cycle - busy;
        }
    }

    private boolean blocksDone() {
        for (Block block : blocks) {
            if (!block.done()) {
                return false;
            }
        }
        return true;
    }

    /** Adds the tile's units, in the order of the ledger, with their counts (null for a leftover row), and its queues. */
    void watch(List<Watched> units, List<long[]> counts, List<Watched> queues) {
        String tile = "tile" + number;
        units.add(new Watched("writer", tile));
        counts.add(ledgers.writer);
        queues.add(new Watched("ring", tile));
        for (int b = 0; b < blocks.length; b++) {
            units.add(new Watched("output", tile + ".block" + b));
            counts.add(blockCycles[b]);
        }
        for (int r = 0; r < ledgers.count(); r++) {
            String name = rowName(r);
            units.add(new Watched("ca", name));
            counts.add(ledgers.accumulation[r]);
            units.add(new Watched("mac", name));
            counts.add(ledgers.mac[r]);
            if (!ledgers.leftOver(r)) {
                queues.add(new Watched("dilution_fifo", name));
                queues.add(new Watched("element_fifo", name));
            }
        }
    }

    /** Writes the occupancies of the tile's queues from {@code at} on; returns the place after them. */
    int occupancy(int[] into, int at) {
        int next = at;
        into[next++] = (int) ring.occupied();
        for (int row : ledgers.rows) {
            into[next++] = rows.beats(inGroup, row);
            into[next++] = rows.elements(inGroup, row);
        }
        return next;
    }

    private String rowName(int row) {
        return "tile" + number + ".block" + row / rowsPerBlock + ".row" + row % rowsPerBlock;
    }

    /** Adds the tile's units to the ledger of a layer of {@code cycles} cycles; after its end a tile is idle. */
    void account(CycleLedger ledger, long cycles) {
        long rest = cycles - cycle;
        String tile = "tile" + number;
        ledger.add("writer", tile, withIdle(ledgers.writer, rest));
        for (int b = 0; b < blocks.length; b++) {
            ledger.add("output", tile + ".block" + b, withIdle(blockCycles[b], rest));
        }
        for (int r = 0; r < ledgers.count(); r++) {
            String name = rowName(r);
            boolean leftOver = ledgers.leftOver(r);
            long idle = leftOver ? cycles : rest;
            ledger.add("ca", name, withIdle(leftOver ? new long[RowLedgers.STATES] : ledgers.accumulation[r], idle));
            ledger.add("mac", name, withIdle(leftOver ? new long[RowLedgers.STATES] : ledgers.mac[r], idle));
        }
    }

    private static long[] withIdle(long[] counts, long idle) {
        long[] sum = counts.clone();
        sum[State.IDLE.ordinal()] += idle;
        return sum;
    }
}
