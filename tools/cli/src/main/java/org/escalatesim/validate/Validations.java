package org.escalatesim.validate;

import java.util.List;

/** All validations, in the order of the report. A new one is one line here. */
public final class Validations {
    /** One per machine. */
    public static final List<Validation> ALL =
            List.of(new SystolicValidation(), new EyerissValidation(), new ScnnValidation(), new SpartenValidation());

    private Validations() {}
}
