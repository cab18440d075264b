package org.escalatesim.report.timeline;

/**
 * The cycles that a timeline shows.
 *
 * @param from first cycle, at least 0
 * @param to first cycle after it, more than {@code from}
 */
public record Window(long from, long to) {
    /** All cycles of a layer. */
    public static final Window ALL = new Window(0, Long.MAX_VALUE);

    /** Checks the order; throws {@link IllegalArgumentException}. */
    public Window {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("window " + from + ":" + to);
        }
    }
}
