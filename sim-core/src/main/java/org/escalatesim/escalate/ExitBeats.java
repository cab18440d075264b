package org.escalatesim.escalate;

/**
 * The chunk at the exit of each row's pipeline, and its way into the dilution FIFO. Which entry of the FIFO a beat goes to
 * is another for each row, so all beats are turned, in steps of 1, 2, 4 (and 8) beats for the rows that need the step.
 */
final class ExitBeats {
    private static final int LANES = GatheredSlots.LANES;

    private final GatheredSlots slots;
    private final SlicedFifo fifo;
    private final SlicedMacs macs;
    /** Slices of the FIFO's capacity, the same for all rows. */
    private final long k0;

    private final long k1;
    private final long k2;
    private final long k3;
    private final long k4;
    /** Beats that are turned, a power of two: room for a chunk and for the FIFO. */
    private final int beats;
    /** [beat][lane]: rows with a matched pair there; turned; with room for as many beats that wrap. */
    private final long[] bits;

    private final long[] turned;
    private final long[] turnedOn;

    private long loaded;

    long beatsWritten;
    long tokensWritten;
    /** Rows whose chunk ends its element; is followed by a token. */
    private long lasts;

    private long tokens;
    /** Entries of the chunk that have gone into the FIFO; that are left. */
    private final long[] gone = new long[Slices.BITS];

    private final long[] left = new long[Slices.BITS];

    ExitBeats(LayerContext context, GatheredSlots slots, SlicedFifo fifo, SlicedMacs macs) {
        this.slots = slots;
        this.fifo = fifo;
        this.macs = macs;
        int capacity = context.spec.channelAccumulation().fifoBeats();
        this.k0 = -(capacity & 1L);
        this.k1 = -(capacity >> 1 & 1L);
        this.k2 = -(capacity >> 2 & 1L);
        this.k3 = -(capacity >> 3 & 1L);
        this.k4 = -(capacity >> 4 & 1L);
        int lanes = context.spec.channelAccumulation().lanes();
        int most = Math.max(capacity, context.spec.channelAccumulation().chunk() / lanes);
        this.beats = most <= 8 ? 8 : 16;
        this.bits = new long[2 * beats * LANES];
        this.turned = new long[2 * beats * LANES];
        this.turnedOn = new long[2 * beats * LANES];
    }

    /** Rows with a chunk at the exit. */
    long loaded() {
        return loaded;
    }

    /**
     * Brings chunks to the exit of some rows of a tile, whose last chunk has left.
     *
     * @param its those rows
     */
    void load(long its, SlicedExits exits) {
        int found = exits.find(its);
        long[] notes = exits.notes;
        long l0 = left[0] & ~its;
        long l1 = left[1] & ~its;
        long l2 = left[2] & ~its;
        long l3 = left[3] & ~its;
        long l4 = left[4] & ~its;
        long ending = 0;
        long tokensToo = 0;
        for (int i = 0; i < found; i++) {
            int slot = exits.found[i];
            long rows = exits.rowsOf[i];
            int number = (int) notes[slot + SlicedExits.BEATS];
            BeatMoves.copy(slots.bits((int) notes[slot + SlicedExits.ID]), bits, number, rows);
            long last = notes[slot + SlicedExits.LAST] & rows;
            ending |= last;
            macs.come(last, notes[slot + SlicedExits.ELEMENT]);
            long token = notes[slot + SlicedExits.TOKENS] & rows;
            if (token != 0) {
                tokensToo |= token;
                macs.come(token, notes[slot + SlicedExits.TOKEN]);
            }
            // An entry more where a token follows.
            l0 |= rows & -(number & 1L) ^ token;
            long b = token & -(number & 1L);
            l1 |= rows & -(number >> 1 & 1L) ^ b;
            b &= -(number >> 1 & 1L);
            l2 |= rows & -(number >> 2 & 1L) ^ b;
            b &= -(number >> 2 & 1L);
            l3 |= rows & -(number >> 3 & 1L) ^ b;
            l4 |= rows & -(number >> 4 & 1L) ^ b & -(number >> 3 & 1L);
            beatsWritten += (long) number * Long.bitCount(rows);
            tokensWritten += Long.bitCount(token);
        }
        left[0] = l0;
        left[1] = l1;
        left[2] = l2;
        left[3] = l3;
        left[4] = l4;
        for (int i = 0; i < Slices.BITS; i++) {
            gone[i] &= ~its;
        }
        loaded |= its;
        lasts = lasts & ~its | ending;
        tokens = tokens & ~its | tokensToo;
    }

