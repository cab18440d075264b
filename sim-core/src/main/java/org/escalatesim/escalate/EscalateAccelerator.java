package org.escalatesim.escalate;

import java.util.Objects;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.CycleObserver;
import org.escalatesim.machine.DramObserver;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.Observable;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/** Runs decomposed layers on an ESCALATE machine, cycle by cycle. */
public final class EscalateAccelerator implements Accelerator, Observable {
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
        return run(layer, values, null, null);
    }

    @Override
    public LayerRun observe(LayerTrace layer, CycleObserver observer) {
        return run(layer, false, Objects.requireNonNull(observer), null);
    }

    @Override
    public LayerRun observe(LayerTrace layer, boolean values, DramObserver observer) {
        return run(layer, values, null, Objects.requireNonNull(observer));
    }

    private LayerRun run(LayerTrace layer, boolean values, CycleObserver observer, DramObserver transfers) {
        if (!(layer.weights() instanceof Decomposed weights)) {
            throw new UnsupportedLayerException(layer.name(), "ESCALATE runs decomposed weights");
        }
        if (values && !layer.input().hasValues()) {
            throw new UnsupportedLayerException(layer.name(), "its trace has no values to compute with");
        }
        LayerContext context = new LayerContext(spec, layer, weights, values, plain, plain || observer != null);
        LayerPlan plan = new LayerPlan(context);
        if (transfers != null && plan.storage.partialsInDram()) {
            throw new UnsupportedLayerException(
                    layer.name(), "its partial maps go to DRAM and back pixel by pixel, which is counted but not told");
        }
        OutputValues outputs = values ? new OutputValues(context) : null;
        MemorySystem memory = new MemorySystem(context, plan, transfers);
        Tiles tiles = new Tiles(context, plan, memory, outputs);
        Watch watch = observer == null ? null : new Watch(observer, tiles);
        memory.start(tiles.all);
        Watchdog watchdog = new Watchdog(spec);
        long to = 0;
        boolean done = false;
        while (!done) {
            long from = to;
            to += memory.window();
            done = watch == null ? tiles.run(from, to) : watch.run(from, to);
            memory.endWindow(to);
            watchdog.check(to, tiles::progress, memory.dramQuietFrom());
        }
        long cycles = tiles.lastOutput() + 1;
        if (plan.storage.outputToDram()) {
            cycles = Math.max(cycles, memory.dramEnd());
        }
        if (watch != null) {
            watch.end(cycles);
        }
        CycleLedger ledger = new CycleLedger();
        for (Tile tile : tiles.all) {
            tile.account(ledger, cycles);
        }
        Totals totals = new Totals(tiles);
        Laws.check(context, plan, tiles.all, totals, ledger, cycles);
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
