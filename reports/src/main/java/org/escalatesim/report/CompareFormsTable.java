package org.escalatesim.report;

import java.util.ArrayList;
import java.util.List;

/** What each machine of a comparison runs, where it is not one trace for all: the forms of the network side by side. */
final class CompareFormsTable {
    private static final int NAME_WIDTH = 18;
    private static final int TRACE_WIDTH = 36;

    private CompareFormsTable() {}

    /** The table and a line under it; nothing where all machines run the same trace. */
    static List<String> lines(MachineComparison comparison) {
        List<String> lines = new ArrayList<>();
        if (!comparison.manyTraces()) {
            return lines;
        }
        ComparedMachine over = comparison.reference();
        TextTable table = new TextTable(
                "lllrrrrr",
                new String[] {"forms of the network", "", "", "weights", "", "", "multipli-", "over"},
                new String[] {"machine", "runs", "form", "stored", "non-zero", "dense MACs", "cations", "ideal, x"});
        for (ComparedMachine machine : comparison.machines()) {
            Totals totals = Totals.of(machine.run());
            table.row(
                    TextTable.shorten(machine.label(), NAME_WIDTH),
                    TextTable.shorten(machine.trace(), TRACE_WIDTH),
                    machine.form().word(),
                    Numbers.count(totals.weightValues() / machine.run().imageCount()),
                    Numbers.count(totals.weightNonZeros() / machine.run().imageCount()),
                    Numbers.count(totals.denseMacs()),
                    Numbers.count(totals.multiplications()),
                    Numbers.fixed(comparison.overIdeal(machine), 2));
        }
        lines.addAll(table.lines());
        lines.addAll(
                TextTable.wrapped("stored: weights of the form, zeros included (coefficients where it is decomposed);"
                        + " dense MACs: of the layers before any pruning"
                        + (over.run().manyImages() ? ", of all images" : "")
                        + "; over ideal: "
                        + Numbers.count(over.run().idealDenseCycles()) + " cycles, the ideal dense bound ("
                        + Numbers.count(over.run().machine().idealDenseMultipliers()) + " multipliers) of what "
                        + over.label()
                        + " runs / cycles; each network has its own activations"));
        lines.add("");
        return lines;
    }
}
