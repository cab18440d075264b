package org.escalatesim.report.page;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.LedgerSums;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.page.Chart.Mode;
import org.escalatesim.report.page.Chart.View;

/** The charts of a run, layer by layer. */
final class LayerCharts {
    /** Components with colours of their own; the others are drawn as one. */
    static final int MOST_COMPONENTS = 11;

    private static final double PJ_PER_UJ = 1e6;
    /** Colours of the states of the ledger, in their order. */
    private static final int[] STATE_COLOURS = {6, 4, 1, 3, 2, 5};

    private final PricedRun priced;
    private final List<LayerRecord> layers;
    private final List<String> names;

    LayerCharts(PricedRun priced) {
        this.priced = priced;
        layers = priced.run().layers();
        names = names(priced.run());
    }

    /** What layers are called: {@code IMAGE:LAYER} where several images ran. */
    static List<String> names(RunRecord run) {
        return run.layers().stream()
                .map(layer -> run.manyImages() ? layer.image() + ":" + layer.layer() : layer.layer())
                .toList();
    }

    /** All charts. */
    List<DomContent> render() {
        return List.of(cycles(), energy(), use(), figures());
    }

    /** Kinds of unit of a run: the two halves of a row first where the machine has them, else as they first occur. */
    static Set<String> kinds(RunRecord run) {
        Set<String> all = new LinkedHashSet<>();
        run.layers().forEach(layer -> layer.ledger().forEach(sums -> all.add(sums.kind())));
        Set<String> kinds = new LinkedHashSet<>(List.of("ca", "mac"));
        kinds.retainAll(all);
        kinds.addAll(all);
        return kinds;
    }

    /** The sums of a whole run, by kind, in the order of {@link #kinds}. */
    static List<LedgerSums> sums(RunRecord run) {
        List<String> order = List.copyOf(kinds(run));
        return LedgerSums.ofRun(run).stream()
                .sorted(Comparator.comparing(sums -> order.indexOf(sums.kind())))
                .toList();
    }

    /** What a state means, in words. */
    static String words(State state) {
        return switch (state) {
            case WORKING -> "working";
            case INPUT -> "waiting for input";
            case BLOCKED -> "blocked downstream";
            case SIBLINGS -> "waiting for siblings";
            case MEMORY -> "waiting for memory";
            case IDLE -> "idle";
        };
    }

    static int colour(State state) {
        return STATE_COLOURS[state.ordinal()];
    }

    private DomContent cycles() {
        Chart chart = new Chart(
                "chart-cycles",
                "Cycles per layer, and where they went",
                "Stacked bars: a layer's clock cycles, split by what units of one kind did in them. Same numbers: tables"
                        + " Layers and Cycle ledger.",
                names);
        for (String kind : kinds(priced.run())) {
            View view = chart.view(kind + ": cycles", "clock cycles", "cycles", Mode.STACK);
            for (State state : State.values()) {
                view.series(words(state), colour(state), values(i -> {
                    LedgerSums sums = layers.get(i).ledger(kind);
                    return sums == null
                            ? Double.NaN
                            : sums.fraction(state) * layers.get(i).cycles();
                }));
            }
            chart.shares(kind + ": % of cycles", kind + ": % of cycles");
        }
        return chart.note("Of each kind of unit the mean over its units, so that a bar is as high as the layer has"
                        + " cycles. Press a legend entry to hide it; drag to zoom, double-click to see all.")
                .render();
    }

