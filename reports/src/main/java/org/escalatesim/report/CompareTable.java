package org.escalatesim.report;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.report.MachineComparison.Resized;

/** A comparison as a person reads it. At most 140 columns wide. */
public final class CompareTable {
    private static final int NAME_WIDTH = 18;
    /** Machines side by side in the table of layers. */
    private static final int MOST_COLUMNS = 6;

    private static final double BITS_PER_MB = 8e6;

    private final MachineComparison comparison;
    private final List<String> lines = new ArrayList<>();

    private CompareTable(MachineComparison comparison) {
        this.comparison = comparison;
    }

    /** The lines to print. */
    public static List<String> lines(MachineComparison comparison) {
        CompareTable table = new CompareTable(comparison);
        table.title();
        table.lines.addAll(CompareFormsTable.lines(comparison));
        table.totals();
        table.images();
        table.ratios();
        table.equalSram();
        table.layers();
        table.spent();
        table.lines.addAll(CompareMachineTable.lines(comparison));
        table.published();
        return table.lines;
    }

    private void title() {
        RunRecord.Work work = comparison.reference().run().workload();
        int images = comparison.reference().run().imageCount();
        String what = work.kind() + (work.seed() == null ? "" : ", seed " + work.seed());
        if (work.images().size() == 1) {
            what += ", image " + work.images().get(0);
        } else if (images > 1) {
            what += ", " + images + " images";
        }
        lines.add(comparison.network() + " on " + comparison.machines().size() + " machines, " + what
                + ", energy table " + comparison.energyTable());
        lines.add("");
    }

    private String over() {
        return TextTable.shorten(comparison.reference().label(), NAME_WIDTH);
    }

    private static String label(ComparedMachine machine) {
        return TextTable.shorten(machine.label(), NAME_WIDTH);
    }

    private static String uj(double picojoules) {
        return Numbers.column(picojoules / 1e6);
    }

    private void totals() {
        TextTable table = new TextTable(
                "lrrrrrrrrrrrl",
                new String[] {
                    "all layers",
                    "",
                    "",
                    "speed-",
                    "",
                    "energy,",
                    "on-chip",
                    "leak-",
                    "",
                    "effici-",
                    "EDP,",
                    "mult.",
                    ""
                },
                new String[] {
                    "machine",
                    "cycles",
                    "ms",
                    "up, x",
                    "DRAM, MB",
                    "uJ",
                    "dynamic",
                    "age",
                    "DRAM",
                    "ency, x",
                    "uJ ms",
                    "used,%",
                    "over " + over()
                });
        for (ComparedMachine machine : comparison.machines()) {
            Ratios ratios = Ratios.of(machine, comparison.reference());
            table.row(
                    label(machine),
                    Numbers.count(machine.run().cycles()),
                    Numbers.short3(machine.milliseconds()),
                    Numbers.fixed(ratios.speedup(), 2),
                    Numbers.column((machine.dramReadBits() + machine.dramWriteBits()) / BITS_PER_MB),
                    uj(machine.priced().total().total()),
                    uj(machine.onChipDynamic()),
                    uj(machine.priced().total().leakage()),
                    uj(machine.dram()),
                    Numbers.fixed(ratios.efficiency(), 2),
                    Numbers.column(machine.energyDelay()),
                    Numbers.fixed(100 * Totals.of(machine.run()).utilisation(), 1),
                    ratios.accuracy().mark());
        }
        lines.addAll(table.lines());
        text("efficiency: energy of " + over() + " / energy of the machine; EDP: energy x time of all layers; MB: 1e6"
                + " bytes, read and written; mult. used: multiplications / (multipliers x cycles)");
        text("shortcut maps that were spilled are not read back, on no machine");
        lines.add("");
    }

    private void images() {
        if (!comparison.reference().run().manyImages()) {
            return;
        }
        TextTable table = new TextTable("lrrrr", new String[] {"per image", "mean", "+-", "mean", "+-"}, new String[] {
            "machine", "cycles", "ci95", "energy, uJ", "ci95"
        });
        for (ComparedMachine machine : comparison.machines()) {
            MeanInterval cycles = MeanInterval.cycles(machine.priced());
            MeanInterval energy = MeanInterval.energy(machine.priced());
            table.row(
                    label(machine),
                    Numbers.fixed(cycles.mean(), 1),
                    Numbers.fixed(cycles.halfWidth(), 1),
                    uj(energy.mean()),
                    Numbers.short3(energy.halfWidth() / 1e6));
        }
        lines.addAll(table.lines());
        text("ci95: half the width of the mean's 95 % confidence interval over the "
                + comparison.reference().run().imageCount()
                + " images (Student's t); all other tables are of all images together");
        lines.add("");
    }

