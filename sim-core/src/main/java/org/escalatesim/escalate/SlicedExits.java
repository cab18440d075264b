package org.escalatesim.escalate;

/**
 * Which slots the rows of a tile bring to the ends of their pipelines next. Every row brings the slots that it has
 * coefficients for, in the order of the stream.
 */
final class SlicedExits extends RowPlaces {
    /** The slot as {@link GatheredSlots} has it. */
    static final int ID = OTHERS;
    /** Beats of the chunk. */
    static final int BEATS = 3;
    /** Rows for which its last beat is the last of the element. */
    static final int LAST = 4;
    /** Rows whose end-of-line token follows it. */
    static final int TOKENS = 5;
    /** The {@link MacWork} of an element of the pixel. */
    static final int ELEMENT = 6;
    /** The {@link MacWork} of its end-of-line token. */
    static final int TOKEN = 7;

    private final GatheredSlots slots;
    private final long all;

    /** Notes of the slots found last, and the rows that bring each; one more is written to. */
    final int[] found = new int[SlicedRows.MOST + 1];

    final long[] rowsOf = new long[SlicedRows.MOST + 1];

    /**
     * @param rows bits of the tile's rows
     */
    SlicedExits(GatheredSlots slots, long rows) {
        super(64);
        this.slots = slots;
        this.all = rows;
        put(rows, 0);
    }

    /** Bits of the tile's rows. */
    long rows() {
        return all;
    }

    /** The next slot of the stream is in the ring. */
    void add(SlicedStream slot) {
        // The place behind the slot has to be there too.
        if (written + 1 - oldest > wrap) {
            makeRoom();
        }
        int to = place(written) << SHIFT;
        notes[to + HAS] = slot.has;
        notes[to + ID] = slot.id;
        notes[to + BEATS] = slot.beats;
        notes[to + LAST] = slot.lasts;
        notes[to + TOKENS] = slot.tokens;
        notes[to + ELEMENT] = slot.element;
        notes[to + TOKEN] = slot.token;
        written++;
    }

    /**
     * Finds the next slots of some rows, which move on behind them.
     *
     * @param fresh rows of the tile that have read another slot
     * @return how many of {@link #found}
     */
    int find(long fresh) {
        int next = 0;
        long left = fresh;
        toOldest();
        for (long from = oldest; left != 0 && from < written; from = (from | 63) + 1) {
            int base = place(from & -64);
            for (long rest = takenFrom(from); rest != 0; rest &= rest - 1) {
                int place = base + Long.numberOfTrailingZeros(rest);
                int at = place << SHIFT;
                long here = notes[at + ROWS];
                long leaving = here & left & notes[at + HAS];
                long passing = here & ~notes[at + HAS];
                left ^= leaving;
                found[next] = at;
                rowsOf[next] = leaving;
                next += (int) some(leaving);
                leave(leaving | passing, place);
                put(leaving | passing, place + 1 & wrap);
                if (passing != 0) {
                    // They may be to bring the slot after it.
                    rest |= takenFrom(from) & (rest & -rest) << 1;
                }
            }
        }
        return next;
    }

    /** Goes to the first slot that a row is to bring; nobody needs those before. */
    private void toOldest() {
        for (long first = firstTaken(); oldest < first; oldest++) {
            slots.release((int) notes[(place(oldest) << SHIFT) + ID]);
        }
    }

    private void makeRoom() {
        toOldest();
        if (written + 1 - oldest <= wrap) {
            return;
        }
        long[] before = notes;
        int wrapBefore = wrap;
        makePlaces(2 * (wrap + 1));
        for (long slot = oldest; slot <= written; slot++) {
            int to = place(slot) << SHIFT;
            System.arraycopy(before, ((int) slot & wrapBefore) << SHIFT, notes, to, 1 << SHIFT);
            put(notes[to + ROWS], place(slot));
        }
    }
}
