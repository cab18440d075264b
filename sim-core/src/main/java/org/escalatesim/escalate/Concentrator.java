package org.escalatesim.escalate;

/**
 * The second half of a row's channel accumulation: looks at the first 1 + h beats of the dilution FIFO, as far as they
 * belong to one element, fills the holes of the first from the others, and adds what it took. Finished elements and
 * end-of-line tokens go to the element FIFO.
 *
 * <p>A cycle has two halves, so that the tile can choose promotions for all its rows in one go: {@link #begin} looks,
 * {@link #end} takes. The window is one long, beat after beat, where {@link Promotion} has a table for it; otherwise
 * one int per beat.
 */
final class Concentrator {
    /** What happened in a cycle. */
    enum Outcome {
        WORKED,
        BLOCKED,
        EMPTY
    }

    private final LayerContext context;
    private final Dilution dilution;
    private final ElementFifo elements;
    private final Promotion promotion;
    private final int lanes;
    private final int reach;
    private final boolean packed;
    private final int[] window;
    private final int[] before;
    private final int elementMax;

    private int size;
    private boolean ends;
    private boolean full;
    private Outcome outcome = Outcome.EMPTY;
    private long seen;
    private boolean matched;
    private int sum;

    long taken;
    long elementsSent;
    long elementSaturations;

    Concentrator(LayerContext context, Dilution dilution, ElementFifo elements) {
        this.context = context;
        this.dilution = dilution;
        this.elements = elements;
        this.promotion = context.promotion;
        this.lanes = context.spec.channelAccumulation().lanes();
        this.reach = 1 + context.spec.channelAccumulation().pattern().lookAhead();
        this.packed = promotion.packed();
        this.window = new int[reach];
        this.before = new int[reach];
        int bits = context.spec.mac().elementBits();
        this.elementMax = bits == 32 ? Integer.MAX_VALUE : (1 << (bits - 1)) - 1;
    }

    /**
     * The first half of a cycle, before anything in the row changes.
     *
     * @return whether {@link #end} is to be called
     */
    boolean begin(boolean elementsFull) {
        full = elementsFull;
        Dilution in = dilution;
        if (in.fifoCount() == 0) {
            outcome = Outcome.EMPTY;
            return false;
        }
        int chunk = in.fifoChunk(0);
        int beat = in.fifoNext();
        if (beat == in.beats(chunk)) {
            outcome = full ? Outcome.BLOCKED : Outcome.WORKED;
            if (!full) {
                elements.add(in.place(chunk) | Place.TOKEN, 0);
                in.leave(1);
            }
            return false;
        }
        size = 0;
        ends = false;
        seen = 0;
        int next = 0;
        while (true) {
            int there = in.beatsThere(chunk);
            int now = Math.min(there - beat, reach - size);
            look(chunk, beat, now);
            size += now;
            beat += now;
            if (beat == in.beats(chunk) && in.endsElement(chunk)) {
                ends = true;
                return true;
            }
            next++;
            if (size == reach || beat < in.beats(chunk) || next == in.fifoUsed()) {
                return true;
            }
            chunk = in.fifoChunk(next);
            beat = 0;
        }
    }

    /** Copies beats of a chunk into the window. */
    private void look(int chunk, int beat, int count) {
        if (packed) {
            long bits = dilution.bits(chunk, beat * lanes) & (1L << (count * lanes)) - 1;
            seen |= bits << (size * lanes);
            return;
        }
        for (int i = 0; i < count; i++) {
            window[size + i] = (int) dilution.bits(chunk, (beat + i) * lanes) & promotion.laneMask();
            before[size + i] = window[size + i];
        }
    }

    /** The window as begun; for the table of {@link Promotion}. */
    long seen() {
        return seen;
    }

    /**
     * The second half of a cycle.
     *
     * @param left what promotion left of the window; ignored when the window is not one long
     */
    void end(long left) {
        int leaving;
        int took;
        if (packed) {
            long rest = left >>> lanes;
            leaving = 1;
            while (leaving < size && (rest & promotion.laneMask()) == 0) {
                rest >>>= lanes;
                leaving++;
            }
            took = Long.bitCount(seen) - Long.bitCount(left);
        } else {
            promotion.take(window, size);
            leaving = 1;
            while (leaving < size && window[leaving] == 0) {
                leaving++;
            }
            took = 0;
            for (int i = 0; i < size; i++) {
                took += Integer.bitCount(before[i]) - Integer.bitCount(window[i]);
            }
        }
        boolean finished = ends && leaving == size;
        matched |= took > 0;
        if (finished && matched && full) {
            // Stalls whole. Whether the element has matched pairs so far is all that changed, and it stays true.
            outcome = Outcome.BLOCKED;
            return;
        }
        outcome = Outcome.WORKED;
        taken += took;
        long place = dilution.place(dilution.fifoChunk(0));
        commit(left);
        dilution.leave(leaving);
        if (finished) {
            if (matched) {
                elements.add(place, saturate());
                elementsSent++;
            }
            matched = false;
            sum = 0;
        }
    }

    /** Clears what was taken, and in values mode adds it. */
    private void commit(long left) {
        Dilution in = dilution;
        int next = 0;
        int beat = in.fifoNext();
        int done = 0;
        while (done < size) {
            int chunk = in.fifoChunk(next++);
            int now = Math.min(in.beatsThere(chunk) - beat, size - done);
            if (packed) {
                long took = (seen ^ left) >>> (done * lanes) & (1L << (now * lanes)) - 1;
                if (now > 1 && (took >>> lanes) != 0) {
                    in.clear(chunk, beat * lanes, took);
                } else if (done > 0) {
                    in.clear(chunk, beat * lanes, took);
                }
                if (context.values) {
                    accumulate(chunk, beat * lanes, took);
                }
            } else {
                for (int i = 0; i < now; i++) {
                    long took = (before[done + i] ^ window[done + i]) & 0xffff_ffffL;
                    in.clear(chunk, (beat + i) * lanes, took);
                    if (context.values) {
                        accumulate(chunk, (beat + i) * lanes, took);
                    }
                }
            }
            done += now;
            beat = 0;
        }
    }

    /** Adds values taken; signs only, so the order does not matter. */
    private void accumulate(int chunk, int position, long took) {
        long signs = dilution.signBits(chunk, position);
        for (long rest = took; rest != 0; rest &= rest - 1) {
            int at = Long.numberOfTrailingZeros(rest);
            int value = context.activations.map.packedValue(dilution.valueIndex(chunk, position + at));
            sum += (signs >>> at & 1) == 0 ? value : -value;
        }
    }

    /** What happened in the cycle. */
    Outcome outcome() {
        return outcome;
    }

    /** The element at its width; the adder tree itself is wide enough for any sum, so only the result saturates. */
    private int saturate() {
        if (sum > elementMax) {
            elementSaturations++;
            return elementMax;
        }
        if (sum < -elementMax - 1) {
            elementSaturations++;
            return -elementMax - 1;
        }
        return sum;
    }
}
