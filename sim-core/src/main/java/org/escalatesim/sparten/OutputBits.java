package org.escalatesim.sparten;

import org.escalatesim.trace.LayerTrace;

/** Bits of the output map as it leaves: a mask bit per value and 8 per non-zero one, or 8 per value. */
final class OutputBits {
    private final double perOutput;
    private final boolean toDram;
    private final long stored;
    private long finished;
    private long bytes;

    OutputBits(SpartenSpec spec, LayerTrace layer, boolean toDram) {
        double perValue = spec.sparsity().activationsCompressed() ? 1 + 8 * layer.outputDensity() : 8;
        long sums = (long) layer.shape().k() * layer.shape().p() * layer.shape().q();
        this.stored = (long) Math.ceil(perValue * layer.post().pooledOutputs());
        this.perOutput = (double) stored / sums;
        this.toDram = toDram;
    }

    /** Takes finished outputs; returns the whole bytes that now go to DRAM. */
    long finish(long outputs) {
        finished += outputs;
        long before = bytes;
        bytes = toDram ? (long) Math.ceil(finished * perOutput / 8) : 0;
        return bytes - before;
    }

    /** Bits written to DRAM so far, in whole bytes. */
    long toDram() {
        return 8 * bytes;
    }

    /** Bits of the whole map. */
    long stored() {
        return stored;
    }
}