    private void ratios() {
        TextTable table = new TextTable(
                "lrrrrrrrrrrrl",
                new String[] {
                    "ratios",
                    "speed-",
                    "per",
                    "per",
                    "geo.",
                    "arith.",
                    "effici-",
                    "geo.",
                    "arith.",
                    "derived rows",
                    "",
                    "",
                    ""
                },
                new String[] {
                    "machine",
                    "up, x",
                    "mult.",
                    "8x8",
                    "mean",
                    "mean",
                    "ency, x",
                    "mean",
                    "mean",
                    "at half",
                    "double",
                    "EDP, x",
                    "over " + over()
                });
        for (ComparedMachine machine : comparison.machines()) {
            Ratios ratios = Ratios.of(machine, comparison.reference());
            table.row(
                    label(machine),
                    Numbers.fixed(ratios.speedup(), 2),
                    Numbers.fixed(ratios.perMultiplier(), 2),
                    Numbers.fixed(ratios.per8x8(), 2),
                    Numbers.fixed(ratios.geometricSpeedup(), 2),
                    Numbers.fixed(ratios.arithmeticSpeedup(), 2),
                    Numbers.fixed(ratios.efficiency(), 2),
                    Numbers.fixed(ratios.geometricEfficiency(), 2),
                    Numbers.fixed(ratios.arithmeticEfficiency(), 2),
                    Numbers.fixed(ratios.efficiencyDerivedHalf(), 2),
                    Numbers.fixed(ratios.efficiencyDerivedDouble(), 2),
                    Numbers.fixed(ratios.energyDelay(), 2),
                    ratios.accuracy().mark());
        }
        lines.addAll(table.lines());
        text("speedup, efficiency, EDP: all layers together, above 1 where the machine is better; geo., arith.:"
                + " geometric and arithmetic mean of the " + comparison.layers() + " layers' own ratios"
                + (comparison.reference().run().manyImages() ? " (of every image)" : "")
                + ", each counted once; per mult., per 8x8: speedup at equal numbers of multipliers, and of multipliers"
                + " in terms of 8 x 8 ones by the product of their widths (output stages left out); half, double:"
                + " efficiency with the energy table's derived rows so on both sides");
        lines.add("");
    }

    private void equalSram() {
        if (comparison.equalSram() == null) {
            return;
        }
        ComparedMachine over = comparison.resizedReference();
        TextTable table = new TextTable(
                "lrrrrrrrl",
                new String[] {"equal SRAM", "SRAM,", "", "speed-", "", "energy,", "effici-", "", ""},
                new String[] {
                    "machine", "KiB", "cycles", "up, x", "DRAM, MB", "uJ", "ency, x", "EDP, x", "over " + over()
                });
        List<String> refused = new ArrayList<>();
        for (Resized resized : comparison.equalSram().machines()) {
            ComparedMachine machine = resized.machine();
            if (machine == null) {
                table.row(TextTable.shorten(resized.label(), NAME_WIDTH), "", "", "", "", "", "", "", "not possible");
                refused.add(resized.label() + ": " + resized.refusal());
                continue;
            }
            Ratios ratios = over == null ? null : Ratios.of(machine, over);
            table.row(
                    label(machine),
                    Numbers.fixed(machine.sramBytes() / 1024.0, 1),
                    Numbers.count(machine.run().cycles()),
                    ratios == null ? "-" : Numbers.fixed(ratios.speedup(), 2),
                    Numbers.column((machine.dramReadBits() + machine.dramWriteBits()) / BITS_PER_MB),
                    uj(machine.priced().total().total()),
                    ratios == null ? "-" : Numbers.fixed(ratios.efficiency(), 2),
                    ratios == null ? "-" : Numbers.fixed(ratios.energyDelay(), 2),
                    ratios == null ? "" : ratios.accuracy().mark());
        }
        lines.addAll(table.lines());
        text("every machine with the buffer that holds its maps resized, so that all its SRAMs together have at most "
                + Numbers.count(comparison.equalSram().bytes()) + " bytes");
        refused.forEach(this::text);
        lines.add("");
    }

