package org.escalatesim.escalate;

import org.escalatesim.machine.CycleLedger.State;

/**
 * One row of a block: its place in the ring, channel accumulation, element FIFO and MAC unit.
 */
final class Row {
    private final LayerContext context;
    private final Segment[] segments;
    private final RingInputBuffer ring;
    private final CoefficientLoads loads;
    private final int number;
    private final Dilution dilution;
    private final ElementFifo elements;
    private final Concentrator concentrator;
    private final MacUnit mac;

    private int segment = -1;
    private int y;
    private int x;
    private int chunk;
    private long slot;
    private int position;
    /** Per streamed chunk of the segment, first word of the row's coefficients, -1 where it has none. */
    private int[] coefficientWord = {};

    private int lastCoefficientChunk;
    private boolean requesting;
    private int loaded;

    final long[] accumulationCycles = new long[State.values().length];
    final long[] macCycles = new long[State.values().length];
    long reads;
    long marks;
    long readBits;
    long coefficientBits;
    long crossings;
    long pipelineBits;
    long changes;

    Row(
            LayerContext context,
            Segment[] segments,
            RingInputBuffer ring,
            CoefficientLoads loads,
            Block block,
            int rowOfBlock,
            int number,
            PartialSums psums) {
        this.context = context;
        this.segments = segments;
        this.ring = ring;
        this.loads = loads;
        this.number = number;
        this.dilution = new Dilution(context);
        this.elements = new ElementFifo(context.spec.mac().elementFifo());
        this.concentrator = new Concentrator(context, dilution, elements);
        this.mac = new MacUnit(context, segments, elements, block, rowOfBlock, number, psums);
        nextSegment();
    }

    MacUnit mac() {
        return mac;
    }

    Concentrator concentrator() {
        return concentrator;
    }

    Dilution dilution() {
        return dilution;
    }

    /** One cycle: the MAC half, the concentrator, dilution, then the wish to read the ring. */
    void step(long cycle, State writer) {
        int beats = dilution.fifoCount;
        boolean full = elements.full();
        boolean registerFree = dilution.registerFree();

        MacUnit.Outcome multiplied = mac.step(cycle);
        Concentrator.Outcome accumulated = concentrator.step(beats, full);
        dilution.exit(cycle, beats);
        boolean coefficientsMissing = false;
        if (dilution.canEnter()) {
            int load = dilution.waitingLoad();
            if (load == loaded) {
                dilution.enter(cycle);
            } else if (loads.ready(load, cycle)) {
                loaded = load;
                changes++;
                loads.change(load, cycle);
            } else {
                coefficientsMissing = true;
            }
        }
        requesting = false;
        if (slot < ring.written() && segment < segments.length) {
            if (coefficientWord[chunk] < 0) {
                ring.finish(position);
                marks++;
                advance();
            } else if (registerFree) {
                ring.request(cycle, slot, position);
                requesting = true;
            }
        }
        account(multiplied, accumulated, coefficientsMissing, writer);
    }

    /** The second half of the cycle: reads the slot if the ring grants it. */
    void read() {
        if (!requesting || !ring.granted(slot, position)) {
            return;
        }
        Segment at = segments[segment];
        ChunkedActivations activations = context.activations;
        int number = activations.slot(at.region.ys[y], at.region.xs[x], at.set.chunks[chunk]);
        boolean elementEnd = activations.packed[number] > 0 && lastWithValues(number, at);
        boolean lineEnd = chunk == lastCoefficientChunk && x + 1 == at.region.xs.length;
        dilution.read(context, number, coefficientWord[chunk], at.load, Place.of(segment, y, x), elementEnd, lineEnd);
        ring.finish(position);
        reads++;
        int bits = activations.bits(number);
        readBits += bits;
        coefficientBits += 2L * activations.realBits[number % activations.chunksPerGroup];
        crossings += activations.crossings[number];
        advance();
    }

    /** Whether no later chunk of the element, among those the row reads, has a packed value. */
    private boolean lastWithValues(int number, Segment at) {
        for (int later = chunk + 1; later <= lastCoefficientChunk; later++) {
            if (coefficientWord[later] >= 0
                    && context.activations.packed[number + at.set.chunks[later] - at.set.chunks[chunk]] > 0) {
                return false;
            }
        }
        return true;
    }

    private void advance() {
        slot++;
        position = ring.next(position);
        Segment at = segments[segment];
        if (++chunk < coefficientWord.length) {
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
        nextSegment();
    }

    /** Goes to the next segment in which the row has coefficients; it never reads the others. */
    private void nextSegment() {
        segment++;
        while (segment < segments.length && (!segments[segment].set.active[number] || segments[segment].slots() == 0)) {
            segment++;
        }
        if (segment == segments.length) {
            return;
        }
        Segment at = segments[segment];
        slot = at.firstSlot;
        position = ring.position(slot);
        CoefficientSet set = at.set;
        coefficientWord = new int[set.chunks.length];
        ChunkedCoefficients coefficients = context.coefficients;
        int k = set.k[number];
        int group = k / context.shape.kPerGroup();
        for (int i = 0; i < coefficientWord.length; i++) {
            int inGroup = set.chunks[i] - group * coefficients.chunksPerGroup;
            boolean has = inGroup >= 0
                    && inGroup < coefficients.chunksPerGroup
                    && !coefficients.empty(k, set.m[number], inGroup);
            coefficientWord[i] = has ? coefficients.word(k, set.m[number], inGroup) : -1;
            if (has) {
                lastCoefficientChunk = i;
            }
        }
    }

    /** Whether nothing more will come to the MAC. */
    private boolean accumulationDone() {
        return segment == segments.length && dilution.empty();
    }

    private void account(
            MacUnit.Outcome multiplied, Concentrator.Outcome accumulated, boolean coefficientsMissing, State writer) {
        State accumulation;
        if (accumulated == Concentrator.Outcome.WORKED) {
            accumulation = State.WORKING;
        } else if (accumulated == Concentrator.Outcome.BLOCKED) {
            accumulation = State.BLOCKED;
        } else if (accumulationDone()) {
            accumulation = State.IDLE;
        } else {
            accumulation = waiting(coefficientsMissing, writer);
        }
        accumulationCycles[accumulation.ordinal()]++;
        State multiplication;
        if (multiplied == MacUnit.Outcome.WORKED) {
            multiplication = State.WORKING;
        } else if (multiplied == MacUnit.Outcome.BLOCKED) {
            multiplication = State.BLOCKED;
        } else if (accumulationDone() && elements.count() == 0) {
            multiplication = State.IDLE;
        } else {
            multiplication = waiting(coefficientsMissing, writer);
        }
        macCycles[multiplication.ordinal()]++;
    }

    private static State waiting(boolean coefficientsMissing, State writer) {
        if (writer == State.BLOCKED) {
            return State.SIBLINGS;
        }
        return coefficientsMissing || writer == State.MEMORY ? State.MEMORY : State.INPUT;
    }
}
