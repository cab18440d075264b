package org.escalatesim.scnn;

/**
 * Times the Cartesian products of PEs. A step multiplies a vector of activations by a vector of weights; each product
 * that lands on an output goes to the queue of its accumulator's bank, and every bank adds one product per cycle, one
 * that came in the same cycle included. After the step's first cycle the next one may begin if no queue holds more than
 * its depth; else the multipliers wait until none does. With depth 0 a step takes max(1, products on the busiest bank).
 *
 * <p>Activations of a PE are the outer loop, weights the inner one (input stationary). Products outside the outputs take
 * their multipliers and reach no bank; so do those of placeholders.
 */
abstract class StepTimer {
    /** Products that landed on an output, of zero operands in uncompressed lists too. */
    long landed;
    /** Those of them whose operands are both not zero. */
    long useful;

    /** The timer for a machine. */
    static StepTimer of(ScnnSpec spec, boolean plain) {
        return plain || !FastTimer.fits(spec) ? new PlainTimer(spec) : new FastTimer(spec);
    }

    /**
     * The bank of the accumulator of output channel k at row w, column h: as a public SCNN simulator spreads them,
     * {@code ((((k & 4) << 2) ^ ((w & 2) << 3) ^ ((h & 2) << 3)) + ((w & 1) << 3) + ((h & 1) << 2) + (k & 3)) mod banks};
     * its terms share no bits, so that it is the exclusive or of {@link #channelPart}, {@link #rowPart} and
     * {@link #columnPart}.
     */
    static int bank(int k, int w, int h, int banks) {
        return ((((k & 4) << 2) ^ ((w & 2) << 3) ^ ((h & 2) << 3)) + ((w & 1) << 3) + ((h & 1) << 2) + (k & 3)) % banks;
    }

    static int channelPart(int k) {
        return (k & 4) << 2 | k & 3;
    }

    static int rowPart(int w) {
        return (w & 2) << 3 | (w & 1) << 3;
    }

    static int columnPart(int h) {
        return (h & 2) << 3 | (h & 1) << 2;
    }

    /** Sets the temporal tile, the taps of the phase on each axis and the run's first output channel. */
    abstract void plane(Span rows, Span columns, int rowTaps, int columnTaps, int firstChannel);

    /** Sets the weights, of the lists of {@link WeightLists}. */
    abstract void weights(int[] entries, int from, int to);

    /**
     * Runs a PE's activations of one list of {@link ActivationLists}, none of which may be empty.
     *
     * @return the cycles that it takes
     */
    abstract long run(int pe, int[] entries, int from, int to);

    /** Empties a PE's queues; returns the cycles that it takes. */
    abstract long drain(int pe);
}
