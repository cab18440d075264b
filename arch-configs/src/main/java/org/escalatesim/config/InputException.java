package org.escalatesim.config;

import java.util.List;

/**
 * Bad input, told to the user as it stands: one line per problem, each naming file:line:column or field, the bad value
 * and what would be right. The command line prints the lines to stderr and exits with 2.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> problems;

    /** One problem. */
    public InputException(String problem) {
        this(List.of(problem));
    }

    /** Several problems, at most a few; at least one. */
    public InputException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, one line each. */
    public List<String> problems() {
        return problems;
    }
}
