package org.escalatesim.escalate;

/**
 * The output side of a block: finished lines leave pixel by pixel, the psums of all rows of the channel added, scaled and
 * requantised. Shared by all channels of the block: oldest line first, then lowest channel; a line that has begun is
 * finished before the next.
 */
final class Block {
    private final Segment[] segments;
    private final int firstRow;
    private final int rowsPerChannel;
    private final int channels;
    private final MacUnit[] macs;
    /** Per channel: segment and line (in the segment) that drain next. */
    private final int[] segment;

    private final int[] line;
    /** Per channel: lines drained, as a line number, at the start of the cycle. */
    private final int[] drained;

    private int draining = -1;
    private int cyclesLeft;
    private int justDrained = -1;
    private boolean changed = true;
    private int channelsLeft;
    private long lastOutput = -1;
    private long drains;

    long pixels;
    long partialPixels;
    long psumReads;
    private final OutputValues outputs;
    private final Pace pace;

    Block(Segment[] segments, int firstRow, int rowsPerChannel, int channels, OutputValues outputs, Pace pace) {
        this.segments = segments;
        this.firstRow = firstRow;
        this.rowsPerChannel = rowsPerChannel;
        this.channels = channels;
        this.macs = new MacUnit[rowsPerChannel * channels];
        this.segment = new int[channels];
        this.line = new int[channels];
        this.drained = new int[channels];
        this.outputs = outputs;
        this.pace = pace;
        this.channelsLeft = channels;
        for (int channel = 0; channel < channels; channel++) {
            settle(channel);
        }
    }

    /** Connects the MAC unit of a row of the block. */
    void connect(int row, MacUnit mac) {
        macs[row] = mac;
    }

    /** Lines drained of a channel, as the number of its next line. */
    int drainedOf(int channel) {
        return drained[channel];
    }

    /** The channel that a row of the block works for. */
    int channelOf(int row) {
        return row / rowsPerChannel;
    }

    /** Told by a MAC that it took a token, so that readiness is looked at again. */
    void tokenTaken() {
        changed = true;
    }

    /** Lines drained so far, of all channels, as at the start of the cycle. */
    long drains() {
        return drains;
    }

    boolean done() {
        return channelsLeft == 0;
    }

    /** Number of the cycle of the last output, -1 if there was none. */
    long lastOutput() {
        return lastOutput;
    }

    /**
     * One cycle, before the MACs of the block (a token taken in a cycle counts from the next cycle on).
     *
     * @return whether a pixel left
     */
    boolean step(long cycle) {
        if (draining < 0) {
            if (!changed) {
                return false;
            }
            draining = oldestReady();
            if (draining < 0) {
                changed = false;
                return false;
            }
            Segment at = segments[segment[draining]];
            cyclesLeft = pace.cycles(at.region.columns, at.partial);
        }
        lastOutput = cycle;
        if (--cyclesLeft == 0) {
            finishLine(draining);
            justDrained = draining;
            draining = -1;
            changed = true;
        }
        return true;
    }

    /** The end of the cycle: a line whose last pixel went out is free from now on. */
    void endCycle() {
        if (justDrained >= 0) {
            int channel = justDrained;
            drains++;
            line[channel]++;
            settle(channel);
            justDrained = -1;
        }
    }

    /** Moves a channel on to the next segment that has an output channel for it. */
    private void settle(int channel) {
        while (segment[channel] < segments.length) {
            Segment at = segments[segment[channel]];
            if (at.set.k[row(channel)] >= 0 && line[channel] < at.region.rows) {
                drained[channel] = at.firstLine + line[channel];
                return;
            }
            segment[channel]++;
            line[channel] = 0;
        }
        channelsLeft--;
    }

    private int row(int channel) {
        return firstRow + channel * rowsPerChannel;
    }

    private int oldestReady() {
        int best = -1;
        for (int channel = 0; channel < channels; channel++) {
            if (segment[channel] < segments.length
                    && (best < 0 || drained[channel] < drained[best])
                    && ready(channel)) {
                best = channel;
            }
        }
        return best;
    }

    private boolean ready(int channel) {
        int number = segment[channel];
        Segment at = segments[number];
        int needed = at.region.tokensNeeded[line[channel]];
        for (int i = 0; i < rowsPerChannel; i++) {
            if (at.set.active[row(channel) + i] && !macs[channel * rowsPerChannel + i].hasTokens(number, needed)) {
                return false;
            }
        }
        return true;
    }

    private void finishLine(int channel) {
        Segment at = segments[segment[channel]];
        int first = row(channel);
        int mapped = 0;
        for (int i = 0; i < rowsPerChannel; i++) {
            mapped += at.set.k[first + i] >= 0 ? 1 : 0;
        }
        psumReads += (long) mapped * at.region.columns;
        if (at.set.lastSub) {
            pixels += at.region.columns;
        } else {
            partialPixels += at.region.columns;
        }
        if (outputs != null) {
            int number = at.firstLine + line[channel];
            for (int i = 0; i < mapped; i++) {
                PartialSums psums = macs[channel * rowsPerChannel + i].psums();
                outputs.add(at, line[channel], first + i, psums.line(number));
                psums.clear(number);
            }
            outputs.finish(at, line[channel], first);
        }
    }
}
