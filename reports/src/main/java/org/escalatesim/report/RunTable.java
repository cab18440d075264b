package org.escalatesim.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.trace.WeightForm;

/** A finished run as a person reads it: a table per layer, totals, notes. At most 140 columns wide. */
public final class RunTable {
    private static final int NAME_WIDTH = 18;
    private static final int SHAPE_WIDTH = 32;
    private static final int LABEL_WIDTH = 14;
    private static final int LINE_WIDTH = 138;
    /** Components whose area is told. */
    private static final int LARGEST = 4;

    private static final String USED = "mult. used: multiplications / (multipliers x cycles)";
    private static final String USED_WITH_BYPASS =
            USED + "; after a slash, with one-tap elements, which bypass the multipliers";
    static final String SPENT =
            "cycles spent: working, waiting for input, blocked downstream, waiting for siblings (imbalance) or for memory,"
                    + " idle";
    /** Header of the six columns of a ledger, which {@link #ledger} fills. */
    static final String STATES = "work  in blk sib mem idl";
    /** As wide as these. */
    private static final int LEDGER_WIDTH = 23;

    private static final String INTERVAL =
            "ci95: half the width of the mean's 95 % confidence interval (Student's t), images taken as a random sample";

    private RunTable() {}

    /** The lines to print. */
    public static List<String> lines(PricedRun priced) {
        RunRecord run = priced.run();
        List<String> lines = new ArrayList<>();
        lines.add(title(run));
        lines.add("");
        lines.addAll(layers(priced));
        lines.add(bypasses(run) ? USED_WITH_BYPASS : USED);
        lines.add(SPENT);
        lines.add("");
        lines.addAll(totals(priced));
        if (run.manyImages()) {
            lines.add("");
            lines.addAll(images(priced));
            lines.add(INTERVAL);
        }
        if (!run.workload().notes().isEmpty() || !run.machine().warnings().isEmpty()) {
            lines.add("");
        }
        for (String note : run.workload().notes()) {
            lines.addAll(labelled("note", List.of(note)));
        }
        for (String warning : run.machine().warnings()) {
            lines.addAll(labelled("warning", List.of(warning)));
        }
        return lines;
    }

    private static String title(RunRecord run) {
        return run.workload().name() + " on " + run.machine().name() + " ("
                + run.machine().multipliers()
                + " multipliers, " + run.machine().clockMhz() + " MHz), "
                + run.workload().kind()
                + (run.workload().seed() != null ? ", seed " + run.workload().seed() : "")
                + images(run.workload().images());
    }

    private static String images(List<Integer> images) {
        return switch (images.size()) {
            case 0 -> "";
            case 1 -> ", image " + images.get(0);
            default -> ", " + images.size() + " images";
        };
    }

    private static List<String> layers(PricedRun priced) {
        RunRecord run = priced.run();
        List<String> kinds = kinds(run);
        List<String> top = new ArrayList<>(List.of("", "K x C/groups x R x S / stride,", "", "speed-", "mult."));
        List<String> bottom = new ArrayList<>(List.of("layer", "input H x W > P x Q", "cycles", "up, x", "used,%"));
        for (String kind : kinds) {
            top.add(spent(kind));
            bottom.add(STATES);
        }
        top.add("energy,");
        bottom.add("uJ");
        TextTable table = new TextTable(
                "llrrr" + "r".repeat(kinds.size()) + "r", top.toArray(String[]::new), bottom.toArray(String[]::new));
        int shapeWidth = run.layers().stream()
                .mapToInt(layer -> layer.shape().describe().length())
                .max()
                .orElse(0);
        // what shapes leave free, names may take
        int nameWidth = NAME_WIDTH + Math.max(0, Math.min(SHAPE_WIDTH - shapeWidth, 6));
        for (int i = 0; i < run.layers().size(); i++) {
            table.row(layer(priced, i, kinds, nameWidth));
        }
        return table.lines();
    }

    /** Whether one-tap elements bypassed the multipliers of this run: machines that know none say nothing of them. */
    private static boolean bypasses(RunRecord run) {
        return run.layers().stream().anyMatch(layer -> layer.bypassed() > 0);
    }

