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
 */
final class Dilution {
    /** Flags in the upper half of a FIFO entry; the lower half is the beat's lanes. */
    static final long LAST = 1L << 32;

    static final long TOKEN = 1L << 33;

    private final int lanes;
    private final int laneMask;
    private final int stages;
    private final int registers;
    private final int words;

    private final long[] gathered;
    private final long[] signs;
    private final int[] beats;
    private final boolean[] lastOfElement;
    private final boolean[] lastOfLine;
    private final int[] nextEntry;
    private final int[] load;
    private final int[] firstValue;
    private final long[] place;
    private final long[] entered;
    private final int records;
    private int head;
    private int piped;
    private int waiting;

    /** FIFO entries: lanes and flags. */
    final long[] fifo;

    final long[] fifoPlace;
    final int[] fifoSigns;
    final int[] fifoValue;
    final int fifoCapacity;
    int fifoHead;
    int fifoCount;

    long chunks;
    long beatsWritten;
    long tokensWritten;

    Dilution(LayerContext context) {
        EscalateSpec.ChannelAccumulation ca = context.spec.channelAccumulation();
        lanes = ca.lanes();
        laneMask = lanes == 32 ? -1 : (1 << lanes) - 1;
        stages = context.stages;
        registers = ca.slotRegisters();
        words = context.activations.wordsPerChunk;
        records = stages + registers;
        gathered = new long[records * words];
        signs = context.values ? new long[records * words] : null;
        beats = new int[records];
        lastOfElement = new boolean[records];
        lastOfLine = new boolean[records];
        nextEntry = new int[records];
        load = new int[records];
        firstValue = new int[records];
        place = new long[records];
        entered = new long[records];
        fifoCapacity = ca.fifoBeats();
        fifo = new long[fifoCapacity];
        fifoPlace = new long[fifoCapacity];
        fifoSigns = context.values ? new int[fifoCapacity] : null;
        fifoValue = context.values ? new int[fifoCapacity] : null;
    }

    /** Whether a slot register is free. */
    boolean registerFree() {
        return waiting < registers;
    }

    boolean empty() {
        return piped + waiting + fifoCount == 0;
    }

    /** Copies a slot into a slot register and gathers the row's coefficients under its mask. */
    void read(
            LayerContext context,
            int slot,
            int coefficientWord,
            int load,
            long place,
            boolean elementEnd,
            boolean lineEnd) {
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
        lastOfElement[record] = elementEnd;
        lastOfLine[record] = lineEnd;
        nextEntry[record] = 0;
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

    /**
     * The pipeline's exit: the first chunk writes as many of its beats as the FIFO had room for, and the marker of a
     * line's end after them.
     *
     * @param countAtStart FIFO entries at the start of the cycle
     */
    void exit(long cycle, int countAtStart) {
        if (piped == 0 || cycle < entered[head] + stages) {
            return;
        }
        int room = fifoCapacity - countAtStart;
        int next = nextEntry[head];
        int total = beats[head];
        while (room > 0 && next < total) {
            boolean last = lastOfElement[head] && next + 1 == total;
            writeBeat(next, last);
            next++;
            room--;
        }
        if (next == total && lastOfLine[head] && room > 0) {
            int tail = tail();
            fifo[tail] = TOKEN;
            fifoPlace[tail] = place[head] | Place.TOKEN;
            fifoCount++;
            tokensWritten++;
            next++;
        }
        nextEntry[head] = next;
        if (next == total + (lastOfLine[head] ? 1 : 0)) {
            head = wrap(head + 1);
            piped--;
        }
    }

    private void writeBeat(int beat, boolean last) {
        int tail = tail();
        int bit = beat * lanes;
        int word = head * words + (bit >>> 6);
        fifo[tail] = (gathered[word] >>> (bit & 63)) & laneMask & 0xffff_ffffL | (last ? LAST : 0);
        fifoPlace[tail] = place[head];
        if (signs != null) {
            fifoSigns[tail] = (int) (signs[word] >>> (bit & 63)) & laneMask;
            fifoValue[tail] = firstValue[head] + bit;
        }
        fifoCount++;
        beatsWritten++;
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

    private int tail() {
        int tail = fifoHead + fifoCount;
        return tail >= fifoCapacity ? tail - fifoCapacity : tail;
    }

    private int wrap(int index) {
        return index >= records ? index - records : index;
    }
}
