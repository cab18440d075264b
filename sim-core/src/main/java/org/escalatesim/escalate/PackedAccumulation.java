package org.escalatesim.escalate;

/**
 * Channel accumulation on masks alone, for 16 lanes, chunks of up to 128 channels, a FIFO of up to 8 beats and patterns
 * that {@link Promotion} has a table for. The FIFO's beats are one 128-bit shift register, its first beat lowest, so
 * that looking, taking and moving are shifts and masks with hardly a branch.
 */
final class PackedAccumulation extends ChannelAccumulation {
    private static final int LANES = 16;
    private static final int LANE_SHIFT = 4;
    private static final int BEATS = 8;
    private static final long LANE_MASK = (1L << LANES) - 1;

    /** Masks of the first n beats, n = 0 to 8, in the low and the high word. */
    private static final long[] LOW = new long[BEATS + 1];

    private static final long[] HIGH = new long[BEATS + 1];

    static {
        for (int n = 1; n <= BEATS; n++) {
            LOW[n] = n >= 4 ? -1 : (1L << (n * LANES)) - 1;
            HIGH[n] = n == BEATS ? -1 : n <= 4 ? 0 : (1L << ((n - 4) * LANES)) - 1;
        }
    }

    /** Longs of a pipeline record: two gathered words, place and flags, entries left and load or cycle of entry. */
    private static final int RECORD = 4;

    private static final int LAST_SHIFT = 60;
    private static final int LINE_SHIFT = 61;
    private static final long PLACE = (1L << LAST_SHIFT) - 1;
    private static final int ENTRIES_SHIFT = 48;
    private static final long CYCLE = (1L << ENTRIES_SHIFT) - 1;

    /** Places of elements and tokens that end in the FIFO; at most one per entry. */
    private static final int PLACES = 2 * BEATS;

    private final LayerContext context;
    private final ElementFifo elements;
    private final int reach;
    private final int words;
    private final int stages;
    private final int registers;
    private final int capacity;

    private final long[] pipe;
    private int head;
    private int piped;
    private int waiting;

    private long low;
    private long high;
    /** Bit i: entry i of the FIFO is the last beat of its element; is an end-of-line token. */
    private int lasts;

    private int tokens;
    private int count;
    private int countAtStart;
    private final long[] places = new long[PLACES];
    private int firstPlace;
    private int nextPlace;

    private long seen;
    private int size;
    private boolean ends;
    private boolean full;
    private boolean hasWindow;
    private boolean matched;
    private int outcome;

    PackedAccumulation(LayerContext context, ElementFifo elements) {
        this.context = context;
        this.elements = elements;
        this.reach = 1 + context.spec.channelAccumulation().pattern().lookAhead();
        this.words = context.activations.wordsPerChunk;
        this.stages = context.stages;
        this.registers = context.spec.channelAccumulation().slotRegisters();
        this.capacity = context.spec.channelAccumulation().fifoBeats();
        this.pipe = new long[(stages + registers) * RECORD];
    }

    /** Whether a machine and layer are of the sizes that this class is for. */
    static boolean fits(LayerContext context) {
        return context.promotion.packed()
                && context.activations.wordsPerChunk <= 2
                && context.spec.channelAccumulation().chunk() <= 128
                && context.spec.channelAccumulation().fifoBeats() <= BEATS;
    }

    @Override
    boolean registerFree() {
        return waiting < registers;
    }

    @Override
    int beats() {
        return count;
    }

    @Override
    boolean empty() {
        return piped + waiting + count == 0;
    }

    @Override
    void read(int slot, int coefficientWord, int load, long place, boolean elementEnd, boolean lineEnd) {
        ChunkedActivations activations = context.activations;
        long[] coefficients = context.coefficients.presence;
        int at = wrap(head + piped + waiting) * RECORD;
        int mask = slot * words;
        if (words == 2) {
            BitGather.gather128(
                    coefficients,
                    coefficientWord,
                    activations.presence,
                    mask,
                    activations.moves,
                    mask * BitGather.MOVES,
                    pipe,
                    at);
        } else {
            pipe[at] = activations.moves == null
                    ? coefficients[coefficientWord] & activations.presence[mask]
                    : BitGather.gather(
                            coefficients[coefficientWord],
                            activations.presence[mask],
                            activations.moves,
                            mask * BitGather.MOVES);
            pipe[at + 1] = 0;
        }
        long last = elementEnd ? 1 : 0;
        long line = lineEnd ? 1 : 0;
        long entries = ((activations.packed[slot] + LANES - 1) >>> LANE_SHIFT) + line;
        pipe[at + 2] = place | last << LAST_SHIFT | line << LINE_SHIFT;
        pipe[at + 3] = entries << ENTRIES_SHIFT | load;
        waiting++;
    }

