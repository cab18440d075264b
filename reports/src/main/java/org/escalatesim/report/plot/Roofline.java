package org.escalatesim.report.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.machine.Action;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.plot.Figure.Line;
import org.escalatesim.report.plot.Figure.Lines;
import org.escalatesim.report.plot.Figure.Stroke;

/**
 * The roofline of a machine with a point per layer (Williams, Waterman and Patterson, "Roofline", CACM 52(4), 2009).
 * Operations are multiply-accumulates of the dense layer, so that machines that skip zeros may stand above the flat roof of
 * one per multiplier and cycle; none can stand above the slope, which is DRAM's bandwidth.
 */
final class Roofline {
    private static final String BANDWIDTH = "dram.bytes_per_cycle";
    private static final String IDEAL = "dram.ideal";

    private Roofline() {}

    static Figure of(Request request) {
        if (request.inputs().size() > 1) {
            throw new ResultException("this figure is of one run; give one run.json, not "
                    + request.inputs().size());
        }
        RunRecord run =
                PlotInput.read(request.inputs().get(0), PlotInput.Kind.RUN).run();
        Object bandwidth = run.machine().configuration().get(BANDWIDTH);
        if (!(bandwidth instanceof Number bytes)) {
            throw new ResultException(request.inputs().get(0) + ": machine "
                    + run.machine().name() + " has no field " + BANDWIDTH + ", which a roofline needs");
        }
        boolean ideal = Boolean.TRUE.equals(run.machine().configuration().get(IDEAL));
        int nowhere = 0;
        Map<String, List<double[]>> points = new LinkedHashMap<>();
        for (LayerRecord layer : run.layers()) {
            double dram =
                    (layer.activity().bits(Action.DRAM_READ) + layer.activity().bits(Action.DRAM_WRITE)) / 8.0;
            if (dram == 0) {
                nowhere++;
                continue;
            }
            points.computeIfAbsent(kind(layer), key -> new ArrayList<>()).add(new double[] {
                layer.shape().denseMacs() / dram, layer.shape().denseMacs() / (double) layer.cycles()
            });
        }
        if (points.isEmpty()) {
            throw new ResultException(request.inputs().get(0) + ": no layer reads or writes DRAM; nothing to plot");
        }
        double peak = run.machine().multipliers();
        List<Line> lines = new ArrayList<>();
        lines.add(roof(points.values().stream().flatMap(List::stream).toList(), peak, bytes.doubleValue()));
        points.forEach((kind, its) -> lines.add(Line.of(
                kind + " (" + its.size() + ")",
                its.stream().map(point -> point[0]).toList(),
                its.stream().map(point -> point[1]).toList(),
                null,
                Stroke.MARKERS,
                lines.size() - 1)));
        List<String> notes = new ArrayList<>();
        notes.add("MACs: of the dense layer, zeros included; layers that skip zeros may stand above the flat roof of "
                + run.machine().multipliers() + " multipliers. Slope: DRAM, " + Numbers.text(bytes.doubleValue())
                + " bytes per cycle at " + run.machine().clockMhz() + " MHz = "
                + Numbers.text(bytes.doubleValue() * run.machine().clockMhz() / 1000) + " GB/s"
                + (ideal ? "; this run had an ideal DRAM, which does not keep to it." : "."));
        if (run.manyImages()) {
            notes.add("A point per layer and image, " + run.imageCount() + " images.");
        }
        if (nowhere > 0) {
            notes.add("Layers without DRAM traffic, not shown: " + nowhere + ".");
        }
        Lines panel = new Lines(
                "",
                "dense MACs per DRAM byte (log)",
                "dense MACs per cycle (log)",
                List.of(),
                true,
                true,
                false,
                Double.NaN,
                lines);
        String own =
                "Roofline: " + run.workload().name() + " on " + run.machine().name();
        return new Figure(request.titleOr(own), List.of(panel), notes);
    }

    /** Layers that behave alike. */
    private static String kind(LayerRecord layer) {
        if (layer.shape().h() == 1 && layer.shape().w() == 1) {
            return "fully connected";
        }
        boolean depthwise = layer.shape().groups() > 1
                && layer.shape().groups() == layer.shape().c();
        return (depthwise ? "depthwise " : "") + layer.shape().r() + " x "
                + layer.shape().s();
    }

    /** Along the slope to the ridge, where bandwidth feeds every multiplier, and on at the peak. */
    private static Line roof(List<double[]> points, double peak, double bytesPerCycle) {
        double ridge = peak / bytesPerCycle;
        double left = Math.min(
                ridge / 2, points.stream().mapToDouble(point -> point[0]).min().orElse(ridge) / 1.5);
        double right = Math.max(
                ridge * 2, points.stream().mapToDouble(point -> point[0]).max().orElse(ridge) * 1.5);
        return Line.of(
                "roof", List.of(left, ridge, right), List.of(left * bytesPerCycle, peak, peak), null, Stroke.LINE, 2);
    }
}
