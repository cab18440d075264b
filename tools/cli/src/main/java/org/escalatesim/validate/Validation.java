package org.escalatesim.validate;

import java.util.List;

/** Compares one machine with figures that others measured. */
public interface Validation {
    /** The machine's name in the report. */
    String machine();

    /** How ours was configured, where theirs is from and what is known of their error; one paragraph. */
    String description();

    /** The comparisons, in a fixed order; throws {@link org.escalatesim.config.InputException} for a missing file. */
    List<Comparison> compare(References references);
}
