package org.escalatesim.escalate;

import java.util.Arrays;

/** The gathered slots that some row still needs, and those to be used again. */
final class SlotPool {
    private final int beats;
    private GatheredSlot[] slots = {};
    private long[] leaving = {};
    private int[] unused = {};
    private int unusedCount;

    /**
     * @param beats beats that a chunk has at most
     */
    SlotPool(int beats) {
        this.beats = beats;
    }

    /** The slot of a number. */
    GatheredSlot at(int id) {
        return slots[id];
    }

    /** A slot to be filled. */
    GatheredSlot take() {
        if (unusedCount == 0) {
            int before = slots.length;
            slots = Arrays.copyOf(slots, Math.max(16, 2 * before));
            unused = new int[slots.length];
            leaving = new long[slots.length];
            for (int id = slots.length - 1; id >= before; id--) {
                slots[id] = new GatheredSlot(id, beats);
                unused[unusedCount++] = id;
            }
        }
        return slots[unused[--unusedCount]];
    }

    /** Some rows do not need a slot any more; when none does it is used again. */
    void release(GatheredSlot slot, long its) {
        slot.needed &= ~its;
        if (slot.needed == 0) {
            unused[unusedCount++] = slot.id;
        }
    }

    /** By number of a slot, a word for whoever works on many of them; always left as 0. */
    long[] leaving() {
        return leaving;
    }
}
