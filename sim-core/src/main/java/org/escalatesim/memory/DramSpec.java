package org.escalatesim.memory;

import org.escalatesim.machine.SpecException;

/**
 * The DRAM channel of a machine: section {@code dram} of a machine file.
 *
 * @param ideal whether everything lies on chip at cycle 0 and costs no time (traffic is still counted)
 * @param bytesPerCycle bandwidth in bytes per cycle
 * @param latencyCycles cycles from the start of a transfer to its first byte
 */
public record DramSpec(boolean ideal, int bytesPerCycle, int latencyCycles) {
    /** Checks the ranges; throws {@link SpecException}. */
    public DramSpec {
        SpecException.range("dram.bytes_per_cycle", bytesPerCycle, 1, 1 << 20);
        SpecException.range("dram.latency_cycles", latencyCycles, 0, 1 << 20);
    }
}
