package org.escalatesim.escalate;

import java.util.List;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.CycleObserver.Watched;

/** One tile: a writer, a ring, and blocks of rows. Independent of the other tiles within a window of cycles. */
final class Tile {
    private static final int STATES = State.values().length;

    final int number;
    final Segment[] segments;
    final RingInputBuffer ring;
    final SlotWriter writer;
    final CoefficientLoads loads;
    final Block[] blocks;
    /** Rows, block by block; leftover rows of a block are null. */
    final Row[] rows;

    private final Row[] usedRows;
    private final long[] writerCycles = new long[STATES];
    private final long[][] blockCycles;
    private final int rowsPerBlock;
    /** Numbers of rows, in {@link #usedRows}: a number costs no write barrier. */
    private final int[] awake;

    private final int[] windowRows;
    private final int[] readers;
    private final long[] lefts;
    private final LayerContext context;
    private final boolean packed;
    private long cycle;
    private boolean done;

    /** Per cycle of the last window, the slot whose assembly began, -1 for none. */
    final int[] requests;

    Tile(LayerContext context, TilePlan plan, InputArrival arrival, OutputValues outputs, Pace pace, int window) {
        EscalateSpec spec = context.spec;
        this.context = context;
        this.packed = context.promotion.packed();
        this.number = plan.tile();
        this.segments = plan.segments();
        this.requests = new int[window];
        java.util.Arrays.fill(requests, -1);
        this.ring = new RingInputBuffer(spec.ring().slots(), spec.ring().banks());
        this.writer = new SlotWriter(context, segments, ring, arrival, plan.visits());
        this.loads = new CoefficientLoads(plan.activeRowsPerLoad(), spec.dram().ideal());
        this.rowsPerBlock = spec.rows();
        this.blocks = new Block[spec.blocks()];
        this.rows = new Row[spec.blocks() * spec.rows()];
        this.blockCycles = new long[blocks.length][STATES];
        int width = 0;
        for (Segment segment : segments) {
            width = Math.max(width, segment.region.columns);
        }
        int used = 0;
        for (int b = 0; b < blocks.length; b++) {
            int first = b * spec.rows();
            blocks[b] = new Block(segments, first, plan.rowsPerChannel(), plan.channelsPerBlock(), outputs, pace);
            for (int r = 0; r < plan.rowsPerChannel() * plan.channelsPerBlock(); r++) {
                PartialSums psums = outputs == null ? null : new PartialSums(context, segments, width);
                Row row = new Row(context, segments, ring, loads, blocks[b], r, first + r, psums, writerCycles);
                blocks[b].connect(r, row.mac());
                rows[first + r] = row;
                used++;
            }
        }
        usedRows = new Row[used];
        int next = 0;
        for (Row row : rows) {
            if (row != null) {
                usedRows[next++] = row;
            }
        }
        awake = new int[used];
        windowRows = new int[used];
        readers = new int[used];
        lefts = new long[used + Promotion.GROUP];
        done = blocksDone();
    }

    boolean done() {
        return done;
    }

    /** Cycles run so far. */
    long cycle() {
        return cycle;
    }

    /** Number of the cycle of the last output, -1 without outputs. */
    long lastOutput() {
        long last = -1;
        for (Block block : blocks) {
            last = Math.max(last, block.lastOutput());
        }
        return last;
    }

