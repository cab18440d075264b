package org.escalatesim.sparten;

/** The combinational logic of a unit: AND of two masks, priority encoder, prefix sums. Masks are 64-bit words. */
public final class InnerJoin {
    private InnerJoin() {}

    /** How many positions both masks have: population count of the AND. */
    public static int matches(long[] a, int aAt, long[] b, int bAt, int words) {
        int count = 0;
        for (int w = 0; w < words; w++) {
            count += Long.bitCount(a[aAt + w] & b[bAt + w]);
        }
        return count;
    }

    /** Ones of a mask. */
    public static int ones(long[] mask, int at, int words) {
        int count = 0;
        for (int w = 0; w < words; w++) {
            count += Long.bitCount(mask[at + w]);
        }
        return count;
    }

    /** The priority encoder: the lowest position from {@code from} on that is 1, -1 if there is none. */
    public static int next(long[] mask, int at, int words, int from) {
        for (int w = from >>> 6; w < words; w++) {
            long bits = mask[at + w];
            if (w == from >>> 6) {
                bits &= -1L << from;
            }
            if (bits != 0) {
                return (w << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return -1;
    }

    /** The prefix sum: ones of a mask below a position, which is the place of the position's value among the packed. */
    public static int rank(long[] mask, int at, int position) {
        int word = position >>> 6;
        return ones(mask, at, word) + Long.bitCount(mask[at + word] & ((1L << position) - 1));
    }
}
