package org.escalatesim.escalate;

import org.escalatesim.machine.CycleLedger.State;

/**
 * The encoder and writer of a tile: reads the presence bits and non-zero bytes of one chunk of one pixel after the other
 * from the global buffer and writes them to the ring as slots. A slot of b bytes takes ceil(b / port) cycles and is
 * written in the last of them, or later when its position in the ring becomes free.
 */
final class SlotWriter {
    private final ChunkedActivations activations;
    private final Segment[] segments;
    private final RingInputBuffer ring;
    private final InputArrival arrival;
    private final int port;
    private int segment;
    private int y;
    private int x;
    private int chunk;
    private int position;
    private int slot;
    private int cyclesLeft;
    private boolean assembling;

    /** Per visit of a band, the cycle in which the last slot of it was written, -1 before. */
    final long[] visitEnd;
    /** The slot whose assembly began in this cycle, -1 otherwise. */
    int requested;

    long bits;
    long encodes;

    SlotWriter(LayerContext context, Segment[] segments, RingInputBuffer ring, InputArrival arrival, int visits) {
        this.activations = context.activations;
        this.segments = segments;
        this.ring = ring;
        this.arrival = arrival;
        this.port = context.spec.globalBuffer().readPortBytes();
        this.visitEnd = new long[visits];
        java.util.Arrays.fill(visitEnd, -1);
        skipEmpty(-1);
    }

    boolean done() {
        return segment == segments.length;
    }

    /** One cycle, before the rows of the cycle. */
    State step(long cycle) {
        requested = -1;
        if (done()) {
            return State.IDLE;
        }
        Segment at = segments[segment];
        if (!assembling) {
            int row = at.region.ys[y];
            if (!arrival.ready(at.visit, row, cycle)) {
                return State.MEMORY;
            }
            slot = activations.slot(row, at.region.xs[x], at.set.chunks[chunk]);
            cyclesLeft = (activations.bytes(slot) + port - 1) / port;
            assembling = true;
            requested = slot;
        }
        if (cyclesLeft > 1) {
            cyclesLeft--;
            return State.WORKING;
        }
        cyclesLeft = 0;
        if (!ring.free(position)) {
            return State.BLOCKED;
        }
        int slotBits = activations.bits(slot);
        ring.write(position, at.set.activeRows, slotBits);
        bits += slotBits;
        encodes++;
        assembling = false;
        position = ring.next(position);
        advance(at, cycle);
        return State.WORKING;
    }

    private void advance(Segment at, long cycle) {
        if (++chunk < at.set.chunks.length) {
            return;
        }
        chunk = 0;
        if (++x < at.region.xs.length) {
            return;
        }
        x = 0;
        if (++y < at.region.ys.length) {
            return;
        }
        y = 0;
        segment++;
        skipEmpty(cycle);
    }

    /** Passes over segments without slots, and notes which visits of bands have ended. */
    private void skipEmpty(long cycle) {
        while (segment < segments.length && segments[segment].slots() == 0) {
            segment++;
        }
        int current = segment < segments.length ? segments[segment].visit : visitEnd.length;
        for (int visit = current - 1; visit >= 0 && visitEnd[visit] < 0; visit--) {
            visitEnd[visit] = Math.max(0, cycle);
        }
    }
}
