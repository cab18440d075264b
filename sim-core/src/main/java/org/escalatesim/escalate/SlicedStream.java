package org.escalatesim.escalate;

import java.util.Arrays;

/** The stream of a tile's slots, gathered for all of its rows as they are written to the ring. */
final class SlicedStream {
    private final LayerContext context;
    private final Segment[] segments;
    private final RingInputBuffer ring;
    private final int[] rows;
    private final int lanes;
    private final int laneShift;
    private final int first;
    private final SlotPool pool;
    private final int multipliers;

    private SlicedCoefficients coefficients;
    private int segment = -1;
    private int y;
    private int x;
    private int chunk;
    private int position;
    private int pixel;
    private long element;
    /** Per streamed chunk of the pixel, the rows for which it is the last with a beat. */
    private long[] last = {};

    /**
     * @param first bit of the tile's first row
     */
    SlicedStream(LayerContext context, Tile tile, int first, SlotPool pool) {
        this.context = context;
        this.segments = tile.segments;
        this.ring = tile.ring;
        this.rows = tile.ledgers.rows;
        this.first = first;
        this.pool = pool;
        this.lanes = context.spec.channelAccumulation().lanes();
        this.laneShift = Integer.numberOfTrailingZeros(lanes);
        this.multipliers = context.spec.mac().multipliers();
        nextSegment();
    }

    /** The segment of the next slot; the number of segments behind the last. */
    int segment() {
        return segment;
    }

    /** The next slot of the stream, gathered. */
    GatheredSlot next() {
        GatheredSlot slot = pool.take();
        Segment at = segments[segment];
        if (chunk == 0) {
            startPixel(at);
        }
        ChunkedActivations activations = context.activations;
        int number = pixel + at.set.chunks[chunk];
        slot.slotBits = activations.bits(number);
        slot.coefficientBits = 2 * activations.realBits(number);
        slot.crossings = activations.crossings[number];
        slot.position = position;
        slot.load = at.load;
        slot.needed = coefficients.active;
        slot.has = coefficients.has[chunk];
        slot.last = last[chunk];
        boolean lineEnds = x + 1 == at.region.xs.length;
        slot.tokens = lineEnds ? coefficients.ends[chunk] : 0;
        slot.element = element;
        slot.token = MacWork.token(segment);
        gather(slot, activations, number);
        position = ring.next(position);
        slot.segment = segment;
        slot.ends = advance(at);
        if (slot.ends) {
            nextSegment();
        }
        return slot;
    }

    private void gather(GatheredSlot slot, ChunkedActivations activations, int number) {
        int words = activations.wordsPerChunk;
        int packed = activations.packed[number];
        slot.beats = (packed + lanes - 1) >>> laneShift;
        long[] to = slot.bits;
        int next = 0;
        for (int w = 0; w < words; w++) {
            long presence = activations.presence[number * words + w];
            next = gather(presence, coefficients.columns, chunk * coefficients.stride + w * 64, to, next);
        }
        Arrays.fill(to, next, Math.max(next, slot.beats << laneShift), 0);
        if (lanes < GatheredSlot.LANES) {
            spread(to, slot.beats);
        }
    }

    private static int gather(long presence, long[] columns, int column, long[] to, int from) {
        int next = from;
        for (long rest = presence; rest != 0; rest &= rest - 1) {
            to[next++] = columns[column + Long.numberOfTrailingZeros(rest)];
        }
        return next;
    }

    /** Moves beats of fewer lanes to where each has room for all. */
    private void spread(long[] bits, int beats) {
        for (int beat = beats - 1; beat >= 0; beat--) {
            int to = beat * GatheredSlot.LANES;
            System.arraycopy(bits, beat << laneShift, bits, to, lanes);
            Arrays.fill(bits, to + lanes, to + GatheredSlot.LANES, 0);
        }
    }

    private void startPixel(Segment at) {
        Region region = at.region;
        pixel = context.activations.slot(region.ys[y], region.xs[x], 0);
        int taps = context.bypass ? 0 : region.rowTaps[y] * region.columnTaps[x];
        int cycles = context.bypass ? 1 : (taps + multipliers - 1) / multipliers;
        element = MacWork.of(at.firstLine + region.highestLine[y], taps, cycles);
        int[] chunks = at.set.chunks;
        long later = 0;
        for (int i = chunks.length - 1; i >= 0; i--) {
            last[i] = 0;
            if (context.activations.packed[pixel + chunks[i]] > 0) {
                last[i] = coefficients.has[i] & ~later;
                later |= coefficients.has[i];
            }
        }
    }

    /** Returns whether the segment has ended. */
    private boolean advance(Segment at) {
        if (++chunk < at.set.chunks.length) {
            return false;
        }
        chunk = 0;
        if (++x < at.region.xs.length) {
            return false;
        }
        x = 0;
        if (++y < at.region.ys.length) {
            return false;
        }
        y = 0;
        return true;
    }

    private void nextSegment() {
        do {
            segment++;
        } while (segment < segments.length && segments[segment].slots() == 0);
        if (segment < segments.length && (coefficients == null || coefficients.set != segments[segment].set)) {
            coefficients = new SlicedCoefficients(context, segments[segment].set, rows, first);
            last = new long[coefficients.has.length];
        }
    }
}
