package org.escalatesim.escalate;

import java.util.Arrays;

/**
 * The ledger of one kind of unit of up to 64 rows, told per cycle as a mask of rows for each state. Masks are kept and
 * counted row by row when there are enough of them: the counts as bit slices, four masks at a time by carry-save
 * addition (Warren, Hacker's Delight, 2nd edition, section 5-1).
 */
final class MaskLedger {
    /** Cycles kept: a multiple of 4, and so few that a count fits {@link #SLICES} bits. */
    private static final int MOST = 124;

    private static final int SLICES = 7;

    private final long[][] ledgers;
    /** Per state, the masks of the cycles not yet counted. */
    private final long[][] masks = new long[RowLedgers.STATES][MOST];

    private int kept;

    /**
     * @param ledgers per row, its cycles by state
     */
    MaskLedger(long[][] ledgers) {
        this.ledgers = ledgers;
    }

    /** Tells what the rows did in a cycle: each row is in one mask. */
    void add(long working, long blocked, long idle, long siblings, long memory, long input) {
        if (kept == MOST) {
            count();
        }
        masks[Outcomes.WORKED][kept] = working;
        masks[Outcomes.BLOCKED][kept] = blocked;
        masks[Outcomes.IDLE][kept] = idle;
        masks[Outcomes.SIBLINGS][kept] = siblings;
        masks[Outcomes.MEMORY][kept] = memory;
        masks[Outcomes.INPUT][kept++] = input;
    }

    /** Adds the cycles that are kept to the ledgers. */
    void count() {
        for (int state = 0; state < RowLedgers.STATES; state++) {
            Arrays.fill(masks[state], kept, kept + 3 & -4, 0);
            count(state, kept + 3 & -4);
        }
        kept = 0;
    }

    private void count(int state, int cycles) {
        long[] mask = masks[state];
        long s0 = 0;
        long s1 = 0;
        long s2 = 0;
        long s3 = 0;
        long s4 = 0;
        long s5 = 0;
        long s6 = 0;
        for (int i = 0; i < cycles; i += 4) {
            long a = mask[i] ^ mask[i + 1];
            long twos = mask[i] & mask[i + 1] | a & s0;
            s0 ^= a;
            a = mask[i + 2] ^ mask[i + 3];
            long more = mask[i + 2] & mask[i + 3] | a & s0;
            s0 ^= a;
            a = twos ^ more;
            long carry = twos & more | a & s1;
            s1 ^= a;
            long next = s2 & carry;
            s2 ^= carry;
            carry = s3 & next;
            s3 ^= next;
            next = s4 & carry;
            s4 ^= carry;
            carry = s5 & next;
            s5 ^= next;
            s6 ^= carry;
        }
        if ((s0 | s1 | s2 | s3 | s4 | s5 | s6) == 0) {
            return;
        }
        for (int u = 0; u < ledgers.length; u++) {
            ledgers[u][state] += s0 >>> u & 1
                    | (s1 >>> u & 1) << 1
                    | (s2 >>> u & 1) << 2
                    | (s3 >>> u & 1) << 3
                    | (s4 >>> u & 1) << 4
                    | (s5 >>> u & 1) << 5
                    | (s6 >>> u & 1) << SLICES - 1;
        }
    }
}
