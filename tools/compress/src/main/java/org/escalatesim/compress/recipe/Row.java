package org.escalatesim.compress.recipe;

import org.escalatesim.compress.net.Accounting;

/**
 * One row of the table: a network after a phase.
 *
 * @param strength of the point, or NaN for the phases that all points share
 * @param phase the phase
 * @param before accuracy on the test images before the phase trained, 0 to 1; NaN where it trains from the start
 * @param accuracy after it
 * @param cost what the network costs then
 * @param original what it cost at first
 * @param machine what a machine makes of it, or null if it was not run
 */
record Row(
        double strength,
        String phase,
        double before,
        double accuracy,
        Accounting cost,
        Accounting original,
        MachinePoint machine) {}
