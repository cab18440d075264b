package org.escalatesim.escalate;

/**
 * The dilution FIFOs and concentrators of all rows of a tile: per entry and lane one word with a bit for each row, the
 * first entry of every row first. Looking at windows, promoting and moving up are word operations on all rows together.
 */
final class SlicedFifo {
    private static final int LANES = GatheredSlots.LANES;
    /** Most beats of a chunk and entries of a FIFO: {@link ExitBeats} turns by 1, 2, 4 and 8. */
    private static final int MOST_BEATS = 16;
    /** Most beats of a window: {@link #leave} moves in steps of 1, 2 and 4. */
    private static final int MOST_REACH = 7;

    private final SlicedMacs macs;
    private final int capacity;
    private final int reach;
    private final SlicedPromotion promotion;

    /** [entry][lane]: rows with a matched pair there; 0 in entries not there, and in those after the last. */
    private final long[] bits;
    /** [entry]: rows whose entry is the last beat of its element; is an end-of-line token. */
    private final long[] lasts;

    private final long[] tokens;
    /** [entry]: rows that have it. */
    private final long[] there;

    private final long[] thereNow;
    /** Entries of each row. */
    final long[] count = new long[Slices.BITS];
    /** The same at the start of the cycle. */
    final long[] countAtStart = new long[Slices.BITS];

    /** [beat]: rows whose window has it; from which it leaves. */
    private final long[] inWindow;

    private final long[] leaves;

    /** Rows whose element at the head has had a matched pair. */
    private long matched;
    /** Rows that send an element in the cycle. */
    private long sent;
    /** Rows that did something in the cycle; that were held up by a full element FIFO. */
    long worked;

    long blocked;

    long taken;
    long elementsSent;

    SlicedFifo(LayerContext context, SlicedMacs macs) {
        this.macs = macs;
        EscalateSpec.ChannelAccumulation ca = context.spec.channelAccumulation();
        capacity = ca.fifoBeats();
        reach = 1 + ca.pattern().lookAhead();
        promotion = new SlicedPromotion(ca.pattern(), ca.lanes());
        int entries = capacity + MOST_REACH;
        bits = new long[entries * LANES];
        lasts = new long[entries];
        tokens = new long[entries];
        there = new long[entries];
        thereNow = new long[entries];
        // One more, which no window has.
        inWindow = new long[reach + 1];
        leaves = new long[reach + 1];
    }

    /** Whether a machine's FIFO and pattern are of the sizes that this class is for. */
    static boolean fits(EscalateSpec.ChannelAccumulation ca) {
        return ca.policy() == EscalateSpec.Policy.ONE_SHOT
                && ca.lanes() <= LANES
                && ca.chunk() <= MOST_BEATS * ca.lanes()
                && ca.fifoBeats() <= MOST_BEATS
                && ca.pattern().lookAhead() < MOST_REACH;
    }

    /** Rows with an entry. */
    long nonEmpty() {
        return there[0];
    }

    /** The concentrators' cycle: tokens pass, values are taken and promoted, empty beats leave, elements are sent. */
    void concentrate() {
        System.arraycopy(count, 0, countAtStart, 0, Slices.BITS);
        long present = there[0];
        worked = 0;
        blocked = 0;
        if (present == 0) {
            return;
        }
        long full = macs.fullAtStart;
        long token = present & tokens[0];
        long passing = token & ~full;
        long windows = present & ~token;
        long stalled = 0;
        sent = 0;
        if (windows != 0) {
            stalled = take(windows, full);
        } else {
            java.util.Arrays.fill(leaves, 0);
        }
        if ((passing | sent) != 0) {
            macs.add(sent, passing);
        }
        leaves[0] |= passing;
        worked = windows & ~stalled | passing;
        blocked = stalled | token & full;
        leave();
    }

    /** Returns the rows that stall because their element could not be sent. */
    private long take(long windows, long full) {
        // A window ends with its element.
        inWindow[0] = windows;
        for (int b = 1; b < reach; b++) {
            inWindow[b] = inWindow[b - 1] & ~lasts[b - 1] & there[b];
        }
        // No window has a beat to promote from: elements of one beat, as those of few channels are.
        boolean alone = inWindow[1] == 0;
        long took = alone ? promotion.takeFirst(bits, windows) : promotion.take(bits, inWindow);
        // Beats leave up to the first with a value left.
        long leave = windows;
        leaves[0] = leave;
        long complete = leave & lasts[0];
        for (int b = 1; b < reach; b++) {
            leave = alone ? 0 : leave & inWindow[b] & ~promotion.left(b);
            leaves[b] = leave;
            complete |= leave & lasts[b];
        }
        matched |= took;
        long sending = complete & matched;
        long stalled = sending & full;
        complete &= ~stalled;
        sending &= complete;
        matched &= ~complete;
        sent = sending;
        elementsSent += Long.bitCount(sending);
        if (complete != sending) {
            macs.drop(complete ^ sending);
        }
        taken += promotion.taken(~stalled);
        if (stalled != 0) {
            for (int b = 0; b < reach; b++) {
                leaves[b] &= ~stalled;
            }
        }
        if (!alone) {
            promotion.putBack(bits, ~stalled);
        }
        return stalled;
    }

