package org.escalatesim.lookahead;

import java.util.Arrays;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.memory.DoubleBuffer;
import org.escalatesim.memory.Residency;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;

/**
 * The passes of a layer on the tiles and the DRAM. A pass gives every tile a group of filters (or, with the map split,
 * all tiles the same group); its pixels are taken in blocks whose psums fit, its schedule in segments that fit half the
 * weight buffer. All tiles begin a segment of a block together.
 */
final class LookaheadRun {
    final boolean byMap;
    final Residency residency;
    /** Whether the map buffer holds the whole input, so that it comes from DRAM once at most. */
    final boolean inputHeld;

    final int passes;
    final long cycles;
    int segments = 1;
    long products;
    long finished;
    /** Steps x pixels x filters: adder trees at work, and words read from the weight buffers. */
    long filterSteps;
    /** Steps x pixels: cycles of all tiles. */
    long tileSteps;
    /** Rows of activations into the windows of all tiles. */
    long windowRows;
    /** Words written to the weight buffers, one filter's step each. */
    long weightWords;

    long weightBytes;
    /** Bytes of requantisation parameters, fetched with the first weights. */
    final long parameterBytes;

    private long parametersMissing;
    /** Bytes into all input buffers; of these each byte once where tiles take the same; of those from DRAM. */
    long inputBytes;

    long broadcastBytes;
    long dramInputBytes;
    long dramOutputBytes;
    long partialPsums;
    private final LookaheadSpec spec;
    private final ConvShape shape;
    private final Schedules schedules;
    private final DoubleBuffer buffer;
    private final InputRows[] inputRows;
    private final int[] group;
    /** The convolution group of which a tile's input buffer has all rows that the tile needs, or -1. */
    private final int[] held;

    private final int[] firstPixel;
    private final int[] endPixel;
    private final long[] working;
    private final long[] siblings;
    private final long[] idle;
    private final long pooledBytes;
    private final boolean mapStays;
    private long missing;
    private long computed;

    LookaheadRun(LookaheadSpec spec, LayerTrace layer, Schedules schedules, boolean byMap) {
        this.spec = spec;
        this.shape = layer.shape();
        this.schedules = schedules;
        this.byMap = byMap;
        int tiles = spec.tiles();
        residency = Residency.of(layer, 8 * spec.buffers().mapBytes(), spec.dataBits());
        parameterBytes = (OutputStage.parameterBits(layer) + 7) / 8;
        parametersMissing = parameterBytes;
        pooledBytes = spec.dataBytes() * layer.post().pooledOutputs();
        long mapBytes = (long) spec.dataBytes() * shape.h() * shape.w() * shape.c();
        missing = mapBytes;
        inputHeld = residency.resident() || mapBytes <= spec.buffers().mapBytes();
        mapStays = mapBytes / shape.groups() <= spec.buffers().inputBytes();
        buffer = new DoubleBuffer(spec.dram());
        group = new int[tiles];
        held = new int[tiles];
        Arrays.fill(held, -1);
        firstPixel = new int[tiles];
        endPixel = new int[tiles];
        working = new long[tiles];
        siblings = new long[tiles];
        idle = new long[tiles];
        inputRows = new InputRows[tiles];
        long pixels = (long) shape.p() * shape.q();
        for (int tile = 0; tile < tiles; tile++) {
            inputRows[tile] = new InputRows(spec, shape);
            firstPixel[tile] = byMap ? (int) (pixels * tile / tiles) : 0;
            endPixel[tile] = (int) (byMap ? pixels * (tile + 1) / tiles : pixels);
        }
        passes = byMap ? schedules.count : (schedules.count + tiles - 1) / tiles;
        for (int pass = 0; pass < passes; pass++) {
            for (int tile = 0; tile < tiles; tile++) {
                int wanted = byMap ? pass : pass * tiles + tile;
                group[tile] = wanted < schedules.count ? wanted : -1;
            }
            pass();
        }
        cycles = buffer.finish();
    }

    private void pass() {
        int longest = 0;
        int most = 0;
        for (int tile = 0; tile < group.length; tile++) {
            inputRows[tile].begin();
            if (group[tile] >= 0) {
                longest = Math.max(longest, schedules.steps[group[tile]]);
                most = Math.max(most, endPixel[tile] - firstPixel[tile]);
            }
        }
        int parts = (int) Math.max(1, (longest + spec.stepsHeld() - 1) / spec.stepsHeld());
        segments = Math.max(segments, parts);
        int block = Math.min(most, spec.pixelsHeld());
        for (int from = 0; from < most; from += block) {
            long input = input(from, block);
            long finishedBefore = finished;
            for (int part = 0; part < parts; part++) {
                long weights = from == 0 || parts > 1 ? weights(part, parts) : 0;
                long compute = compute(from, block, part, parts);
                long output = 0;
                if (part == parts - 1 && residency.outputToDram()) {
                    output = share(finished) - share(finishedBefore);
                    dramOutputBytes += output;
                }
                buffer.step(parametersMissing + weights + (part == 0 ? input : 0), compute, output);
                parametersMissing = 0;
            }
        }
        for (int tile = 0; tile < group.length; tile++) {
            held[tile] = mapStays && group[tile] >= 0 ? schedules.convolution(group[tile]) : -1;
        }
    }

