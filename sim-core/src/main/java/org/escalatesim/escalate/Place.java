package org.escalatesim.escalate;

/**
 * Where in the stream something belongs, as one long: segment (28 bits), streamed row (16), streamed column (16), and
 * whether it is an end-of-line token.
 */
final class Place {
    static final long TOKEN = 1L << 62;
    /** Highest number of rows or columns of a map. */
    static final int LIMIT = 1 << 16;

    private Place() {}

    static long of(int segment, int row, int column) {
        return (long) segment << 32 | (long) row << 16 | column;
    }

    static int segment(long place) {
        return (int) (place >>> 32) & 0xfff_ffff;
    }

    static int row(long place) {
        return (int) (place >>> 16) & 0xffff;
    }

    static int column(long place) {
        return (int) place & 0xffff;
    }

    static boolean token(long place) {
        return (place & TOKEN) != 0;
    }
}
