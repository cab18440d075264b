package org.escalatesim.escalate;

/**
 * The first half of a row's channel accumulation: slot registers, the pipeline of the bit-gather network, and the
 * dilution FIFO of beats.
 *
 * <p>Chunks pass through in order, so one ring of records holds the slot registers and the pipeline: first those in the
 * pipeline, then those waiting in slot registers. The pipeline has a register behind each of the lg n stages; a stage
 * moves if the next is empty or moving, so a chunk that entered in cycle e can leave from cycle e + lg n on, and a
 * chunk can enter unless all registers are taken and none moves. What the network makes of a chunk depends on nothing
 * else, so it is computed when the chunk leaves; {@link GatherNetwork} is the same function stage by stage.
 *
 * <p>The FIFO is kept chunk by chunk, not beat by beat: the gathered words of a chunk, of which the entries from
 * {@link #fifoNext} up to those written are in the FIFO (the entry after the last beat is the end-of-line token). All
 * of a row's state is kept close together, because a tile's rows are visited in turn in every cycle.
 */
final class Dilution {
    /** Longs of a pipeline record: slot and coefficient word; place and flags; coefficient load, then cycle of entry. */
    private static final int RECORD = 3;

    private static final long LAST_OF_ELEMENT = 1L << 60;
    private static final long LAST_OF_LINE = 1L << 61;
    private static final long PLACE = LAST_OF_ELEMENT - 1;

    /** Longs of a FIFO chunk behind its words: a word of zeros so that windows can be cut from two, entries, place. */
    private static final int EXTRA = 3;

    private static final int WRITTEN_SHIFT = 32;

    private final LayerContext context;
    private final int laneShift;
    private final int stages;
    private final int registers;
    private final int words;

    private final long[] pipe;
    private final int records;
    private int head;
    private int piped;
    private int waiting;
    private boolean started;

    private final long[] fifo;
    /** Per FIFO chunk and word the gathered signs, per chunk the index of its first value; null without values. */
    private final long[] fifoSigns;

    private final int[] fifoValue;
    private final int stride;
    private final int fifoCapacity;
    private final int fifoChunks;
    private int fifoHead;
    private int fifoUsed;
    private int fifoNext;
    private int fifoCount;

    /** The network stage by stage, for proofs; null where the fast form of it is used. */
    private final StagedGather staged;
    /** Where counts are kept. */
    private final ChannelAccumulation counts;

    Dilution(LayerContext context, ChannelAccumulation counts) {
        this.context = context;
        this.counts = counts;
        this.staged = context.plain ? new StagedGather(context) : null;
        EscalateSpec.ChannelAccumulation ca = context.spec.channelAccumulation();
        laneShift = Integer.numberOfTrailingZeros(ca.lanes());
        stages = context.stages;
        registers = ca.slotRegisters();
        words = context.activations.wordsPerChunk;
        records = stages + registers;
        pipe = new long[records * RECORD];
        fifoCapacity = ca.fifoBeats();
        fifoChunks = fifoCapacity + 1;
        stride = words + EXTRA;
        fifo = new long[fifoChunks * stride];
        fifoSigns = context.values ? new long[fifoChunks * stride] : null;
        fifoValue = context.values ? new int[fifoChunks] : null;
    }

    /** Whether a slot register is free. */
    boolean registerFree() {
        return waiting < registers;
    }

    boolean empty() {
        return piped + waiting + fifoCount == 0;
    }

    /** Copies a slot into a slot register. */
    void read(int slot, int coefficientWord, int load, long place, boolean elementEnd, boolean lineEnd) {
        int at = wrap(head + piped + waiting) * RECORD;
        pipe[at] = (long) coefficientWord << 32 | slot;
        pipe[at + 1] = place | (elementEnd ? LAST_OF_ELEMENT : 0) | (lineEnd ? LAST_OF_LINE : 0);
        pipe[at + 2] = load;
        waiting++;
    }

    /** The cycle from which the first chunk in the pipeline can leave; {@link Long#MAX_VALUE} if there is none. */
    long exitFrom() {
        return piped == 0 ? Long.MAX_VALUE : pipe[head * RECORD + 2] + stages;
    }

    /**
     * The pipeline's exit: the first chunk writes as many of its beats as the FIFO had room for, and the marker of a
     * line's end after them.
     *
     * @param countAtStart FIFO entries at the start of the cycle
     * @return whether anything moved
     */
    boolean exit(long cycle, int countAtStart) {
        int at = head * RECORD;
        if (piped == 0 || cycle < pipe[at + 2] + stages) {
            return false;
        }
        int slot = (int) pipe[at];
        int total = (context.activations.packed[slot] + (1 << laneShift) - 1) >>> laneShift;
        int token = (pipe[at + 1] & LAST_OF_LINE) == 0 ? 0 : 1;
        int entries = total + token;
        int room = fifoCapacity - countAtStart;
        if (room <= 0 && entries > 0) {
            return false;
        }
        boolean left = entries == 0;
        if (entries > 0) {
            if (!started) {
                copyToFifo(at, slot, total, entries);
                started = true;
            }
            int meta = fifoChunk(fifoUsed - 1) * stride + words + 1;
            int written = (int) (fifo[meta] >>> WRITTEN_SHIFT);
            int now = Math.min(room, entries - written);
            fifo[meta] += (long) now << WRITTEN_SHIFT;
            fifoCount += now;
            left = written + now == entries;
        }
        if (left) {
            counts.beatsWritten += total;
            counts.tokensWritten += token;
            head = head + 1 == records ? 0 : head + 1;
            piped--;
            started = false;
        }
        return true;
    }

