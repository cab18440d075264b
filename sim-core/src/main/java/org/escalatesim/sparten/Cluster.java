package org.escalatesim.sparten;

import java.util.Arrays;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.tensor.ConvShape;

/** A cluster: broadcasts input chunks to its units, waits for the slowest, hands finished outputs to its collector. */
final class Cluster {
    private final SpartenSpec spec;
    private final ConvShape shape;
    private final ChunkLayout layout;
    private final InputChunks input;
    private final ChunkJoin join;
    private final int index;
    private final int stride;
    private final int offset;
    private final long[][] ledger;
    private final int[] cycles;
    private final long[] working;
    private final long[] busy;
    private final long[] empty;
    private boolean begun;
    private long end;
    private long collected;

    // What the chunks of a step took: the slowest unit's work, and what the cluster waited beyond it.
    private long slowest;
    private long unmatched;
    private long permuting;
    private long collecting;

    /** Chunks broadcast. */
    long broadcasts;
    /** Their masks and values. */
    long broadcastBits;
    /** Bits of the chunks that each unit took, summed over units. */
    long unitInputBits;
    /** By lanes of a chunk: units that took one, and filter chunks joined with one. */
    final long[] unitChunks;

    final long[] joins;
    /** Partial sums that went through the permute network. */
    long permuted;
    /** Finished outputs. */
    long outputs;
    /** Partial sums read back for a further slice; as many had been written. */
    long psumsBack;
    /** Cycles in which a full collector or the permute network held the units. */
    long collectorStalls;

    long permuteStalls;

    /**
     * @param index the cluster's number
     * @param stride clusters that share the output positions
     * @param offset which of them this one is; {@code stride} or more if it has none
     */
    Cluster(
            SpartenSpec spec,
            ConvShape shape,
            ChunkLayout layout,
            InputChunks input,
            ChunkJoin join,
            int index,
            int stride,
            int offset) {
        this.spec = spec;
        this.shape = shape;
        this.layout = layout;
        this.input = input;
        this.join = join;
        this.index = index;
        this.stride = stride;
        this.offset = offset;
        this.ledger = new long[spec.units()][State.values().length];
        this.cycles = new int[spec.units()];
        this.working = new long[spec.units()];
        this.busy = new long[spec.units()];
        this.empty = new long[spec.units()];
        this.unitChunks = new long[spec.chunk() + 1];
        this.joins = new long[spec.chunk() + 1];
    }

    /**
     * Runs a slice of a pass on positions {@code from} to {@code to - 1} of this cluster.
     *
     * @param ready the first cycle in which its data are there
     */
    void run(FilterPass pass, int slice, int from, int to, long ready) {
        int pixels = shape.p() * shape.q();
        if (pass == null || slice >= pass.slices() || (long) from * stride + offset >= pixels) {
            return;
        }
        long before = end;
        long waited = Math.max(0, ready - end);
        end += waited;
        long filled = 0;
        if (!begun) {
            // The first chunk is broadcast; later ones are while the units work on the one before.
            begun = true;
            filled = 1;
            end++;
        }
        slowest = 0;
        unmatched = 0;
        permuting = 0;
        collecting = 0;
        Arrays.fill(working, 0, pass.used, 0);
        Arrays.fill(empty, 0, pass.used, 0);
        boolean last = slice == pass.slices() - 1;
        for (int local = from; local < to && local * stride + offset < pixels; local++) {
            int position = local * stride + offset;
            join.begin(pass, position);
            end += position(pass, slice, position);
            join.end(pass, position);
            psumsBack += slice > 0 ? pass.filters.length : 0;
            if (last) {
                collect(pass.filters.length);
            }
        }
        account(pass, end - before, waited, filled);
    }

    private void account(FilterPass pass, long all, long waited, long filled) {
        permuteStalls += permuting;
        collectorStalls += collecting;
        for (int unit = 0; unit < ledger.length; unit++) {
            long[] states = ledger[unit];
            if (unit >= pass.used) {
                states[State.IDLE.ordinal()] += all;
                continue;
            }
            long alone = spec.barrier() == SpartenSpec.Barrier.CHUNK ? unmatched : empty[unit];
            states[State.WORKING.ordinal()] += working[unit];
            states[State.INPUT.ordinal()] += filled + alone;
            states[State.BLOCKED.ordinal()] += permuting + collecting;
            states[State.SIBLINGS.ordinal()] += slowest - working[unit] - (alone - unmatched);
            states[State.MEMORY.ordinal()] += waited;
        }
    }

