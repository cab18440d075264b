package org.escalatesim.escalate;

/** Moves beats of some rows among all entries of an array [entry][lane] of bit-sliced beats. */
final class BeatMoves {
    private static final int LANES = GatheredSlots.LANES;

    private BeatMoves() {}

    /**
     * For some rows beat i + {@code by} comes to i, for the others beat i.
     *
     * @param to where to, the array itself or another
     * @param beats beats that are moved; there are {@code by} more to read
     * @param by 1, 2, 4 or 8
     */
    static void down(long[] from, long[] to, int beats, int by, long its) {
        int count = beats * LANES;
        // One loop for each, because only distances that the compiler knows become vector instructions.
        switch (by) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    long bits = from[i];
                    to[i] = bits ^ (bits ^ from[i + LANES]) & its;
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    long bits = from[i];
                    to[i] = bits ^ (bits ^ from[i + 2 * LANES]) & its;
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    long bits = from[i];
                    to[i] = bits ^ (bits ^ from[i + 4 * LANES]) & its;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    long bits = from[i];
                    to[i] = bits ^ (bits ^ from[i + 8 * LANES]) & its;
                }
            }
        }
    }

    /** For some rows the first {@code beats} beats are copied, the others keep theirs. */
    static void copy(long[] from, long[] to, int beats, long its) {
        int count = beats * LANES;
        for (int i = 0; i < count; i++) {
            long bits = to[i];
            to[i] = bits ^ (bits ^ from[i]) & its;
        }
    }
}
