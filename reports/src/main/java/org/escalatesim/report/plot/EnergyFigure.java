package org.escalatesim.report.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.Figure.Bars;
import org.escalatesim.report.plot.Figure.Series;
import tools.jackson.databind.JsonNode;

/** Energy by component, stacked, one bar per machine; networks are groups. */
final class EnergyFigure {
    /** Components shown by name; the others together are one. */
    private static final int MOST = 8;

    private EnergyFigure() {}

    /** One bar: energies in pJ by component; marked if it is of a comparison and not at the reference's accuracy. */
    private record Bar(
            String machine,
            String network,
            String table,
            double reference,
            boolean marked,
            Map<String, Double> components) {
        double total() {
            return components.values().stream().mapToDouble(v -> v).sum();
        }
    }

    static Figure of(Request request) {
        if (request.layers()) {
            return layers(request);
        }
        PlotInput first = null;
        List<Bar> bars = new ArrayList<>();
        boolean comparisons = false;
        String over = null;
        for (Path path : request.inputs()) {
            PlotInput input = PlotInput.read(path, PlotInput.Kind.COMPARE, PlotInput.Kind.RUN);
            first = first == null ? input : first;
            first.sameVersion(input);
            if (!bars.isEmpty() && comparisons != (input.kind() == PlotInput.Kind.COMPARE)) {
                throw new ResultException(
                        input.name() + ": runs and comparisons do not mix; give the one or the other alone");
            }
            if (input.kind() == PlotInput.Kind.COMPARE) {
                comparisons = true;
                String its = input.text(input.json(), "over");
                if (over != null && !its.equals(over)) {
                    throw new ResultException(input.name() + ": ratios are over " + its + ", in the file before over "
                            + over + "; compare --over makes them equal");
                }
                over = its;
                compare(input, bars);
            } else {
                bars.add(bar(
                        input,
                        input.json(),
                        input.text(input.json(), "machine/name"),
                        input.text(input.json(), "workload/name"),
                        0,
                        false));
            }
        }
        String table = bars.get(0).table;
        for (Bar bar : bars) {
            if (!bar.table.equals(table)) {
                throw new ResultException("energy tables differ: " + table + ", " + bar.table + " for " + bar.machine
                        + "; reprice makes them equal");
            }
        }
        boolean relative = Boolean.TRUE.equals(request.relative());
        if (relative && !comparisons) {
            over = bars.get(0).machine;
        }
        List<String> notes = new ArrayList<>();
        if (bars.stream().anyMatch(Bar::marked)) {
            notes.add(IsoAccuracy.note(List.of(over)));
        }
        if (!comparisons && bars.stream().map(Bar::machine).distinct().count() > 1) {
            notes.add(IsoAccuracy.UNKNOWN);
        }
        return draw(request, bars, relative ? over : null, notes);
    }

    /** One run, a bar per layer; images are summed. */
    private static Figure layers(Request request) {
        if (request.inputs().size() > 1) {
            throw new ResultException("--layers is of one run; give one run.json, not "
                    + request.inputs().size());
        }
        PlotInput input = PlotInput.read(request.inputs().get(0), PlotInput.Kind.RUN);
        if (Boolean.TRUE.equals(request.relative())) {
            throw new ResultException("--layers has no machine to be relative to");
        }
        String network = input.text(input.json(), "workload/name");
        Map<String, Bar> bars = new LinkedHashMap<>();
        for (JsonNode layer : input.filled(input.json(), "layers")) {
            String name = input.text(layer, "layer");
            Map<String, Double> components = new LinkedHashMap<>();
            if (bars.containsKey(name)) {
                components.putAll(bars.get(name).components);
            }
            JsonNode all = input.filled(layer, "energy/components_pj");
            for (String component : all.propertyNames()) {
                components.merge(component, input.number(all, component), Double::sum);
            }
            bars.put(name, new Bar(name, network, input.text(layer, "energy/table"), 0, false, components));
        }
        Figure figure = draw(request, List.copyOf(bars.values()), null, List.of());
        Bars panel = (Bars) figure.panels().get(0);
        Bars titled = new Bars(
                "", "layer", panel.yTitle(), panel.categories(), List.of(), panel.series(), true, false, Double.NaN);
        String own = "Energy by layer: " + network + " on " + input.text(input.json(), "machine/name");
        return new Figure(request.titleOr(own), List.of(titled), figure.notes());
    }

