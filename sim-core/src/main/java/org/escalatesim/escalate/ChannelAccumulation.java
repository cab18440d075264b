package org.escalatesim.escalate;

/**
 * The channel-accumulation half of a row, unit by unit, for any machine, with values: slot registers, the gather
 * pipeline, the dilution FIFO and the concentrator.
 */
final class ChannelAccumulation {
    long chunks;
    long beatsWritten;
    long tokensWritten;
    long taken;
    long elementsSent;
    long elementSaturations;

    private final Dilution dilution;
    private final Concentrator concentrator;
    private int countAtStart;

    ChannelAccumulation(LayerContext context, ElementFifo elements) {
        this.dilution = new Dilution(context, this);
        this.concentrator = new Concentrator(context, dilution, elements, this);
    }

    /** Whether a slot register is free. */
    boolean registerFree() {
        return dilution.registerFree();
    }

    /** Beats and tokens in the dilution FIFO. */
    int beats() {
        return dilution.fifoCount();
    }

    /** Whether no chunk and no beat is left. */
    boolean empty() {
        return dilution.empty();
    }

    /**
     * Copies a slot into a slot register.
     *
     * @param slot number of the slot in {@link ChunkedActivations}
     * @param coefficientWord first word of the row's coefficients for it
     * @param load coefficient load that these belong to
     * @param place where the element belongs
     * @param elementEnd whether the slot holds the element's last beat
     * @param lineEnd whether the end-of-line token follows it
     */
    void read(int slot, int coefficientWord, int load, long place, boolean elementEnd, boolean lineEnd) {
        dilution.read(slot, coefficientWord, load, place, elementEnd, lineEnd);
    }

    /**
     * First half of a cycle: looks at the window as it is at the start of the cycle.
     *
     * @param elementsFull whether the element FIFO was full at the start of the cycle
     * @return whether there may be values to promote in {@link #seen}
     */
    boolean begin(boolean elementsFull) {
        countAtStart = dilution.fifoCount();
        return concentrator.begin(elementsFull);
    }

    /** The window, beat after beat, when it is one long. */
    long seen() {
        return concentrator.seen();
    }

    /** What is left of the window when nothing is promoted. */
    long leftWithout() {
        return concentrator.leftWithout();
    }

    /** Second half of a cycle: takes all but what is left of the window. */
    void end(long left) {
        concentrator.end(left);
    }

    /** What the concentrator did in the cycle, one of {@link Outcomes}. */
    int outcome() {
        return concentrator.outcome();
    }

    /**
     * The pipeline's exit, after {@link #end}.
     *
     * @return whether anything moved
     */
    boolean exit(long cycle) {
        return dilution.exit(cycle, countAtStart);
    }

    /** The cycle from which the first chunk in the pipeline can leave; {@link Long#MAX_VALUE} if there is none. */
    long exitFrom() {
        return dilution.exitFrom();
    }

    /** Whether a chunk waits in a slot register and the pipeline can take it in this cycle. To be asked after exit. */
    boolean canEnter() {
        return dilution.canEnter();
    }

    /** The coefficient load that the first waiting chunk needs. */
    int waitingLoad() {
        return dilution.waitingLoad();
    }

    /** The first waiting chunk enters the network. */
    void enter(long cycle) {
        dilution.enter(cycle);
    }
}
