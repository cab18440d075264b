package org.escalatesim.report.page;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.report.AccuracyMatch;
import org.escalatesim.report.ComparedMachine;
import org.escalatesim.report.LedgerSums;
import org.escalatesim.report.MachineComparison;
import org.escalatesim.report.Ratios;
import org.escalatesim.report.page.Chart.Mode;
import org.escalatesim.report.page.Chart.View;

/** The charts of a comparison. */
final class CompareCharts {
    private static final double PJ_PER_UJ = 1e6;

    private final MachineComparison comparison;
    private final ComparedMachine over;
    private final List<ComparedMachine> machines;
    private final List<String> labels;
    /** Labels with the mark that every ratio must carry. */
    private final List<String> marked;

    CompareCharts(MachineComparison comparison) {
        this.comparison = comparison;
        over = comparison.reference();
        machines = comparison.machines();
        labels = ComparePage.labels(comparison);
        marked = machines.stream()
                .map(machine -> Ratios.of(machine, over).accuracy().iso()
                        ? machine.label()
                        : machine.label() + "\n" + AccuracyMatch.NOT_ISO)
                .toList();
    }

    List<DomContent> render() {
        return List.of(ratios(), energy(), spent(), layers());
    }

    private DomContent ratios() {
        Chart chart = new Chart(
                "chart-ratios",
                "Speedup and efficiency over " + over.label(),
                "Bars: a ratio for each machine. Same numbers: tables All layers and Ratios.",
                marked);
        bars(chart, "speedup, all layers", "speedup, x", ratios -> ratios.speedup());
        bars(chart, "speedup, geometric mean of the layers", "speedup, x", Ratios::geometricSpeedup);
        bars(chart, "speedup per multiplier", "speedup per multiplier, x", Ratios::perMultiplier);
        bars(chart, "speedup per 8x8 multiplier", "speedup per 8x8, x", Ratios::per8x8);
        if (machines.stream().anyMatch(machine -> machine.run().machine().area() != null)) {
            String name = "speedup per " + AreaBlocks.UNIT;
            bars(chart, name, name + ", x", Ratios::perMm2)
                    .ranges(values(Ratios::perMm2Least), values(Ratios::perMm2Most));
        }
        bars(chart, "energy efficiency, all layers", "efficiency, x", Ratios::efficiency);
        bars(chart, "energy-delay product", "EDP ratio, x", Ratios::energyDelay);
        return chart.note("Above 1 (dashed) where the machine is better than " + over.label() + ".")
                .render();
    }

    private View bars(Chart chart, String name, String axis, ToDoubleFunction<Ratios> ratio) {
        return chart.view(name, axis, "x", Mode.GROUP)
                .series(name, 0, values(ratio))
                .reference(1);
    }

    private double[] values(ToDoubleFunction<Ratios> ratio) {
        return machines.stream()
                .mapToDouble(machine -> ratio.applyAsDouble(Ratios.of(machine, over)))
                .toArray();
    }

