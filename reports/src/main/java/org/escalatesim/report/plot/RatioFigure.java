package org.escalatesim.report.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        return of(request, "speedup", "Speedup", "speedup over ");
    }

    static Figure efficiency(Request request) {
        return of(request, "energy_efficiency", "Energy efficiency", "energy of ");
    }

    private static Figure of(Request request, String ratio, String title, String words) {
        List<PlotInput> inputs = new ArrayList<>();
        for (Path path : request.inputs()) {
            inputs.add(PlotInput.read(path, PlotInput.Kind.COMPARE));
        }
        PlotInput first = inputs.get(0);
        String over = first.text(first.json(), "over");
        List<String> labels = labels(first);
        List<String> networks = new ArrayList<>();
        for (PlotInput input : inputs) {
            String network = input.text(input.json(), "network");
            if (networks.contains(network)) {
                throw new ResultException(input.name() + ": network " + network + " again; each must come once");
            }
            networks.add(network);
            if (!input.text(input.json(), "over").equals(over)) {
                throw new ResultException(input.name() + ": ratios are over " + input.text(input.json(), "over")
                        + ", in " + first.name() + " over " + over + "; compare --over makes them equal");
            }
            if (!labels(input).equals(labels)) {
                throw new ResultException(input.name() + ": machines are " + String.join(", ", labels(input)) + ", in "
                        + first.name() + " " + String.join(", ", labels));
            }
        }
        boolean mean = networks.size() > 1;
        boolean anyMarked = false;
        List<Series> series = new ArrayList<>();
        for (int m = 0; m < labels.size(); m++) {
            if (labels.get(m).equals(over)) {
                continue;
            }
            List<Double> values = new ArrayList<>();
            List<Boolean> marked = new ArrayList<>();
            double logs = 0;
            for (PlotInput input : inputs) {
                JsonNode machine = input.json().path("machines").path(m);
                double value = input.number(machine, "ratios/" + ratio);
                if (value == 0) {
                    throw new ResultException(input.name() + ": " + ratio + " of " + labels.get(m)
                            + " is 0, which a logarithmic axis cannot show");
                }
                values.add(value);
                marked.add(!input.text(machine, "ratios/iso_accuracy").equals("iso-accuracy"));
                logs += Math.log(value);
            }
            anyMarked |= marked.contains(true);
            if (mean) {
                values.add(Math.exp(logs / inputs.size()));
                marked.add(marked.contains(true));
            }
            series.add(new Series(labels.get(m), values, null, marked, series.size()));
        }
        if (series.isEmpty()) {
            throw new ResultException(first.name() + ": no machine but the reference " + over);
        }
        List<String> categories = new ArrayList<>(networks);
        List<String> groups = new ArrayList<>();
        if (mean) {
            networks.forEach(network -> groups.add(""));
            categories.add(MEAN);
            groups.add(" ");
        }
        List<String> notes = new ArrayList<>();
        if (anyMarked) {
            notes.add("* not iso-accuracy: accuracy differs from that of " + over + ", or is not known.");
        }
        String axis = title.equals("Speedup") ? words + over : words + over + " / energy";
        Bars bars = new Bars("", "", axis + " (log)", categories, groups, series, false, true, Double.NaN);
        return new Figure(
                request.titleOr(title + " over " + over + (mean ? "" : ", " + networks.get(0))), List.of(bars), notes);
    }

    static List<String> labels(PlotInput input) {
        List<String> labels = new ArrayList<>();
        for (JsonNode machine : input.filled(input.json(), "machines")) {
            labels.add(input.text(machine, "label"));
        }
        return labels;
    }
}
