package org.escalatesim.memory;

/**
 * One DRAM channel: transfers are served one after the other in the order in which they are issued, each at the full
 * bandwidth, its first byte {@code latency} cycles after it began. Latencies of successive transfers overlap.
 */
public final class DramChannel {
    private final int bytesPerCycle;
    private final int latency;
    private long freeFrom;
    private long bytes;

    /**
     * @param bytesPerCycle bandwidth, at least 1
     * @param latency cycles from the start of a transfer to its first byte, at least 0
     */
    public DramChannel(int bytesPerCycle, int latency) {
        this.bytesPerCycle = bytesPerCycle;
        this.latency = latency;
    }

    /**
     * Serves a transfer; calls must come in the order of {@code issued}.
     *
     * @param issued cycle from which the transfer may begin
     * @param size bytes
     * @return the first cycle in which all of it is there: start + latency + ceil(size / bandwidth)
     */
    public long transfer(long issued, long size) {
        long start = Math.max(issued, freeFrom);
        long beats = (size + bytesPerCycle - 1) / bytesPerCycle;
        freeFrom = start + beats;
        bytes += size;
        return start + latency + beats;
    }

    /** The cycle in which a transfer issued now would begin. */
    public long startOf(long issued) {
        return Math.max(issued, freeFrom);
    }

    /** The first cycle in which the channel moves nothing any more. */
    public long freeFrom() {
        return freeFrom;
    }

    /** Bytes moved so far. */
    public long bytes() {
        return bytes;
    }
}
