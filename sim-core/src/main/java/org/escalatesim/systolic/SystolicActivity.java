package org.escalatesim.systolic;

import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Requant;

/** Turns the counts of a run into energy-bearing events. */
final class SystolicActivity {
    private SystolicActivity() {}

    static Activity of(SystolicSpec spec, LayerTrace layer, PlanRun run) {
        Activity activity = new Activity();
        int data = spec.dataBits();
        int psum = spec.psumBits();
        activity.add("array", Action.MULTIPLY, data, data, run.products);
        activity.add("array", Action.ADD, psum, run.products);
        activity.add("array", Action.REGISTER_WRITE, data, run.operandWrites);
        activity.add("array", Action.REGISTER_READ, data, run.operandReads);
        activity.add("array", Action.REGISTER_WRITE, psum, run.psumWrites);
        activity.add("array", Action.REGISTER_READ, psum, run.psumReads);
        long ifmap = SystolicSpec.bank(spec.buffers().ifmapBytes(), spec.array().rows());
        long filter =
                SystolicSpec.bank(spec.buffers().filterBytes(), spec.array().columns());
        long ofmap = SystolicSpec.bank(spec.buffers().ofmapBytes(), spec.array().columns());
        int bytes = spec.dataBytes();
        activity.read("ifmap", data, ifmap, run.ifmapReads);
        activity.write("ifmap", data, ifmap, run.ifmapBytes / bytes);
        activity.read("filter", data, filter, run.filterReads);
        activity.write("filter", data, filter, run.filterBytes / bytes);
        activity.write("ofmap", psum, ofmap, run.ofmapWrites);
        // Psums that are added to, and finished sums on their way out.
        activity.read("ofmap", psum, ofmap, run.ofmapReads + run.finished);
        activity.add("ofmap", Action.ADD, psum, run.ofmapReads);
        OutputStage.count(activity, layer, run.finished);
        OutputStage.countParameters(activity, layer);
        long map = spec.buffers().mapBytes();
        long stored = layer.post().pooledOutputs();
        Requant requant = layer.requant();
        boolean shortcut = layer.post().residual() || requant != null && requant.shortcut() != null;
        activity.read(
                "map_buffer", data, map, (run.inputHeld ? run.ifmapBytes / bytes : 0) + (shortcut ? run.finished : 0));
        activity.write(
                "map_buffer",
                data,
                map,
                (run.inputHeld ? run.dramInputBytes / bytes : 0) + (run.residency.outputToDram() ? 0 : stored));
        activity.add("dram", Action.DRAM_READ, 1, 8 * (run.dramInputBytes + run.filterBytes + run.parameterBytes));
        activity.add("dram", Action.DRAM_WRITE, 1, 8 * run.dramOutputBytes);
        return activity;
    }
}
