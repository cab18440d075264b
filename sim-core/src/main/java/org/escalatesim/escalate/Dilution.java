package org.escalatesim.escalate;

/**
 * The first half of a row's channel accumulation: slot registers, the pipeline of the bit-gather network, and the
 * dilution FIFO of beats.
 *
 * <p>Chunks pass through in order, so one ring of records holds the slot registers and the pipeline: first those in the
 * pipeline, then those waiting in slot registers. The pipeline has a register behind each of the lg n stages; a stage
 * moves if the next is empty or moving, so a chunk that entered in cycle e can leave from cycle e + lg n on, and a
 * chunk can enter unless all registers are taken and none moves. A record holds the gathered activation mask, computed
 * when the slot is read; {@link GatherNetwork} is the same function stage by stage.
 *
 * <p>The FIFO is kept chunk by chunk, not beat by beat: the gathered words of a chunk, of which beats
 * {@code fifoNext .. fifoWritten - 1} are in the FIFO (the entry after the last beat is the end-of-line token).
 */
final class Dilution {
    private final LayerContext context;
    private final int lanes;
    private final int stages;
    private final int registers;
    /** Words of a chunk; in the FIFO one more, always 0, so that a window can be cut from two words. */
    private final int words;

    final int fifoWords;

    private final long[] gathered;
    private final long[] signs;
    private final int[] beats;
    private final int[] flags;
    private final int[] load;
    private final int[] firstValue;
    private final long[] place;
    private final long[] entered;
    private final int records;
    private int head;
    private int piped;
    private int waiting;
    private boolean started;

    private final int fifoCapacity;
    private final int fifoChunks;
    private final long[] fifoGathered;
    private final long[] fifoSigns;
    private final int[] fifoBeats;
    private final int[] fifoFlags;
    private final int[] fifoWritten;
    private final int[] fifoValue;
    private final long[] fifoPlace;
    private int fifoHead;
    private int fifoUsed;
    private int fifoNext;
    private int fifoCount;

    long chunks;
    long beatsWritten;
    long tokensWritten;

    private static final int LAST_OF_ELEMENT = 1;
    private static final int LAST_OF_LINE = 2;

    Dilution(LayerContext context) {
        this.context = context;
        EscalateSpec.ChannelAccumulation ca = context.spec.channelAccumulation();
        lanes = ca.lanes();
        stages = context.stages;
        registers = ca.slotRegisters();
        words = context.activations.wordsPerChunk;
        fifoWords = words + 1;
        records = stages + registers;
        gathered = new long[records * words];
        signs = context.values ? new long[records * words] : null;
        beats = new int[records];
        flags = new int[records];
        load = new int[records];
        firstValue = new int[records];
        place = new long[records];
        entered = new long[records];
        fifoCapacity = ca.fifoBeats();
        fifoChunks = fifoCapacity + 1;
        fifoGathered = new long[fifoChunks * fifoWords];
        fifoSigns = context.values ? new long[fifoChunks * fifoWords] : null;
        fifoBeats = new int[fifoChunks];
        fifoFlags = new int[fifoChunks];
        fifoWritten = new int[fifoChunks];
        fifoValue = new int[fifoChunks];
        fifoPlace = new long[fifoChunks];
    }

    /** Whether a slot register is free. */
    boolean registerFree() {
        return waiting < registers;
    }

    boolean empty() {
        return piped + waiting + fifoCount == 0;
    }

    /** Copies a slot into a slot register and gathers the row's coefficients under its mask. */
    void read(int slot, int coefficientWord, int load, long place, boolean elementEnd, boolean lineEnd) {
        ChunkedActivations activations = context.activations;
        int record = wrap(head + piped + waiting);
        int packed = activations.packed[slot];
        if (packed > 0) {
            gather(activations, slot, context.coefficients.presence, coefficientWord, gathered, record * words);
            if (signs != null) {
                gather(activations, slot, context.coefficients.sign, coefficientWord, signs, record * words);
                firstValue[record] = activations.firstValue[slot];
            }
        }
        beats[record] = (packed + lanes - 1) / lanes;
        flags[record] = (elementEnd ? LAST_OF_ELEMENT : 0) | (lineEnd ? LAST_OF_LINE : 0);
        this.load[record] = load;
        this.place[record] = place;
        waiting++;
    }

    private void gather(ChunkedActivations activations, int slot, long[] bits, int from, long[] to, int at) {
        int mask = slot * words;
        if (activations.moves == null) {
            to[at] = bits[from] & activations.presence[mask];
        } else if (words == 1) {
            to[at] =
                    BitGather.gather(bits[from], activations.presence[mask], activations.moves, mask * BitGather.MOVES);
        } else if (words == 2) {
            BitGather.gather128(
                    bits, from, activations.presence, mask, activations.moves, mask * BitGather.MOVES, to, at);
        } else {
            BitGather.gather(
                    bits, from, activations.presence, mask, words, activations.moves, mask * BitGather.MOVES, to, at);
        }
    }

