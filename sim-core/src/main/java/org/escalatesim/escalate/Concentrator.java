package org.escalatesim.escalate;

/**
 * The second half of a row's channel accumulation: looks at the first 1 + h beats of the dilution FIFO, as far as they
 * belong to one element, fills the holes of the first from the others, and adds what it took. Finished elements and
 * end-of-line tokens go to the element FIFO.
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
    private final int reach;
    private final int[] window;
    private final int[] before;
    private final int elementMax;
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
        this.reach = 1 + context.spec.channelAccumulation().pattern().lookAhead();
        this.window = new int[reach];
        this.before = new int[reach];
        int bits = context.spec.mac().elementBits();
        this.elementMax = bits == 32 ? Integer.MAX_VALUE : (1 << (bits - 1)) - 1;
    }

    /**
     * One cycle.
     *
     * @param beats FIFO entries at the start of the cycle
     * @param full whether the element FIFO was full at the start of the cycle
     */
    Outcome step(int beats, boolean full) {
        if (beats == 0) {
            return Outcome.EMPTY;
        }
        Dilution in = dilution;
        int at = in.fifoHead;
        long first = in.fifo[at];
        if ((first & Dilution.TOKEN) != 0) {
            if (full) {
                return Outcome.BLOCKED;
            }
            elements.add(in.fifoPlace[at], 0);
            in.fifoHead = at + 1 == in.fifoCapacity ? 0 : at + 1;
            in.fifoCount--;
            return Outcome.WORKED;
        }
        int limit = Math.min(beats, reach);
        int size = 0;
        boolean ends = false;
        int values = 0;
        while (size < limit) {
            long entry = in.fifo[at];
            window[size] = (int) entry;
            before[size] = (int) entry;
            values += Integer.bitCount((int) entry);
            size++;
            at = at + 1 == in.fifoCapacity ? 0 : at + 1;
            if ((entry & Dilution.LAST) != 0) {
                ends = true;
                break;
            }
        }
        promotion.take(window, size);
        int leaving = 1;
        int left = 0;
        while (leaving < size && window[leaving] == 0) {
            leaving++;
        }
        for (int i = leaving; i < size; i++) {
            left += Integer.bitCount(window[i]);
        }
        boolean finished = ends && leaving == size;
        boolean send = finished && (matched || values > left);
        if (send && full) {
            return Outcome.BLOCKED;
        }
        if (context.values) {
            accumulate(size);
        }
        matched |= values > left;
        taken += values - left;
        finish(leaving, size, finished, send);
        return Outcome.WORKED;
    }

    private void finish(int leaving, int size, boolean finished, boolean send) {
        Dilution in = dilution;
        int at = in.fifoHead + leaving;
        if (at >= in.fifoCapacity) {
            at -= in.fifoCapacity;
        }
        if (send) {
            int last = at == 0 ? in.fifoCapacity - 1 : at - 1;
            elements.add(in.fifoPlace[last], saturate());
            elementsSent++;
        }
        if (finished) {
            matched = false;
            sum = 0;
        }
        in.fifoHead = at;
        in.fifoCount -= leaving;
        for (int i = leaving; i < size; i++) {
            in.fifo[at] = in.fifo[at] & (Dilution.LAST | Dilution.TOKEN) | window[i] & 0xffff_ffffL;
            at = at + 1 == in.fifoCapacity ? 0 : at + 1;
        }
    }

    /** Adds the values taken in this cycle, wherever they stood; signs only, so the order does not matter. */
    private void accumulate(int size) {
        int at = dilution.fifoHead;
        for (int i = 0; i < size; i++) {
            for (int rest = before[i] & ~window[i]; rest != 0; rest &= rest - 1) {
                int lane = Integer.numberOfTrailingZeros(rest);
                int value = context.activations.map.packedValue(dilution.fifoValue[at] + lane);
                sum += (dilution.fifoSigns[at] >>> lane & 1) == 0 ? value : -value;
            }
            at = at + 1 == dilution.fifoCapacity ? 0 : at + 1;
        }
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
