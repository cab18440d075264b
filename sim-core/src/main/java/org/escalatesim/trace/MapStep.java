package org.escalatesim.trace;

import java.util.Objects;

/**
 * Work on 8-bit maps between layers that no layer takes in.
 *
 * @param kind what is done
 * @param read values read: every operand of every output, padding not
 * @param operations of the kind; for poolings the taps of all windows, as {@link PostOps} counts them, else the outputs
 * @param written values of the result
 */
public record MapStep(Kind kind, long read, long operations, long written) {

    /** What a step does with its operands. */
    public enum Kind {
        /** A comparison per tap. */
        MAX_POOL,
        /** An addition per tap. */
        AVERAGE_POOL,
        /** A comparison per output: ReLU, clip. */
        CLIP,
        /** The sum of two values at scales of their own. */
        ADD,
        /** The product of two values, brought to the scale of the result. */
        MULTIPLY,
        /** Values brought to the scale of the result, side by side. */
        CONCAT,
        /** A look-up in a table of 256 values. */
        TABLE
    }

    /** Throws {@link IllegalArgumentException} for a step that makes nothing, or with fewer operations than outputs. */
    public MapStep {
        Objects.requireNonNull(kind, "kind");
        if (written < 1 || read < 0 || operations < written) {
            throw new IllegalArgumentException(
                    kind + ": " + operations + " operations on " + read + " values cannot make " + written + " values");
        }
    }
}