    /** The cycle from which the first chunk in the pipeline can leave; {@link Long#MAX_VALUE} if there is none. */
    long exitFrom() {
        return piped == 0 ? Long.MAX_VALUE : entered[head] + stages;
    }

    /**
     * The pipeline's exit: the first chunk writes as many of its beats as the FIFO had room for, and the marker of a
     * line's end after them.
     *
     * @param countAtStart FIFO entries at the start of the cycle
     * @return whether anything moved
     */
    boolean exit(long cycle, int countAtStart) {
        if (piped == 0 || cycle < entered[head] + stages) {
            return false;
        }
        int total = beats[head];
        int token = flags[head] >>> 1;
        int entries = total + token;
        if (entries == 0) {
            head = wrap(head + 1);
            piped--;
            return true;
        }
        int room = fifoCapacity - countAtStart;
        if (room <= 0) {
            return false;
        }
        if (!started) {
            copyToFifo();
            started = true;
        }
        int tail = fifoChunk(fifoUsed - 1);
        int now = Math.min(room, entries - fifoWritten[tail]);
        fifoWritten[tail] += now;
        fifoCount += now;
        if (fifoWritten[tail] == entries) {
            beatsWritten += total;
            tokensWritten += token;
            head = wrap(head + 1);
            piped--;
            started = false;
        }
        return true;
    }

    private void copyToFifo() {
        int to = fifoChunk(fifoUsed++);
        for (int w = 0; w < words; w++) {
            fifoGathered[to * fifoWords + w] = gathered[head * words + w];
        }
        if (signs != null) {
            System.arraycopy(signs, head * words, fifoSigns, to * fifoWords, words);
            fifoValue[to] = firstValue[head];
        }
        fifoBeats[to] = beats[head];
        fifoFlags[to] = flags[head];
        fifoPlace[to] = place[head];
        fifoWritten[to] = 0;
    }

    /** Whether a chunk waits in a slot register and the pipeline can take it in this cycle. To be asked after exit. */
    boolean canEnter() {
        return waiting > 0 && piped < stages;
    }

    /** The coefficient load that the first waiting chunk needs. */
    int waitingLoad() {
        return load[wrap(head + piped)];
    }

    /** The first waiting chunk enters the network. */
    void enter(long cycle) {
        entered[wrap(head + piped)] = cycle;
        piped++;
        waiting--;
        chunks++;
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

    /** First entry of the first chunk that is still in the FIFO. */
    int fifoNext() {
        return fifoNext;
    }

    /** Beats of a chunk in the FIFO that have been written, left ones included. */
    int beatsThere(int chunk) {
        return Math.min(fifoWritten[chunk], fifoBeats[chunk]);
    }

    /** Beats of a chunk in the FIFO, also those not yet written. */
    int beats(int chunk) {
        return fifoBeats[chunk];
    }

    /** Whether a chunk's last beat is the last of its element. */
    boolean endsElement(int chunk) {
        return (fifoFlags[chunk] & LAST_OF_ELEMENT) != 0;
    }

    long place(int chunk) {
        return fifoPlace[chunk];
    }

    /** Up to 64 bits of a chunk's activation mask from a packed position on. */
    long bits(int chunk, int position) {
        return cut(fifoGathered, chunk * fifoWords + (position >>> 6), position & 63);
    }

    /** Up to 64 sign bits. */
    long signBits(int chunk, int position) {
        return cut(fifoSigns, chunk * fifoWords + (position >>> 6), position & 63);
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
        int word = chunk * fifoWords + (position >>> 6);
        int shift = position & 63;
        fifoGathered[word] &= ~(taken << shift);
        if (shift != 0) {
            fifoGathered[word + 1] &= ~(taken >>> (64 - shift));
        }
    }

    /** The first {@code entries} entries leave the FIFO. */
    void leave(int entries) {
        fifoCount -= entries;
        fifoNext += entries;
        while (fifoUsed > 0) {
            int total = fifoBeats[fifoHead] + (fifoFlags[fifoHead] >>> 1);
            if (fifoNext < total) {
                return;
            }
            fifoNext -= total;
            fifoHead = fifoHead + 1 == fifoChunks ? 0 : fifoHead + 1;
            fifoUsed--;
        }
    }

    private int wrap(int index) {
        return index >= records ? index - records : index;
    }
}