    private DomContent energy() {
        Chart chart = new Chart(
                "chart-energy",
                "Energy of all layers",
                "Stacked bars: energy of each machine, by kind or by component. Same numbers: tables All layers and Energy"
                        + " by component.",
                labels);
        chart.view("by kind", "energy, \u00b5J", "\u00b5J", Mode.STACK)
                .series("on-chip dynamic", 0, microjoules(ComparedMachine::onChipDynamic))
                .series(
                        "leakage",
                        3,
                        microjoules(machine -> machine.priced().total().leakage()))
                .series("DRAM", 1, microjoules(ComparedMachine::dram));
        chart.shares("by kind, shares", "% of the machine's energy");
        Map<String, Double> sums = new TreeMap<>();
        machines.forEach(machine ->
                machine.priced().total().components().forEach((name, pj) -> sums.merge(name, pj, Double::sum)));
        List<String> largest = sums.keySet().stream()
                .sorted(Comparator.comparing((String name) -> sums.get(name))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        boolean others = largest.size() > LayerCharts.MOST_COMPONENTS;
        List<String> own = others ? largest.subList(0, LayerCharts.MOST_COMPONENTS - 1) : largest;
        View view = chart.view("by component", "energy, \u00b5J", "\u00b5J", Mode.STACK);
        for (int k = 0; k < own.size(); k++) {
            String name = own.get(k);
            view.series(
                    name,
                    LayerCharts.componentColour(k),
                    microjoules(machine -> machine.priced().total().components().getOrDefault(name, 0.0)));
        }
        if (others) {
            List<String> rest = largest.subList(own.size(), largest.size());
            view.series(
                    rest.size() + " others",
                    5,
                    microjoules(machine -> rest.stream()
                            .mapToDouble(name ->
                                    machine.priced().total().components().getOrDefault(name, 0.0))
                            .sum()));
        }
        chart.shares("by component, shares", "% of the machine's energy");
        return chart.note("Energy table " + comparison.energyTable() + " on all machines.")
                .render();
    }

    private double[] microjoules(ToDoubleFunction<ComparedMachine> picojoules) {
        return machines.stream()
                .mapToDouble(picojoules)
                .map(pj -> pj / PJ_PER_UJ)
                .toArray();
    }

    private DomContent spent() {
        List<String> names = new ArrayList<>();
        List<LedgerSums> rows = new ArrayList<>();
        List<Long> cycles = new ArrayList<>();
        for (ComparedMachine machine : machines) {
            for (LedgerSums sums : LayerCharts.sums(machine.run())) {
                names.add(machine.label() + "\n" + sums.kind());
                rows.add(sums);
                cycles.add(machine.run().cycles());
            }
        }
        Chart chart = new Chart(
                "chart-cycles",
                "Where the cycles went",
                "Stacked bars: cycles of each machine and kind of unit, split by what the units did. Same numbers: table"
                        + " Cycle ledger.",
                names);
        View view = chart.view("cycles", "clock cycles", "cycles", Mode.STACK);
        for (State state : State.values()) {
            view.series(
                    LayerCharts.words(state),
                    LayerCharts.colour(state),
                    IntStream.range(0, rows.size())
                            .mapToDouble(i -> rows.get(i).fraction(state) * cycles.get(i))
                            .toArray());
        }
        chart.shares("% of cycles", "% of cycles");
        return chart.note("Of each kind of unit the mean over its units, all layers together.")
                .render();
    }

    private DomContent layers() {
        Chart chart = new Chart(
                "chart-layers",
                "Layer by layer",
                "Points joined by lines: a figure of each machine for each layer. Same numbers: table Layers.",
                LayerCharts.names(over.run()));
        View speedup = chart.view("speedup over " + over.label(), "speedup, x", "x", Mode.POINTS)
                .logarithmic()
                .reference(1);
        View cycles =
                chart.view("cycles", "clock cycles", "cycles", Mode.POINTS).logarithmic();
        View energy =
                chart.view("energy", "energy, \u00b5J", "\u00b5J", Mode.POINTS).logarithmic();
        int[] colours = {0, 1, 6, 2, 3, 4, 8, 9, 10, 11, 12, 13, 14, 15, 5, 7};
        for (int m = 0; m < machines.size(); m++) {
            ComparedMachine machine = machines.get(m);
            int colour = colours[m % colours.length];
            speedup.series(
                    marked.get(m).replace('\n', ' '),
                    colour,
                    IntStream.range(0, comparison.layers())
                            .mapToDouble(i -> Ratios.speedup(machine, over, i))
                            .toArray());
            cycles.series(
                    machine.label(),
                    colour,
                    machine.run().layers().stream()
                            .mapToDouble(layer -> layer.cycles())
                            .toArray());
            energy.series(
                    machine.label(),
                    colour,
                    machine.priced().energy().stream()
                            .mapToDouble(layer -> layer.total() / PJ_PER_UJ)
                            .toArray());
        }
        return chart.note("Logarithmic axes. Machines whose accuracy differs from that of " + over.label()
                        + ", or is not known, carry the words \"" + AccuracyMatch.NOT_ISO + "\".")
                .render();
    }
}
