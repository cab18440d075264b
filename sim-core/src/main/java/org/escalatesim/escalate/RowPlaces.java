package org.escalatesim.escalate;

/**
 * Where the rows of a tile are in its stream of slots. Rows at the same slot want the same and get it together, so this is
 * kept slot by slot, each with a mask of its rows. What is noted with a slot lies side by side, because it is wanted
 * together. Rows come and leave without a branch that depends on which they are: that cannot be foretold.
 */
abstract class RowPlaces {
    /** The notes of a place begin at its number shifted by this. */
    static final int SHIFT = 3;
    /** Rows that are at the slot. */
    static final int ROWS = 0;
    /** Rows with a coefficient for its chunk. */
    static final int HAS = 1;
    /** The first of the other notes. */
    static final int OTHERS = 2;

    /** By slot of the stream modulo the places. */
    long[] notes;
    /** Bit i: some row is at place i. */
    long[] taken;
    /** Places, a power of two of 64 or more, less 1. */
    int wrap;
    /** Slots of the stream that are in the ring or have been. */
    long written;
    /** No row is at a slot before. */
    long oldest;

    /**
     * @param places a power of two, 64 or more
     */
    RowPlaces(int places) {
        makePlaces(places);
    }

    final void makePlaces(int places) {
        notes = new long[places << SHIFT];
        taken = new long[places >>> 6];
        wrap = places - 1;
    }

    /** The place of a slot. */
    final int place(long slot) {
        return (int) slot & wrap;
    }

    /** Of the places of {@code slot} and those after it up to a multiple of 64, the taken ones whose slots are written. */
    final long takenFrom(long slot) {
        long some = (written ^ slot) >>> 6 == 0 ? (1L << written) - 1 : -1L;
        return taken[place(slot) >>> 6] & -1L << slot & some;
    }

    /** The first taken place's slot; {@code written} if none is taken. */
    final long firstTaken() {
        for (long slot = oldest; slot < written; slot = (slot | 63) + 1) {
            long some = takenFrom(slot);
            if (some != 0) {
                return (slot & -64) + Long.numberOfTrailingZeros(some);
            }
        }
        return written;
    }

    /** Rows come to a place. */
    final void put(long its, int place) {
        notes[(place << SHIFT) + ROWS] |= its;
        taken[place >>> 6] |= some(its) << place;
    }

    /** Rows leave a place. */
    final void leave(long its, int place) {
        long stay = notes[(place << SHIFT) + ROWS] ^ its;
        notes[(place << SHIFT) + ROWS] = stay;
        taken[place >>> 6] &= ~(1 - some(stay) << place);
    }

    /** 1 if there are rows, or else 0. */
    static long some(long rows) {
        return (rows | -rows) >>> 63;
    }
}
