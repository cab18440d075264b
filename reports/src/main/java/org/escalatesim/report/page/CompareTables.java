package org.escalatesim.report.page;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.escalatesim.report.AccuracyMatch;
import org.escalatesim.report.ComparedMachine;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.LedgerSums;
import org.escalatesim.report.MachineArea;
import org.escalatesim.report.MachineComparison;
import org.escalatesim.report.MachineComparison.Resized;
import org.escalatesim.report.Ratios;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.Totals;

/** The tables of a comparison. */
final class CompareTables {
    private static final double PJ_PER_UJ = 1e6;
    private static final double BITS_PER_MB = 8e6;

    private final MachineComparison comparison;
    private final ComparedMachine over;

    CompareTables(MachineComparison comparison) {
        this.comparison = comparison;
        over = comparison.reference();
    }

    DomContent totals() {
        PageTable table = new PageTable("totals", "All layers, machines as configured; ratios over " + over.label())
                .text("machine")
                .text("accuracy")
                .number("cycles", "")
                .number("time", "ms")
                .number("speedup", "x", 2)
                .number("DRAM", "MB")
                .number("energy", "\u00b5J")
                .number("on-chip dynamic", "\u00b5J")
                .number("leakage", "\u00b5J")
                .number("DRAM", "\u00b5J")
                .number("efficiency", "x", 2)
                .number("EDP", "\u00b5J ms")
                .number("mult. used", "%", 1);
        for (ComparedMachine machine : comparison.machines()) {
            Ratios ratios = Ratios.of(machine, over);
            table.row(
                    machine.label(),
                    ratios.accuracy().word(),
                    machine.run().cycles(),
                    machine.milliseconds(),
                    ratios.speedup(),
                    megabytes(machine),
                    machine.priced().total().total() / PJ_PER_UJ,
                    machine.onChipDynamic() / PJ_PER_UJ,
                    machine.priced().total().leakage() / PJ_PER_UJ,
                    machine.dram() / PJ_PER_UJ,
                    ratios.efficiency(),
                    machine.energyDelay(),
                    100 * Totals.of(machine.run()).utilisation());
        }
        return table.render();
    }

    DomContent ratios() {
        PageTable table = new PageTable(
                        "ratios", "Ratios over " + over.label() + ", above 1 where the machine is better")
                .text("machine")
                .text("accuracy")
                .number("speedup", "x", 2)
                .number("per multiplier", "x", 2)
                .number("per 8x8", "x", 2)
                .number("geometric mean", "x", 2)
                .number("arithmetic mean", "x", 2)
                .number("efficiency", "x", 2)
                .number("its geometric mean", "x", 2)
                .number("its arithmetic mean", "x", 2)
                .number("derived prices at half", "x", 2)
                .number("at double", "x", 2)
                .number("EDP", "x", 2);
        for (ComparedMachine machine : comparison.machines()) {
            Ratios ratios = Ratios.of(machine, over);
            table.row(
                    machine.label(),
                    ratios.accuracy().word(),
                    ratios.speedup(),
                    ratios.perMultiplier(),
                    ratios.per8x8(),
                    ratios.geometricSpeedup(),
                    ratios.arithmeticSpeedup(),
                    ratios.efficiency(),
                    ratios.geometricEfficiency(),
                    ratios.arithmeticEfficiency(),
                    ratios.efficiencyDerivedHalf(),
                    ratios.efficiencyDerivedDouble(),
                    ratios.energyDelay());
        }
        return table.render();
    }

    /** Area and speedup per area of each machine that has one, with their ranges. */
    DomContent area() {
        PageTable table = new PageTable(
                        "area-table", "Estimated areas, and speedup per " + AreaBlocks.UNIT + " over " + over.label())
                .text("machine")
                .text("accuracy")
                .number("area", AreaBlocks.UNIT, 3)
                .number("low", AreaBlocks.UNIT, 3)
                .number("high", AreaBlocks.UNIT, 3)
                .number("speedup", "x", 2)
                .number("speedup per " + AreaBlocks.UNIT, "x", 2)
                .number("least", "x", 2)
                .number("most", "x", 2);
        for (ComparedMachine machine : comparison.machines()) {
            MachineArea area = machine.run().machine().area();
            if (area != null) {
                Ratios ratios = Ratios.of(machine, over);
                table.row(
                        machine.label(),
                        ratios.accuracy().word(),
                        area.mm2(),
                        area.lowMm2(),
                        area.highMm2(),
                        ratios.speedup(),
                        ratios.perMm2(),
                        ratios.perMm2Least(),
                        ratios.perMm2Most());
            }
        }
        return table.render();
    }

