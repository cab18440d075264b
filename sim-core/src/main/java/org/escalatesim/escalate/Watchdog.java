package org.escalatesim.escalate;

import java.util.function.LongSupplier;
import org.escalatesim.machine.ConservationException;

/**
 * Ends a run in which nothing moves any more, where it would otherwise go on for ever: no slot was read or passed over,
 * no element or token taken and no output written for more cycles than any unit can be busy with work it already has,
 * while DRAM is quiet. The contract rules such a deadlock out; this says so when the simulator breaks it.
 */
final class Watchdog {
    /** More cycles than a slot takes to be written, a line to drain or an element to be multiplied. */
    private static final long PATIENCE = 1L << 18;

    /** Cycles between looks, which are then no part of the time of a run. */
    private static final long INTERVAL = 1 << 12;

    private final long patience;
    private long signature = -1;
    private long since;
    private long next;

    Watchdog(EscalateSpec spec) {
        // A row may work off its FIFOs and drain the lines of its block without reading.
        patience = PATIENCE
                + 2L * spec.channelAccumulation().fifoBeats()
                + 2L * spec.mac().elementFifo();
    }

    /**
     * Looks at the tiles at the start of a cycle, if it has not just done so.
     *
     * @param progress a number that changes when something moves
     * @param dramQuiet the cycle from which DRAM has nothing to do
     * @throws ConservationException if nothing has moved for too long
     */
    void check(long cycle, LongSupplier progress, long dramQuiet) {
        if (cycle < next) {
            return;
        }
        next = cycle + INTERVAL;
        long now = progress.getAsLong();
        if (now != signature) {
            signature = now;
            since = cycle;
        }
        if (cycle - Math.max(since, dramQuiet) > patience) {
            throw new ConservationException(
                    "progress", "nothing has moved since cycle " + since + ", with work left (cycle " + cycle + ")");
        }
    }
}
