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
    private TileRows rows;
    private int tile;
    /** Per channel: segment and line (in the segment) that drain next. */
    private final int[] segment;

    private final int[] line;
    /**
     * Per row of the tile, shared by its blocks: lines that the row's channel has drained, as the number of the next, at
     * the start of the cycle.
     */
    final int[] drained;

    private int draining = -1;
    private int cyclesLeft;
    private int justDrained = -1;
    private int channelsLeft;
    private long lastOutput = -1;
    private long drains;
    /** Cycles in which a pixel left. */
    long worked;

    long pixels;
    long partialPixels;
    long psumReads;
    private final OutputValues outputs;
    private final Pace pace;
    private final boolean[] awake;
    private final int number;

    /**
     * @param awake per block of the tile, whether its cycles have to be run: it drains a line, or one may be ready
     * @param number the block's number there
     */
    Block(
            Segment[] segments,
            int firstRow,
            int rowsPerChannel,
            int channels,
            int[] drained,
            OutputValues outputs,
            Pace pace,
            boolean[] awake,
            int number) {
        this.awake = awake;
        this.number = number;
        awake[number] = true;
        this.segments = segments;
        this.firstRow = firstRow;
        this.rowsPerChannel = rowsPerChannel;
        this.channels = channels;
        this.segment = new int[channels];
        this.line = new int[channels];
        this.drained = drained;
        this.outputs = outputs;
        this.pace = pace;
        this.channelsLeft = channels;
        for (int channel = 0; channel < channels; channel++) {
            settle(channel);
        }
    }

    /**
     * Connects the rows of the tile.
     *
     * @param inGroup the tile's place among those whose rows they are
     */
    void connect(TileRows tileRows, int inGroup) {
        rows = tileRows;
        tile = inGroup;
    }

    /** Told by a MAC that it took a token, so that readiness is looked at again. */
    void tokenTaken() {
        awake[number] = true;
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
     * One cycle of a block that is awake, before the MACs of the block (a token taken in a cycle counts from the next
     * cycle on).
     *
     * @return whether a line's last pixel left
     */
    boolean step(long cycle) {
        if (draining < 0) {
            draining = oldestReady();
            if (draining < 0) {
                awake[number] = false;
                return false;
            }
            Segment at = segments[segment[draining]];
            cyclesLeft = pace.cycles(at.region.columns, at.partial);
        }
        lastOutput = cycle;
        worked++;
        if (--cyclesLeft > 0) {
            return false;
        }
        finishLine(draining);
        justDrained = draining;
        draining = -1;
        return true;
    }

    /** The end of the cycle: a line whose last pixel went out is free from now on. */
    void endCycle() {
        if (justDrained < 0) {
            return;
        }
        int channel = justDrained;
        drains++;
        line[channel]++;
        settle(channel);
        rows.lineDrained();
        justDrained = -1;
    }

    /** Moves a channel on to the next segment that has an output channel for it. */
    private void settle(int channel) {
        while (segment[channel] < segments.length) {
            Segment at = segments[segment[channel]];
            if (at.set.k[row(channel)] >= 0 && line[channel] < at.region.rows) {
                drained(channel, at.firstLine + line[channel]);
                return;
            }
            segment[channel]++;
            line[channel] = 0;
        }
        channelsLeft--;
    }

    private void drained(int channel, int lines) {
        int first = row(channel);
        java.util.Arrays.fill(drained, first, first + rowsPerChannel, lines);
    }

    /** The first row of a channel. */
    private int row(int channel) {
        return firstRow + channel * rowsPerChannel;
    }

    private int oldestReady() {
        int best = -1;
        for (int channel = 0; channel < channels; channel++) {
            if (segment[channel] < segments.length
                    && (best < 0 || drained[row(channel)] < drained[row(best)])
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
            if (at.set.active[row(channel) + i] && !rows.hasTokens(tile, row(channel) + i, number, needed)) {
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
                PartialSums psums = rows.psums(tile, first + i);
                outputs.add(at, line[channel], first + i, psums.line(number));
                psums.clear(number);
            }
            outputs.finish(at, line[channel], first);
        }
    }
}
