package org.escalatesim.escalate;

import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.trace.Requant;

/** Turns the counts of a run into energy-bearing events, component by component. */
final class EscalateActivity {
    private static final int SIGN_AND_MASK = 2;
    /** Bits of an element's pixel in the element FIFO. */
    private static final int PIXEL_BITS = 16;

    private EscalateActivity() {}

    static Activity of(LayerContext context, LayerPlan plan, Totals totals, MemorySystem memory) {
        Activity activity = new Activity();
        inputs(activity, context, totals, memory);
        accumulation(activity, context, plan, totals, memory);
        multiplication(activity, context, totals);
        outputs(activity, context, plan, totals);
        activity.add("dram", Action.DRAM_READ, 1, memory.inputBits + memory.coefficientBits);
        activity.add("dram", Action.DRAM_WRITE, 1, memory.outputBits);
        return activity;
    }

    private static void inputs(Activity activity, LayerContext context, Totals totals, MemorySystem memory) {
        EscalateSpec spec = context.spec;
        int chunk = spec.channelAccumulation().chunk();
        long buffer = spec.globalBuffer().bytes();
        activity.add("global_buffer", Action.SRAM_READ, 8, buffer, bytes(memory.bufferReadBits));
        activity.add("global_buffer", Action.SRAM_READ, 8, buffer, bytes(memory.coefficientBits));
        activity.add("global_buffer", Action.SRAM_READ, 8, buffer, bytes(memory.outputBits));
        activity.add("global_buffer", Action.SRAM_WRITE, 8, buffer, bytes(memory.inputBits + memory.coefficientBits));
        activity.add("encoder", Action.GATHER_DECODE, chunk, totals.encodes);
        long bank = EscalateMemories.ringBankBytes(spec);
        activity.add("ring", Action.SRAM_WRITE, 8, bank, bytes(totals.ringBitsWritten));
        activity.add("ring", Action.SRAM_READ, 8, bank, bytes(totals.broadcastBits));
        activity.add("slot_registers", Action.REGISTER_WRITE, 1, totals.readBits);
        activity.add("slot_registers", Action.REGISTER_READ, 1, totals.readBits);
    }

    private static void accumulation(
            Activity activity, LayerContext context, LayerPlan plan, Totals totals, MemorySystem memory) {
        EscalateSpec.ChannelAccumulation ca = context.spec.channelAccumulation();
        int chunk = ca.chunk();
        long coefficientBytes = ca.coefficientBytes();
        activity.add("coefficients", Action.SRAM_READ, 8, coefficientBytes, bytes(totals.coefficientBits));
        long expanded = 0;
        long scatters = 0;
        long basisRows = 0;
        long channels = 0;
        for (TilePlan tile : plan.tiles) {
            int load = -1;
            for (Segment segment : tile.segments()) {
                if (segment.load != load) {
                    load = segment.load;
                    long chunks = 0;
                    for (int row = 0; row < segment.set.active.length; row++) {
                        chunks += segment.set.active[row] ? context.coefficients.chunksPerGroup : 0;
                        basisRows += segment.set.active[row] ? 1 : 0;
                        channels += segment.set.k[row] >= 0 && segment.set.m[row] == 0 ? 1 : 0;
                    }
                    scatters += chunks;
                    expanded += chunks * SIGN_AND_MASK * Math.min(chunk, context.shape.cPerGroup());
                }
            }
        }
        activity.add("coefficients", Action.SRAM_WRITE, 8, coefficientBytes, bytes(expanded));
        activity.add("coefficients", Action.GATHER_PASS, chunk, scatters);
        activity.add("coefficients", Action.GATHER_DECODE, chunk, scatters);
        if (!context.bypass) {
            activity.add("basis_kernels", Action.REGISTER_WRITE, 8, basisRows * context.shape.taps());
            activity.add("basis_kernels", Action.REGISTER_READ, 8, totals.multiplications);
        }
        activity.add("output", Action.REGISTER_WRITE, OutputStage.REQUANT_BITS, channels);
        activity.add("dilution", Action.GATHER_PASS, chunk, 2 * totals.chunks);
        activity.add("dilution", Action.GATHER_DECODE, chunk, ca.sharedDecode() ? totals.slotsWritten : totals.chunks);
        long carried = totals.readBits + SIGN_AND_MASK * (long) chunk * totals.chunks;
        activity.add("dilution", Action.REGISTER_WRITE, 1, carried * context.stages);
        activity.add("dilution", Action.REGISTER_READ, 1, carried * context.stages);
        long beatBits = totals.beats * ca.lanes() * (8 + SIGN_AND_MASK);
        activity.add("dilution_fifo", Action.REGISTER_WRITE, 1, beatBits + totals.tokens);
        activity.add("dilution_fifo", Action.REGISTER_READ, 1, beatBits + totals.tokens);
        activity.add(
                "concentrator",
                Action.MUX,
                9,
                totals.matchedPairs * Math.max(1, ca.pattern().candidates()));
        activity.add("adder_tree", Action.ADD, context.spec.mac().elementBits(), totals.matchedPairs);
    }

    private static void multiplication(Activity activity, LayerContext context, Totals totals) {
        EscalateSpec.Mac mac = context.spec.mac();
        long elementBits = (totals.elementsSent + totals.tokens) * (mac.elementBits() + PIXEL_BITS);
        activity.add("element_fifo", Action.REGISTER_WRITE, 1, elementBits);
        activity.add("element_fifo", Action.REGISTER_READ, 1, elementBits);
        activity.add("mac", Action.MULTIPLY, mac.elementBits(), 8, totals.multiplications);
        long sums = totals.multiplications + totals.bypassed;
        activity.add("mac", Action.ADD, mac.psumBits(), sums);
        long bytes = EscalateMemories.psumBytes(context.spec);
        activity.add("psum_lines", Action.SRAM_READ, mac.psumBits(), bytes, sums + totals.psumReads);
        activity.add("psum_lines", Action.SRAM_WRITE, mac.psumBits(), bytes, sums + totals.psumReads);
    }

    private static void outputs(Activity activity, LayerContext context, LayerPlan plan, Totals totals) {
        activity.add("output", Action.ADD, 32, totals.psumReads);
        if (context.weights.hasRowScale()) {
            activity.add("output", Action.MULTIPLY, context.spec.mac().psumBits(), 8, totals.psumReads);
        }
        OutputStage.count(activity, context.layer, totals.pixels);
        long buffer = context.spec.globalBuffer().bytes();
        long stored = Pace.OUTPUT_BITS * context.layer.post().pooledOutputs();
        Requant requant = context.layer.requant();
        long shortcut = context.layer.post().residual() || requant != null && requant.shortcut() != null
                ? Pace.OUTPUT_BITS * totals.pixels
                : 0;
        long partial = Pace.PARTIAL_BITS * totals.partialPixels;
        if (plan.storage.partialsInDram()) {
            activity.add("dram", Action.DRAM_WRITE, 1, partial);
            activity.add("dram", Action.DRAM_READ, 1, partial);
            partial = 0;
        }
        activity.add("global_buffer", Action.SRAM_WRITE, 8, buffer, bytes(stored + partial));
        activity.add("global_buffer", Action.SRAM_READ, 8, buffer, bytes(shortcut + partial));
    }

    private static long bytes(long bits) {
        return (bits + 7) / 8;
    }
}