    /** A number that changes when a row reads or passes over a slot, takes an element or token, or a pixel leaves. */
    long progress() {
        long progress = lastOutput();
        for (Row row : usedRows) {
            progress += row.reads + row.marks + row.mac().elementsTaken + row.mac().tokensTaken;
        }
        return progress;
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
     * Runs cycles up to {@code to}, exclusive, or until the tile is done.
     *
     * @param from first cycle of the window that {@code to} lies in; the tile may be past it
     */
    void run(long from, long to) {
        int at = (int) (cycle - from);
        while (!done && cycle < to) {
            State writing = writer.step(cycle);
            requests[at++] = writer.requested;
            for (int b = 0; b < blocks.length; b++) {
                Block block = blocks[b];
                boolean worked = block.step(cycle);
                State state = worked ? State.WORKING : block.done() ? State.IDLE : State.INPUT;
                blockCycles[b][state.ordinal()]++;
            }
            stepRows(writing.ordinal());
            writerCycles[writing.ordinal()]++;
            ring.endCycle();
            boolean ended = true;
            for (Block block : blocks) {
                block.endCycle();
                ended &= block.done();
            }
            done = ended;
            cycle++;
        }
        if (done) {
            // Rows may have slots left to mark, which they do while the next layer begins.
            for (Row row : usedRows) {
                row.markRest();
            }
        }
        for (Row row : usedRows) {
            row.wake(cycle);
        }
    }

    /** The rows of a cycle, in phases: all look, promotion is chosen for all, all take, then the ring is read. */
    private void stepRows(int writing) {
        int stepping = 0;
        int windows = 0;
        Row[] all = usedRows;
        for (int i = 0; i < all.length; i++) {
            Row row = all[i];
            if (row.sleeps(cycle)) {
                continue;
            }
            if (row.begin(cycle)) {
                windowRows[windows] = i;
                lefts[windows++] = row.window();
            } else {
                awake[stepping++] = i;
            }
        }
        if (packed) {
            context.promotion.take(lefts, windows);
        }
        int asking = 0;
        for (int i = 0; i < windows; i++) {
            if (all[windowRows[i]].end(cycle, lefts[i], writing)) {
                readers[asking++] = windowRows[i];
            }
        }
        for (int i = 0; i < stepping; i++) {
            Row row = all[awake[i]];
            if (row.end(cycle, row.leftWithout(), writing)) {
                readers[asking++] = awake[i];
            }
        }
        for (int i = 0; i < asking; i++) {
            all[readers[i]].read();
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
    void watch(List<Watched> units, List<long[]> ledgers, List<Watched> queues) {
        String tile = "tile" + number;
        units.add(new Watched("writer", tile));
        ledgers.add(writerCycles);
        queues.add(new Watched("ring", tile));
        for (int b = 0; b < blocks.length; b++) {
            units.add(new Watched("output", tile + ".block" + b));
            ledgers.add(blockCycles[b]);
        }
        for (int r = 0; r < rows.length; r++) {
            String name = rowName(r);
            units.add(new Watched("ca", name));
            ledgers.add(rows[r] == null ? null : rows[r].accumulationCycles);
            units.add(new Watched("mac", name));
            ledgers.add(rows[r] == null ? null : rows[r].macCycles);
            if (rows[r] != null) {
                queues.add(new Watched("dilution_fifo", name));
                queues.add(new Watched("element_fifo", name));
            }
        }
    }

    /** Writes the occupancies of the tile's queues from {@code at} on; returns the place after them. */
    int occupancy(int[] into, int at) {
        int next = at;
        into[next++] = (int) ring.occupied();
        for (Row row : usedRows) {
            into[next++] = row.accumulation().beats();
            into[next++] = row.elements();
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
        ledger.add("writer", tile, withIdle(writerCycles, rest));
        for (int b = 0; b < blocks.length; b++) {
            ledger.add("output", tile + ".block" + b, withIdle(blockCycles[b], rest));
        }
        for (int r = 0; r < rows.length; r++) {
            String name = rowName(r);
            long[] accumulation = rows[r] == null ? new long[STATES] : rows[r].accumulationCycles;
            long[] multiplication = rows[r] == null ? new long[STATES] : rows[r].macCycles;
            long missing = rows[r] == null ? cycles : rest;
            ledger.add("ca", name, withIdle(accumulation, missing));
            ledger.add("mac", name, withIdle(multiplication, missing));
        }
    }

    private static long[] withIdle(long[] counts, long idle) {
        long[] sum = counts.clone();
        sum[State.IDLE.ordinal()] += idle;
        return sum;
    }
}
