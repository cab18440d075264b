package org.escalatesim.report.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.LedgerSums;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.plot.Figure.Bars;
import org.escalatesim.report.plot.Figure.Line;
import org.escalatesim.report.plot.Figure.Lines;
import org.escalatesim.report.plot.Figure.Panel;
import org.escalatesim.report.plot.Figure.Series;
import org.escalatesim.report.plot.Figure.Stroke;

/** Figures of one run, layer by layer, made of the cycle ledger. */
final class LedgerFigures {
    private static final Map<State, String> WORDS = Map.of(
            State.WORKING, "working",
            State.INPUT, "waiting for input",
            State.BLOCKED, "blocked downstream",
            State.SIBLINGS, "waiting for siblings",
            State.MEMORY, "waiting for memory",
            State.IDLE, "idle");
    /** Neighbours differ in lightness: blue, yellow, vermillion, sky, black, white. */
    private static final int[] STYLES = {0, 1, 2, 3, 4, Palette.EMPTY};

    private LedgerFigures() {}

    /** Where the cycles of each kind of unit went, stacked. */
    static Figure cycles(Request request) {
        RunRecord run = run(request);
        boolean relative = !Boolean.FALSE.equals(request.relative());
        List<String> layers = layers(run);
        double most = 0;
        for (String layer : layers) {
            most = Math.max(
                    most,
                    records(run, layer).stream().mapToLong(LayerRecord::cycles).sum());
        }
        Prefix prefix = relative ? new Prefix("share of cycles", 1) : Prefix.ofCount("cycles", most);
        List<Panel> panels = new ArrayList<>();
        List<String> kinds = kinds(run, request);
        // States that no bar shows need no place in the legend; a panel needs a series.
        List<State> shown = Arrays.stream(State.values())
                .filter(state -> state == State.WORKING
                        || kinds.stream()
                                .anyMatch(kind ->
                                        layers.stream().anyMatch(layer -> share(run, layer, kind, state, true) > 0)))
                .toList();
        for (String kind : kinds) {
            List<Series> series = new ArrayList<>();
            for (State state : shown) {
                List<Double> values = new ArrayList<>();
                for (String layer : layers) {
                    values.add(share(run, layer, kind, state, relative) / prefix.factor());
                }
                series.add(Series.of(WORDS.get(state), values, STYLES[state.ordinal()]));
            }
            boolean last = panels.size() == kinds.size() - 1;
            panels.add(new Bars(
                    caption(run, kind),
                    last ? "layer" : "",
                    prefix.word(),
                    layers,
                    List.of(),
                    series,
                    true,
                    false,
                    relative ? 1 : Double.NaN));
        }
        return new Figure(request.titleOr("Where the cycles go: " + of(run)), panels, notes(run, !relative));
    }

    /** The share of cycles in which each kind of unit works, with error bars over images. */
    static Figure utilisation(Request request) {
        RunRecord run = run(request);
        List<String> layers = layers(run);
        List<Line> lines = new ArrayList<>();
        for (String kind : kinds(run, request)) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            for (int i = 0; i < layers.size(); i++) {
                List<Double> samples = new ArrayList<>();
                for (LayerRecord record : records(run, layers.get(i))) {
                    if (record.ledger(kind) != null) {
                        samples.add(record.ledger(kind).fraction(State.WORKING));
                    }
                }
                if (!samples.isEmpty()) {
                    Spread spread = Spread.of(samples, request.confidence());
                    x.add((double) i);
                    y.add(spread.mean());
                    errors.add(spread.error());
                }
            }
            lines.add(Line.of(kind(kind), x, y, errors, Stroke.BOTH, lines.size()));
        }
        List<String> notes = new ArrayList<>();
        notes.add("Working: cycles in which a unit did its work / all its cycles, mean of all units of the kind.");
        if (run.manyImages()) {
            notes.add("Mean over " + run.imageCount() + " images; error bars: " + Spread.words(request.confidence())
                    + ".");
        }
        Lines panel = new Lines("", "layer", "share working", layers, false, false, true, 1.04, lines);
        return new Figure(request.titleOr("Utilisation: " + of(run)), List.of(panel), notes);
    }

    private static RunRecord run(Request request) {
        if (request.inputs().size() > 1) {
            throw new ResultException("this figure is of one run; give one run.json, not "
                    + request.inputs().size());
        }
        Path path = request.inputs().get(0);
        return PlotInput.read(path, PlotInput.Kind.RUN).run();
    }

    private static String of(RunRecord run) {
        return run.workload().name() + " on " + run.machine().name();
    }

    private static List<String> layers(RunRecord run) {
        return run.layers().stream().map(LayerRecord::layer).distinct().toList();
    }

    private static List<LayerRecord> records(RunRecord run, String layer) {
        return run.layers().stream()
                .filter(record -> record.layer().equals(layer))
                .toList();
    }

    /** Kinds asked for, else all; in the order of the ledger. */
    private static List<String> kinds(RunRecord run, Request request) {
        Set<String> all = new LinkedHashSet<>();
        run.layers().forEach(layer -> layer.ledger().forEach(sums -> all.add(sums.kind())));
        if (all.isEmpty()) {
            throw new ResultException(request.inputs().get(0) + ": has no cycle ledger");
        }
        for (String unit : request.units()) {
            if (!all.contains(unit)) {
                throw new ResultException("--units: no kind of unit '" + unit + "' on "
                        + run.machine().name() + request.didYouMean().apply(unit, all) + " (kinds: "
                        + String.join(", ", all) + ")");
            }
        }
        return all.stream()
                .filter(kind -> request.units().isEmpty() || request.units().contains(kind))
                .toList();
    }

    /** Unit-cycles in a state / all of them, over all images; times the layer's cycles unless relative. */
    private static double share(RunRecord run, String layer, String kind, State state, boolean relative) {
        long in = 0;
        long all = 0;
        long cycles = 0;
        for (LayerRecord record : records(run, layer)) {
            LedgerSums sums = record.ledger(kind);
            cycles += record.cycles();
            in += sums == null ? 0 : sums.cycles(state);
            all += sums == null ? 0 : sums.total();
        }
        double share = all == 0 ? 0 : in / (double) all;
        return relative ? share : share * cycles;
    }

    private static String kind(String kind) {
        return kind.equals("ca") || kind.equals("mac") || kind.equals("pe") ? kind.toUpperCase(Locale.ROOT) : kind;
    }

    private static String caption(RunRecord run, String kind) {
        Map<String, Integer> units = new LinkedHashMap<>();
        run.layers()
                .forEach(layer -> layer.ledger().forEach(sums -> units.merge(sums.kind(), sums.units(), Math::max)));
        return kind(kind) + " (" + units.get(kind) + (units.get(kind) == 1 ? " unit)" : " units)");
    }

    private static List<String> notes(RunRecord run, boolean absolute) {
        List<String> notes = new ArrayList<>();
        if (absolute) {
            notes.add("Height: cycles of the layer" + (run.manyImages() ? ", all images" : "")
                    + "; parts: mean of all units of the kind.");
        } else if (run.manyImages()) {
            notes.add("Over " + run.imageCount() + " images.");
        }
        return notes;
    }
}
