package org.escalatesim.scnn;

import org.escalatesim.memory.DoubleBuffer;
import org.escalatesim.memory.DramSpec;

/**
 * Runs in front of DRAM: a run's weights are fetched while the runs before them are worked on, one step of the
 * {@link DoubleBuffer} ahead. Runs whose weights together fit a PE's weight memory make one step, so that small ones do
 * not wait for the latency one by one.
 */
final class Prefetch {
    private final DoubleBuffer memory;
    private final long stepBits;
    /** What the next run needs. */
    private long nextWeights;

    private long nextActivations;
    /** The step so far. */
    private long stepWeights;

    private long stepActivations;
    private long compute;
    private long storeBytes;
    private long fetched;

    /**
     * @param stepBits bits of weights from which on a step is complete
     */
    Prefetch(DramSpec dram, long stepBits) {
        memory = new DoubleBuffer(dram);
        this.stepBits = stepBits;
    }

    /** Weights that the next run needs. */
    void weights(long bits) {
        nextWeights += bits;
        fetched += bits;
    }

    /** Activations that the next run needs. */
    void activations(long bits) {
        nextActivations += bits;
        fetched += bits;
    }

    /** A run: cycles that it takes, and bytes that it leaves for DRAM. */
    void run(long cycles, long bytes) {
        if (stepWeights + nextWeights > stepBits) {
            step();
        }
        stepWeights += nextWeights;
        nextWeights = 0;
        stepActivations += nextActivations;
        nextActivations = 0;
        compute += cycles;
        storeBytes += bytes;
    }

    private void step() {
        if (stepWeights + stepActivations + compute + storeBytes > 0) {
            memory.step((stepWeights + stepActivations + 7) / 8, compute, storeBytes);
        }
        stepWeights = 0;
        stepActivations = 0;
        compute = 0;
        storeBytes = 0;
    }

    /** Ends with so many cycles that need no data; returns the first cycle after all work and transfers. */
    long finish(long cycles) {
        compute += cycles;
        step();
        return memory.finish();
    }

    /** Cycles of {@code end} that all waited for DRAM, the write-back of the last outputs included. */
    long waited(long end) {
        return memory.waited() + end - memory.end();
    }

    /** Bits fetched. */
    long fetchedBits() {
        return fetched;
    }
}
