package org.escalatesim.escalate;

/**
 * One row of a block: its place in the ring, channel accumulation, element FIFO and MAC unit.
 */
final class Row {
    private final LayerContext context;
    private final Segment[] segments;
    private final RingInputBuffer ring;
    private final CoefficientLoads loads;
    private final Block block;
    private final int number;
    private final ElementFifo elements;
    private final ChannelAccumulation accumulation;
    private final MacUnit mac;

    private int segment = -1;
    private int y;
    private int x;
    private int chunk;
    private long slot;
    private int position;
    /** Per streamed chunk of the segment, first word of the row's coefficients, -1 where it has none. */
    private int[] coefficientWord = {};

    /** Per streamed chunk of the segment, presence and sign bits of its coefficients. */
    private int[] coefficientBitsOf = {};

    private int lastCoefficientChunk;
    /** What the row needs of the segment it reads: streamed chunks, columns and rows, coefficient load. */
    private int[] chunks = {};

    private int[] xs = {};
    private int[] ys = {};
    private int load;
    /** Slot of the first chunk of the pixel that the row reads. */
    private int pixelSlot;

    private int loaded;

    private boolean registerFree;
    private boolean missing;
    private int multiplied = Outcomes.EMPTY;
    private int accumulationState = Outcomes.IDLE;
    private int macState = Outcomes.IDLE;

    private boolean asleep;
    private long sleptFrom;
    private long sleptBlocked;
    private long sleptMemory;
    private long wakeAt;
    private long wakeSlot;
    private long wakeDrains;
    /** The writer's ledger up to the cycle before this one. */
    private final long[] writerCycles;

