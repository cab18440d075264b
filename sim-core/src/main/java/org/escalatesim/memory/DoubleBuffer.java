package org.escalatesim.memory;

/**
 * Work in steps (folds, passes, tiles) through a double buffer in front of DRAM: what a step needs is fetched into the
 * half that the step before last used, while the step before runs; what it leaves is written back after it ends.
 *
 * <p>With {@code end(i)} the first cycle after step i, {@code fetched(i)} the first cycle in which its data are there:
 *
 * <pre>
 * fetch of step i is issued at end(i - 2) (0 for the first two), after the write-back of step i - 2
 * start(i) = max(end(i - 1), fetched(i)),  end(i) = start(i) + compute(i)
 * </pre>
 *
 * The channel serves transfers in the order of issue. An ideal DRAM costs no time; its traffic is counted all the same.
 */
public final class DoubleBuffer {
    private final DramChannel channel;
    private long end;
    private long endBefore;
    private long writeBack;
    private long writeBackBefore;
    private long lastWritten;
    private long waited;
    private long readBytes;
    private long writtenBytes;

    /** A double buffer in front of an idle channel. */
    public DoubleBuffer(DramSpec dram) {
        channel = dram.ideal() ? null : new DramChannel(dram.bytesPerCycle(), dram.latencyCycles());
    }

    /**
     * Runs the next step.
     *
     * @param fetch bytes that must be there before it starts, at least 0
     * @param compute cycles that it takes, at least 0
     * @param store bytes that it leaves for DRAM, at least 0
     * @return the cycle in which it starts
     */
    public long step(long fetch, long compute, long store) {
        readBytes += fetch;
        writtenBytes += store;
        long start = end;
        if (channel != null) {
            write(writeBackBefore, endBefore);
            if (fetch > 0) {
                start = Math.max(end, channel.transfer(endBefore, fetch));
            }
        }
        waited += start - end;
        endBefore = end;
        writeBackBefore = writeBack;
        end = start + compute;
        writeBack = store;
        return start;
    }

    /** Writes back what is left; returns the first cycle after all steps and transfers. */
    public long finish() {
        if (channel != null) {
            write(writeBackBefore, endBefore);
            write(writeBack, end);
            writeBackBefore = 0;
            writeBack = 0;
        }
        return Math.max(end, lastWritten);
    }

    private void write(long bytes, long issued) {
        if (bytes > 0) {
            channel.transfer(issued, bytes);
            // A write is done when its last byte left; the latency is the DRAM's own affair.
            lastWritten = channel.freeFrom();
        }
    }

    /** The first cycle after the last step. */
    public long end() {
        return end;
    }

    /** Cycles in which a step waited for its data, all steps together. */
    public long waited() {
        return waited;
    }

    /** Bytes fetched. */
    public long readBytes() {
        return readBytes;
    }

    /** Bytes written back. */
    public long writtenBytes() {
        return writtenBytes;
    }
}
