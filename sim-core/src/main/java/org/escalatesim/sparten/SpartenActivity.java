package org.escalatesim.sparten;

import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Requant;

/** Turns the counts of a run into energy-bearing events, component by component. */
final class SpartenActivity {
    private SpartenActivity() {}

    static Activity of(SpartenSpec spec, LayerTrace layer, FilterPlan plan, Totals totals, OutputBits stored) {
        Activity activity = new Activity();
        maps(activity, spec, layer, totals, stored);
        units(activity, spec, plan, totals);
        join(activity, spec, totals);
        permute(activity, spec, totals);
        outputs(activity, spec, layer, plan, totals);
        activity.add("dram", Action.DRAM_READ, 1, totals.inputBits + totals.weightBits + totals.requantBits);
        activity.add("dram", Action.DRAM_WRITE, 1, stored.toDram());
        return activity;
    }

    private static void maps(Activity activity, SpartenSpec spec, LayerTrace layer, Totals totals, OutputBits stored) {
        long bank = spec.mapBuffer().bankBytes();
        int perValue = spec.sparsity().activationsCompressed() ? 9 : 8;
        Requant requant = layer.requant();
        boolean shortcut = layer.post().residual() || requant != null && requant.shortcut() != null;
        long read = bytes(totals.broadcastBits)
                + bytes(stored.toDram())
                + (shortcut ? bytes(perValue * totals.outputs) : 0);
        activity.add("map_buffer", Action.SRAM_READ, 8, bank, read);
        activity.add("map_buffer", Action.SRAM_WRITE, 8, bank, bytes(totals.inputBits) + bytes(stored.stored()));
    }

    /** Accesses of the unit buffers: chunks written once, masks read once per join, values once per product. */
    private static void units(Activity activity, SpartenSpec spec, FilterPlan plan, Totals totals) {
        int size = spec.unitBuffer().bytes();
        long inputMask = spec.sparsity().activationsCompressed() ? totals.joinLanes() : 0;
        long filterMask = spec.sparsity().weightsCompressed() ? totals.joinLanes() : 0;
        activity.add("unit_input", Action.SRAM_WRITE, 8, size, bytes(totals.unitInputBits));
        activity.add("unit_input", Action.SRAM_READ, 8, size, totals.working + bytes(inputMask));
        activity.add("unit_filters", Action.SRAM_WRITE, 8, size, bytes(totals.weightBits * plan.perPart));
        activity.add("unit_filters", Action.SRAM_READ, 8, size, totals.working + bytes(filterMask));
        activity.add("unit_psums", Action.SRAM_READ, spec.psumBits(), size, totals.psumsBack);
        activity.add("unit_psums", Action.SRAM_WRITE, spec.psumBits(), size, totals.psumsBack);
    }

    /**
     * The inner join. Prefix sums and the priority encoder settle once per mask (n lg n adder bits, priced as a gather
     * decode of the chunk's lanes); each match then selects its two places through lg n multiplexers of lg n bits.
     */
    private static void join(Activity activity, SpartenSpec spec, Totals totals) {
        boolean both = spec.sparsity() == SpartenSpec.Sparsity.TWO_SIDED;
        boolean activations = spec.sparsity().activationsCompressed();
        boolean weights = spec.sparsity().weightsCompressed();
        for (int lanes = 1; lanes < totals.joins.length; lanes++) {
            long perUnit = totals.unitChunks[lanes];
            long perFilter = totals.joins[lanes];
            activity.add(
                    "priority_encoder", Action.GATHER_DECODE, lanes, weights ? perFilter : activations ? perUnit : 0);
            activity.add("prefix_sum", Action.GATHER_DECODE, lanes, both ? perUnit + perFilter : 0);
            // The AND of two masks is priced as a comparison of as many bits.
            activity.add("mask_and", Action.COMPARE, lanes, both ? perFilter : 0);
        }
        int stages = 31 - Integer.numberOfLeadingZeros(spec.chunk());
        activity.add("prefix_sum", Action.MUX, stages, both ? 2 * stages * totals.working : 0);
        activity.add("mac", Action.MULTIPLY, 8, 8, totals.working);
        activity.add("mac", Action.ADD, spec.psumBits(), totals.working);
        activity.add("mac", Action.REGISTER_READ, spec.psumBits(), totals.working);
        activity.add("mac", Action.REGISTER_WRITE, spec.psumBits(), totals.working);
    }

    /** GB-H: each chunk's partial sums go to the filters they belong to and are added there. */
    private static void permute(Activity activity, SpartenSpec spec, Totals totals) {
        int stages = 32 - Integer.numberOfLeadingZeros(2 * spec.units() - 1);
        long psums = totals.permuted;
        activity.add("permute", Action.MUX, spec.psumBits(), stages * psums);
        activity.add("permute", Action.ADD, spec.psumBits(), psums);
        activity.add("permute", Action.REGISTER_READ, spec.psumBits(), psums);
        activity.add("permute", Action.REGISTER_WRITE, spec.psumBits(), psums);
    }

    private static void outputs(Activity activity, SpartenSpec spec, LayerTrace layer, FilterPlan plan, Totals totals) {
        activity.add("collector", Action.REGISTER_WRITE, spec.psumBits(), totals.outputs);
        activity.add("collector", Action.REGISTER_READ, spec.psumBits(), totals.outputs);
        activity.add(
                "output",
                Action.REGISTER_WRITE,
                OutputStage.REQUANT_BITS,
                (long) layer.shape().k() * plan.perPart);
        OutputStage.count(activity, layer, totals.outputs);
        if (spec.sparsity().activationsCompressed()) {
            // Mask bits by comparison with zero, places of the packed values by a prefix sum per chunk.
            long pooled = layer.post().pooledOutputs();
            activity.add("collector", Action.COMPARE, 8, pooled);
            activity.add("collector", Action.GATHER_DECODE, spec.chunk(), (pooled + spec.chunk() - 1) / spec.chunk());
        }
    }

    private static long bytes(long bits) {
        return (bits + 7) / 8;
    }
}