    private void layers() {
        List<ComparedMachine> machines = comparison.machines();
        for (int from = 0; from < machines.size(); from += MOST_COLUMNS) {
            List<ComparedMachine> shown = machines.subList(from, Math.min(machines.size(), from + MOST_COLUMNS));
            layers(shown);
        }
        lines.add("");
    }

    private void layers(List<ComparedMachine> shown) {
        ComparedMachine over = comparison.reference();
        List<String> top = new ArrayList<>(List.of("speedup over", ""));
        List<String> middle = new ArrayList<>(List.of(over(), "cycles of"));
        List<String> bottom = new ArrayList<>(List.of("layer", over()));
        for (ComparedMachine machine : shown) {
            AccuracyMatch match = AccuracyMatch.of(machine, over);
            top.add(label(machine));
            middle.add(match.iso() ? "" : "not iso-");
            bottom.add(match.iso() ? "" : "accuracy");
        }
        TextTable table = new TextTable(
                "lr" + "r".repeat(shown.size()),
                top.toArray(String[]::new),
                middle.toArray(String[]::new),
                bottom.toArray(String[]::new));
        boolean images = over.run().manyImages();
        for (int i = 0; i < comparison.layers(); i++) {
            LayerRecord layer = over.run().layers().get(i);
            String name = images ? layer.image() + ":" + layer.layer() : layer.layer();
            List<String> cells =
                    new ArrayList<>(List.of(TextTable.shorten(name, NAME_WIDTH), Numbers.count(layer.cycles())));
            for (ComparedMachine machine : shown) {
                cells.add(Numbers.fixed(Ratios.speedup(machine, over, i), 2));
            }
            table.row(cells.toArray(String[]::new));
        }
        lines.addAll(table.lines());
    }

    private void spent() {
        TextTable table =
                new TextTable("llrr", new String[] {"where the cycles went", "", "", "% of unit-cycles"}, new String[] {
                    "machine", "kind of unit", "units", RunTable.STATES
                });
        for (ComparedMachine machine : comparison.machines()) {
            for (LedgerSums sums : LedgerSums.ofRun(machine.run())) {
                table.row(
                        label(machine),
                        TextTable.shorten(sums.kind(), NAME_WIDTH),
                        Numbers.count(sums.units()),
                        RunTable.ledger(sums));
            }
        }
        lines.addAll(table.lines());
        text(RunTable.SPENT);
        lines.add("");
        for (ComparedMachine machine : comparison.machines()) {
            List<String> parts =
                    new ArrayList<>(RunTable.components(machine.priced().total()));
            parts.set(0, machine.label() + ": " + parts.get(0));
            lines.addAll(RunTable.labelled("by component", parts));
        }
        lines.add("");
    }

    private void published() {
        List<PublishedAverages.Pair> pairs = PublishedAverages.pairs(comparison);
        if (pairs.isEmpty()) {
            return;
        }
        lines.add("");
        TextTable table = new TextTable(
                "lrlrrrl",
                new String[] {"published averages, to compare", "theirs,", "ours,", "speed-", "per", "effici-", ""},
                new String[] {"as given", "x", "this network", "up, x", "mult.", "ency, x", ""});
        for (PublishedAverages.Pair pair : pairs) {
            table.row(
                    TextTable.shorten(pair.published().asGiven(), 66),
                    Numbers.plain(pair.published().factor()),
                    TextTable.shorten(
                            pair.machine().label() + " over " + pair.over().label(), 26),
                    pair.speedup() ? Numbers.fixed(pair.ours().speedup(), 2) : "",
                    pair.speedup() ? Numbers.fixed(pair.ours().perMultiplier(), 2) : "",
                    pair.efficiency() ? Numbers.fixed(pair.ours().efficiency(), 2) : "",
                    pair.ours().accuracy().mark());
        }
        lines.addAll(table.lines());
        pairs.stream().map(pair -> pair.published().source()).distinct().forEach(this::text);
    }

    private void text(String sentence) {
        lines.addAll(TextTable.wrapped(sentence));
    }
}
