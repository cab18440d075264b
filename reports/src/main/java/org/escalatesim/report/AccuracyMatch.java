package org.escalatesim.report;

import org.escalatesim.trace.Accuracy;

/**
 * Whether the two sides of a ratio have the same accuracy: both known, by the same metric, and within
 * {@value #MOST_POINTS} points. Not known is never the same, except of a machine over itself.
 *
 * @param iso whether they have
 * @param reason both figures, or which one is not known
 */
public record AccuracyMatch(boolean iso, String reason) {
    /** Largest difference in points that counts as the same accuracy. */
    public static final double MOST_POINTS = 0.5;
    /** What a ratio carries whose sides differ, or where one is not known. */
    public static final String NOT_ISO = "not iso-accuracy";

    /** So that 70.5 and 70.0 are 0.5 points apart, whatever their binary forms. */
    private static final double ROUNDING = 1e-9;

    /** Compares a machine's side with the side of the machine that the ratio is over. */
    public static AccuracyMatch of(ComparedMachine machine, ComparedMachine over) {
        if (machine.label().equals(over.label())) {
            return new AccuracyMatch(true, "the machine itself");
        }
        Accuracy one = machine.accuracy();
        Accuracy other = over.accuracy();
        if (!one.known() && !other.known()) {
            boolean same = machine.run().workload().equals(over.run().workload());
            return new AccuracyMatch(
                    false, "the accuracy of neither side is known" + (same ? "; both run the same weights" : ""));
        }
        if (!one.known() || !other.known()) {
            return new AccuracyMatch(
                    false, "the accuracy of " + (one.known() ? over : machine).label() + " is not known");
        }
        if (!one.metric().equals(other.metric())) {
            return new AccuracyMatch(false, one.metric() + " against " + other.metric());
        }
        double points = one.percent() - other.percent();
        String figures =
                Numbers.plain(one.percent()) + " against " + Numbers.plain(other.percent()) + " % " + one.metric();
        return new AccuracyMatch(Math.abs(points) <= MOST_POINTS + ROUNDING, figures);
    }

    /** {@code iso-accuracy} or {@value #NOT_ISO}. */
    public String word() {
        return iso ? "iso-accuracy" : NOT_ISO;
    }

    /** For tables: empty, or {@value #NOT_ISO}. */
    String mark() {
        return iso ? "" : NOT_ISO;
    }
}
