package org.escalatesim.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.escalatesim.energy.Quantity;
import org.escalatesim.energy.UnitEnergies;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.UnitCount;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.WeightForm;

/** Comparisons made by hand: machines of a few numbers on the two layers of {@link Samples}. */
final class Comparisons {
    private Comparisons() {}

    /** 1 pJ per multiplication and per DRAM bit, 2 pJ (derived) per multiplexed bit, 1 mW per SRAM of any size. */
    static UnitEnergies table() {
        Map<Quantity, List<UnitEnergies.Row>> rows = new EnumMap<>(Quantity.class);
        rows.put(Quantity.MULTIPLY, List.of(new UnitEnergies.Row(8, 0, 1, false)));
        rows.put(Quantity.DRAM, List.of(new UnitEnergies.Row(1, 0, 1, false)));
        rows.put(Quantity.MUX, List.of(new UnitEnergies.Row(1, 0, 2, true)));
        rows.put(
                Quantity.SRAM_LEAKAGE,
                List.of(new UnitEnergies.Row(0, 1024, 1, false), new UnitEnergies.Row(0, 2048, 1, false)));
        return new UnitEnergies("hand", rows);
    }

    /** Layers of the given cycles; each has 100 products, 50 DRAM bits and {@code mux} multiplexed bits. */
    static ComparedMachine machine(
            String label, String kind, int clockMhz, int multipliers, long mux, Accuracy accuracy, long... cycles) {
        return machine(label, kind, clockMhz, multipliers, mux, accuracy, false, cycles);
    }

    /** A machine that runs one layer on as many images as there are cycles. */
    static ComparedMachine onImages(String label, long... cycles) {
        return machine(label, "eyeriss", 800, 10, 0, Accuracy.UNKNOWN, true, cycles);
    }

    private static ComparedMachine machine(
            String label,
            String kind,
            int clockMhz,
            int multipliers,
            long mux,
            Accuracy accuracy,
            boolean images,
            long... cycles) {
        List<LayerRecord> layers = new ArrayList<>();
        for (int i = 0; i < cycles.length; i++) {
            CycleLedger ledger = new CycleLedger();
            ledger.add("pe", "pe0", new long[] {cycles[i], 0, 0, 0, 0, 0});
            Activity activity = new Activity();
            activity.add("pe", Action.MULTIPLY, 8, 8, 100);
            activity.add("pe", Action.MUX, 1, mux);
            activity.add("dram", Action.DRAM_READ, 1, 40);
            activity.add("dram", Action.DRAM_WRITE, 1, 10);
            LayerRun run = new LayerRun(
                    "layer" + i, Samples.SHAPE, "by hand", cycles[i], 100, 0, 48, 0, ledger, activity, Map.of(), null);
            layers.add(LayerRecord.of(images ? i : 0, Samples.trace("layer" + i), run));
        }
        RunRecord.Machine machine = new RunRecord.Machine(
                label,
                clockMhz,
                multipliers,
                16,
                List.of(new MemoryInstance("buffer", 1024, 1)),
                new LinkedHashMap<>(Map.of("machine", kind)),
                List.of(),
                new MachineArea("hand", 2e6, 1e6, 4e6, Map.of("pe", 2e6)));
        RunRecord.Work work = new RunRecord.Work(
                "network", "hand", 7L, Map.of(), images ? range(cycles.length) : List.of(), false, List.of());
        return ComparedMachine.of(
                label,
                "hand",
                WeightForm.DECOMPOSED,
                accuracy,
                List.of(new UnitCount("pe", Action.MULTIPLY, 16, 8, multipliers)),
                new RunRecord("0.1.0", machine, work, layers),
                table(),
                Map.of("name", "hand"));
    }

    private static List<Integer> range(int images) {
        return IntStream.range(0, images).boxed().toList();
    }

    static Accuracy known(double percent) {
        return new Accuracy("ImageNet top-1", percent, "a paper");
    }

    static MachineComparison of(ComparedMachine... machines) {
        return new MachineComparison(
                "0.1.0",
                "hand",
                "hand",
                Map.of("name", "hand"),
                List.of(machines),
                0,
                false,
                List.of(),
                new MachineComparison.EqualSram(
                        2048,
                        List.of(machines).stream()
                                .map(machine -> machine.label().equals("full")
                                        ? new MachineComparison.Resized("full", null, "buffer has no room")
                                        : new MachineComparison.Resized(machine.label(), machine, null))
                                .toList()));
    }
}