    private long share(long sums) {
        long all = (long) shape.k() * shape.p() * shape.q();
        return sums == all ? pooledBytes : (long) (pooledBytes * (sums / (double) all));
    }

    private int pixels(int tile, int from, int block) {
        int begin = firstPixel[tile] + from;
        return group[tile] < 0 ? 0 : Math.max(0, Math.min(endPixel[tile], begin + block) - begin);
    }

    /** Brings the input rows of a block; returns the bytes from DRAM. */
    private long input(int from, int block) {
        long fresh = 0;
        for (int tile = 0; tile < group.length; tile++) {
            int pixels = pixels(tile, from, block);
            if (pixels == 0 || held[tile] == schedules.convolution(group[tile])) {
                continue;
            }
            long bytes = inputRows[tile].bytes(firstPixel[tile] + from, pixels);
            inputBytes += bytes;
            boolean again = false;
            for (int other = 0; !byMap && other < tile; other++) {
                again |= group[other] >= 0
                        && schedules.convolution(group[other]) == schedules.convolution(group[tile])
                        && held[other] != schedules.convolution(group[other]);
            }
            fresh += again ? 0 : bytes;
        }
        broadcastBytes += fresh;
        if (!residency.inputFromDram()) {
            return 0;
        }
        long bytes = inputHeld ? Math.min(fresh, missing) : fresh;
        missing -= Math.min(bytes, missing);
        dramInputBytes += bytes;
        return bytes;
    }

    private static int part(int steps, int part, int parts) {
        return (int) ((long) steps * (part + 1) / parts - (long) steps * part / parts);
    }

    /** Brings a segment of the schedules; returns its bytes. */
    private long weights(int part, int parts) {
        long bytes = 0;
        for (int tile = 0; tile < group.length; tile++) {
            if (group[tile] < 0) {
                continue;
            }
            int filters = schedules.filters(group[tile]);
            int steps = schedules.steps[group[tile]];
            weightWords += (long) part(steps, part, parts) * filters;
            if (!byMap || tile == 0) {
                long all = spec.scheduleBytes((long) steps * filters, schedules.weights[group[tile]]);
                bytes += all * (part + 1) / parts - all * part / parts;
            }
        }
        weightBytes += bytes;
        return bytes;
    }

    /** Runs a segment on a block; returns its cycles. */
    private long compute(int from, int block, int part, int parts) {
        long longest = 0;
        for (int tile = 0; tile < group.length; tile++) {
            int pixels = pixels(tile, from, block);
            if (pixels > 0) {
                longest = Math.max(longest, (long) part(schedules.steps[group[tile]], part, parts) * pixels);
            }
        }
        for (int tile = 0; tile < group.length; tile++) {
            int pixels = pixels(tile, from, block);
            if (pixels == 0) {
                idle[tile] += longest;
                continue;
            }
            int filters = schedules.filters(group[tile]);
            long own = (long) part(schedules.steps[group[tile]], part, parts) * pixels;
            working[tile] += own;
            siblings[tile] += longest - own;
            tileSteps += own;
            filterSteps += own * filters;
            if (part == parts - 1) {
                products += schedules.weights[group[tile]] * pixels;
                windowRows += (long) schedules.rows * pixels;
                finished += (long) filters * pixels;
                partialPsums += (long) filters * pixels * (parts - 1);
            }
        }
        computed += longest;
        return longest;
    }

    /**
     * A ledger with one unit per tile: working, siblings (waits for tiles with longer schedules or more pixels), memory
     * (waits for DRAM), idle (has no filters or pixels).
     */
    CycleLedger ledger() {
        CycleLedger ledger = new CycleLedger();
        for (int tile = 0; tile < group.length; tile++) {
            long waited = cycles - computed;
            ledger.add("tile", "tile" + tile, new long[] {working[tile], 0, 0, siblings[tile], waited, idle[tile]});
        }
        return ledger;
    }

    /** Bytes from and to DRAM. */
    long dramBytes() {
        return buffer.readBytes() + buffer.writtenBytes();
    }

    /** Bytes read from DRAM. */
    long dramReadBytes() {
        return buffer.readBytes();
    }

    String describe() {
        return schedules.count + " filter groups, " + passes + " passes, tiles split the "
                + (byMap ? "map" : "filters") + ", " + schedules.rows + " rows"
                + (segments > 1 ? ", schedules in up to " + segments + " segments" : "");
    }
}
