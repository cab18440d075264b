package org.escalatesim.escalate;

/**
 * What the MAC unit needs of an intermediate element, as one long: the highest output line that it reaches (a line
 * number of the tile, 31 bits), its taps (16) and the cycles that they take (16). A token is negative and has the
 * segment that its input row belongs to.
 */
final class MacWork {
    /** Most taps, and cycles, of an element. */
    static final int MOST = 0xffff;

    private static final int LINE_SHIFT = 32;
    private static final int TAPS_SHIFT = 16;

    private MacWork() {}

    static long of(int line, int taps, int cycles) {
        return (long) line << LINE_SHIFT | (long) taps << TAPS_SHIFT | cycles;
    }

    static long token(int segment) {
        return Long.MIN_VALUE | segment;
    }

    static int line(long element) {
        return (int) (element >>> LINE_SHIFT);
    }

    static int taps(long element) {
        return (int) element >>> TAPS_SHIFT;
    }

    static int cycles(long element) {
        return (int) element & MOST;
    }

    static int segment(long token) {
        return (int) token;
    }
}
