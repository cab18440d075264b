package org.escalatesim.escalate;

/**
 * The element FIFOs and MAC units of all rows. What decides a cycle is kept as masks over the rows, and only rows that take
 * an element or token are looked at one by one; what is done to these has hardly a branch that depends on data, because
 * dozens of rows in different states would mispredict most of them.
 */
final class SlicedMacs {
    private final int lines;
    private final int capacity;
    /** Numbers in their tiles of the rows, and by row of its tile the lines drained. */
    private final int[] rows;

    private final int[][] drained;
    private final Block[] blocks;
    /**
     * Per row a ring of a power of two of {@link MacWork}: what is in its element FIFO, and behind it what is to come there
     * from its dilution FIFO and the chunk at the exit of its pipeline. What comes into the element FIFO only has to be
     * counted.
     */
    private final long[] queue;

    private final int shift;
    private final int wrap;
    private final int[] head;
    private final int[] tail;
    private final MaskCounter entries = new MaskCounter();
    /** Per row, the segment of the last token taken and how many tokens of it were taken. */
    private final int[] tokenSegment;

    private final int[] tokens;
    /** Cycles of an element all of whose taps land. */
    private final int usualCycles;
    /** By cycle modulo its length: the rows that are free again from that cycle on. */
    private final long[] freed;

    private long busy;
    private long tokenFirst;
    /** Rows whose first element waits for a line to be drained. */
    private long closed;

    private long present;

    /** Rows whose FIFO was full at the start of the cycle. */
    long fullAtStart;
    /** Rows that had an element in hand in the cycle. */
    long worked;
    /** Rows whose element waited for a line in the cycle. */
    long blocked;

    long taps;
    long elementsTaken;
    long tokensTaken;

    /**
     * @param count rows of all tiles
     */
    SlicedMacs(LayerContext context, Tile[] tiles, int count) {
        this.lines = context.lines;
        this.capacity = context.spec.mac().elementFifo();
        int multipliers = context.spec.mac().multipliers();
        int longest = (context.shape.taps() + multipliers - 1) / multipliers;
        this.freed = new long[Integer.highestOneBit(longest) << 1];
        this.usualCycles = context.bypass ? 1 : longest;
        // At most one for each entry of a FIFO, and two of a chunk.
        int most = capacity + context.spec.channelAccumulation().fifoBeats() + 2;
        this.shift = 32 - Integer.numberOfLeadingZeros(most - 1);
        this.wrap = (1 << shift) - 1;
        this.queue = new long[count << shift];
        this.head = new int[count];
        this.tail = new int[count];
        this.tokenSegment = new int[count];
        this.tokens = new int[count];
        this.rows = new int[count];
        this.drained = new int[count][];
        this.blocks = new Block[count];
        int u = 0;
        for (Tile tile : tiles) {
            for (int row : tile.ledgers.rows) {
                rows[u] = row;
                drained[u] = tile.drained;
                blocks[u++] = tile.blocks[row / context.spec.rows()];
            }
        }
    }

    /** Whether a machine's element FIFO is of the sizes that this class is for. */
    static boolean fits(EscalateSpec.Mac mac) {
        return mac.elementFifo() <= MaskCounter.MOST;
    }

    /** One cycle of all units; they see their FIFOs as at its start. */
    void step(long cycle) {
        int now = (int) cycle;
        long[] free = freed;
        busy &= ~free[now & free.length - 1];
        free[now & free.length - 1] = 0;
        fullAtStart = entries.equal(capacity);
        while ((tokenFirst & ~busy) != 0) {
            takeTokens(tokenFirst & ~busy);
        }
        long waits = 0;
        long took = 0;
        long landed = 0;
        long before = tokenFirst;
        long tokenNext = 0;
        // Most take equally long; their rows are collected, because to wait for a word just written is slow.
        int usual = usualCycles;
        long usually = 0;
        for (long left = present & ~busy & ~closed; left != 0; left &= left - 1) {
            int u = Long.numberOfTrailingZeros(left);
            long row = left & -left;
            int at = head[u];
            long first = queue[u << shift | at];
            // The line must lie less than a row's lines above those drained.
            int opens = MacWork.line(first) - drained[u][rows[u]] - lines >> 31;
            long takes = row & opens;
            waits |= row ^ takes;
            took |= takes;
            int cycles = MacWork.cycles(first);
            if (cycles == usual) {
                usually |= takes;
            } else {
                free[now + cycles & free.length - 1] |= takes;
            }
            landed += MacWork.taps(first) & opens;
            int next = at - opens & wrap;
            head[u] = next;
            tokenNext |= takes & queue[u << shift | next] >> 63;
        }
        free[now + usual & free.length - 1] |= usually;
        tokenFirst = before | tokenNext;
        closed |= waits;
        busy |= took;
        removed(took);
        elementsTaken += Long.bitCount(took);
        taps += landed;
        worked = busy;
        blocked = closed;
    }

    /** Tokens at the heads leave, in no time. */
    private void takeTokens(long its) {
        tokensTaken += Long.bitCount(its);
        tokenFirst ^= its;
        for (long rest = its; rest != 0; rest &= rest - 1) {
            int u = Long.numberOfTrailingZeros(rest);
            int ended = MacWork.segment(queue[u << shift | head[u]]);
            if (ended != tokenSegment[u]) {
                tokenSegment[u] = ended;
                tokens[u] = 0;
            }
            tokens[u]++;
            blocks[u].tokenTaken();
            head[u] = head[u] + 1 & wrap;
            tokenFirst |= rest & -rest & queue[u << shift | head[u]] >> 63;
        }
        removed(its);
    }

    /** Rows have taken an entry; whether what is first now is a token counts if there is anything. */
    private void removed(long its) {
        entries.subtract(its);
        present = entries.nonZero();
        tokenFirst &= present;
    }

    /** A line has been drained. */
    void lineDrained() {
        closed = 0;
    }

    /** An element or token is to come to a row. */
    void comes(int u, long work) {
        queue[u << shift | tail[u]] = work;
        tail[u] = tail[u] + 1 & wrap;
    }

    /** Elements are to come to some rows; the same for all. */
    void come(long its, long work) {
        for (long rest = its; rest != 0; rest &= rest - 1) {
            comes(Long.numberOfTrailingZeros(rest), work);
        }
    }

    /** The next element that was to come to some rows does not come: it has no matched pair. */
    void drop(long its) {
        for (long rest = its; rest != 0; rest &= rest - 1) {
            int u = Long.numberOfTrailingZeros(rest);
            int from = u << shift;
            tail[u] = tail[u] - 1 & wrap;
            for (int at = head[u] + entries.of(u) & wrap; at != tail[u]; at = at + 1 & wrap) {
                queue[from | at] = queue[from | at + 1 & wrap];
            }
        }
    }

    /** Elements and tokens come into FIFOs that are not full, after the units' cycle. */
    void add(long elements, long tokensToo) {
        // Only the entry of a FIFO that was empty is its first.
        tokenFirst |= tokensToo & ~present;
        entries.add(elements | tokensToo);
        present |= elements | tokensToo;
    }

    /** Rows with an element or token in their FIFO. */
    long present() {
        return present;
    }

    /** Elements and tokens in a row's FIFO. */
    int entries(int u) {
        return entries.of(u);
    }

    /** Whether a row has ended enough input lines of a segment for an output line that needs {@code needed}. */
    boolean hasTokens(int u, int segment, int needed) {
        return needed == 0 || tokenSegment[u] > segment || tokenSegment[u] == segment && tokens[u] >= needed;
    }
}