    private void copyToFifo(int record, int slot, int total, int entries) {
        int chunk = fifoChunk(fifoUsed++);
        int to = chunk * stride;
        if (total > 0) {
            int from = (int) (pipe[record] >>> 32);
            gather(slot, context.coefficients.presence, from, fifo, to);
            if (fifoSigns != null) {
                gather(slot, context.coefficients.sign, from, fifoSigns, to);
                fifoValue[chunk] = context.activations.firstValue[slot];
            }
        }
        fifo[to + words + 1] = (long) entries << 16 | total;
        fifo[to + words + 2] = pipe[record + 1];
    }

    private void gather(int slot, long[] bits, int from, long[] to, int at) {
        ChunkedActivations activations = context.activations;
        int mask = slot * words;
        int moves = mask * BitGather.MOVES;
        if (staged != null) {
            staged.gather(slot, bits, from, to, at);
        } else if (!activations.gathers) {
            to[at] = bits[from] & activations.presence[mask];
        } else if (words == 1) {
            to[at] = BitGather.gather(bits[from], activations.presence[mask], activations.moves(), moves);
        } else if (words == 2) {
            BitGather.gather128(bits, from, activations.presence, mask, activations.moves(), moves, to, at);
        } else {
            BitGather.gather(bits, from, activations.presence, mask, words, activations.moves(), moves, to, at);
        }
    }

    /** Whether a chunk waits in a slot register and the pipeline can take it in this cycle. To be asked after exit. */
    boolean canEnter() {
        return waiting > 0 && piped < stages;
    }

    /** The coefficient load that the first waiting chunk needs. */
    int waitingLoad() {
        return (int) pipe[wrap(head + piped) * RECORD + 2];
    }

    /** The first waiting chunk enters the network. */
    void enter(long cycle) {
        pipe[wrap(head + piped) * RECORD + 2] = cycle;
        piped++;
        waiting--;
        counts.chunks++;
    }

    /** FIFO entries. */
    int fifoCount() {
        return fifoCount;
    }

    /** The i-th chunk in the FIFO, as an index for the accessors below. */
    int fifoChunk(int i) {
        int chunk = fifoHead + i;
        return chunk >= fifoChunks ? chunk - fifoChunks : chunk;
    }

    /** Chunks of which an entry is in the FIFO. */
    int fifoUsed() {
        return fifoUsed;
    }

    /** The first chunk in the FIFO. */
    int fifoHead() {
        return fifoHead;
    }

    /** A chunk's number of entries and beats. */
    int meta(int chunk) {
        return (int) fifo[chunk * stride + words + 1];
    }

    /** Beats of a chunk, also those not yet written. */
    static int beatsOf(int meta) {
        return meta & 0xffff;
    }

    /** First entry of the first chunk that is still in the FIFO. */
    int fifoNext() {
        return fifoNext;
    }

    /** Beats of a chunk in the FIFO that have been written, left ones included. */
    int beatsThere(int chunk) {
        long meta = fifo[chunk * stride + words + 1];
        return Math.min((int) (meta >>> WRITTEN_SHIFT), (int) meta & 0xffff);
    }

    /** Beats of a chunk in the FIFO, also those not yet written. */
    int beats(int chunk) {
        return (int) fifo[chunk * stride + words + 1] & 0xffff;
    }

    /** Whether a chunk's last beat is the last of its element. */
    boolean endsElement(int chunk) {
        return (fifo[chunk * stride + words + 2] & LAST_OF_ELEMENT) != 0;
    }

    long place(int chunk) {
        return fifo[chunk * stride + words + 2] & PLACE;
    }

    /** 64 bits of a chunk's activation mask from a packed position on. */
    long bits(int chunk, int position) {
        return cut(fifo, chunk * stride + (position >>> 6), position & 63);
    }

    /** 64 sign bits. */
    long signBits(int chunk, int position) {
        return cut(fifoSigns, chunk * stride + (position >>> 6), position & 63);
    }

    private static long cut(long[] from, int word, int shift) {
        // Two shifts, because a shift by 64 would be one by 0.
        return from[word] >>> shift | from[word + 1] << 1 << (63 - shift);
    }

    /** Index of the packed value at a position of a chunk. */
    int valueIndex(int chunk, int position) {
        return fifoValue[chunk] + position;
    }

    /** Clears bits of a chunk's activation mask from a packed position on. */
    void clear(int chunk, int position, long taken) {
        int word = chunk * stride + (position >>> 6);
        int shift = position & 63;
        fifo[word] &= ~(taken << shift);
        if (shift != 0 && taken >>> (64 - shift) != 0) {
            fifo[word + 1] &= ~(taken >>> (64 - shift));
        }
    }

    /** The first {@code entries} entries leave the FIFO. */
    void leave(int entries) {
        fifoCount -= entries;
        int next = fifoNext + entries;
        int total = meta(fifoHead) >>> 16;
        while (next >= total) {
            next -= total;
            fifoHead = fifoHead + 1 == fifoChunks ? 0 : fifoHead + 1;
            if (--fifoUsed == 0) {
                break;
            }
            total = meta(fifoHead) >>> 16;
        }
        fifoNext = next;
    }

    private int wrap(int index) {
        return index >= records ? index - records : index;
    }
}
