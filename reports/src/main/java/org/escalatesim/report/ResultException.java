package org.escalatesim.report;

/** A results folder or file that cannot be used: one line that names it and says why. */
public final class ResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One line for the user. */
    public ResultException(String problem) {
        super(problem);
    }
}
