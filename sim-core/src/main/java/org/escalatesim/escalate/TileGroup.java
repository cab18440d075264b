package org.escalatesim.escalate;

/** Tiles that run in step, cycle by cycle, and their rows. */
final class TileGroup {
    final TileRows rows;
    private final Tile[] tiles;
    /** What the writer of each tile did in the cycle, as the ordinal of the ledger's state. */
    private final int[] writing;

    private long cycle;
    private boolean done;

    TileGroup(LayerContext context, Tile[] tiles) {
        this.tiles = tiles;
        this.rows = TileRows.of(context, tiles);
        this.writing = new int[tiles.length];
        done = true;
        for (int t = 0; t < tiles.length; t++) {
            tiles[t].connect(rows, t);
            done &= tiles[t].done();
        }
    }

    /** How many tiles run in step: as many as have room in a word, where rows are kept so. */
    static int tiles(LayerContext context, int rowsPerTile) {
        if (!SlicedRows.fits(context, rowsPerTile)) {
            return 1;
        }
        int ofSlots = SlicedPipeline.MOST_SLOTS / context.spec.ring().slots();
        return Math.min(SlicedRows.MOST / rowsPerTile, ofSlots);
    }

    boolean done() {
        return done;
    }

    /**
     * Runs cycles up to {@code to}, exclusive, or until all tiles are done. A tile that is done before is idle.
     *
     * @param from first cycle of the window that {@code to} lies in; the group may be past it
     */
    void run(long from, long to) {
        while (!done && cycle < to) {
            int at = (int) (cycle - from);
            for (int t = 0; t < tiles.length; t++) {
                writing[t] = tiles[t].step(cycle, at);
            }
            rows.step(cycle, writing);
            boolean ended = true;
            for (int t = 0; t < tiles.length; t++) {
                boolean before = tiles[t].done();
                boolean now = tiles[t].endCycle(writing[t]);
                if (now && !before) {
                    rows.finish(t);
                }
                ended &= now;
            }
            done = ended;
            cycle++;
        }
        rows.endWindow(cycle);
        for (Tile tile : tiles) {
            tile.endWindow();
        }
    }
}
