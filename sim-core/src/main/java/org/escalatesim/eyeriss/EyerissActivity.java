package org.escalatesim.eyeriss;

import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.trace.LayerTrace;

/**
 * Turns the counts of a run into energy-bearing events.
 *
 * <p>A gated multiplication reads its activation, sees that it is zero, and does nothing else. Spads
 * are registers or SRAMs by their size, as on every machine. Psums are read from the global buffer
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
        activity.write("ifmap_spad", data, spec.ifmapSpadBytes(), array.ifmapSpadWrites);
        activity.read("ifmap_spad", data, spec.ifmapSpadBytes(), array.multiplications);
        activity.write("filter_spad", data, spec.filterSpadBytes(), array.filterSpadWrites);
        activity.read("filter_spad", data, spec.filterSpadBytes(), array.ungated);
        activity.add("mac", Action.MULTIPLY, data, data, array.ungated);
        activity.add("mac", Action.ADD, psum, array.ungated + array.hops);
        activity.read("psum_spad", psum, spec.psumSpadBytes(), array.ungated + array.hops);
        activity.write("psum_spad", psum, spec.psumSpadBytes(), array.ungated);
        activity.add("psum_links", Action.REGISTER_WRITE, psum, array.hops);
        activity.add("psum_links", Action.REGISTER_READ, psum, array.hops);
        OutputStage.count(activity, layer, outputs);
        OutputStage.countParameters(activity, layer);
        // A value is looked at once on its way through the encoder or decoder.
        activity.add("run_length", Action.COMPARE, data, compressed ? array.inputValues : 0);
        if (spec.runLength().enabled()) {
            activity.add("run_length", Action.COMPARE, data, MappingCost.outputWords(problem));
        }
        activity.add(
                "dram",
                Action.DRAM_READ,
                1,
                array.inputBits + array.weightValues * data + OutputStage.parameterBits(layer));
        activity.add("dram", Action.DRAM_WRITE, 1, array.outputBits);
        return activity;
    }

    private static void buffers(Activity activity, MappingProblem problem, LayerTrace layer, RowStationaryArray array) {
        EyerissSpec.GlobalBuffer buffer = problem.spec.globalBuffer();
        int data = problem.spec.dataBits();
        int psum = problem.spec.psumBits();
        activity.read("global_buffer", psum, buffer.bankBytes(), array.psumWords);
        activity.write("global_buffer", psum, buffer.bankBytes(), array.psumWords);
        activity.read("global_buffer", data, buffer.bankBytes(), array.ifmapWords);
        activity.write("global_buffer", data, buffer.bankBytes(), array.inputValues);
        if (!problem.outputToDram) {
            long kept = problem.pooledOutputs * problem.images;
            activity.write("global_buffer", data, buffer.bankBytes(), kept);
        }
        if (layer.post().residual()
                || layer.requant() != null && layer.requant().shortcut() != null) {
            activity.read("global_buffer", data, buffer.bankBytes(), array.finished);
        }
        activity.write("filter_buffer", data, buffer.filterBytes(), array.weightValues);
        activity.read("filter_buffer", data, buffer.filterBytes(), array.filterWords);
    }
}
