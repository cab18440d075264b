package org.escalatesim.escalate;

import java.util.Arrays;

/** Beats of slots of the rings, gathered for all rows, by an id that is used again when no row needs the slot. */
final class GatheredSlots {
    /** Lanes that a beat has room for. */
    static final int LANES = 16;

    private final int beats;
    /** By id [beat][lane]: rows with a matched pair there. What lies behind the chunk's beats is left from before. */
    private long[][] bits = {};

    private int[] unused = {};
    private int unusedCount;

    /**
     * @param beats beats that a chunk has at most
     */
    GatheredSlots(int beats) {
        this.beats = beats;
    }

    /** The beats of a slot. */
    long[] bits(int id) {
        return bits[id];
    }

    /** The id of a slot to be filled. */
    int take() {
        if (unusedCount == 0) {
            int before = bits.length;
            bits = Arrays.copyOf(bits, Math.max(16, 2 * before));
            unused = new int[bits.length];
            for (int id = bits.length - 1; id >= before; id--) {
                bits[id] = new long[beats * LANES];
                unused[unusedCount++] = id;
            }
        }
        return unused[--unusedCount];
    }

    /** No row needs a slot any more. */
    void release(int id) {
        unused[unusedCount++] = id;
    }
}
