package org.escalatesim.lookahead;

import java.util.LinkedHashMap;
import java.util.Map;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;

/** Runs layers with dense or unstructured weights on a look-ahead machine. Zero activations are multiplied. */
public final class LookaheadAccelerator implements Accelerator {
    private final LookaheadSpec spec;

    /** Makes the machine. */
    public LookaheadAccelerator(LookaheadSpec spec) {
        this.spec = spec;
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        if (!(layer.weights() instanceof Kernels weights)) {
            throw new UnsupportedLayerException(
                    layer.name(), "a look-ahead machine runs dense or unstructured weights");
        }
        if (values && !(layer.input().hasValues() && weights.hasValues())) {
            throw new UnsupportedLayerException(layer.name(), "its trace has no values to compute with");
        }
        Schedules schedules = new Schedules(spec, layer.shape(), weights);
        LookaheadRun run = best(layer, schedules);
        CycleLedger ledger = run.ledger();
        Pairs pairs = Pairs.of(layer);
        check(layer.shape(), run, ledger, pairs);
        LayerRun.Values computed = null;
        if (values) {
            int[] sums = ScheduledValues.compute(spec, schedules, layer.input());
            computed = new LayerRun.Values(sums, OutputStage.requantise(layer, sums), 0, 0);
        }
        return new LayerRun(
                layer.name(),
                layer.shape(),
                run.describe(),
                run.cycles,
                run.products,
                0,
                pairs.both(),
                0,
                ledger,
                LookaheadActivity.of(spec, layer, run),
                counters(schedules, run),
                computed);
    }

    private LookaheadRun best(LayerTrace layer, Schedules schedules) {
        boolean auto = spec.partition() == LookaheadSpec.Partition.AUTO;
        LookaheadRun filters = auto || spec.partition() == LookaheadSpec.Partition.FILTERS
                ? new LookaheadRun(spec, layer, schedules, false)
                : null;
        if (filters != null && !(auto && spec.tiles() > 1)) {
            return filters;
        }
        LookaheadRun map = new LookaheadRun(spec, layer, schedules, true);
        boolean mapWins = filters == null
                || map.cycles < filters.cycles
                || map.cycles == filters.cycles && map.dramBytes() < filters.dramBytes();
        return mapWins ? map : filters;
    }

    private Map<String, Long> counters(Schedules schedules, LookaheadRun run) {
        Map<String, Long> counters = new LinkedHashMap<>();
        long steps = 0;
        long scheduled = 0;
        for (int group = 0; group < schedules.count; group++) {
            steps += schedules.steps[group];
            scheduled += schedules.weights[group];
        }
        counters.put("filter_groups", (long) schedules.count);
        counters.put("rows_per_filter", (long) schedules.rows);
        counters.put("schedule_rows", (long) schedules.rows * schedules.count);
        counters.put("schedule_steps", steps);
        counters.put("scheduled_weights", scheduled);
        counters.put("passes", (long) run.passes);
        counters.put("tile_steps", run.tileSteps);
        counters.put("lane_slots", run.filterSteps * spec.lanes());
        counters.put("dram_input_bytes", run.dramInputBytes);
        counters.put("dram_weight_bytes", run.weightBytes);
        counters.put("dram_output_bytes", run.dramOutputBytes);
        return counters;
    }

    private void check(ConvShape shape, LookaheadRun run, CycleLedger ledger, Pairs pairs) {
        ledger.check(run.cycles);
        equal("multiplications", run.products, pairs.weight());
        equal("sums", run.finished, (long) shape.k() * shape.p() * shape.q());
        equal("tile cycles", ledger.sum("tile", CycleLedger.State.WORKING), run.tileSteps);
        equal("bytes from DRAM", run.dramReadBytes(), run.dramInputBytes + run.weightBytes + run.parameterBytes);
        equal("bytes to DRAM", run.dramBytes() - run.dramReadBytes(), run.dramOutputBytes);
        if (run.products > run.filterSteps * spec.lanes()) {
            throw new ConservationException(
                    "lanes", run.products + " products in " + run.filterSteps * spec.lanes() + " slots");
        }
    }

    private static void equal(String law, long counted, long expected) {
        if (counted != expected) {
            throw new ConservationException(law, "the tiles counted " + counted + ", the layer holds " + expected);
        }
    }
}
