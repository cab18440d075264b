package org.escalatesim.compress.recipe;

import org.escalatesim.config.InputException;

/**
 * A phase that cannot be made of what came before it. In a point that ends the point, and the others go on; in a phase
 * that all points share it ends the training. A folder that cannot be read or written is none: that ends the training
 * too.
 */
final class PhaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String phase;

    /** @param phase the phase's name in its folder, {@code s2-shrink} */
    PhaseFailure(String phase, InputException reason) {
        super(String.join("; ", reason.problems()), reason);
        this.phase = phase;
    }

    /** The phase's name in the table, {@code shrink}, or of the machine that could not run the point. */
    String phase() {
        return phase.substring(phase.lastIndexOf('-') + 1);
    }

    /** Why, as bad input of the whole training. */
    InputException reason() {
        return (InputException) getCause();
    }
}
