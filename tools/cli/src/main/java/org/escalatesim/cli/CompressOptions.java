package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.compress.folder.CompressionOptions;
import org.escalatesim.workloads.compress.folder.CompressionOptions.Method;
import org.escalatesim.workloads.compress.folder.CompressionOptions.Rank;
import org.escalatesim.workloads.compress.ternary.PlainTernary;
import org.escalatesim.workloads.compress.ternary.ScaleGrain;
import picocli.CommandLine.Option;

/** How {@code compress} compresses. */
final class CompressOptions {
    /** Held-out output errors of ResNet-20 were least at 1 of 0, .001, .01, .03, .1, .3, 1 (docs/compression.md). */
    private static final double DAMPING = 1;

    @Option(
            names = "--m",
            paramLabel = "N",
            description = "M basis kernels in every layer, 1 to R x S (default: 6, or R x S where that is less).")
    private Integer m;

    @Option(
            names = "--error",
            paramLabel = "E",
            description = "Per layer the smallest M whose error, with float coefficients, is at most E (0 to 1).")
    private Double error;

    @Option(
            names = "--flops",
            paramLabel = "F",
            description =
                    "The M of least error within F of the dense FLOPs of the layers that are decomposed, by PENNI's"
                            + " accounting with every coefficient there.")
    private Double flops;

    @Option(
            names = "--method",
            paramLabel = "als|plain",
            description = "How coefficients are made: als (default), alternating least squares; plain, projections"
                    + " rounded once.")
    private String method;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description =
                    "With --method plain: coefficients of at most T times the mean magnitude become 0 (default: the best"
                            + " threshold).")
    private Double threshold;

    @Option(
            names = "--scale",
            paramLabel = "layer|k|km",
            description =
                    "What has a scale of its own: the layer, each output channel k (default), or each (k, m), which"
                            + " needs --table-only.")
    private String scale;

    @Option(
            names = "--l1",
            paramLabel = "X",
            description = "als: cost of coefficients; a density of 1 costs X times the squared weights (default: 0).")
    private Double l1;

    @Option(
            names = "--calibrate",
            paramLabel = "N|all",
            arity = "0..1",
            fallbackValue = "all",
            description = "als: then fit each layer's outputs on its recorded inputs of the first N images (all without"
                    + " a number); the other images only measure.")
    private String calibrate;

    @Option(
            names = "--damping",
            paramLabel = "X",
            description = "With --calibrate: weight of the weights' own error beside the outputs' (default: 1).")
    private Double damping;

    @Option(
            names = "--all-layers",
            description = "Decompose layers of few channels too, which gain nothing by it (1 x 1, depthwise and fully"
                    + " connected ones stay).")
    private boolean allLayers;

    @Option(
            names = "--prune",
            paramLabel = "D",
            description = "Do not decompose: keep the fraction D of each layer's weights that is largest in magnitude"
                    + " (above 0, to 1).")
    private Double prune;

    @Option(names = "--global", description = "With --prune: one threshold for the network, which keeps D of it.")
    private boolean global;

    /** The options, checked against one another; throws {@link InputException}. */
    CompressionOptions settings() {
        List<String> ranks = given("--m", m, "--error", error, "--flops", flops);
        if (ranks.size() > 1) {
            throw new InputException(String.join(" and ", ranks) + " cannot both be given: each chooses M");
        }
        List<String> others = given(
                "--method", method, "--threshold", threshold, "--scale", scale, "--l1", l1, "--calibrate", calibrate);
        others.addAll(ranks);
        others.addAll(given("--damping", damping, "--all-layers", allLayers ? true : null));
        if (prune != null && !others.isEmpty()) {
            throw new InputException(
                    "--prune and " + others.get(0) + " cannot both be given: pruning decomposes nothing");
        }
        if (global && prune == null) {
            throw new InputException("--global needs --prune");
        }
        Method how = method();
        if (how == Method.PLAIN && (l1 != null || calibrate != null)) {
            throw new InputException((l1 != null ? "--l1" : "--calibrate") + " needs --method als: plain ternarisation"
                    + " fits nothing");
        }
        if (damping != null && calibrate == null) {
            throw new InputException("--damping needs --calibrate");
        }
        return new CompressionOptions(
                m != null ? Rank.FIXED : error != null ? Rank.ERROR : flops != null ? Rank.FLOPS : Rank.DEFAULT,
                m != null ? m : error != null ? error : flops != null ? flops : 0,
                how,
                grain(),
                threshold == null ? PlainTernary.OPTIMAL : threshold(),
                l1 == null ? 0 : l1,
                calibrate == null ? 0 : images(),
                damping == null ? DAMPING : damping,
                allLayers,
                prune,
                global);
    }

    /** The threshold, of which a negative one would be mistaken for the constant that means none. */
    private double threshold() {
        if (!(threshold >= 0)) {
            throw new InputException("--threshold must be at least 0, not " + threshold);
        }
        return threshold;
    }

    private Method method() {
        if (threshold != null && (method == null || method.equals("als"))) {
            throw new InputException("--threshold needs --method plain: als finds its own zeros (see --l1)");
        }
        return switch (method == null ? "als" : method) {
            case "als" -> Method.ALS;
            case "plain" -> Method.PLAIN;
            default -> throw new InputException("--method must be als or plain, not " + method);
        };
    }

    private ScaleGrain grain() {
        for (ScaleGrain grain : ScaleGrain.values()) {
            if (scale == null ? grain == ScaleGrain.K : grain.word().equals(scale)) {
                return grain;
            }
        }
        throw new InputException("--scale must be layer, k or km, not " + scale);
    }

    private int images() {
        if (calibrate.equals("all")) {
            return -1;
        }
        try {
            int number = Integer.parseInt(calibrate);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InputException("--calibrate must be a number of images or all, not " + calibrate);
        }
        throw new InputException("--calibrate must be at least 1 image, not " + calibrate);
    }

    /** The names whose values are not null; arguments are names and values in turns. */
    private static List<String> given(Object... namesAndValues) {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                given.add((String) namesAndValues[i]);
            }
        }
        return given;
    }
}