    @Override
    boolean begin(boolean elementsFull) {
        full = elementsFull;
        hasWindow = false;
        countAtStart = count;
        if (count == 0) {
            outcome = Outcomes.EMPTY;
            return false;
        }
        if ((tokens & 1) != 0) {
            outcome = full ? Outcomes.BLOCKED : Outcomes.WORKED;
            if (!full) {
                elements.add(places[firstPlace++ & (PLACES - 1)], 0);
                leave(1);
            }
            return false;
        }
        hasWindow = true;
        int toEnd = Integer.numberOfTrailingZeros(lasts) + 1;
        size = Math.min(Math.min(count, reach), toEnd);
        ends = size == toEnd;
        seen = low & LOW[size];
        return seen > LANE_MASK && (~seen & LANE_MASK) != 0;
    }

    @Override
    long seen() {
        return seen;
    }

    @Override
    long leftWithout() {
        return seen & ~LANE_MASK;
    }

    @Override
    void end(long left) {
        if (!hasWindow) {
            return;
        }
        // Beats before the first with a value left; all if there is none.
        int leaving = Long.numberOfTrailingZeros(left | 1L << (size << LANE_SHIFT)) >>> LANE_SHIFT;
        int took = Long.bitCount(seen ^ left);
        matched |= took > 0;
        if (ends && leaving == size) {
            if (matched) {
                if (full) {
                    // Stalls whole. That the element has matched pairs is all that changed, and it stays true.
                    outcome = Outcomes.BLOCKED;
                    return;
                }
                elements.add(places[firstPlace & (PLACES - 1)], 0);
                elementsSent++;
                matched = false;
            }
            firstPlace++;
        }
        outcome = Outcomes.WORKED;
        taken += took;
        low = low & ~LOW[size] | left;
        leave(leaving);
    }

    /** One to three entries leave the FIFO. */
    private void leave(int entries) {
        int shift = entries << LANE_SHIFT;
        low = low >>> shift | high << (64 - shift);
        high >>>= shift;
        lasts >>>= entries;
        tokens >>>= entries;
        count -= entries;
    }

    @Override
    int outcome() {
        return outcome;
    }

    @Override
    boolean exit(long cycle) {
        int at = head * RECORD;
        if (piped == 0 || cycle < (pipe[at + 3] & CYCLE) + stages) {
            return false;
        }
        int entries = (int) (pipe[at + 3] >>> ENTRIES_SHIFT);
        int now = Math.min(capacity - countAtStart, entries);
        if (now > 0) {
            write(at, entries, now);
        }
        if (now == entries) {
            head = head + 1 == stages + registers ? 0 : head + 1;
            piped--;
            return true;
        }
        return now > 0;
    }

    /** Writes {@code now} of the {@code entries} entries that a chunk has left. */
    private void write(int at, int entries, int now) {
        long flags = pipe[at + 2];
        int beatsLeft = entries - ((int) (flags >>> LINE_SHIFT) & 1);
        int beats = Math.min(now, beatsLeft);
        int token = now - beats;
        long first = pipe[at];
        long second = pipe[at + 1];
        long lowBits = first & LOW[beats];
        long highBits = second & HIGH[beats];
        int shift = count << LANE_SHIFT;
        if (shift < 64) {
            low |= lowBits << shift;
            high |= highBits << shift | lowBits >>> 1 >>> (63 - shift);
        } else {
            high |= lowBits << (shift - 64);
        }
        int last = beatsLeft > 0 && beats == beatsLeft ? (int) (flags >>> LAST_SHIFT) & 1 : 0;
        lasts |= last << (count + beats - 1);
        tokens |= token << (count + beats);
        places[nextPlace & (PLACES - 1)] = flags & PLACE;
        nextPlace += last;
        if (token > 0) {
            places[nextPlace++ & (PLACES - 1)] = flags & PLACE | Place.TOKEN;
        }
        count += now;
        beatsWritten += beats;
        tokensWritten += token;
        if (now < entries) {
            int moved = beats << LANE_SHIFT;
            pipe[at] = moved < 64 ? first >>> moved | second << 1 << (63 - moved) : second >>> (moved - 64);
            pipe[at + 1] = moved < 64 ? second >>> moved : 0;
            pipe[at + 3] -= (long) now << ENTRIES_SHIFT;
        }
    }

    @Override
    long exitFrom() {
        return piped == 0 ? Long.MAX_VALUE : (pipe[head * RECORD + 3] & CYCLE) + stages;
    }

    @Override
    boolean canEnter() {
        return waiting > 0 && piped < stages;
    }

    @Override
    int waitingLoad() {
        return (int) (pipe[wrap(head + piped) * RECORD + 3] & CYCLE);
    }

    @Override
    void enter(long cycle) {
        int at = wrap(head + piped) * RECORD + 3;
        pipe[at] = pipe[at] & ~CYCLE | cycle;
        piped++;
        waiting--;
        chunks++;
    }

    private int wrap(int index) {
        int records = stages + registers;
        return index >= records ? index - records : index;
    }
}