    /** Machines at equal SRAM; one that cannot be has no figures. */
    DomContent equalSram() {
        ComparedMachine resizedOver = comparison.resizedReference();
        PageTable table = new PageTable(
                        "equal", "All layers at equal total SRAM; ratios over " + over.label() + " so resized")
                .text("machine")
                .text("accuracy")
                .number("SRAM", "KiB", 1)
                .number("cycles", "")
                .number("speedup", "x", 2)
                .number("DRAM", "MB")
                .number("energy", "\u00b5J")
                .number("efficiency", "x", 2)
                .number("EDP", "x", 2);
        for (Resized resized : comparison.equalSram().machines()) {
            ComparedMachine machine = resized.machine();
            if (machine == null) {
                table.row(resized.label(), "not possible", null, null, null, null, null, null, null);
                continue;
            }
            Ratios ratios = resizedOver == null ? null : Ratios.of(machine, resizedOver);
            table.row(
                    machine.label(),
                    ratios == null ? "" : ratios.accuracy().word(),
                    machine.sramBytes() / 1024.0,
                    machine.run().cycles(),
                    ratios == null ? null : ratios.speedup(),
                    megabytes(machine),
                    machine.priced().total().total() / PJ_PER_UJ,
                    ratios == null ? null : ratios.efficiency(),
                    ratios == null ? null : ratios.energyDelay());
        }
        return table.render();
    }

    /** Cycles, speedup and energy of each machine, layer by layer. */
    DomContent layers() {
        PageTable table = new PageTable(
                        "layer-table", "Layers: speedup over " + over.label() + ", cycles and energy of each machine")
                .number("no.", "")
                .text("layer")
                .text("shape");
        List<ComparedMachine> machines = comparison.machines();
        machines.forEach(machine -> table.number(name(machine) + " speedup", "x", 2));
        machines.forEach(machine -> table.number(machine.label() + " cycles", ""));
        machines.forEach(machine -> table.number(machine.label() + " energy", "\u00b5J"));
        List<String> names = LayerCharts.names(over.run());
        for (int i = 0; i < comparison.layers(); i++) {
            LayerRecord layer = over.run().layers().get(i);
            List<Object> cells = new ArrayList<>(
                    Arrays.asList(i + 1, names.get(i), layer.shape().describe()));
            for (ComparedMachine machine : machines) {
                cells.add(Ratios.speedup(machine, over, i));
            }
            for (ComparedMachine machine : machines) {
                cells.add(machine.run().layers().get(i).cycles());
            }
            for (ComparedMachine machine : machines) {
                cells.add(machine.priced().energy().get(i).total() / PJ_PER_UJ);
            }
            table.row(cells.toArray());
        }
        return table.render();
    }

    /** A machine's label, with a word where its accuracy is not that of the reference. */
    private String name(ComparedMachine machine) {
        return Ratios.of(machine, over).accuracy().iso()
                ? machine.label()
                : machine.label() + " (" + AccuracyMatch.NOT_ISO + ")";
    }

    DomContent ledger() {
        PageTable table = new PageTable(
                        "ledger",
                        "Cycle ledger of all layers: % of the unit-cycles of a kind in each state; they sum to 100")
                .text("machine")
                .text("kind of unit")
                .number("units", "");
        RunTables.states(table);
        for (ComparedMachine machine : comparison.machines()) {
            for (LedgerSums sums : LayerCharts.sums(machine.run())) {
                List<Object> cells = new ArrayList<>(List.of(machine.label(), sums.kind(), sums.units()));
                RunTables.addStates(cells, sums);
                table.row(cells.toArray());
            }
        }
        return table.render();
    }

    DomContent components() {
        Set<String> names = new TreeSet<>();
        comparison
                .machines()
                .forEach(machine ->
                        names.addAll(machine.priced().total().components().keySet()));
        PageTable table = new PageTable(
                "components",
                "Energy by component, dynamic and leakage together, in \u00b5J; empty where a machine has none");
        table.text("component");
        comparison.machines().forEach(machine -> table.number(machine.label(), "\u00b5J"));
        for (String name : names) {
            List<Object> cells = new ArrayList<>(List.of(name));
            for (ComparedMachine machine : comparison.machines()) {
                Double pj = machine.priced().total().components().get(name);
                cells.add(pj == null ? null : pj / PJ_PER_UJ);
            }
            table.row(cells.toArray());
        }
        return table.render();
    }

    DomContent differences() {
        PageTable table = new PageTable("difference-table", "What the machines are, and what they ran")
                .text("machine")
                .text("kind")
                .number("clock", "MHz")
                .number("multipliers", "")
                .number("as 8\u00a0x\u00a08 ones", "")
                .number("in output stages", "8 x 8")
                .number("SRAM", "KiB", 1)
                .text("form of weights")
                .number("density weights", "", 3)
                .number("density activations", "", 3)
                .text("DRAM")
                .text("multipliers by width")
                .text("adders by width");
        for (ComparedMachine machine : comparison.machines()) {
            RunRecord run = machine.run();
            Totals totals = Totals.of(run);
            Map<String, Object> fields = run.machine().configuration();
            table.row(
                    machine.label(),
                    machine.kind(),
                    run.machine().clockMhz(),
                    run.machine().multipliers(),
                    machine.in8x8(),
                    machine.outputIn8x8(),
                    machine.sramBytes() / 1024.0,
                    machine.form().word(),
                    totals.weightNonZeros() / (double) totals.weightValues(),
                    totals.activationNonZeros() / (double) totals.activations(),
                    String.join(" ", MachineLevels.dram(fields, run.machine().clockMhz())),
                    machine.multipliersByWidth(),
                    machine.addersByWidth());
        }
        return table.render();
    }

    private static double megabytes(ComparedMachine machine) {
        return (machine.dramReadBits() + machine.dramWriteBits()) / BITS_PER_MB;
    }
}