    /** One position's chunks of a slice; returns the cycles. */
    private long position(FilterPass pass, int slice, int position) {
        int first = pass.sliceStart[slice];
        int after = pass.sliceStart[slice + 1];
        int top = position / shape.q() * shape.strideH() - shape.padTop();
        int left = position % shape.q() * shape.strideW() - shape.padLeft();
        boolean free = spec.barrier() == SpartenSpec.Barrier.OUTPUT;
        if (free) {
            Arrays.fill(busy, 0, pass.used, 0);
        }
        long took = 0;
        long permutes = 0;
        for (int r = Math.max(0, -top); r < shape.r() && top + r < shape.h(); r++) {
            for (int s = Math.max(0, -left); s < shape.s() && left + s < shape.w(); s++) {
                int tap = (r * shape.s() + s) * layout.chunks;
                if (tap + layout.chunks <= first || tap >= after) {
                    continue;
                }
                int pixel = input.first((top + r) * shape.w() + left + s, pass.set);
                for (int i = Math.max(0, first - tap); i < layout.chunks && tap + i < after; i++) {
                    join.chunk(pass, tap + i, pixel + i, cycles);
                    count(pass, i, pixel + i);
                    int most = free ? release(pass) : slowest(pass);
                    int permute = permuteCycles(pass);
                    permutes += permute;
                    took += free ? 0 : barrier(most, permute);
                }
            }
        }
        return free ? join(pass, permutes) : took;
    }

    /** The slowest unit of a chunk; adds to what each did. */
    private int slowest(FilterPass pass) {
        int most = 0;
        for (int unit = 0; unit < pass.used; unit++) {
            working[unit] += cycles[unit];
            most = Math.max(most, cycles[unit]);
        }
        return most;
    }

    /** The cycles of a chunk after which all units wait for the slowest: at least 1, to broadcast the next. */
    private int barrier(int most, int permute) {
        int needed = Math.max(1, most);
        slowest += most;
        unmatched += needed - most;
        permuting += Math.max(0, permute - needed);
        return Math.max(needed, permute);
    }

    /** A chunk after which units go on by themselves. */
    private int release(FilterPass pass) {
        for (int unit = 0; unit < pass.used; unit++) {
            working[unit] += cycles[unit];
            busy[unit] += Math.max(1, cycles[unit]);
            empty[unit] += cycles[unit] == 0 ? 1 : 0;
        }
        return 0;
    }

    /** The end of a position, where units wait that went on by themselves. */
    private long join(FilterPass pass, long permutes) {
        long most = 0;
        for (int unit = 0; unit < pass.used; unit++) {
            most = Math.max(most, busy[unit]);
        }
        slowest += most;
        permuting += Math.max(0, permutes - most);
        return Math.max(most, permutes);
    }

    private int permuteCycles(FilterPass pass) {
        if (!pass.perChunk) {
            return 0;
        }
        int each = spec.permute().psumsPerCycle();
        return (pass.filters.length + each - 1) / each;
    }

    private void count(FilterPass pass, int chunk, int inputChunk) {
        int lanes = layout.lanes(pass.set, chunk);
        long bits = spec.sparsity().activationsCompressed()
                ? lanes + 8L * InnerJoin.ones(input.masks, inputChunk * layout.words, layout.words)
                : 8L * lanes;
        broadcasts++;
        broadcastBits += bits;
        unitInputBits += bits * pass.used;
        unitChunks[lanes] += pass.used;
        joins[lanes] += pass.filters.length;
        permuted += pass.perChunk ? pass.filters.length : 0;
    }

    /** Units hold one position's outputs: the next position's are ready only when these have left. */
    private void collect(int finished) {
        outputs += finished;
        long stall = Math.max(0, collected - end);
        collecting += stall;
        end += stall;
        int each = spec.collector().outputsPerCycle();
        collected = end + (finished + each - 1) / each;
    }

    /** The first cycle after the last step. */
    long end() {
        return end;
    }

    /** The first cycle in which the collector is empty. */
    long collected() {
        return collected;
    }

    /** Cycles in which units multiplied, all units together. */
    long working() {
        long sum = 0;
        for (long[] states : ledger) {
            sum += states[State.WORKING.ordinal()];
        }
        return sum;
    }

    /** Adds the units to the ledger of a layer of {@code all} cycles. */
    void account(CycleLedger to, long all) {
        for (int unit = 0; unit < ledger.length; unit++) {
            ledger[unit][State.IDLE.ordinal()] += all - end;
            to.add("unit", "cluster" + index + ".unit" + unit, ledger[unit]);
        }
    }
}
