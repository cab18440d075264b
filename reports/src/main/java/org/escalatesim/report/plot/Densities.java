package org.escalatesim.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.RunRecord;
import org.escalatesim.report.plot.Figure.Bars;
import org.escalatesim.report.plot.Figure.Series;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;

/**
 * Histograms of densities (fractions that are not zero): of a trace, the weights or coefficients of every output channel and
 * the activations of every input channel of every layer; of a finished run, which no longer knows channels, of every layer.
 */
public final class Densities {
    private static final int BINS = 10;

    private final long[] weights = new long[BINS];
    private final long[] activations = new long[BINS];
    private boolean coefficients;
    private boolean kernels;

    /** Nothing yet. */
    public Densities() {}

    /** Adds the channels of a layer; the trace may be dropped afterwards. */
    public void add(LayerTrace trace) {
        if (trace.weights() instanceof Decomposed form) {
            coefficients = true;
            for (int k = 0; k < form.k(); k++) {
                long nonZeros = 0;
                for (int m = 0; m < form.m(); m++) {
                    nonZeros += form.nonZeros(k, m);
                }
                count(weights, nonZeros / ((double) form.m() * form.channelsPerGroup()));
            }
        } else if (trace.weights() instanceof Kernels form) {
            kernels = true;
            int words = form.taps() * form.wordsPerTap();
            for (int k = 0; k < form.k(); k++) {
                long nonZeros = 0;
                for (int i = k * words; i < (k + 1) * words; i++) {
                    nonZeros += Long.bitCount(form.presence()[i]);
                }
                count(weights, nonZeros / ((double) form.taps() * form.channelsPerGroup()));
            }
        }
        channels(trace);
    }

    private void channels(LayerTrace trace) {
        int groups = trace.input().groups();
        int words = trace.input().wordsPerGroup();
        int perGroup = trace.input().channels() / groups;
        int pixels = trace.input().height() * trace.input().width();
        long[] presence = trace.input().presence();
        int[] nonZeros = new int[trace.input().channels()];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int group = 0; group < groups; group++) {
                for (int word = 0; word < words; word++) {
                    long bits = presence[(pixel * groups + group) * words + word];
                    for (; bits != 0; bits &= bits - 1) {
                        nonZeros[group * perGroup + word * Long.SIZE + Long.numberOfTrailingZeros(bits)]++;
                    }
                }
            }
        }
        for (int count : nonZeros) {
            count(activations, count / (double) pixels);
        }
    }

    /** Bins are [0, .1), [.1, .2), ... [.9, 1]. */
    private static void count(long[] bins, double density) {
        bins[Math.min(BINS - 1, (int) (density * BINS))]++;
    }

    /**
     * The histogram of all layers added.
     *
     * @param title over the figure
     */
    public Figure figure(String title) {
        String what = !kernels ? "coefficients" : coefficients ? "coefficients or weights" : "weights";
        return histogram(
                title,
                what + " of an output channel",
                "activations of an input channel",
                "share of channels",
                weights,
                activations,
                List.of());
    }

    /** The histogram of a finished run, layer by layer. */
    static Figure of(Request request) {
        if (request.inputs().size() != 1) {
            throw new ResultException("density is of one run or trace: give one run.json, or --net or --trace");
        }
        RunRecord run =
                PlotInput.read(request.inputs().get(0), PlotInput.Kind.RUN).run();
        long[] weights = new long[BINS];
        long[] activations = new long[BINS];
        for (LayerRecord layer : run.layers()) {
            if (layer.image() == run.layers().get(0).image()) {
                count(weights, layer.weightDensity());
            }
            count(activations, layer.activationDensity());
        }
        return histogram(
                request.titleOr("Densities: " + run.workload().name()),
                "weights of a layer, as run on " + run.machine().name(),
                run.manyImages() ? "activations of a layer and image" : "activations of a layer",
                "share of layers",
                weights,
                activations,
                List.of("A run keeps densities of layers; those of channels are drawn from --net or --trace."));
    }

    private static Figure histogram(
            String title,
            String first,
            String second,
            String share,
            long[] weights,
            long[] activations,
            List<String> notes) {
        List<String> bins = new ArrayList<>();
        for (int i = 0; i < BINS; i++) {
            bins.add(100 * i / BINS + "\u2013" + 100 * (i + 1) / BINS);
        }
        Bars panel = new Bars(
                "",
                "density: part that is not zero (%)",
                share,
                bins,
                List.of(),
                List.of(series(first, weights, 0), series(second, activations, 5)),
                false,
                false,
                Double.NaN);
        return new Figure(title, List.of(panel), notes);
    }

    private static Series series(String name, long[] bins, int style) {
        long all = Arrays.stream(bins).sum();
        List<Double> shares = Arrays.stream(bins)
                .mapToObj(count -> all == 0 ? 0 : count / (double) all)
                .toList();
        return Series.of(name + " (" + all + ")", shares, style);
    }
}