    private final long[] accumulationCycles;
    private final long[] macCycles;
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
            int number,
            PartialSums psums,
            RowLedgers ledgers) {
        this.context = context;
        this.segments = segments;
        this.ring = ring;
        this.loads = loads;
        this.block = block;
        this.number = number;
        this.writerCycles = ledgers.writer;
        this.accumulationCycles = ledgers.accumulation[number];
        this.macCycles = ledgers.mac[number];
        this.elements = new ElementFifo(context.spec.mac().elementFifo(), context.values);
        this.accumulation = new ChannelAccumulation(context, elements);
        this.mac = new MacUnit(context, segments, elements, block, number, psums);
        nextSegment();
    }

    MacUnit mac() {
        return mac;
    }

    /** Elements and tokens in the element FIFO. */
    int elements() {
        return elements.count();
    }

    ChannelAccumulation accumulation() {
        return accumulation;
    }

    /**
     * The first half of a cycle: the MAC unit works, the concentrator looks at its window.
     *
     * @return whether the concentrator has values to promote
     */
    boolean begin(long cycle) {
        registerFree = accumulation.registerFree();
        boolean full = elements.full();
        multiplied = mac.step(cycle);
        return accumulation.begin(full);
    }

    /** What is left of the concentrator's window when nothing is promoted. */
    long leftWithout() {
        return accumulation.leftWithout();
    }

    /** The concentrator's window of this cycle. */
    long window() {
        return accumulation.seen();
    }

    /**
     * The second half of a cycle: the concentrator takes its values, dilution moves, and the row asks for its next slot.
     *
     * @param left what promotion left of the window
     * @return whether the row asks to read a slot, to be answered by {@link #read}
     */
    boolean end(long cycle, long left, int writer) {
        accumulation.end(left);
        boolean moved = accumulation.exit(cycle);
        missing = false;
        if (accumulation.canEnter()) {
            int needed = accumulation.waitingLoad();
            if (needed == loaded) {
                accumulation.enter(cycle);
                moved = true;
            } else if (loads.ready(needed, cycle)) {
                loaded = needed;
                changes++;
                loads.change(needed, cycle);
                moved = true;
            } else {
                missing = true;
            }
        }
        boolean requesting = false;
        if (slot < ring.written() && segment < segments.length) {
            if (coefficientWord[chunk] < 0) {
                ring.finish(position, 1);
                marks++;
                advance();
                moved = true;
            } else if (registerFree) {
                ring.request(cycle, slot, position);
                requesting = true;
            }
        }
        accumulationState = accumulationState(writer);
        macState = macState(writer);
        accumulationCycles[accumulationState]++;
        macCycles[macState]++;
        if (!context.sleepless && !moved && !requesting && accumulation.outcome() != Outcomes.WORKED && !mac.took()) {
            sleep(cycle, writer);
        }
        return requesting;
    }

    /**
     * Nothing in the row can change before one of these: the MAC is free again, a chunk comes to the end of the
     * pipeline, coefficients arrive, the slot that the row waits for is written, a line of its block has drained. Until
     * then its cycles are alike, and are added to the ledger together when it wakes.
     */
    private void sleep(long cycle, int writer) {
        asleep = true;
        sleptFrom = cycle + 1;
        wakeAt = mac.freeFrom() > cycle ? mac.freeFrom() : Long.MAX_VALUE;
        if (accumulation.exitFrom() > cycle) {
            wakeAt = Math.min(wakeAt, accumulation.exitFrom());
        }
        if (missing) {
            wakeAt = Math.min(wakeAt, loads.readyFrom(accumulation.waitingLoad()));
        }
        boolean wantsSlot = segment < segments.length && (coefficientWord[chunk] < 0 || accumulation.registerFree());
        wakeSlot = wantsSlot ? slot : Long.MAX_VALUE;
        wakeDrains = block.drains();
        sleptBlocked = writerCycles[Outcomes.BLOCKED] + (writer == Outcomes.BLOCKED ? 1 : 0);
        sleptMemory = writerCycles[Outcomes.MEMORY] + (writer == Outcomes.MEMORY ? 1 : 0);
    }

    /** Whether the row sleeps through a cycle. */
    boolean sleeps(long cycle) {
        if (!asleep) {
            return false;
        }
        if (cycle < wakeAt && ring.written() <= wakeSlot && block.drains() == wakeDrains) {
            return true;
        }
        wake(cycle);
        return false;
    }

    /** Ends a sleep and adds the cycles slept through to the ledger. */
    void wake(long cycle) {
        if (!asleep) {
            return;
        }
        asleep = false;
        addAlike(accumulationCycles, accumulationState, accumulation.outcome() == Outcomes.EMPTY, cycle);
        addAlike(macCycles, macState, multiplied == Outcomes.EMPTY, cycle);
    }

    private void addAlike(long[] ledger, int state, boolean waits, long cycle) {
        long slept = cycle - sleptFrom;
        if (!waits || state == Outcomes.IDLE) {
            ledger[state] += slept;
            return;
        }
        long siblings = writerCycles[Outcomes.BLOCKED] - sleptBlocked;
        long memory = missing ? slept - siblings : writerCycles[Outcomes.MEMORY] - sleptMemory;
        ledger[Outcomes.SIBLINGS] += siblings;
        ledger[Outcomes.MEMORY] += memory;
        ledger[Outcomes.INPUT] += slept - siblings - memory;
    }

    /** Reads the requested slot if the ring grants it, after all rows have asked. */
    void read() {
        if (!ring.granted(slot, position)) {
            return;
        }
        ChunkedActivations activations = context.activations;
        int number = pixelSlot + chunks[chunk];
        boolean elementEnd = activations.packed[number] > 0 && lastWithValues(activations.packed);
        boolean lineEnd = chunk == lastCoefficientChunk && x + 1 == xs.length;
        accumulation.read(number, coefficientWord[chunk], load, Place.of(segment, y, x), elementEnd, lineEnd);
        ring.finish(position, 1);
        reads++;
        readBits += activations.bits[number];
        coefficientBits += coefficientBitsOf[chunk];
        crossings += activations.crossings[number];
        advance();
    }

    /** Marks the slots that are left in the ring, up to one that the row has coefficients for. */
    void markRest() {
        while (slot < ring.written() && segment < segments.length && coefficientWord[chunk] < 0) {
            ring.finish(position, 1);
            marks++;
            advance();
        }
    }

    /** Whether no later chunk of the element, among those the row reads, has a packed value. */
    private boolean lastWithValues(short[] packed) {
        for (int later = chunk + 1; later <= lastCoefficientChunk; later++) {
            if (coefficientWord[later] >= 0 && packed[pixelSlot + chunks[later]] > 0) {
                return false;
            }
        }
        return true;
    }

    private void advance() {
        slot++;
        position = ring.next(position);
        if (++chunk < chunks.length) {
            return;
        }
        chunk = 0;
        if (++x == xs.length) {
            x = 0;
            if (++y == ys.length) {
                y = 0;
                nextSegment();
                return;
            }
        }
        pixelSlot = context.activations.slot(ys[y], xs[x], 0);
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
        chunks = set.chunks;
        xs = at.region.xs;
        ys = at.region.ys;
        load = at.load;
        pixelSlot = context.activations.slot(ys[0], xs[0], 0);
        coefficientWord = new int[chunks.length];
        coefficientBitsOf = new int[chunks.length];
        ChunkedCoefficients coefficients = context.coefficients;
        int k = set.k[number];
        int group = k / context.shape.kPerGroup();
        for (int i = 0; i < coefficientWord.length; i++) {
            coefficientBitsOf[i] = 2 * context.activations.realBits[chunks[i] % coefficients.chunksPerGroup];
            int inGroup = chunks[i] - group * coefficients.chunksPerGroup;
            boolean has = inGroup >= 0
                    && inGroup < coefficients.chunksPerGroup
                    && !coefficients.empty(k, set.m[number], inGroup);
            coefficientWord[i] = has ? coefficients.word(k, set.m[number], inGroup) : -1;
            if (has) {
                lastCoefficientChunk = i;
            }
        }
    }

    /** Whether slots, beats or elements are left in the row. */
    boolean empty() {
        return accumulationDone() && elements.count() == 0;
    }

    /** Whether nothing more will come to the MAC. */
    private boolean accumulationDone() {
        return segment == segments.length && accumulation.empty();
    }

    private int accumulationState(int writer) {
        int outcome = accumulation.outcome();
        if (outcome != Outcomes.EMPTY) {
            return outcome;
        }
        return accumulationDone() ? Outcomes.IDLE : waiting(writer);
    }

    private int macState(int writer) {
        if (multiplied != Outcomes.EMPTY) {
            return multiplied;
        }
        return accumulationDone() && elements.count() == 0 ? Outcomes.IDLE : waiting(writer);
    }

    private int waiting(int writer) {
        if (writer == Outcomes.BLOCKED) {
            return Outcomes.SIBLINGS;
        }
        return missing || writer == Outcomes.MEMORY ? Outcomes.MEMORY : Outcomes.INPUT;
    }
}
