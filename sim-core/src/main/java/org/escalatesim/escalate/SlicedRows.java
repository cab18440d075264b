package org.escalatesim.escalate;

/**
 * The rows of a tile on bits alone, sliced: one word holds one bit of the state of every row, so that what a cycle does is
 * done to all rows by one operation on a word, whatever state each of them is in. Looked at row by row are elements and
 * end-of-line tokens (when they come to a MAC, are dropped or taken), changes of coefficients, and ends of segments.
 */
final class SlicedRows extends TileRows {
    /** Most rows: the bits of a word. */
    static final int MOST = 64;

    private final SlicedMacs macs;
    private final SlicedFifo fifo;
    private final SlicedPipeline pipeline;
    private final ExitBeats exit;
    /** Per tile. */
    private final SlicedReaders[] readers;

    private final RowLoads[] loads;
    /** Per tile, the bits of its rows. */
    private final long[] rowsOf;

    private final MaskLedger accumulationLedger;
    private final MaskLedger macLedger;
    private final boolean bypass;
    private final long all;
    /** Per tile and row of it, its bit. */
    private final int[][] bitOf;

    SlicedRows(LayerContext context, Tile[] tiles) {
        EscalateSpec.ChannelAccumulation ca = context.spec.channelAccumulation();
        int rows = 0;
        bitOf = new int[tiles.length][];
        rowsOf = new long[tiles.length];
        loads = new RowLoads[tiles.length];
        for (int t = 0; t < tiles.length; t++) {
            int[] its = tiles[t].ledgers.rows;
            rowsOf[t] = -1L >>> MOST - its.length << rows;
            loads[t] = new RowLoads(tiles[t].loads, rows, its.length, ca.slotRegisters());
            bitOf[t] = new int[tiles[t].ledgers.count()];
            for (int row : its) {
                bitOf[t][row] = rows++;
            }
        }
        this.all = -1L >>> MOST - rows;
        this.bypass = context.bypass;
        this.macs = new SlicedMacs(context, tiles, rows);
        this.fifo = new SlicedFifo(context, macs);
        int chunk = Math.min(ca.chunk(), context.activations.wordsPerChunk * 64);
        GatheredSlots slots = new GatheredSlots((chunk + ca.lanes() - 1) / ca.lanes());
        SlicedExits[] exits = new SlicedExits[tiles.length];
        for (int t = 0; t < tiles.length; t++) {
            exits[t] = new SlicedExits(slots, rowsOf[t]);
        }
        this.exit = new ExitBeats(context, slots, fifo, macs);
        this.pipeline = new SlicedPipeline(context, exit, loads, exits);
        this.readers = new SlicedReaders[tiles.length];
        long[][] accumulation = new long[rows][];
        long[][] mac = new long[rows][];
        for (int t = 0; t < tiles.length; t++) {
            RowLedgers ledgers = tiles[t].ledgers;
            int first = Long.numberOfTrailingZeros(rowsOf[t]);
            readers[t] = new SlicedReaders(context, tiles[t], first, slots, pipeline, exits[t], loads[t]);
            for (int row : ledgers.rows) {
                accumulation[bitOf[t][row]] = ledgers.accumulation[row];
                mac[bitOf[t][row]] = ledgers.mac[row];
            }
        }
        this.accumulationLedger = new MaskLedger(accumulation);
        this.macLedger = new MaskLedger(mac);
    }

    /**
     * Whether a machine and layer are of the sizes that sliced rows are for.
     *
     * @param rows used rows of a tile
     */
    static boolean fits(LayerContext context, int rows) {
        return !context.values
                && !context.plain
                && rows > 0
                && rows <= MOST
                && context.shape.taps() <= MacWork.MOST
                && SlicedFifo.fits(context.spec.channelAccumulation())
                && SlicedMacs.fits(context.spec.mac())
                && SlicedPipeline.fits(context);
    }

    @Override
    void step(long cycle, int[] writing) {
        macs.step(cycle);
        fifo.concentrate();
        pipeline.exit(cycle);
        pipeline.enter(cycle);
        long done = 0;
        for (SlicedReaders its : readers) {
            its.step(cycle, pipeline.free);
            done |= its.done();
        }
        pipeline.endCycle();
        account(writing, done & ~fifo.nonEmpty() & ~pipeline.nonEmpty());
    }

    /**
     * Tells the ledgers what the rows did.
     *
     * @param done rows to whose channel accumulation nothing more comes
     */
    private void account(int[] writing, long done) {
        long siblings = 0;
        long memory = pipeline.missing;
        for (int t = 0; t < writing.length; t++) {
            siblings |= writing[t] == Outcomes.BLOCKED ? rowsOf[t] : 0;
            memory |= writing[t] == Outcomes.MEMORY ? rowsOf[t] : 0;
        }
        memory &= ~siblings;
        long rest = all & ~(fifo.worked | fifo.blocked);
        long idle = rest & done;
        rest ^= idle;
        accumulationLedger.add(
                fifo.worked, fifo.blocked, idle, rest & siblings, rest & memory, rest & ~siblings & ~memory);
        rest = all & ~(macs.worked | macs.blocked);
        idle = rest & done & ~macs.present();
        rest ^= idle;
        macLedger.add(macs.worked, macs.blocked, idle, rest & siblings, rest & memory, rest & ~siblings & ~memory);
    }

    @Override
    void lineDrained() {
        macs.lineDrained();
    }

    @Override
    void finish(int tile) {
        readers[tile].markRest();
    }

    @Override
    void endWindow(long cycle) {
        accumulationLedger.count();
        macLedger.count();
    }

    @Override
    boolean hasTokens(int tile, int row, int segment, int needed) {
        return macs.hasTokens(bitOf[tile][row], segment, needed);
    }

    @Override
    PartialSums psums(int tile, int row) {
        return null;
    }

    @Override
    long progress() {
        long progress = macs.elementsTaken + macs.tokensTaken;
        for (SlicedReaders its : readers) {
            progress += its.finishes;
        }
        return progress;
    }

    @Override
    int beats(int tile, int row) {
        return fifo.entries(bitOf[tile][row]);
    }

    @Override
    int elements(int tile, int row) {
        return macs.entries(bitOf[tile][row]);
    }

    @Override
    void addTo(Totals totals) {
        totals.multiplications += macs.taps;
        totals.bypassed += bypass ? macs.elementsTaken : 0;
        totals.elementsTaken += macs.elementsTaken;
        totals.tokensTaken += macs.tokensTaken;
        totals.matchedPairs += fifo.taken;
        totals.elementsSent += fifo.elementsSent;
        totals.chunks += pipeline.chunks;
        totals.beats += exit.beatsWritten;
        totals.tokens += exit.tokensWritten;
        long done = 0;
        for (SlicedReaders its : readers) {
            its.addTo(totals);
            done |= its.done();
        }
        for (RowLoads its : loads) {
            totals.changes += its.changes;
        }
        totals.leftOver += Long.bitCount(all & (~done | fifo.nonEmpty() | pipeline.nonEmpty() | macs.present()));
    }
}
