package org.escalatesim.eyeriss;

import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.trace.LayerTrace;

/**
 * Turns the counts of a run into energy-bearing events.
 *
 * <p>A gated multiplication reads its activation, sees that it is zero, and does nothing else. The small spads
 * (activations, psums) are registers as on the chip, the filter spad is an SRAM. Psums are read from the global buffer
 * as often as they are written: nothing is read in a first pass, but the finished ones are read once more.
 */
final class EyerissActivity {
    private EyerissActivity() {}

    static Activity of(MappingProblem problem, LayerTrace layer, RowStationaryArray array, boolean compressed) {
        Activity activity = new Activity();
        EyerissSpec spec = problem.spec;
        int data = spec.dataBits();
        int psum = spec.psumBits();
        long outputs = array.finished;
        buffers(activity, problem, layer, array);
        activity.add("ifmap_spad", Action.REGISTER_WRITE, data, array.ifmapSpadWrites);
        activity.add("ifmap_spad", Action.REGISTER_READ, data, array.multiplications);
        activity.add("filter_spad", Action.SRAM_WRITE, data, spec.filterSpadBytes(), array.filterSpadWrites);
        activity.add("filter_spad", Action.SRAM_READ, data, spec.filterSpadBytes(), array.ungated);
        activity.add("mac", Action.MULTIPLY, data, data, array.ungated);
        activity.add("mac", Action.ADD, psum, array.ungated + array.hops);
        activity.add("psum_spad", Action.REGISTER_READ, psum, array.ungated + array.hops);
        activity.add("psum_spad", Action.REGISTER_WRITE, psum, array.ungated);
        activity.add("psum_links", Action.REGISTER_WRITE, psum, array.hops);
        activity.add("psum_links", Action.REGISTER_READ, psum, array.hops);
        OutputStage.count(activity, layer, outputs);
        activity.add("output", Action.REGISTER_WRITE, OutputStage.REQUANT_BITS, array.channelLoads);
        // A value is looked at once on its way through the encoder or decoder.
        activity.add("run_length", Action.COMPARE, data, compressed ? array.inputValues : 0);
        if (spec.runLength().enabled()) {
            activity.add("run_length", Action.COMPARE, data, MappingCost.outputWords(problem));
        }
        activity.add("dram", Action.DRAM_READ, 1, array.inputBits + array.weightValues * data);
        activity.add("dram", Action.DRAM_WRITE, 1, array.outputBits);
        return activity;
    }

    private static void buffers(Activity activity, MappingProblem problem, LayerTrace layer, RowStationaryArray array) {
        EyerissSpec.GlobalBuffer buffer = problem.spec.globalBuffer();
        int data = problem.spec.dataBits();
        int psum = problem.spec.psumBits();
        activity.add("global_buffer", Action.SRAM_READ, psum, buffer.bankBytes(), array.psumWords);
        activity.add("global_buffer", Action.SRAM_WRITE, psum, buffer.bankBytes(), array.psumWords);
        activity.add("global_buffer", Action.SRAM_READ, data, buffer.bankBytes(), array.ifmapWords);
        activity.add("global_buffer", Action.SRAM_WRITE, data, buffer.bankBytes(), array.inputValues);
        if (!problem.outputToDram) {
            long kept = problem.pooledOutputs * problem.images;
            activity.add("global_buffer", Action.SRAM_WRITE, data, buffer.bankBytes(), kept);
        }
        if (layer.post().residual()
                || layer.requant() != null && layer.requant().shortcut() != null) {
            activity.add("global_buffer", Action.SRAM_READ, data, buffer.bankBytes(), array.finished);
        }
        activity.add("filter_buffer", Action.SRAM_WRITE, data, buffer.filterBytes(), array.weightValues);
        activity.add("filter_buffer", Action.SRAM_READ, data, buffer.filterBytes(), array.filterWords);
    }
}
