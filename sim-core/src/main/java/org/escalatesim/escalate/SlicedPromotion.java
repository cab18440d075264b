package org.escalatesim.escalate;

import java.util.Arrays;
import org.escalatesim.machine.PromotionPattern;

/**
 * {@link Promotion}'s rule for the windows of all rows at once: empty lanes in order, each takes its first candidate. One
 * word holds a lane of a beat of all rows, so that a lane and a candidate are four operations on words.
 */
final class SlicedPromotion {
    private static final int LANES = GatheredSlots.LANES;
    /** Candidates that are looked at without asking whether there are more. */
    private static final int STEP = 7;

    private final int lanes;
    private final int candidates;
    /** [lane][candidate]: index into {@link #window} of what the lane may take. */
    private final int[] sources;
    /** [beat after the first][lane]: what of the window is not taken yet; a last beat that is empty. */
    private final long[] window;

    private final long[] masks;
    /** [lane]: rows that take a value in it. */
    private final long[] filled = new long[LANES];

    SlicedPromotion(PromotionPattern pattern, int lanes) {
        this.lanes = lanes;
        candidates = (pattern.candidates() + STEP - 1) / STEP * STEP;
        window = new long[(pattern.lookAhead() + 1) * LANES];
        masks = new long[window.length];
        sources = new int[lanes * candidates];
        Arrays.fill(sources, window.length - 1);
        for (int lane = 0; lane < lanes; lane++) {
            for (int j = 0; j < pattern.candidates(); j++) {
                int from = lane + pattern.side(j) & lanes - 1;
                sources[lane * candidates + j] = (pattern.beat(j) - 1) * LANES + from;
            }
        }
    }

    /**
     * Takes the values of first beats and promotes values of later beats into their empty lanes.
     *
     * @param bits [beat][lane]: rows with a value there
     * @param inWindow [beat]: rows whose window has the beat
     * @return rows that take a value
     */
    long take(long[] bits, long[] inWindow) {
        for (int from = 0; from < window.length - LANES; from += LANES) {
            Arrays.fill(masks, from, from + LANES, inWindow[1 + from / LANES]);
        }
        copy(bits, window, masks, window.length - LANES);
        long windows = inWindow[0];
        long[] words = window;
        int[] order = sources;
        long some = 0;
        int next = 0;
        for (int lane = 0; lane < lanes; lane++) {
            long free = windows & ~bits[lane];
            for (int j = candidates; j > 0; j -= STEP) {
                free = promote(words, order[next], free);
                free = promote(words, order[next + 1], free);
                free = promote(words, order[next + 2], free);
                free = promote(words, order[next + 3], free);
                free = promote(words, order[next + 4], free);
                free = promote(words, order[next + 5], free);
                free = promote(words, order[next + 6], free);
                next += STEP;
            }
            long its = windows & ~free;
            filled[lane] = its;
            some |= its;
        }
        return some;
    }

    /**
     * Takes the values of first beats; there are no later ones.
     *
     * @param bits [beat][lane]: rows with a value there
     * @param windows rows with a window
     * @return rows that take a value
     */
    long takeFirst(long[] bits, long windows) {
        long some = 0;
        for (int lane = 0; lane < lanes; lane++) {
            long its = windows & bits[lane];
            filled[lane] = its;
            some |= its;
        }
        return some;
    }

    /** The lane takes a value where it is free; returns where it stays so. */
    private static long promote(long[] words, int source, long free) {
        long value = words[source];
        words[source] = value & ~free;
        return free & ~value;
    }

    /** Rows in whose window a value of a beat after the first is left. */
    long left(int beat) {
        long some = 0;
        for (int i = (beat - 1) * LANES; i < beat * LANES; i++) {
            some |= window[i];
        }
        return some;
    }

    /** Values that some rows took. */
    int taken(long its) {
        int taken = 0;
        for (int lane = 0; lane < lanes; lane++) {
            taken += Long.bitCount(filled[lane] & its);
        }
        return taken;
    }

    /** For some rows what was taken of their windows leaves {@code bits}. */
    void putBack(long[] bits, long its) {
        putBack(window, bits, masks, window.length - LANES, its);
    }

    private static void copy(long[] bits, long[] window, long[] masks, int count) {
        for (int i = 0; i < count; i++) {
            window[i] = bits[LANES + i] & masks[i];
        }
    }

    private static void putBack(long[] window, long[] bits, long[] masks, int count, long its) {
        for (int i = 0; i < count; i++) {
            long before = bits[LANES + i];
            bits[LANES + i] = before ^ (before ^ window[i]) & masks[i] & its;
        }
    }
}