    /**
     * Each row's chunk writes as many of its entries as the FIFO had room for at the start of the cycle. Numbers are bit
     * slices (see {@link Slices}), here in local variables throughout: this is the longest chain of operations of a cycle,
     * and each step through memory would make it longer.
     *
     * @return rows whose chunk has left
     */
    long write() {
        if (loaded == 0) {
            return 0;
        }
        long l0 = left[0];
        long l1 = left[1];
        long l2 = left[2];
        long l3 = left[3];
        long l4 = left[4];
        // Room is the capacity less the entries at the start; less are the rows with less room than is left.
        long[] s = fifo.countAtStart;
        long r0 = k0 ^ s[0];
        long b = Slices.borrow(k0, s[0], 0);
        long r1 = k1 ^ s[1] ^ b;
        b = Slices.borrow(k1, s[1], b);
        long r2 = k2 ^ s[2] ^ b;
        b = Slices.borrow(k2, s[2], b);
        long r3 = k3 ^ s[3] ^ b;
        b = Slices.borrow(k3, s[3], b);
        long r4 = k4 ^ s[4] ^ b;
        long less = Slices.borrow(r0, l0, 0);
        less = Slices.borrow(r1, l1, less);
        less = Slices.borrow(r2, l2, less);
        less = Slices.borrow(r3, l3, less);
        less = Slices.borrow(r4, l4, less);
        long all = loaded & ~less;
        long some = loaded & (l0 | l1 | l2 | l3 | l4) & (r0 | r1 | r2 | r3 | r4);
        loaded &= ~all;
        if (some == 0) {
            return all;
        }
        long whole = some & all;
        long part = some & ~all;
        long n0 = whole & l0 | part & r0;
        long n1 = whole & l1 | part & r1;
        long n2 = whole & l2 | part & r2;
        long n3 = whole & l3 | part & r3;
        long n4 = whole & l4 | part & r4;
        // The first entry that the FIFO lacks is beat gone of the chunk.
        long[] c = fifo.count;
        long g0 = gone[0];
        long g1 = gone[1];
        long g2 = gone[2];
        long g3 = gone[3];
        long g4 = gone[4];
        long t0 = g0 ^ c[0];
        b = Slices.borrow(g0, c[0], 0);
        long t1 = g1 ^ c[1] ^ b;
        b = Slices.borrow(g1, c[1], b);
        long t2 = g2 ^ c[2] ^ b;
        b = Slices.borrow(g2, c[2], b);
        long t3 = g3 ^ c[3] ^ b;
        fifo.add(n0, n1, n2, n3, n4);
        gone[0] = g0 ^ n0;
        b = Slices.carry(g0, n0, 0);
        gone[1] = g1 ^ n1 ^ b;
        b = Slices.carry(g1, n1, b);
        gone[2] = g2 ^ n2 ^ b;
        b = Slices.carry(g2, n2, b);
        gone[3] = g3 ^ n3 ^ b;
        b = Slices.carry(g3, n3, b);
        gone[4] = g4 ^ n4 ^ b;
        long e0 = l0 ^ n0;
        b = Slices.borrow(l0, n0, 0);
        long e1 = l1 ^ n1 ^ b;
        b = Slices.borrow(l1, n1, b);
        long e2 = l2 ^ n2 ^ b;
        b = Slices.borrow(l2, n2, b);
        long e3 = l3 ^ n3 ^ b;
        b = Slices.borrow(l3, n3, b);
        long e4 = l4 ^ n4 ^ b;
        left[0] = e0;
        left[1] = e1;
        left[2] = e2;
        left[3] = e3;
        left[4] = e4;
        // A chunk's last beat is written before its token or together with it.
        long hadBeats = l0 & ~tokens | l1 | l2 | l3 | l4;
        long more = e1 | e2 | e3 | e4;
        long over = ~(e0 | more);
        long ended = some & lasts & hadBeats & (over & ~tokens | e0 & ~more & tokens);
        long endedBefore = some & lasts & hadBeats & over & tokens;
        long token = some & tokens & over;
        fifo.write(turned(some, t0, t1, t2, t3), some, ended, endedBefore, token);
        return all;
    }

    /** The chunks' beats where the FIFO wants them: entry q of a row is beat q + t, modulo all beats. */
    private long[] turned(long some, long t0, long t1, long t2, long t3) {
        long[] from = bits;
        if (beats > 8) {
            from = turn(from, 8, some & t3);
        }
        from = turn(from, 4, some & t2);
        from = turn(from, 2, some & t1);
        return turn(from, 1, some & t0);
    }

    private long[] turn(long[] from, int by, long its) {
        if (its == 0) {
            return from;
        }
        System.arraycopy(from, 0, from, beats * LANES, by * LANES);
        long[] to = from == turned ? turnedOn : turned;
        BeatMoves.down(from, to, beats, by, its);
        return to;
    }
}
