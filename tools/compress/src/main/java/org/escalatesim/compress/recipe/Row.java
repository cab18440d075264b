package org.escalatesim.compress.recipe;

import org.escalatesim.compress.net.Accounting;

/**
 * One row of the table: a network after a phase, or the phase at which a point failed, which has none of the figures.
 *
 * @param strength of the point, or NaN for the phases that all points share
 * @param phase the phase
 * @param before accuracy on the test images before the phase trained, 0 to 1; NaN where it trains from the start
 * @param accuracy after it
 * @param cost what the network costs then; null if the phase failed
 * @param original what it cost at first; null if the phase failed
 * @param machine what a machine makes of it, or null if it was not run
 * @param failure why the phase failed, or null
 */
record Row(
        double strength,
        String phase,
        double before,
        double accuracy,
        Accounting cost,
        Accounting original,
        MachinePoint machine,
        String failure) {
    /** The phase at which a point failed, and why. */
    static Row failed(double strength, String phase, String why) {
        return new Row(strength, phase, Double.NaN, Double.NaN, null, null, null, why);
    }
}
