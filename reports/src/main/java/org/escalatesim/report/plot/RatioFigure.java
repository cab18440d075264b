package org.escalatesim.report.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.Figure.Bars;
import org.escalatesim.report.plot.Figure.Series;
import tools.jackson.databind.JsonNode;

/** Ratios over the reference machine, per network, grouped by machine, with geometric means at the right. */
final class RatioFigure {
    /** The group at the right. */
    static final String MEAN = "geo. mean";

    private RatioFigure() {}

    static Figure speedup(Request request) {
        return of(request, "speedup", "Speedup", "speedup");
    }

    static Figure efficiency(Request request) {
        return of(request, "energy_efficiency", "Energy efficiency", "efficiency");
    }

    private static Figure of(Request request, String ratio, String title, String axis) {
        Map<String, List<PlotInput>> networks = networks(request);
        PlotInput first = networks.values().iterator().next().get(0);
        String over = first.text(first.json(), "over");
        List<String> labels = labels(first);
        boolean mean = networks.size() > 1;
        boolean anyMarked = false;
        int most = 1;
        List<Series> series = new ArrayList<>();
        for (int m = 0; m < labels.size(); m++) {
            if (labels.get(m).equals(over)) {
                continue;
            }
            List<Double> values = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            List<Boolean> marked = new ArrayList<>();
            double logs = 0;
            for (List<PlotInput> samples : networks.values()) {
                List<Double> its = new ArrayList<>();
                boolean mark = false;
                for (PlotInput input : samples) {
                    JsonNode machine = input.json().path("machines").path(m);
                    double value = input.number(machine, "ratios/" + ratio);
                    if (value == 0) {
                        throw new ResultException(input.name() + ": " + ratio + " of " + labels.get(m)
                                + " is 0, which a logarithmic axis cannot show");
                    }
                    its.add(Math.log(value));
                    mark |= IsoAccuracy.marked(input, machine);
                }
                // Ratios are averaged as their logarithms are: the bar is symmetric on this axis.
                Spread spread = Spread.of(its, request.confidence());
                values.add(Math.exp(spread.mean()));
                errors.add(Math.exp(spread.error()));
                marked.add(mark);
                logs += spread.mean();
                most = Math.max(most, its.size());
            }
            anyMarked |= marked.contains(true);
            if (mean) {
                values.add(Math.exp(logs / networks.size()));
                errors.add(1.0);
                marked.add(marked.contains(true));
            }
            series.add(new Series(labels.get(m), values, most > 1 ? errors : null, marked, series.size()));
        }
        if (series.isEmpty()) {
            throw new ResultException(first.name() + ": no machine but the reference " + over);
        }
        List<String> categories = new ArrayList<>(networks.keySet());
        List<String> groups = new ArrayList<>();
        if (mean) {
            categories.forEach(network -> groups.add(""));
            categories.add(MEAN);
            groups.add(" ");
        }
        List<String> notes = new ArrayList<>();
        if (anyMarked) {
            notes.add(IsoAccuracy.note(List.of(over)));
        }
        if (ratio.equals("energy_efficiency")) {
            notes.add("Efficiency: energy of " + over + " / energy.");
        }
        if (most > 1) {
            notes.add("Geometric means over up to " + most + " seeds or images; error bars: "
                    + Spread.words(request.confidence()) + " of the logarithm.");
        }
        Bars bars = new Bars("", "", axis + " (x, log)", categories, groups, series, false, true, Double.NaN);
        String only = networks.keySet().iterator().next();
        return new Figure(request.titleOr(title + " over " + over + (mean ? "" : ", " + only)), List.of(bars), notes);
    }

    /** Comparisons by network, in the order in which networks come; several of one network differ in seed or image. */
    private static Map<String, List<PlotInput>> networks(Request request) {
        Map<String, List<PlotInput>> networks = new LinkedHashMap<>();
        Set<String> samples = new HashSet<>();
        PlotInput first = null;
        for (Path path : request.inputs()) {
            PlotInput input = PlotInput.read(path, PlotInput.Kind.COMPARE);
            first = first == null ? input : first;
            first.sameVersion(input);
            String over = first.text(first.json(), "over");
            if (!input.text(input.json(), "over").equals(over)) {
                throw new ResultException(input.name() + ": ratios are over " + input.text(input.json(), "over")
                        + ", in " + first.name() + " over " + over + "; compare --over makes them equal");
            }
            if (!labels(input).equals(labels(first))) {
                throw new ResultException(input.name() + ": machines are " + String.join(", ", labels(input)) + ", in "
                        + first.name() + " " + String.join(", ", labels(first)));
            }
            String network = input.text(input.json(), "network");
            JsonNode work = input.json().path("machines").path(0).path("workload");
            if (!samples.add(network + " " + work.path("seed") + " " + work.path("images"))) {
                throw new ResultException(input.name() + ": network " + network
                        + " again with the same seed and image; each must come once");
            }
            networks.computeIfAbsent(network, key -> new ArrayList<>()).add(input);
        }
        return networks;
    }

    static List<String> labels(PlotInput input) {
        List<String> labels = new ArrayList<>();
        for (JsonNode machine : input.filled(input.json(), "machines")) {
            labels.add(input.text(machine, "label"));
        }
        return labels;
    }
}