    /** Entries leave the FIFOs, as many in a row as it has bits in {@link #leaves}. */
    private void leave() {
        long ones = 0;
        long twos = 0;
        long fours = 0;
        for (int b = 0; b < reach; b++) {
            long carry = ones & leaves[b];
            ones ^= leaves[b];
            fours ^= twos & carry;
            twos ^= carry;
        }
        move(1, ones);
        move(2, twos);
        move(4, fours);
        long c0 = count[0];
        long c1 = count[1];
        long c2 = count[2];
        long c3 = count[3];
        long s0 = c0 ^ ones;
        long b = Slices.borrow(c0, ones, 0);
        long s1 = c1 ^ twos ^ b;
        b = Slices.borrow(c1, twos, b);
        long s2 = c2 ^ fours ^ b;
        b = Slices.borrow(c2, fours, b);
        long s3 = c3 ^ b;
        long s4 = count[4] ^ Slices.borrow(c3, 0, b);
        setCount(s0, s1, s2, s3, s4, there);
    }

    private void setCount(long s0, long s1, long s2, long s3, long s4, long[] entries) {
        count[0] = s0;
        count[1] = s1;
        count[2] = s2;
        count[3] = s3;
        count[4] = s4;
        Slices.greater(s0, s1, s2, s3, s4, entries, capacity);
    }

    private void move(int by, long its) {
        if (its == 0) {
            return;
        }
        BeatMoves.down(bits, bits, capacity, by, its);
        for (int i = 0; i < capacity; i++) {
            lasts[i] ^= (lasts[i] ^ lasts[i + by]) & its;
            tokens[i] ^= (tokens[i] ^ tokens[i + by]) & its;
        }
    }

    /** Entries are added to the FIFOs, as bit slices of how many; {@link #write} is to follow. */
    void add(long n0, long n1, long n2, long n3, long n4) {
        long c0 = count[0];
        long c1 = count[1];
        long c2 = count[2];
        long c3 = count[3];
        long s0 = c0 ^ n0;
        long b = Slices.carry(c0, n0, 0);
        long s1 = c1 ^ n1 ^ b;
        b = Slices.carry(c1, n1, b);
        long s2 = c2 ^ n2 ^ b;
        b = Slices.carry(c2, n2, b);
        long s3 = c3 ^ n3 ^ b;
        b = Slices.carry(c3, n3, b);
        long s4 = count[4] ^ n4 ^ b;
        setCount(s0, s1, s2, s3, s4, thereNow);
    }

    /**
     * The pipelines' exits write, after the concentrators' cycle.
     *
     * @param beats [entry][lane]: what a row writes to an entry, for those that it writes
     * @param some rows that write
     * @param ended rows whose last entry written ends an element
     * @param endedBefore rows in which the entry before that does
     * @param token rows whose last entry written is a token
     */
    void write(long[] beats, long some, long ended, long endedBefore, long token) {
        long after = thereNow[0];
        long top = some & after & ~thereNow[1];
        for (int q = 0; q < capacity; q++) {
            long here = after;
            after = thereNow[q + 1];
            long next = some & after & ~thereNow[q + 2];
            tokens[q] |= top & token;
            lasts[q] |= top & ended | next & endedBefore;
            long its = here & ~there[q] & ~(top & token);
            there[q] = here;
            put(beats, bits, q * LANES, its);
            top = next;
        }
    }

    /** Adds the values of a beat for some rows. Lane by lane: a loop this short takes longer to begin and end than to run. */
    private static void put(long[] from, long[] to, int at, long its) {
        to[at] |= from[at] & its;
        to[at + 1] |= from[at + 1] & its;
        to[at + 2] |= from[at + 2] & its;
        to[at + 3] |= from[at + 3] & its;
        to[at + 4] |= from[at + 4] & its;
        to[at + 5] |= from[at + 5] & its;
        to[at + 6] |= from[at + 6] & its;
        to[at + 7] |= from[at + 7] & its;
        to[at + 8] |= from[at + 8] & its;
        to[at + 9] |= from[at + 9] & its;
        to[at + 10] |= from[at + 10] & its;
        to[at + 11] |= from[at + 11] & its;
        to[at + 12] |= from[at + 12] & its;
        to[at + 13] |= from[at + 13] & its;
        to[at + 14] |= from[at + 14] & its;
        to[at + 15] |= from[at + 15] & its;
    }

    /** Entries of a row. */
    int entries(int u) {
        return Slices.of(count, u);
    }
}
