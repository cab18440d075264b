package org.escalatesim.sparten;

import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.memory.DramChannel;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;

/** Runs layers with dense or unstructured weights on a SparTen machine, chunk by chunk. */
final class SpartenAccelerator implements Accelerator {
    private final SpartenSpec spec;

    SpartenAccelerator(SpartenSpec spec) {
        this.spec = spec;
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        if (!(layer.weights() instanceof Kernels weights)) {
            throw new UnsupportedLayerException(layer.name(), "SparTen runs dense or unstructured weights");
        }
        if (values && !(layer.input().hasValues() && weights.hasValues())) {
            throw new UnsupportedLayerException(layer.name(), "its trace has no values to compute with");
        }
        ConvShape shape = layer.shape();
        FilterPlan plan = FilterPlan.of(spec, shape, weights, layer.input().density());
        Schedule schedule = new Schedule(spec, layer, plan);
        InputChunks input = new InputChunks(layer.input(), shape, plan.layout, values);
        int pixels = shape.p() * shape.q();
        int[] sums = values ? new int[shape.k() * pixels] : null;
        ChunkJoin join = values
                ? new MultiplyingJoin(spec.sparsity(), plan.layout, input, weights, pixels, sums)
                : new CountingJoin(spec.sparsity(), plan.layout, input);
        Cluster[] clusters = new Cluster[plan.parts * plan.perPart];
        for (int i = 0; i < clusters.length; i++) {
            clusters[i] = new Cluster(spec, shape, plan.layout, input, join, i, plan.perPart, i % plan.perPart);
        }
        OutputBits stored = new OutputBits(spec, layer, schedule.residency.outputToDram());
        long cycles = run(plan, schedule, clusters, stored);
        CycleLedger ledger = new CycleLedger();
        for (Cluster cluster : clusters) {
            cluster.account(ledger, cycles);
        }
        for (int i = clusters.length; i < spec.clusters(); i++) {
            new Cluster(spec, shape, plan.layout, input, join, i, 1, 0).account(ledger, cycles);
        }
        Totals totals = new Totals(spec, clusters, schedule);
        Pairs pairs = Pairs.of(layer);
        Laws.check(spec, layer, weights, pairs, plan, totals, ledger, cycles);
        return new LayerRun(
                layer.name(),
                shape,
                describe(plan, schedule),
                cycles,
                totals.working,
                0,
                pairs.both(),
                0,
                ledger,
                SpartenActivity.of(spec, layer, plan, totals, stored),
                totals.counters(spec, plan, schedule, stored.toDram()),
                values ? new LayerRun.Values(sums, OutputStage.requantise(layer, sums), 0, 0) : null);
    }

    /**
     * All steps; returns the cycles. What step i needs is fetched once all clusters are through with step i - 2, whose
     * half of the unit buffers it takes; a cluster begins it when it has finished step i - 1 and its data are there.
     */
    private long run(FilterPlan plan, Schedule schedule, Cluster[] clusters, OutputBits stored) {
        DramChannel channel =
                new DramChannel(spec.dram().bytesPerCycle(), spec.dram().latencyCycles());
        boolean ideal = spec.dram().ideal();
        long written = 0;
        long end = 0;
        long endBefore = 0;
        long store = 0;
        long storeBefore = 0;
        long requantBits = schedule.requantBits;
        for (Schedule.Step step : schedule.steps) {
            long ready = 0;
            if (!ideal && storeBefore > 0) {
                channel.transfer(endBefore, storeBefore);
                written = channel.freeFrom();
            }
            long bytes = (step.weightBits() + requantBits + step.inputBits() + 7) / 8;
            requantBits = 0;
            if (!ideal && bytes > 0) {
                ready = channel.transfer(endBefore, bytes);
            }
            endBefore = end;
            for (int i = 0; i < clusters.length; i++) {
                FilterPass pass = plan.pass(i / plan.perPart, step.round());
                clusters[i].run(pass, step.slice(), step.from(), step.to(), ready);
                end = Math.max(end, clusters[i].end());
            }
            storeBefore = store;
            store = stored.finish(step.outputs());
        }
        if (!ideal && storeBefore > 0) {
            channel.transfer(endBefore, storeBefore);
            written = channel.freeFrom();
        }
        if (!ideal && store > 0) {
            channel.transfer(end, store);
            written = channel.freeFrom();
        }
        long cycles = Math.max(end, written);
        for (Cluster cluster : clusters) {
            cycles = Math.max(cycles, cluster.collected());
        }
        return cycles;
    }

    private static String describe(FilterPlan plan, Schedule schedule) {
        int most = 0;
        int slices = 0;
        for (FilterPass pass : plan.passes) {
            most = Math.max(most, pass.filters.length);
            slices = Math.max(slices, pass.slices());
        }
        return plan.parts + " x " + plan.perPart + " clusters (filters x positions), " + plan.passes.length
                + " passes of up to " + most + " filters, " + slices + " slices"
                + (plan.layout.fused > 1 ? ", " + plan.layout.fused + " groups fused" : "")
                + (schedule.residency.resident() ? "" : schedule.bands ? ", bands of the map" : ", map streamed");
    }
}
