package org.escalatesim.workloads.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.workloads.compress.Compressor;

/**
 * How a trace folder is turned into machine form.
 *
 * @param compressor how float weights are decomposed and quantised; layers that come decomposed run as they are
 */
public record TraceOptions(Compressor compressor) {
    /** Basis kernels M if nothing else is asked for. */
    public static final int RANK = 6;

    /** Ternary terms of a 1 x 1 layer if nothing else is asked for. */
    public static final int POINTWISE_TERMS = 2;

    /**
     * Ternary terms of a fully connected layer if nothing else is asked for: with 6, the logits of the trained ternary
     * ResNet-20 stay within .13 of those of its float classifier on the four images of the folder; 2 terms are 2.8 off.
     */
    public static final int CLASSIFIER_TERMS = 6;

    /** M = 6, two terms for 1 x 1 layers, layers with few channels undecomposed. */
    public static TraceOptions defaults() {
        return new TraceOptions(new Compressor(RANK, POINTWISE_TERMS, CLASSIFIER_TERMS, Compressor.Undecomposed.AUTO));
    }

    private static final List<String> PATHS = List.of("m", "pointwise_terms", "classifier_terms", "undecomposed");

    /** The paths that {@link #set} knows, without {@code workload.}. */
    public static List<String> paths() {
        return PATHS;
    }

    /**
     * These options with one changed.
     *
     * @param path one of {@link #paths}
     * @throws InputException when the path is unknown or the value does not fit
     */
    public TraceOptions set(String path, String value) {
        Compressor c = compressor;
        return new TraceOptions(
                switch (path) {
                    case "m" ->
                        new Compressor(
                                whole("m", value, 64), c.pointwiseTerms(), c.classifierTerms(), c.undecomposed());
                    case "pointwise_terms" ->
                        new Compressor(
                                c.m(), whole("pointwise_terms", value, 16), c.classifierTerms(), c.undecomposed());
                    case "classifier_terms" ->
                        new Compressor(
                                c.m(), c.pointwiseTerms(), whole("classifier_terms", value, 16), c.undecomposed());
                    case "undecomposed" ->
                        new Compressor(c.m(), c.pointwiseTerms(), c.classifierTerms(), undecomposed(value));
                    default ->
                        throw new InputException("workload." + path + ": a trace has no such option"
                                + Names.didYouMean(path, PATHS) + " (options: workload."
                                + String.join(", workload.", PATHS) + ")");
                });
    }

    /** Every option and its value, as results tell them. */
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("m", Integer.toString(compressor.m()));
        all.put("pointwise_terms", Integer.toString(compressor.pointwiseTerms()));
        all.put("classifier_terms", Integer.toString(compressor.classifierTerms()));
        all.put("undecomposed", compressor.undecomposed().name().toLowerCase(Locale.ROOT));
        return all;
    }

    private static int whole(String path, String value, int high) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfRange(path, value, high);
        }
        throw outOfRange(path, value, high);
    }

    private static InputException outOfRange(String path, String value, int high) {
        return new InputException("workload." + path + ": must be a whole number from 1 to " + high + ", not " + value);
    }

    private static Compressor.Undecomposed undecomposed(String value) {
        return switch (value) {
            case "auto" -> Compressor.Undecomposed.AUTO;
            case "never" -> Compressor.Undecomposed.NEVER;
            default -> throw new InputException("workload.undecomposed: must be auto or never, not " + value);
        };
    }
}
