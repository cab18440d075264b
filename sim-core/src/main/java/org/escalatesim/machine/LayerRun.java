package org.escalatesim.machine;

import java.util.Map;
import org.escalatesim.tensor.ConvShape;

/**
 * The result of one layer on one machine.
 *
 * @param layer the layer's name
 * @param shape its shape
 * @param mapping how it was mapped, one line for people
 * @param cycles clock cycles, at least 1
 * @param multiplications products done by the multipliers that the layer needs, gated ones included, padded lanes not
 *     (one-tap elements of ESCALATE, which bypass the multipliers, not included)
 * @param bypassed one-tap elements that passed a multiplier without using it; 0 on machines that know none
 * @param matchedPairs pairs of non-zero activation and non-zero weight or coefficient that the layer has (padding is
 *     zero); on ESCALATE the additions of its channel accumulation
 * @param chunks chunks that entered dilution, over all rows; 0 on machines without
 * @param ledger where the cycles went
 * @param activity counts of energy-bearing events
 * @param counters further named counts, with their unit in the name; in a fixed order
 * @param values sums and outputs, or null when the run did not compute values
 */
public record LayerRun(
        String layer,
        ConvShape shape,
        String mapping,
        long cycles,
        long multiplications,
        long bypassed,
        long matchedPairs,
        long chunks,
        CycleLedger ledger,
        Activity activity,
        Map<String, Long> counters,
        Values values) {

    /**
     * What the machine computed.
     *
     * @param sums [K][P][Q], the 32-bit sums over m
     * @param outputs [P][Q][K], 8-bit outputs, or null when the layer has no requantisation
     * @param elementSaturations elements that left the range of the element width
     * @param psumSaturations additions that left the range of the psum width
     */
    public record Values(int[] sums, byte[] outputs, long elementSaturations, long psumSaturations) {}

    /** Cycles of an ideal dense machine: ceil(dense MACs / multipliers). */
    public long idealDenseCycles(int idealMultipliers) {
        return (shape.denseMacs() + idealMultipliers - 1) / idealMultipliers;
    }
}
