package org.escalatesim.lookahead;

import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Requant;

/** Turns the counts of a run into energy-bearing events. */
final class LookaheadActivity {
    private LookaheadActivity() {}

    static Activity of(LookaheadSpec spec, LayerTrace layer, LookaheadRun run) {
        Activity activity = new Activity();
        int data = spec.dataBits();
        int psum = spec.psumBits();
        activity.add("pe", Action.MULTIPLY, data, data, run.products);
        activity.add("pe", Action.ADD, psum, run.products);
        // One psum register per filter; the adder tree over the lanes is between them and the multipliers.
        activity.add("pe", Action.REGISTER_WRITE, psum, run.filterSteps);
        activity.add("pe", Action.REGISTER_READ, psum, run.filterSteps);
        // Each row of activations enters the window of 1 + h rows once; every lane selects one of its candidates.
        activity.add("window", Action.REGISTER_WRITE, data, run.windowRows * spec.lanes());
        activity.add("window", Action.REGISTER_READ, data, run.products);
        activity.add("window", Action.MUX, data, run.products * spec.pattern().candidates());
        long bank = spec.weightBank();
        activity.read("weights", spec.stepBits(), bank, run.filterSteps);
        activity.write("weights", spec.stepBits(), bank, run.weightWords);
        long inputs = spec.buffers().inputBytes();
        int bytes = spec.dataBytes();
        activity.read("inputs", data * spec.lanes(), inputs, run.windowRows);
        activity.write("inputs", data, inputs, run.inputBytes / bytes);
        activity.write("psums", psum, spec.buffers().psumBytes(), run.partialPsums);
        activity.read("psums", psum, spec.buffers().psumBytes(), run.partialPsums);
        OutputStage.count(activity, layer, run.finished);
        OutputStage.countParameters(activity, layer);
        Requant requant = layer.requant();
        boolean shortcut = layer.post().residual() || requant != null && requant.shortcut() != null;
        long map = spec.buffers().mapBytes();
        activity.read(
                "map_buffer",
                data,
                map,
                (run.inputHeld ? run.broadcastBytes / bytes : 0) + (shortcut ? run.finished : 0));
        activity.write(
                "map_buffer",
                data,
                map,
                (run.inputHeld ? run.dramInputBytes / bytes : 0)
                        + (run.residency.outputToDram() ? 0 : layer.post().pooledOutputs()));
        activity.add("dram", Action.DRAM_READ, 1, 8 * (run.dramInputBytes + run.weightBytes + run.parameterBytes));
        activity.add("dram", Action.DRAM_WRITE, 1, 8 * run.dramOutputBytes);
        return activity;
    }
}
