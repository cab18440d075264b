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
    private final GatheredSlots slots;
    private final int multipliers;

    private SlicedCoefficients coefficients;
    private int segment = -1;
    private int y;
    private int x;
    private int chunk;
    private int nextPosition;
    private int pixel;
    /** Per streamed chunk of the pixel, the rows for which it is the last with a beat. */
    private long[] last = {};

    /** The slot as {@link GatheredSlots} has it. */
    int id;
    /** Rows that have a coefficient for the chunk: they read it. */
    long has;
    /** Beats of the chunk. */
    int beats;
    /** Rows for which its last beat is the last of the element. */
    long lasts;
    /** Rows whose end-of-line token follows it. */
    long tokens;
    /** The {@link MacWork} of an element of the pixel, and of its end-of-line token. */
    long element;

    long token;
    /** Its number among the activations' slots. */
    int number;
    /** Its position in the ring. */
    int position;
    /** Coefficient load that its pass belongs to. */
    int load;
    /** The segment that ends with it, -1 if none does. */
    int ends;

    /**
     * @param first bit of the tile's first row
     */
    SlicedStream(LayerContext context, Tile tile, int first, GatheredSlots slots) {
        this.context = context;
        this.segments = tile.segments;
        this.ring = tile.ring;
        this.rows = tile.ledgers.rows;
        this.first = first;
        this.slots = slots;
        this.lanes = context.spec.channelAccumulation().lanes();
        this.laneShift = Integer.numberOfTrailingZeros(lanes);
        this.multipliers = context.spec.mac().multipliers();
        nextSegment();
    }

    /** The segment of the next slot; the number of segments behind the last. */
    int segment() {
        return segment;
    }

    /** Moves to the next slot of the stream and gathers it; the fields describe it then. */
    void next() {
        Segment at = segments[segment];
        if (chunk == 0) {
            startPixel(at);
        }
        number = pixel + at.set.chunks[chunk];
        has = coefficients.has[chunk];
        load = at.load;
        position = nextPosition;
        nextPosition = ring.next(position);
        id = slots.take();
        beats = context.activations.packed[number] + lanes - 1 >>> laneShift;
        lasts = last[chunk];
        tokens = x + 1 == at.region.xs.length ? coefficients.ends[chunk] : 0;
        token = MacWork.token(segment);
        gather(slots.bits(id));
        int now = segment;
        ends = -1;
        if (advance(at)) {
            ends = now;
            nextSegment();
        }
    }

    private void gather(long[] to) {
        ChunkedActivations activations = context.activations;
        int words = activations.wordsPerChunk;
        int next = 0;
        for (int w = 0; w < words; w++) {
            long presence = activations.presence[number * words + w];
            next = gather(presence, coefficients.columns, chunk * coefficients.stride + w * 64, to, next);
        }
        Arrays.fill(to, next, beats << laneShift, 0);
        if (lanes < GatheredSlots.LANES) {
            spread(to, beats);
        }
    }

    private static int gather(long presence, long[] columns, int column, long[] to, int from) {
        // Counted, so that the compiler unrolls it.
        int end = from + Long.bitCount(presence);
        long rest = presence;
        for (int i = from; i < end; i++) {
            to[i] = columns[column + Long.numberOfTrailingZeros(rest)];
            rest &= rest - 1;
        }
        return end;
    }

    /** Moves beats of fewer lanes to where each has room for all. */
    private void spread(long[] bits, int beats) {
        for (int beat = beats - 1; beat >= 0; beat--) {
            int to = beat * GatheredSlots.LANES;
            System.arraycopy(bits, beat << laneShift, bits, to, lanes);
            Arrays.fill(bits, to + lanes, to + GatheredSlots.LANES, 0);
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
            // All ones if the chunk has a beat.
            long beats = -context.activations.packed[pixel + chunks[i]] >> 31;
            last[i] = coefficients.has[i] & ~later & beats;
            later |= coefficients.has[i] & beats;
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
