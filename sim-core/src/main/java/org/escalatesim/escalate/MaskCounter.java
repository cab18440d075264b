package org.escalatesim.escalate;

/** A counter of 0 to 31 for each of up to 64 rows, as five masks: addition for all rows is a few word operations. */
final class MaskCounter {
    /** Highest count. */
    static final int MOST = 31;

    private long ones;
    private long twos;
    private long fours;
    private long eights;
    private long sixteens;

    /** Adds 1 to the counts of some rows, none of which is at its highest. */
    void add(long rows) {
        long carry = ones & rows;
        ones ^= rows;
        long next = twos & carry;
        twos ^= carry;
        carry = fours & next;
        fours ^= next;
        sixteens ^= eights & carry;
        eights ^= carry;
    }

    /** Subtracts 1 from the counts of some rows, none of which is 0. */
    void subtract(long rows) {
        ones ^= rows;
        long borrow = ones & rows;
        twos ^= borrow;
        borrow &= twos;
        fours ^= borrow;
        borrow &= fours;
        eights ^= borrow;
        sixteens ^= eights & borrow;
    }

    /** Rows whose count is not 0. */
    long nonZero() {
        return ones | twos | fours | eights | sixteens;
    }

    /** Rows whose count is {@code n}, of all 64. */
    long equal(int n) {
        return (ones ^ (n & 1) - 1L)
                & (twos ^ (n >> 1 & 1) - 1L)
                & (fours ^ (n >> 2 & 1) - 1L)
                & (eights ^ (n >> 3 & 1) - 1L)
                & (sixteens ^ (n >> 4 & 1) - 1L);
    }

    /** The count of a row. */
    int of(int u) {
        return (int) (ones >>> u & 1
                | (twos >>> u & 1) << 1
                | (fours >>> u & 1) << 2
                | (eights >>> u & 1) << 3
                | (sixteens >>> u & 1) << 4);
    }
}
