package org.escalatesim.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;

/** Small finished runs made by hand. */
final class Samples {
    private Samples() {}

    /** 2 output and 4 input channels, 3 x 3 over 4 x 4: 2 * 4 * 9 * 16 = 1,152 dense MACs. */
    static final ConvShape SHAPE = ConvShape.of(2, 4, 1, 3, 3, 4, 4, 1, 1);

    static LayerTrace trace(String name) {
        byte[] values = new byte[4 * 4 * 4];
        for (int i = 0; i < values.length; i += 4) {
            values[i] = 1; // one of four channels: density .25
        }
        long[] presence = {0b0011, 0b0001}; // M = 1: two rows of four coefficients, 3 of 8 not zero
        Decomposed weights =
                new Decomposed(Decomposed.Form.TERNARY, 2, 4, 1, 9, presence, new long[2], new byte[9], false, null);
        return new LayerTrace(
                name,
                SHAPE,
                weights,
                SparseMap.ofDense(values, 4, 4, 4, 1, false),
                null,
                PostOps.reluOnly(32),
                0,
                0,
                0.5);
    }

    /** Dense weights, 7 of 72 of them zero; the activations of {@link #trace}. */
    static LayerTrace denseTrace(String name) {
        byte[] weights = new byte[2 * 4 * 9];
        for (int i = 7; i < weights.length; i++) {
            weights[i] = 1;
        }
        LayerTrace trace = trace(name);
        return new LayerTrace(
                name,
                SHAPE,
                Kernels.of(WeightForm.DENSE, weights, 2, 4, 9),
                trace.input(),
                null,
                trace.post(),
                0,
                0,
                0.5);
    }

    static LayerRun layerRun(String name, long cycles) {
        CycleLedger ledger = new CycleLedger();
        ledger.add("ca", "row0", new long[] {cycles - 30, 10, 10, 10, 0, 0});
        ledger.add("ca", "row1", new long[] {0, 0, 0, 0, 0, cycles});
        ledger.add("mac", "row0", new long[] {cycles, 0, 0, 0, 0, 0});
        Activity activity = new Activity();
        activity.add("ring", Action.SRAM_READ, 128, 8192, 70);
        activity.add("mac", Action.MULTIPLY, 16, 8, 360);
        activity.add("dram", Action.DRAM_READ, 8, 40);
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("slots_written", 16L);
        return new LayerRun(name, SHAPE, "channels, 1 pass", cycles, 360, 40, 48, 32, ledger, activity, counters, null);
    }

    static RunRecord.Machine machine() {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("tiles", 8);
        configuration.put("ring", new LinkedHashMap<>(Map.of("slots", 64)));
        return new RunRecord.Machine(
                "small",
                800,
                10,
                16,
                List.of(new MemoryInstance("ring", 8192, 8)),
                configuration,
                List.of("dilution FIFO of 2 beats starves the concentrator"),
                new MachineArea("hand", 3e6, 2e6, 5e6, Map.of("ring", 1e6, "mac", 2e6)));
    }

    /** Two layers of 100 and 200 cycles, on each of {@code images}. */
    static RunRecord run(Integer... images) {
        List<LayerRecord> layers = new java.util.ArrayList<>();
        for (int image : images.length == 0 ? new Integer[] {0} : images) {
            layers.add(LayerRecord.of(image, trace("first"), layerRun("first", 100)));
            layers.add(LayerRecord.of(image, trace("second"), layerRun("second", 200 + image)));
        }
        RunRecord.Work work = new RunRecord.Work(
                images.length == 0 ? "network" : "trace",
                "twolayers",
                images.length == 0 ? 7L : null,
                Map.of("m", "1"),
                List.of(images),
                false,
                List.of("activation density assumed: half of everything"));
        return new RunRecord("0.1.0", machine(), work, layers);
    }

    /** 1 uJ in the ring and .5 uJ in the mac of each layer; .2 uJ of it derived, .3 uJ leaks. */
    static PricedRun priced(RunRecord run) {
        Map<String, Double> components = new TreeMap<>(Map.of("ring", 1e6, "mac", 0.5e6));
        return new PricedRun(
                run,
                "test-table",
                Map.of("rows", List.of(Map.of("value", 0.25))),
                run.layers().stream()
                        .map(layer -> new Energy(1.2e6, 0.3e6, 0.2e6, 0, components))
                        .toList());
    }
}
