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
    private final LayerContext context;
    private final Dilution dilution;
    private final ElementFifo elements;
    private final Promotion promotion;
    private final int lanes;
    private final int laneShift;
    private final long laneMask;
    private final int reach;
    private final boolean packed;
    private final boolean values;
    private final int[] window;
    private final int[] before;
    private final int elementMax;

    private int size;
    private int pieces;
    private boolean ends;
    private boolean full;
    private boolean hasWindow;
    private boolean matched;
    private int outcome;
    private int sum;
    private long seen;

    private final ChannelAccumulation counts;

    Concentrator(LayerContext context, Dilution dilution, ElementFifo elements, ChannelAccumulation counts) {
        this.context = context;
        this.counts = counts;
        this.dilution = dilution;
        this.elements = elements;
        this.values = context.values;
        this.promotion = context.promotion;
        this.lanes = context.spec.channelAccumulation().lanes();
        this.laneShift = Integer.numberOfTrailingZeros(lanes);
        this.laneMask = (1L << lanes) - 1;
        this.reach = 1 + context.spec.channelAccumulation().pattern().lookAhead();
        this.packed = promotion.packed();
        this.window = packed ? null : new int[reach];
        this.before = packed ? null : new int[reach];
        int bits = context.spec.mac().elementBits();
        this.elementMax = bits == 32 ? Integer.MAX_VALUE : (1 << (bits - 1)) - 1;
    }

    /**
     * The first half of a cycle, before anything in the row changes.
     *
     * @return whether there may be values to promote in {@link #seen}; without, all but the first beat is left
     */
    boolean begin(boolean elementsFull) {
        full = elementsFull;
        hasWindow = false;
        Dilution in = dilution;
        if (in.fifoCount() == 0) {
            outcome = Outcomes.EMPTY;
            return false;
        }
        int chunk = in.fifoHead();
        int beat = in.fifoNext();
        int meta = in.meta(chunk);
        if (beat == Dilution.beatsOf(meta)) {
            passToken(chunk);
            return false;
        }
        hasWindow = true;
        seen = 0;
        size = Math.min(in.beatsThere(chunk) - beat, reach);
        pieces = 1;
        look(chunk, beat, size, 0);
        boolean whole = beat + size == Dilution.beatsOf(meta);
        ends = whole && in.endsElement(chunk);
        if (whole && !ends && size < reach) {
            lookFurther();
        }
        return !packed || seen >>> lanes != 0 && (~seen & laneMask) != 0;
    }

    private void passToken(int chunk) {
        if (full) {
            outcome = Outcomes.BLOCKED;
            return;
        }
        outcome = Outcomes.WORKED;
        elements.add(dilution.place(chunk) | Place.TOKEN, 0);
        dilution.leave(1);
    }

    /** The window goes on in later chunks of the same element. */
    private void lookFurther() {
        Dilution in = dilution;
        while (size < reach && pieces < in.fifoUsed()) {
            int chunk = in.fifoChunk(pieces);
            int now = Math.min(in.beatsThere(chunk), reach - size);
            look(chunk, 0, now, size);
            size += now;
            pieces++;
            boolean whole = now == in.beats(chunk);
            if (whole && in.endsElement(chunk)) {
                ends = true;
                return;
            }
            if (!whole) {
                return;
            }
        }
    }

    /** Copies beats of a chunk into the window from beat {@code to} on. */
    private void look(int chunk, int beat, int count, int to) {
        if (packed) {
            seen |= (dilution.bits(chunk, beat * lanes) & (1L << (count * lanes)) - 1) << (to * lanes);
            return;
        }
        for (int i = 0; i < count; i++) {
            window[to + i] = (int) (dilution.bits(chunk, (beat + i) * lanes) & laneMask);
            before[to + i] = window[to + i];
        }
    }

    /** What is left when nothing is promoted. */
    long leftWithout() {
        return seen & ~laneMask;
    }

    /** The window as begun, beat after beat, when it is one long. */
    long seen() {
        return seen;
    }

    /**
     * The second half of a cycle.
     *
     * @param left what promotion left of the window; ignored when the window is not one long
     */
    void end(long left) {
        if (!hasWindow) {
            return;
        }
        int leaving;
        int took;
        if (packed) {
            // Beats before the first with a value left; all if there is none.
            leaving = left == 0 ? size : Long.numberOfTrailingZeros(left) >>> laneShift;
            took = Long.bitCount(seen ^ left);
        } else {
            promotion.take(window, size);
            leaving = 1;
            while (leaving < size && window[leaving] == 0) {
                leaving++;
            }
            took = 0;
            for (int i = 0; i < size; i++) {
                took += Integer.bitCount(before[i] ^ window[i]);
            }
        }
        boolean finished = ends && leaving == size;
        matched |= took > 0;
        if (finished && matched && full) {
            // Stalls whole. Whether the element has matched pairs so far is all that changed, and it stays true.
            outcome = Outcomes.BLOCKED;
            return;
        }
        outcome = Outcomes.WORKED;
        counts.taken += took;
        if (!packed) {
            commitPlain();
        } else if (pieces > 1 || values) {
            commitPieces(left);
        } else if ((seen ^ left) > laneMask) {
            dilution.clear(dilution.fifoHead(), dilution.fifoNext() * lanes, seen ^ left);
        }
        if (finished) {
            if (matched) {
                elements.add(dilution.place(dilution.fifoHead()), saturate());
                counts.elementsSent++;
            }
            matched = false;
            sum = 0;
        }
        dilution.leave(leaving);
    }

    /** Clears what was taken, chunk by chunk, and in values mode adds it. */
    private void commitPieces(long left) {
        Dilution in = dilution;
        int beat = in.fifoNext();
        int done = 0;
        for (int piece = 0; piece < pieces; piece++) {
            int chunk = in.fifoChunk(piece);
            int now = Math.min(in.beatsThere(chunk) - beat, size - done);
            long took = (seen ^ left) >>> (done * lanes) & (1L << (now * lanes)) - 1;
            in.clear(chunk, beat * lanes, took);
            if (values) {
                accumulate(chunk, beat * lanes, took);
            }
            done += now;
            beat = 0;
        }
    }

    private void commitPlain() {
        Dilution in = dilution;
        int beat = in.fifoNext();
        int done = 0;
        for (int piece = 0; piece < pieces; piece++) {
            int chunk = in.fifoChunk(piece);
            int now = Math.min(in.beatsThere(chunk) - beat, size - done);
            for (int i = 0; i < now; i++) {
                long took = (before[done + i] ^ window[done + i]) & laneMask;
                in.clear(chunk, (beat + i) * lanes, took);
                if (values) {
                    accumulate(chunk, (beat + i) * lanes, took);
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

    /** What happened in the cycle, one of {@link Outcomes}. */
    int outcome() {
        return outcome;
    }

    /** The element at its width; the adder tree itself is wide enough for any sum, so only the result saturates. */
    private int saturate() {
        if (sum > elementMax) {
            counts.elementSaturations++;
            return elementMax;
        }
        if (sum < -elementMax - 1) {
            counts.elementSaturations++;
            return -elementMax - 1;
        }
        return sum;
    }
}