    private static void compare(PlotInput input, List<Bar> bars) {
        String network = input.text(input.json(), "network");
        String over = input.text(input.json(), "over");
        double reference = 0;
        for (JsonNode machine : input.filled(input.json(), "machines")) {
            if (input.text(machine, "label").equals(over)) {
                reference = bar(input, machine, over, network, 0, false).total();
            }
        }
        for (JsonNode machine : input.json().path("machines")) {
            String label = input.text(machine, "label");
            boolean marked = !label.equals(over) && IsoAccuracy.marked(input, machine);
            bars.add(bar(input, machine, label, network, reference, marked));
        }
    }

    private static Bar bar(
            PlotInput input, JsonNode node, String machine, String network, double reference, boolean marked) {
        Map<String, Double> components = new LinkedHashMap<>();
        JsonNode all = input.filled(node, "totals/energy/components_pj");
        for (String name : all.propertyNames()) {
            components.put(name, input.number(all, name));
        }
        return new Bar(machine, network, input.text(node, "totals/energy/table"), reference, marked, components);
    }

    private static Figure draw(Request request, List<Bar> bars, String over, List<String> more) {
        Map<String, Double> largest = new HashMap<>();
        for (Bar bar : bars) {
            bar.components.forEach((name, pj) -> largest.merge(name, pj / bar.total(), Math::max));
        }
        List<String> named = largest.keySet().stream()
                .sorted((a, b) -> largest.get(a).equals(largest.get(b))
                        ? a.compareTo(b)
                        : Double.compare(largest.get(b), largest.get(a)))
                .limit(MOST)
                .toList();
        double most = bars.stream().mapToDouble(Bar::total).max().orElse(0);
        Prefix prefix = Prefix.ofPicojoules(most);
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i);
            series.add(Series.of(words(name), values(bars, over, prefix, List.of(name)), i));
        }
        List<String> notes = new ArrayList<>();
        notes.add("Dynamic energy and leakage; energy table " + bars.get(0).table + "."
                + (largest.size() > MOST ? " Other: components that are smaller shares of every bar." : ""));
        if (largest.size() > MOST) {
            List<String> rest = largest.keySet().stream()
                    .filter(name -> !named.contains(name))
                    .sorted()
                    .toList();
            series.add(Series.of("other (" + rest.size() + ")", values(bars, over, prefix, rest), Palette.EMPTY));
        }
        notes.addAll(more);
        if (bars.stream().anyMatch(Bar::marked)) {
            List<Boolean> marked = bars.stream().map(Bar::marked).toList();
            // The last one is the top of the stack.
            Series top = series.remove(series.size() - 1);
            series.add(new Series(top.name(), top.values(), null, marked, top.style()));
        }
        List<String> networks = bars.stream().map(Bar::network).distinct().toList();
        List<String> groups =
                networks.size() > 1 ? bars.stream().map(Bar::network).toList() : List.of();
        String axis = over == null ? "energy (" + prefix.word() + ")" : "energy / energy of " + over;
        Bars panel = new Bars(
                "", "", axis, bars.stream().map(Bar::machine).toList(), groups, series, true, false, Double.NaN);
        String title = "Energy by component" + (networks.size() > 1 ? "" : ", " + networks.get(0));
        return new Figure(request.titleOr(title), List.of(panel), notes);
    }

    private static List<Double> values(List<Bar> bars, String over, Prefix prefix, List<String> names) {
        List<Double> values = new ArrayList<>();
        for (Bar bar : bars) {
            double sum = names.stream()
                    .mapToDouble(name -> bar.components.getOrDefault(name, 0.0))
                    .sum();
            // Runs have no reference of their own: the first one is it.
            double reference = bar.reference > 0 ? bar.reference : bars.get(0).total();
            values.add(over == null ? sum / prefix.factor() : sum / reference);
        }
        return values;
    }

    private static String words(String component) {
        return component.replace('_', ' ');
    }
}
