package org.escalatesim.trace;

import java.util.Objects;

/**
 * What is known of a network's accuracy in the form that runs.
 *
 * @param metric what was measured, on what, for example {@code ImageNet top-1}; {@code not known} where nothing is
 * @param percent 0 to 100, or null where it is not known
 * @param source the publication, or why it is not known
 */
public record Accuracy(String metric, Double percent, String source) {
    /** Nothing is known. */
    public static final Accuracy UNKNOWN = new Accuracy("not known", null, "no accuracy is published for this form");

    /** Throws {@link IllegalArgumentException} when {@code percent} is not 0 to 100. */
    public Accuracy {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(source, "source");
        if (percent != null && !(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("an accuracy must be 0 to 100 %, not " + percent);
        }
    }

    /** Whether there is a figure. */
    public boolean known() {
        return percent != null;
    }
}
