package org.escalatesim.escalate;

/** The tiles of a machine while a layer runs. Tiles whose rows fit a word together run in step. */
final class Tiles {
    final Tile[] all;
    private final TileGroup[] groups;

    Tiles(LayerContext context, LayerPlan plan, MemorySystem memory, OutputValues outputs) {
        Pace pace = new Pace(context.spec, plan.storage.partialsInDram());
        all = new Tile[context.spec.tiles()];
        int rows = 0;
        for (int t = 0; t < all.length; t++) {
            all[t] = new Tile(context, plan.tiles[t], memory.arrival(), outputs, pace, memory.window());
            rows = Math.max(rows, all[t].ledgers.rows.length);
        }
        int together = TileGroup.tiles(context, rows);
        groups = new TileGroup[(all.length + together - 1) / together];
        for (int g = 0; g < groups.length; g++) {
            int first = g * together;
            Tile[] its = java.util.Arrays.copyOfRange(all, first, Math.min(first + together, all.length));
            groups[g] = new TileGroup(context, its);
        }
    }

    /**
     * Runs all tiles up to cycle {@code to}, exclusive, or until they are done.
     *
     * @param from first cycle of the window that {@code to} lies in; the tiles may be past it
     * @return whether all are done
     */
    boolean run(long from, long to) {
        boolean done = true;
        for (TileGroup group : groups) {
            group.run(from, to);
            done &= group.done();
        }
        return done;
    }

    /** A number that changes when a row reads or passes over a slot, takes an element or token, or a pixel leaves. */
    long progress() {
        long progress = lastOutput();
        for (TileGroup group : groups) {
            progress += group.rows.progress();
        }
        return progress;
    }

    /** Number of the cycle of the last output, -1 without outputs. */
    long lastOutput() {
        long last = -1;
        for (Tile tile : all) {
            last = Math.max(last, tile.lastOutput());
        }
        return last;
    }

    /** Adds what the rows counted. */
    void addTo(Totals totals) {
        for (TileGroup group : groups) {
            group.rows.addTo(totals);
        }
    }
}