    private static boolean decomposed(RunRecord run) {
        return run.layers().stream().anyMatch(layer -> layer.form() == WeightForm.DECOMPOSED);
    }

    private static String spent(String kind) {
        String text = kind + ": % of cycles spent";
        return text.length() <= LEDGER_WIDTH ? text : TextTable.shorten(kind, LEDGER_WIDTH - 3) + ", %";
    }

    private static String[] layer(PricedRun priced, int i, List<String> kinds, int nameWidth) {
        RunRecord run = priced.run();
        LayerRecord layer = run.layers().get(i);
        String name = run.manyImages() ? layer.image() + ":" + layer.layer() : layer.layer();
        double speedup = layer.idealDenseCycles(run.machine().idealDenseMultipliers()) / (double) layer.cycles();
        List<String> cells = new ArrayList<>();
        cells.add(TextTable.shorten(name, nameWidth));
        cells.add(TextTable.shorten(layer.shape().describe(), SHAPE_WIDTH));
        cells.add(Numbers.count(layer.cycles()));
        cells.add(Numbers.fixed(speedup, 2));
        cells.add(used(priced, i));
        for (String kind : kinds) {
            cells.add(ledger(layer.ledger(kind)));
        }
        cells.add(Numbers.column(priced.energy().get(i).total() / 1e6));
        return cells.toArray(String[]::new);
    }

    /** Per cent of multipliers used; after a slash with one-tap elements, where there are any. */
    private static String used(PricedRun priced, int i) {
        String used = Numbers.fixed(100 * priced.utilisation(i), 1);
        return priced.run().layers().get(i).bypassed() == 0
                ? used
                : used + "/" + Numbers.fixed(100 * priced.utilisationWithBypass(i), 1);
    }

    /** Six columns of per cent that sum to 100; a dot for what is nothing at all. */
    static String ledger(LedgerSums sums) {
        if (sums == null) {
            return "";
        }
        State[] states = State.values();
        int[] percent = Numbers.percentages(
                sums.cycles().stream().mapToLong(Long::longValue).toArray());
        StringBuilder text = new StringBuilder();
        for (State state : states) {
            String cell = sums.cycles(state) == 0 ? "." : Integer.toString(percent[state.ordinal()]);
            text.append(" ".repeat(4 - cell.length())).append(cell);
        }
        return text.substring(1);
    }

    /** The two halves of a row where the machine has them, else its first two kinds of unit. */
    private static List<String> kinds(RunRecord run) {
        Set<String> all = new LinkedHashSet<>();
        run.layers().forEach(layer -> layer.ledger().forEach(sums -> all.add(sums.kind())));
        if (all.contains("ca") && all.contains("mac")) {
            return List.of("ca", "mac");
        }
        return all.stream().limit(2).toList();
    }

