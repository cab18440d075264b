package org.escalatesim.escalate;

/**
 * The channel-accumulation half of a row: slot registers, the gather pipeline, the dilution FIFO and the concentrator.
 * There are two, equal in cycles and activity: {@link PlainAccumulation} follows the units and computes values;
 * {@link PackedAccumulation} keeps masks alone in a few words and is used in long runs.
 */
abstract class ChannelAccumulation {
    long chunks;
    long beatsWritten;
    long tokensWritten;
    long taken;
    long elementsSent;
    long elementSaturations;

    /** Makes the half for a row. */
    static ChannelAccumulation of(LayerContext context, ElementFifo elements) {
        return !context.values && !context.plain && PackedAccumulation.fits(context)
                ? new PackedAccumulation(context, elements)
                : new PlainAccumulation(context, elements);
    }

    /** Whether a slot register is free. */
    abstract boolean registerFree();

    /** Beats and tokens in the dilution FIFO. */
    abstract int beats();

    /** Whether no chunk and no beat is left. */
    abstract boolean empty();

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
    abstract void read(int slot, int coefficientWord, int load, long place, boolean elementEnd, boolean lineEnd);

    /**
     * First half of a cycle: looks at the window as it is at the start of the cycle.
     *
     * @param elementsFull whether the element FIFO was full at the start of the cycle
     * @return whether there may be values to promote in {@link #seen}
     */
    abstract boolean begin(boolean elementsFull);

    /** The window, beat after beat, when it is one long. */
    abstract long seen();

    /** What is left of the window when nothing is promoted. */
    abstract long leftWithout();

    /** Second half of a cycle: takes all but what is left of the window. */
    abstract void end(long left);

    /** What the concentrator did in the cycle, one of {@link Outcomes}. */
    abstract int outcome();

    /**
     * The pipeline's exit, after {@link #end}.
     *
     * @return whether anything moved
     */
    abstract boolean exit(long cycle);

    /** The cycle from which the first chunk in the pipeline can leave; {@link Long#MAX_VALUE} if there is none. */
    abstract long exitFrom();

    /** Whether a chunk waits in a slot register and the pipeline can take it in this cycle. To be asked after exit. */
    abstract boolean canEnter();

    /** The coefficient load that the first waiting chunk needs. */
    abstract int waitingLoad();

    /** The first waiting chunk enters the network. */
    abstract void enter(long cycle);
}
