package org.escalatesim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.escalatesim.energy.EnergyTable;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.UnitCount;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.WeightForm;

/**
 * One machine of a comparison with what it made of its form of the network.
 *
 * @param label what tables call it, unique in its comparison
 * @param trace what it ran: the name of the network's file or of the trace's folder
 * @param form the form of the network's weights that ran
 * @param accuracy what is known of the accuracy of that form
 * @param arithmetic every multiplier and adder of the machine
 * @param priced the finished run and its energy
 * @param dramPj energy of DRAM transfers in pJ, one per layer of the run; part of its dynamic energy
 */
public record ComparedMachine(
        String label,
        String trace,
        WeightForm form,
        Accuracy accuracy,
        List<UnitCount> arithmetic,
        PricedRun priced,
        List<Double> dramPj) {
    private static final double PJ_PER_UJ = 1e6;
    /** The component that {@link org.escalatesim.machine.OutputStage} counts its work under, on every machine. */
    private static final String OUTPUT_STAGE = "output";

    /** Copies the lists; throws {@link IllegalArgumentException} unless every layer has its DRAM energy. */
    public ComparedMachine {
        arithmetic = List.copyOf(arithmetic);
        dramPj = List.copyOf(dramPj);
        if (dramPj.size() != priced.energy().size()) {
            throw new IllegalArgumentException(
                    "expected " + priced.energy().size() + " DRAM energies, not " + dramPj.size());
        }
    }

    /**
     * Prices a run.
     *
     * @throws org.escalatesim.energy.MissingEnergyException if the table lacks a row for anything counted
     */
    public static ComparedMachine of(
            String label,
            String trace,
            WeightForm form,
            Accuracy accuracy,
            List<UnitCount> arithmetic,
            RunRecord run,
            EnergyTable table,
            Map<String, Object> tableRows) {
        List<Double> dram = new ArrayList<>();
        for (LayerRecord layer : run.layers()) {
            double pj = 0;
            for (Map.Entry<ActivityKey, Long> entry : layer.activity().counts().entrySet()) {
                Action action = entry.getKey().action();
                if (action == Action.DRAM_READ || action == Action.DRAM_WRITE) {
                    pj += entry.getValue() * table.picojoules(entry.getKey());
                }
            }
            dram.add(pj);
        }
        return new ComparedMachine(label, trace, form, accuracy, arithmetic, PricedRun.of(run, table, tableRows), dram);
    }

    /** The finished run. */
    public RunRecord run() {
        return priced.run();
    }

    /** The kind of machine, as {@code machine:} of its file says; empty where its configuration does not. */
    public String kind() {
        Object kind = run().machine().configuration().get("machine");
        return kind == null ? "" : kind.toString();
    }

    /** Run time of all layers in ms at the machine's own clock. */
    public double milliseconds() {
        return run().cycles() / cyclesPerMillisecond();
    }

    /** Run time of layer {@code i} in ms. */
    public double milliseconds(int i) {
        return run().layers().get(i).cycles() / cyclesPerMillisecond();
    }

    private double cyclesPerMillisecond() {
        return run().machine().clockMhz() * 1e3;
    }

    /** DRAM transfers of all layers in pJ. */
    public double dram() {
        return dramPj.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Dynamic energy of all layers in pJ, DRAM transfers left out. */
    public double onChipDynamic() {
        return priced.total().dynamic() - dram();
    }

    /** Dynamic energy of layer {@code i} in pJ, DRAM transfers left out. */
    public double onChipDynamic(int i) {
        return priced.energy().get(i).dynamic() - dramPj.get(i);
    }

    /** Energy-delay product of all layers in uJ x ms: their whole energy times their whole run time. */
    public double energyDelay() {
        return priced.total().total() / PJ_PER_UJ * milliseconds();
    }

    /** Energy-delay product of layer {@code i} in uJ x ms. */
    public double energyDelay(int i) {
        return priced.energy().get(i).total() / PJ_PER_UJ * milliseconds(i);
    }

    /** Bits read from DRAM. */
    public long dramReadBits() {
        return sum(layer -> layer.activity().bits(Action.DRAM_READ));
    }

    /** Bits written to DRAM. */
    public long dramWriteBits() {
        return sum(layer -> layer.activity().bits(Action.DRAM_WRITE));
    }

    private long sum(ToLongFunction<LayerRecord> field) {
        return run().layers().stream().mapToLong(field).sum();
    }

    /** Bytes of all SRAMs. */
    public long sramBytes() {
        return run().machine().memories().stream()
                .mapToLong(memory -> memory.bytes() * memory.count())
                .sum();
    }

    /**
     * The multipliers that {@link RunRecord.Machine#multipliers} counts, as 8 x 8 ones, by the product of their operand
     * widths: all but those of the output stage.
     */
    public double in8x8() {
        return in8x8(false);
    }

    /** The multipliers of the output stage (requantisation), as 8 x 8 ones. */
    public double outputIn8x8() {
        return in8x8(true);
    }

    private double in8x8(boolean output) {
        return arithmetic.stream()
                .filter(unit -> unit.component().equals(OUTPUT_STAGE) == output)
                .mapToDouble(UnitCount::in8x8)
                .sum();
    }

    /** Multipliers by operand widths, for people: {@code 960 16x8 (mac), 32 32x16 (output)}. */
    public String multipliersByWidth() {
        return units(Action.MULTIPLY);
    }

    /** Adders by width, for people: {@code 3,072 16 (adder_tree)}. */
    public String addersByWidth() {
        return units(Action.ADD);
    }

    private String units(Action action) {
        List<String> parts = new ArrayList<>();
        for (UnitCount unit : arithmetic) {
            if (unit.action() == action) {
                String width = action == Action.MULTIPLY ? unit.width() + "x" + unit.size() : unit.width() + "-bit";
                parts.add(Numbers.count(unit.count()) + " " + width + " (" + unit.component() + ")");
            }
        }
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }
}
