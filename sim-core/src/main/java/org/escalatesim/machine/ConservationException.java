package org.escalatesim.machine;

/** An internal error: a run broke a conservation law. Never caused by bad input. */
public final class ConservationException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * @param law the law's name, for example {@code additions}
     * @param detail the two sides
     */
    public ConservationException(String law, String detail) {
        super("internal error: conservation law '" + law + "' is broken: " + detail);
    }
}
