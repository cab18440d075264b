package org.escalatesim.escalate;

import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/** Runs decomposed layers on an ESCALATE machine, cycle by cycle. */
public final class EscalateAccelerator implements Accelerator {
    private final EscalateSpec spec;
    private final boolean plain;

    /** Makes the machine. */
    public EscalateAccelerator(EscalateSpec spec) {
        this(spec, false);
    }

    /**
     * For proofs that the fast paths equal the plain one.
     *
     * @param plain whether rows run unit by unit even where a faster form exists
     */
    EscalateAccelerator(EscalateSpec spec, boolean plain) {
        this.spec = spec;
        this.plain = plain;
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        if (!(layer.weights() instanceof Decomposed weights)) {
            throw new UnsupportedLayerException(layer.name(), "ESCALATE runs decomposed weights");
        }
        if (values && !layer.input().hasValues()) {
            throw new UnsupportedLayerException(layer.name(), "its trace has no values to compute with");
        }
        LayerContext context = new LayerContext(spec, layer, weights, values, plain);
        LayerPlan plan = new LayerPlan(context);
        OutputValues outputs = values ? new OutputValues(context) : null;
        MemorySystem memory = new MemorySystem(context, plan);
        Pace pace = new Pace(spec, plan.storage.partialsInDram());
        Tile[] tiles = new Tile[spec.tiles()];
        for (int t = 0; t < tiles.length; t++) {
            tiles[t] = new Tile(context, plan.tiles[t], memory.arrival(), outputs, pace, memory.window());
        }
        memory.start(tiles);
        Watchdog watchdog = new Watchdog(spec);
        long to = 0;
        boolean done = false;
        while (!done) {
            to += memory.window();
            done = true;
            for (Tile tile : tiles) {
                tile.run(to);
                done &= tile.done();
            }
            memory.endWindow(to);
            watchdog.check(to, tiles, memory.dramQuietFrom());
        }
        long cycles = 0;
        for (Tile tile : tiles) {
            cycles = Math.max(cycles, tile.lastOutput() + 1);
        }
        if (plan.storage.outputToDram()) {
            cycles = Math.max(cycles, memory.dramEnd());
        }
        CycleLedger ledger = new CycleLedger();
        for (Tile tile : tiles) {
            tile.account(ledger, cycles);
        }
        Totals totals = new Totals(tiles);
        Laws.check(context, plan, tiles, totals, ledger, cycles);
        Activity activity = EscalateActivity.of(context, plan, totals, memory);
        LayerRun.Values computed = values
                ? new LayerRun.Values(outputs.sums, outputs.outputs, totals.elementSaturations, totals.psumSaturations)
                : null;
        return new LayerRun(
                layer.name(),
                layer.shape(),
                plan.describe(),
                cycles,
                totals.multiplications,
                totals.bypassed,
                totals.matchedPairs,
                totals.chunks,
                ledger,
                activity,
                totals.counters(memory),
                computed);
    }
}
