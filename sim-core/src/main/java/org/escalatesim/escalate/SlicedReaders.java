package org.escalatesim.escalate;

/**
 * Where the rows of a tile are in the ring. Rows at the same slot want the same and get it together, so the places are
 * kept slot by slot, each with a mask of its rows.
 */
final class SlicedReaders {
    private final Segment[] segments;
    private final RingInputBuffer ring;
    private final SlicedStream stream;
    private final SlicedPipeline pipeline;
    private final int[] rows;
    private final int first;
    private final SlotPool pool;
    private final RowLoads loads;

    /** These are by slot of the stream modulo their length, which is more than the ring's. The slot. */
    private final GatheredSlot[] slots;

    /** The same, what is asked of slots in every cycle: rows with coefficients; place in the pool; position; load. */
    private final long[] has;

    private final int[] ids;
    private final int[] positions;
    private final int[] loadOf;
    /** The segment that ends with the slot, -1 if none does; how many rows have read it. */
    private final int[] ends;

    private final int[] readsOf;

    /** Rows that are to finish with the slot next. */
    private final long[] rowsAt;
    /** Bit i: some row is at i of {@link #rowsAt}. */
    private final long[] taken;

    private final int wrap;
    private long written;
    /** No row is at a slot before. */
    private long oldest;
    /** By segment: rows that wait for its first slot, not having a coefficient in the segments before. */
    private final long[] later;

    /** Rows that have gone past their last slot. */
    private long done;

    /** Slots that rows have finished with, read or marked. */
    long finishes;

    /** Reads, counted when all rows have finished with a slot. */
    long reads;

    long marks;
    long readBits;
    long coefficientBits;
    long crossings;

    /**
     * @param first bit of the tile's first row
     */
    SlicedReaders(LayerContext context, Tile tile, int first, SlotPool pool, SlicedPipeline pipeline, RowLoads loads) {
        this.segments = tile.segments;
        this.ring = tile.ring;
        this.rows = tile.ledgers.rows;
        this.first = first;
        this.pool = pool;
        this.loads = loads;
        this.pipeline = pipeline;
        this.stream = new SlicedStream(context, tile, first, pool);
        int places = Math.max(64, Integer.highestOneBit(context.spec.ring().slots()) << 1);
        this.wrap = places - 1;
        this.slots = new GatheredSlot[places];
        this.has = new long[places];
        this.ids = new int[places];
        this.positions = new int[places];
        this.loadOf = new int[places];
        this.ends = new int[places];
        this.readsOf = new int[places];
        this.rowsAt = new long[places];
        this.taken = new long[places >>> 6];
        this.later = new long[segments.length];
        toNextSegment(-1L >>> 64 - rows.length << first, -1);
    }

    /** Rows that have gone past their last slot. */
    long done() {
        return done;
    }

    /**
     * One cycle of all rows: each marks its slot if it has no coefficients for it, or else asks for it if it has a
     * register free, and reads it if the ring grants it. The oldest slot is asked for first.
     *
     * @param free rows that had a slot register free at the start of the cycle
     */
    void step(long cycle, long free) {
        while (written < ring.written()) {
            GatheredSlot slot = stream.next();
            int at = (int) written & wrap;
            slots[at] = slot;
            has[at] = slot.has;
            ids[at] = slot.id;
            positions[at] = slot.position;
            loadOf[at] = slot.load;
            ends[at] = slot.ends ? slot.segment : -1;
            readsOf[at] = 0;
            written++;
            int segment = stream.segment();
            if (segment < segments.length && later[segment] != 0 && segments[segment].firstSlot == written) {
                put(later[segment], written);
                later[segment] = 0;
            }
        }
        long moved = 0;
        boolean found = false;
        for (long from = oldest; from < written; from = (from | 63) + 1) {
            for (long rest = taken[(int) from >>> 6 & taken.length - 1] & -1L << from; rest != 0; rest &= rest - 1) {
                long s = (from & -64) + Long.numberOfTrailingZeros(rest);
                if (s >= written) {
                    break;
                }
                oldest = found ? oldest : s;
                found = true;
                int at = (int) s & wrap;
                long acting = rowsAt[at] & (free | ~has[at]) & ~moved;
                if (acting != 0) {
                    moved |= step(cycle, s, at, acting);
                }
            }
        }
        oldest = found ? oldest : written;
    }

    /** A cycle of the rows at a slot that mark it or ask for it; returns those that are finished with it. */
    private long step(long cycle, long s, int at, long acting) {
        long reading = acting & has[at];
        long marking = acting ^ reading;
        if (reading != 0) {
            int count = Long.bitCount(reading);
            if (ring.read(cycle, positions[at], count)) {
                pipeline.read(ids[at], loadOf[at], reading, loads);
                readsOf[at] += count;
            } else {
                reading = 0;
            }
        }
        long finished = reading | marking;
        if (finished != 0) {
            finish(s, at, finished, marking);
        }
        return finished;
    }

    private void finish(long s, int at, long finished, long marking) {
        rowsAt[at] ^= finished;
        // 1 where no row is left there.
        long empty = (rowsAt[at] - 1 & ~rowsAt[at]) >>> 63;
        taken[at >>> 6] &= ~(empty << at);
        if (marking != 0) {
            marks += Long.bitCount(marking);
            pool.release(slots[at], marking);
        }
        int count = Long.bitCount(finished);
        finishes += count;
        if (ring.finish(positions[at], count)) {
            count(slots[at], readsOf[at]);
        }
        if (ends[at] >= 0) {
            toNextSegment(finished, ends[at]);
        } else {
            put(finished, s + 1);
        }
    }

    /** Marks the slots that are left in the ring, each row up to one that it has coefficients for. */
    void markRest() {
        for (long s = oldest; s < written; s++) {
            int at = (int) s & wrap;
            long marking = rowsAt[at] & ~has[at];
            if (marking != 0) {
                finish(s, at, marking, marking);
            }
        }
    }

    /** Counts what rows have read of a slot. */
    private void count(GatheredSlot slot, long rowsRead) {
        reads += rowsRead;
        readBits += rowsRead * slot.slotBits;
        coefficientBits += rowsRead * slot.coefficientBits;
        crossings += rowsRead * slot.crossings;
    }

    private void put(long its, long slot) {
        int at = (int) slot & wrap;
        rowsAt[at] |= its;
        taken[at >>> 6] |= 1L << at;
    }

    /** Sends rows to the first slot of the next segment in which they have a coefficient. */
    private void toNextSegment(long its, int segment) {
        for (long rest = its; rest != 0; rest &= rest - 1) {
            int row = rows[Long.numberOfTrailingZeros(rest) - first];
            int next = segment + 1;
            while (next < segments.length && (!segments[next].set.active[row] || segments[next].slots() == 0)) {
                next++;
            }
            if (next == segments.length) {
                done |= rest & -rest;
            } else if (segments[next].firstSlot <= written) {
                put(rest & -rest, segments[next].firstSlot);
            } else {
                later[next] |= rest & -rest;
            }
        }
    }

    /** Adds what the rows counted. */
    void addTo(Totals totals) {
        totals.reads += reads;
        totals.marks += marks;
        totals.readBits += readBits;
        totals.coefficientBits += coefficientBits;
        totals.crossings += crossings;
    }
}
