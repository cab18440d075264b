package org.escalatesim.escalate;

/**
 * Where the rows of a tile are in the ring: which slot each is to read or mark next. There are more places than slots of
 * the ring, so that the rows behind the last have one too.
 */
final class SlicedReaders extends RowPlaces {
    private final Segment[] segments;
    private final RingInputBuffer ring;
    private final SlicedStream stream;
    private final SlicedPipeline pipeline;
    private final SlicedExits exits;
    private final int rows;
    private final int[] after;
    private final int first;
    private final ChunkedActivations activations;
    private final RowLoads loads;

    /** The slot's position in the ring. */
    private static final int POSITION = OTHERS;
    /** Its coefficient load. */
    private static final int LOAD = 3;
    /** The segment that ends with it, -1 if none does. */
    private static final int ENDS = 4;
    /** Rows that have read it. */
    private static final int READS = 5;
    /** Its number among the activations' slots. */
    private static final int NUMBER = 6;

    /** Notes of slots at which rows act in the cycle, and which rows. */
    private final int[] asked;

    private final long[] asking;

    /** By segment: rows that wait for its first slot, not having a coefficient in the segments before. */
    private final long[] later;

    /** Rows that have gone past their last slot. */
    private long done;

    /** Slots that rows have finished with, read or marked. */
    long finishes;

    /** Reads, counted when a slot's place is used again. */
    long reads;

    long marks;
    long readBits;
    long coefficientBits;
    long crossings;

    /**
     * @param first bit of the tile's first row
     */
    SlicedReaders(
            LayerContext context,
            Tile tile,
            int first,
            GatheredSlots slots,
            SlicedPipeline pipeline,
            SlicedExits exits,
            RowLoads loads) {
        super(Math.max(64, Integer.highestOneBit(context.spec.ring().slots()) << 1));
        this.segments = tile.segments;
        this.ring = tile.ring;
        this.rows = tile.ledgers.rows.length;
        this.after = nextSegments(segments, tile.ledgers.rows);
        this.first = first;
        this.activations = context.activations;
        this.loads = loads;
        this.pipeline = pipeline;
        this.exits = exits;
        this.stream = new SlicedStream(context, tile, first, slots);
        this.asked = new int[rows + 1];
        this.asking = new long[rows + 1];
        this.later = new long[segments.length];
        toNextSegment(-1L >>> 64 - rows << first, -1);
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
            write();
        }
        int found = ask(free);
        for (int i = 0; i < found; i++) {
            step(cycle, asked[i], asking[i]);
        }
    }

    /** The next slot is in the ring. */
    private void write() {
        stream.next();
        int at = place(written) << SHIFT;
        count(at);
        notes[at + HAS] = stream.has;
        notes[at + POSITION] = stream.position;
        notes[at + LOAD] = stream.load;
        notes[at + ENDS] = stream.ends;
        notes[at + NUMBER] = stream.number;
        exits.add(stream);
        written++;
        int segment = stream.segment();
        if (segment < segments.length && later[segment] != 0 && segments[segment].firstSlot == written) {
            put(later[segment], place(written));
            later[segment] = 0;
        }
    }

    /** Finds the slots at which rows are that mark it or ask for it, oldest first; returns how many. */
    private int ask(long free) {
        int found = 0;
        oldest = firstTaken();
        for (long from = oldest; from < written; from = (from | 63) + 1) {
            int base = place(from & -64);
            for (long rest = takenFrom(from); rest != 0; rest &= rest - 1) {
                int at = base + Long.numberOfTrailingZeros(rest) << SHIFT;
                long acting = notes[at + ROWS] & (free | ~notes[at + HAS]);
                asked[found] = at;
                asking[found] = acting;
                found += (int) some(acting);
            }
        }
        return found;
    }

    /** A cycle of the rows at a slot that mark it or ask for it. */
    private void step(long cycle, int at, long acting) {
        long reading = acting & notes[at + HAS];
        long marking = acting ^ reading;
        if (reading != 0) {
            reading = ring.read(cycle, (int) notes[at + POSITION], reading);
            pipeline.read((int) notes[at + LOAD], reading, loads);
            notes[at + READS] += Long.bitCount(reading);
        }
        finish(at, reading | marking, marking);
    }

    private void finish(int at, long finished, long marking) {
        int place = at >>> SHIFT;
        leave(finished, place);
        if (marking != 0) {
            marks += Long.bitCount(marking);
        }
        int count = Long.bitCount(finished);
        finishes += count;
        ring.finish((int) notes[at + POSITION], count);
        if (notes[at + ENDS] >= 0) {
            toNextSegment(finished, (int) notes[at + ENDS]);
        } else {
            put(finished, place + 1 & wrap);
        }
    }

    /** Marks the slots that are left in the ring, each row up to one that it has coefficients for. */
    void markRest() {
        for (long s = oldest; s < written; s++) {
            int at = place(s) << SHIFT;
            long marking = notes[at + ROWS] & ~notes[at + HAS];
            if (marking != 0) {
                finish(at, marking, marking);
            }
        }
    }

    /** Counts what rows have read of a slot; of each channel's coefficient they read presence and sign. */
    private void count(int at) {
        long rowsRead = notes[at + READS];
        int slot = (int) notes[at + NUMBER];
        reads += rowsRead;
        readBits += rowsRead * activations.bits(slot);
        coefficientBits += rowsRead * 2 * activations.realBits(slot);
        crossings += rowsRead * activations.crossings[slot];
        notes[at + READS] = 0;
    }

    /** Sends rows to the first slot of the next segment in which they have a coefficient. */
    private void toNextSegment(long its, int segment) {
        for (long rest = its; rest != 0; rest &= rest - 1) {
            int next = after[(segment + 1) * rows + Long.numberOfTrailingZeros(rest) - first];
            if (next == segments.length) {
                done |= rest & -rest;
            } else if (segments[next].firstSlot <= written) {
                put(rest & -rest, place(segments[next].firstSlot));
            } else {
                later[next] |= rest & -rest;
            }
        }
    }

    /** [segment + 1][row]: the next segment after it in which the row has a coefficient, or else their number. */
    private static int[] nextSegments(Segment[] segments, int[] rows) {
        int[] after = new int[(segments.length + 1) * rows.length];
        for (int u = 0; u < rows.length; u++) {
            int next = segments.length;
            for (int segment = segments.length; segment >= 0; segment--) {
                after[segment * rows.length + u] = next;
                if (segment > 0 && segments[segment - 1].set.active[rows[u]] && segments[segment - 1].slots() > 0) {
                    next = segment - 1;
                }
            }
        }
        return after;
    }

    /** Adds what the rows counted. */
    void addTo(Totals totals) {
        for (int at = 0; at < notes.length; at += 1 << SHIFT) {
            count(at);
        }
        totals.reads += reads;
        totals.marks += marks;
        totals.readBits += readBits;
        totals.coefficientBits += coefficientBits;
        totals.crossings += crossings;
    }
}