    private static List<String> totals(PricedRun priced) {
        RunRecord run = priced.run();
        Totals totals = Totals.of(run);
        Energy energy = priced.total();
        List<String> lines = new ArrayList<>();
        boolean bypasses = bypasses(run);
        boolean decomposed = decomposed(run);
        lines.addAll(labelled(
                "cycles",
                List.of(
                        Numbers.count(totals.cycles()) + " = " + Numbers.short3(totals.milliseconds()) + " ms at "
                                + run.machine().clockMhz() + " MHz",
                        "speedup " + Numbers.fixed(totals.speedup(), 2) + "x over the ideal dense bound of "
                                + Numbers.count(totals.idealDenseCycles()) + " cycles ("
                                + Numbers.count(run.machine().idealDenseMultipliers()) + " multipliers)",
                        Numbers.fixed(100 * totals.utilisation(), 1) + " % of multipliers used"
                                + (bypasses
                                        ? " (" + Numbers.fixed(100 * totals.utilisationWithBypass(), 1)
                                                + " % with one-tap elements)"
                                        : ""))));
        List<String> work = new ArrayList<>(List.of(
                Numbers.count(totals.denseMacs()) + " dense-equivalent MACs",
                Numbers.count(totals.matchedPairs())
                        + (decomposed ? " matched pairs (additions)" : " matched pairs (both operands non-zero)"),
                Numbers.count(totals.multiplications()) + " multiplications"));
        if (bypasses) {
            work.add(Numbers.count(totals.bypassed()) + " one-tap elements bypassed the multipliers");
        }
        lines.addAll(labelled("work", work));
        lines.addAll(labelled(
                "density",
                List.of(
                        (decomposed ? "coefficients " : "weights ")
                                + Numbers.fixed(totals.weightNonZeros() / (double) totals.weightValues(), 3),
                        "activations "
                                + Numbers.fixed(totals.activationNonZeros() / (double) totals.activations(), 3)
                                + " (fraction non-zero, whole network)")));
        List<String> parts = new ArrayList<>(List.of(
                uj(energy.total()) + " = " + uj(energy.dynamic()) + " dynamic + " + uj(energy.leakage())
                        + " leakage (table " + priced.energyTable() + ")",
                "with derived rows at half " + uj(energy.totalWithDerivedTimes(0.5)) + ", at double "
                        + uj(energy.totalWithDerivedTimes(2))));
        if (energy.extrapolated() > 0) {
            parts.add(uj(energy.extrapolated()) + " priced outside the table's rows (extrapolated)");
        }
        lines.addAll(labelled("energy", parts));
        lines.addAll(labelled("by component", components(energy)));
        if (run.machine().area() != null) {
            lines.addAll(labelled("area", area(run.machine().area())));
        }
        if (run.workload().valuesVerified()) {
            lines.addAll(labelled("values", List.of("equal to the reference, bit for bit, in every layer")));
        }
        return lines;
    }

    /** The estimate and its largest components. */
    private static List<String> area(MachineArea area) {
        List<String> parts = new ArrayList<>(List.of(area.text() + ", estimated (table " + area.table() + ")"));
        area.components().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(LARGEST)
                .forEach(entry ->
                        parts.add(entry.getKey() + " " + Numbers.fixed(100 * entry.getValue() / area.um2(), 1) + " %"));
        return parts;
    }

    static List<String> components(Energy energy) {
        List<String> parts = new ArrayList<>();
        energy.components().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> parts.add(entry.getKey() + " " + uj(entry.getValue()) + " ("
                        + Numbers.fixed(100 * entry.getValue() / energy.total(), 1) + " %)"));
        return parts;
    }

    private static List<String> images(PricedRun priced) {
        RunRecord run = priced.run();
        TextTable table = new TextTable("lrr", new String[] {"image", "cycles", "energy, uJ"});
        for (int image : run.workload().images()) {
            table.row(
                    Integer.toString(image),
                    Numbers.count(run.cyclesOfImage(image)),
                    Numbers.column(priced.totalOfImage(image).total() / 1e6));
        }
        MeanInterval cycles = MeanInterval.cycles(priced);
        MeanInterval energy = MeanInterval.energy(priced);
        table.row("mean", Numbers.fixed(cycles.mean(), 1), Numbers.column(energy.mean() / 1e6));
        table.row("ci95", Numbers.fixed(cycles.halfWidth(), 1), Numbers.short3(energy.halfWidth() / 1e6));
        return table.lines();
    }

    private static String uj(double picojoules) {
        return Numbers.short3(picojoules / 1e6) + " uJ";
    }

    /** A label and parts joined by semicolons, wrapped between parts and, where a part is too long, between words. */
    static List<String> labelled(String label, List<String> parts) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())));
        boolean empty = true;
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i) + (i + 1 < parts.size() ? ";" : "");
            if (!empty && line.length() + 1 + part.length() > LINE_WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(LABEL_WIDTH));
                empty = true;
            }
            for (String word : part.split(" ")) {
                if (!empty && line.length() + 1 + word.length() > LINE_WIDTH) {
                    lines.add(line.toString());
                    line = new StringBuilder(" ".repeat(LABEL_WIDTH));
                    empty = true;
                }
                line.append(empty ? "" : " ").append(word);
                empty = false;
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
