package org.escalatesim.escalate;

import org.escalatesim.machine.CycleLedger;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/** A run that has come to its end but has not been summed up, so that a test can look at its parts and change counts. */
final class FinishedRun {
    final LayerContext context;
    final LayerPlan plan;
    final MemorySystem memory;
    final Tiles tiles;
    final Totals totals;
    final CycleLedger ledger = new CycleLedger();
    final long cycles;

    FinishedRun(EscalateSpec spec, LayerTrace layer) {
        context = new LayerContext(spec, layer, (Decomposed) layer.weights(), false, false);
        plan = new LayerPlan(context);
        memory = new MemorySystem(context, plan);
        tiles = new Tiles(context, plan, memory, null);
        memory.start(tiles.all);
        boolean done = false;
        for (long to = memory.window(); !done; to += memory.window()) {
            done = tiles.run(to - memory.window(), to);
            memory.endWindow(to);
        }
        cycles = tiles.lastOutput() + 1;
        for (Tile tile : tiles.all) {
            tile.account(ledger, cycles);
        }
        totals = new Totals(tiles);
    }

    /** Checks the laws with the totals and the ledger as they are now. */
    void check() {
        Laws.check(context, plan, tiles.all, totals, ledger, cycles);
    }
}
