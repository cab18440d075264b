package org.escalatesim.escalate;

/**
 * A small number for each of up to 64 rows, bit i of all of them in one word, its slice i: arithmetic on all rows at once.
 * Where speed counts the slices are kept in local variables, and added with {@link #carry} and {@link #borrow}.
 */
final class Slices {
    /** Bits of a number. */
    static final int BITS = 5;

    private Slices() {}

    /** The carry of a + b + c, of one slice each. */
    static long carry(long a, long b, long c) {
        return a & b | (a ^ b) & c;
    }

    /** The borrow of a - b - c, of one slice each. */
    static long borrow(long a, long b, long c) {
        return ~a & b | ~(a ^ b) & c;
    }

    /** Per n from 0 to {@code count - 1} the rows whose number, of slices a0 to a4, is greater than n. */
    static void greater(long a0, long a1, long a2, long a3, long a4, long[] to, int count) {
        if (count == 8) {
            long over = a3 | a4;
            long two = a1 | a2 | over;
            long four = a2 | over;
            to[0] = a0 | two;
            to[1] = two;
            to[2] = a0 & a1 | four;
            to[3] = four;
            to[4] = a2 & (a0 | a1) | over;
            to[5] = a2 & a1 | over;
            to[6] = a2 & a1 & a0 | over;
            to[7] = over;
            return;
        }
        for (int n = 0; n < count; n++) {
            long more = (n & 1) == 0 ? a0 : 0;
            more = (n & 2) == 0 ? more | a1 : more & a1;
            more = (n & 4) == 0 ? more | a2 : more & a2;
            more = (n & 8) == 0 ? more | a3 : more & a3;
            to[n] = (n & 16) == 0 ? more | a4 : more & a4;
        }
    }

    /** The number of a row. */
    static int of(long[] a, int u) {
        int number = 0;
        for (int i = 0; i < BITS; i++) {
            number |= (int) (a[i] >>> u & 1) << i;
        }
        return number;
    }
}
