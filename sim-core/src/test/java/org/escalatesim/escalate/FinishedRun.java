package org.escalatesim.escalate;

import org.escalatesim.machine.CycleLedger;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/** A run that has come to its end but has not been summed up, so that a test can look at its parts and change counts. */
final class FinishedRun {
    final LayerContext context;
    final LayerPlan plan;
    final MemorySystem memory;
    final Tile[] tiles;
    final Totals totals;
    final CycleLedger ledger = new CycleLedger();
    final long cycles;

    FinishedRun(EscalateSpec spec, LayerTrace layer) {
        context = new LayerContext(spec, layer, (Decomposed) layer.weights(), false, false);
        plan = new LayerPlan(context);
        memory = new MemorySystem(context, plan);
        Pace pace = new Pace(spec, plan.storage.partialsInDram());
        tiles = new Tile[spec.tiles()];
        for (int t = 0; t < tiles.length; t++) {
            tiles[t] = new Tile(context, plan.tiles[t], memory.arrival(), null, pace, memory.window());
        }
        memory.start(tiles);
        boolean done = false;
        for (long to = memory.window(); !done; to += memory.window()) {
            done = true;
            for (Tile tile : tiles) {
                tile.run(to - memory.window(), to);
                done &= tile.done();
            }
            memory.endWindow(to);
        }
        long last = 0;
        for (Tile tile : tiles) {
            last = Math.max(last, tile.lastOutput() + 1);
        }
        cycles = last;
        for (Tile tile : tiles) {
            tile.account(ledger, cycles);
        }
        totals = new Totals(tiles);
    }

    /** Checks the laws with the totals and the ledger as they are now. */
    void check() {
        Laws.check(context, plan, tiles, totals, ledger, cycles);
    }
}
