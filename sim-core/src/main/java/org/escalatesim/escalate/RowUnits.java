package org.escalatesim.escalate;

/** The rows of a tile with an object for every unit, for any machine, with values. */
final class RowUnits extends TileRows {
    private final LayerContext context;
    /** Rows, block by block; leftover rows of a block are null. */
    private final Row[] rows;

    private final Row[] used;
    private final boolean packed;
    /** Numbers of rows, in {@link #used}: a number costs no write barrier. */
    private final int[] awake;

    private final int[] windowRows;
    private final int[] readers;
    private final long[] lefts;

    RowUnits(LayerContext context, Tile tile) {
        this.context = context;
        this.packed = context.promotion.packed();
        EscalateSpec spec = context.spec;
        Segment[] segments = tile.segments;
        RowLedgers ledgers = tile.ledgers;
        int width = 0;
        for (Segment segment : segments) {
            width = Math.max(width, segment.region.columns);
        }
        rows = new Row[ledgers.count()];
        used = new Row[ledgers.rows.length];
        for (int i = 0; i < used.length; i++) {
            int row = ledgers.rows[i];
            Block block = tile.blocks[row / spec.rows()];
            PartialSums psums = context.values ? new PartialSums(context, segments, width) : null;
            rows[row] = new Row(context, segments, tile.ring, tile.loads, block, row, psums, ledgers);
            used[i] = rows[row];
        }
        awake = new int[used.length];
        windowRows = new int[used.length];
        readers = new int[used.length];
        lefts = new long[used.length + Promotion.GROUP];
    }

    /** In phases: all look, promotion is chosen for all, all take, then the ring is read. */
    @Override
    void step(long cycle, int[] writing) {
        int writer = writing[0];
        int stepping = 0;
        int windows = 0;
        Row[] all = used;
        for (int i = 0; i < all.length; i++) {
            Row row = all[i];
            if (row.sleeps(cycle)) {
                continue;
            }
            if (row.begin(cycle)) {
                windowRows[windows] = i;
                lefts[windows++] = row.window();
            } else {
                awake[stepping++] = i;
            }
        }
        if (packed) {
            context.promotion.take(lefts, windows);
        }
        int asking = 0;
        for (int i = 0; i < windows; i++) {
            if (all[windowRows[i]].end(cycle, lefts[i], writer)) {
                readers[asking++] = windowRows[i];
            }
        }
        for (int i = 0; i < stepping; i++) {
            Row row = all[awake[i]];
            if (row.end(cycle, row.leftWithout(), writer)) {
                readers[asking++] = awake[i];
            }
        }
        for (int i = 0; i < asking; i++) {
            all[readers[i]].read();
        }
    }

    /** Rows look at the drained lines themselves. */
    @Override
    void lineDrained() {}

    @Override
    void finish(int tile) {
        for (Row row : used) {
            row.markRest();
        }
    }

    @Override
    void endWindow(long cycle) {
        for (Row row : used) {
            row.wake(cycle);
        }
    }

    @Override
    boolean hasTokens(int tile, int row, int segment, int needed) {
        return rows[row].mac().hasTokens(segment, needed);
    }

    @Override
    PartialSums psums(int tile, int row) {
        return rows[row].mac().psums();
    }

    @Override
    long progress() {
        long progress = 0;
        for (Row row : used) {
            progress += row.reads + row.marks + row.mac().elementsTaken + row.mac().tokensTaken;
        }
        return progress;
    }

    @Override
    int beats(int tile, int row) {
        return rows[row].accumulation().beats();
    }

    @Override
    int elements(int tile, int row) {
        return rows[row].elements();
    }

    @Override
    void addTo(Totals totals) {
        for (Row row : used) {
            totals.add(row);
        }
    }
}