    private DomContent energy() {
        Chart chart = new Chart(
                "chart-energy",
                "Energy per layer",
                "Stacked bars: a layer's energy, split by component. Same numbers: table Energy by layer and component.",
                names);
        View view = chart.view("energy", "energy, \u00b5J", "\u00b5J", Mode.STACK);
        Map<String, Double> all = priced.total().components();
        List<String> largest = all.keySet().stream()
                .sorted(Comparator.comparing((String name) -> all.get(name))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean others = largest.size() > MOST_COMPONENTS;
        List<String> own = others ? largest.subList(0, MOST_COMPONENTS - 1) : largest;
        for (int k = 0; k < own.size(); k++) {
            String component = own.get(k);
            view.series(component, componentColour(k), values(i -> component(i, component)));
        }
        if (others) {
            List<String> rest = largest.subList(own.size(), largest.size());
            view.series(
                    rest.size() + " others",
                    5,
                    values(i -> rest.stream()
                            .mapToDouble(component -> component(i, component))
                            .sum()));
        }
        chart.shares("energy, shares", "% of the layer's energy");
        chart.note("Dynamic energy and leakage together, by energy table " + priced.energyTable() + ".");
        return chart.render();
    }

    /** Colour of the component of a rank by energy; grey is left for the rest. */
    static int componentColour(int rank) {
        int[] order = {0, 1, 6, 2, 4, 3, 7, 8, 9, 10, 11};
        return order[rank];
    }

    private double component(int i, String component) {
        return priced.energy().get(i).components().getOrDefault(component, 0.0) / PJ_PER_UJ;
    }

    private DomContent use() {
        Chart chart = new Chart(
                "chart-use",
                "Utilisation per layer",
                "Bars: the share of the multipliers that multiplied in a cycle, or of units that worked, in per cent."
                        + " Same numbers: tables Layers and Cycle ledger.",
                names);
        View multipliers = chart.view("multipliers", "multipliers used, %", "%", Mode.STACK)
                .series("multiplications", 0, values(i -> 100 * priced.utilisation(i)));
        if (layers.stream().anyMatch(layer -> layer.bypassed() > 0)) {
            multipliers.series(
                    "one-tap elements (bypass the multipliers)",
                    1,
                    values(i -> 100 * (priced.utilisationWithBypass(i) - priced.utilisation(i))));
        }
        View working = chart.view("units at work, by kind", "unit-cycles working, %", "%", Mode.GROUP);
        List<String> kinds = new ArrayList<>(kinds(priced.run()));
        for (int k = 0; k < kinds.size(); k++) {
            String kind = kinds.get(k);
            working.series(kind, k, values(i -> {
                LedgerSums sums = layers.get(i).ledger(kind);
                return sums == null ? Double.NaN : 100 * sums.fraction(State.WORKING);
            }));
        }
        return chart.note("Multipliers used: multiplications / (multipliers x cycles).")
                .render();
    }

    private DomContent figures() {
        Chart chart = new Chart(
                "chart-figures",
                "Other figures per layer",
                "Bars or points: speedup over the ideal dense machine, densities, or DRAM traffic. Same numbers: table"
                        + " Layers.",
                names);
        chart.view("speedup over ideal dense", "speedup, x", "x", Mode.GROUP)
                .series("speedup", 0, values(this::speedup))
                .reference(1);
        chart.view("densities", "density, fraction non-zero", "", Mode.GROUP)
                .series("activations", 4, values(i -> layers.get(i).activationDensity()))
                .series("weights in this form", 1, values(i -> layers.get(i).weightDensity()));
        chart.view("DRAM traffic", "DRAM traffic, kB", "kB", Mode.STACK)
                .series("read", 0, values(i -> kilobytes(i, Action.DRAM_READ)))
                .series("written", 1, values(i -> kilobytes(i, Action.DRAM_WRITE)));
        return chart.note("Speedup: cycles of the ideal dense machine, ceil(dense MACs / "
                        + Shown.text(priced.run().machine().idealDenseMultipliers())
                        + " multipliers), / cycles; the dashed line is 1.")
                .render();
    }

    private double speedup(int i) {
        LayerRecord layer = layers.get(i);
        return layer.idealDenseCycles(priced.run().machine().idealDenseMultipliers()) / (double) layer.cycles();
    }

    /** Thousands of bytes that a layer moved. */
    private double kilobytes(int i, Action action) {
        return layers.get(i).activity().bits(action) / 8e3;
    }

    private double[] values(IntToDoubleFunction of) {
        return IntStream.range(0, layers.size()).mapToDouble(of).toArray();
    }
}
