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
    private static final int SHIFT = 3;

    /** [cycle][state], with room for 8 states: the masks of the cycles not yet counted. */
    private final long[] masks = new long[MOST << SHIFT];

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
        int at = kept++ << SHIFT;
        masks[at + Outcomes.WORKED] = working;
        masks[at + Outcomes.BLOCKED] = blocked;
        masks[at + Outcomes.IDLE] = idle;
        masks[at + Outcomes.SIBLINGS] = siblings;
        masks[at + Outcomes.MEMORY] = memory;
        masks[at + Outcomes.INPUT] = input;
    }

    /** Adds the cycles that are kept to the ledgers. */
    void count() {
        int cycles = kept + 3 & -4;
        Arrays.fill(masks, kept << SHIFT, cycles << SHIFT, 0);
        for (int state = 0; state < RowLedgers.STATES; state++) {
            count(state, cycles);
        }
        kept = 0;
    }

    private void count(int state, int cycles) {
        long s0 = 0;
        long s1 = 0;
        long s2 = 0;
        long s3 = 0;
        long s4 = 0;
        long s5 = 0;
        long s6 = 0;
        for (int i = state; i < cycles << SHIFT; i += 4 << SHIFT) {
            long one = masks[i];
            long other = masks[i + (1 << SHIFT)];
            long a = one ^ other;
            long twos = one & other | a & s0;
            s0 ^= a;
            one = masks[i + (2 << SHIFT)];
            other = masks[i + (3 << SHIFT)];
            a = one ^ other;
            long more = one & other | a & s0;
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
