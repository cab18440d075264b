package org.escalatesim.workloads.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.compress.Compressor;
import org.escalatesim.workloads.network.NetworkOptions;

/**
 * How a trace folder is turned into machine form.
 *
 * @param form of the weights: decomposed; dense, in 8 bits with one scale per output channel; or unstructured, pruned by
 *     magnitude and then in 8 bits likewise
 * @param compressor decomposed form: how float weights are decomposed and quantised; layers that come decomposed run as
 *     they are
 * @param prune unstructured form: what one threshold is for
 * @param weightDensity unstructured form: fraction of the weights that is kept, 0 to 1; with 1 the folder's own zeros
 *     are all there are
 * @param branches grouped form: dense or decomposed, the form that each branch is in, and the layers without branches
 */
public record TraceOptions(
        WeightForm form, Compressor compressor, Prune prune, double weightDensity, WeightForm branches) {

    /** What one threshold of magnitude pruning is for. */
    public enum Prune {
        /** Each layer keeps the same fraction. */
        LAYER,
        /** One threshold for all layers, so that the network keeps the fraction. */
        GLOBAL
    }

    /** Fraction of the weights that pruning keeps if nothing else is asked for. */
    public static final double WEIGHT_DENSITY = .3;

    /** Basis kernels M if nothing else is asked for. */
    public static final int RANK = 6;

    /** Ternary terms of a 1 x 1 layer if nothing else is asked for. */
    public static final int POINTWISE_TERMS = 2;

    /**
     * Ternary terms of a fully connected layer if nothing else is asked for: with 6, the logits of the trained ternary
     * ResNet-20 stay within .13 of those of its float classifier on the four images of the folder; 2 terms are 2.8 off.
     */
    public static final int CLASSIFIER_TERMS = 6;

    /** Decomposed form. */
    public TraceOptions(Compressor compressor) {
        this(WeightForm.DECOMPOSED, compressor, Prune.LAYER, WEIGHT_DENSITY);
    }

    /** Branches, where the form is grouped, dense. */
    public TraceOptions(WeightForm form, Compressor compressor, Prune prune, double weightDensity) {
        this(form, compressor, prune, weightDensity, WeightForm.DENSE);
    }

    /**
     * Decomposed: M = 6, two terms for 1 x 1 layers, layers with few channels undecomposed. Unstructured: each layer
     * keeps three tenths of its weights.
     */
    public static TraceOptions defaults() {
        return new TraceOptions(new Compressor(RANK, POINTWISE_TERMS, CLASSIFIER_TERMS, Compressor.Undecomposed.AUTO));
    }

    /** These options for another form. */
    public TraceOptions withForm(WeightForm other) {
        return new TraceOptions(other, compressor, prune, weightDensity, branches);
    }

    /** The form that single weights take: that of the branches where the form is grouped, else the form. */
    public WeightForm runs() {
        return form == WeightForm.GROUPED ? branches : form;
    }

    /** The form that branches take on a machine that runs these forms: dense if it can, else decomposed. */
    public static WeightForm branchForm(List<WeightForm> forms) {
        return forms.contains(WeightForm.DENSE) ? WeightForm.DENSE : WeightForm.DECOMPOSED;
    }

    private static final List<String> DECOMPOSED_PATHS =
            List.of("m", "pointwise_terms", "classifier_terms", "undecomposed");
    private static final List<String> UNSTRUCTURED_PATHS = List.of("prune", "weight_density");
    private static final List<String> PATHS = Stream.of(List.of("form"), DECOMPOSED_PATHS, UNSTRUCTURED_PATHS)
            .flatMap(List::stream)
            .toList();

    /** The paths of all options, without {@code workload.}. */
    public static List<String> paths() {
        return PATHS;
    }

    /**
     * Trace options from {path, value}, {@code workload.} taken off.
     *
     * @param forms the forms of weights that the machine runs, the one that it is meant for first
     */
    public static TraceOptions of(List<String[]> sets, List<WeightForm> forms) {
        TraceOptions options = TraceOptions.defaults();
        WeightForm asked = null;
        for (String[] set : sets) {
            if (set[0].equals("form")) {
                asked = NetworkOptions.form(set[1]);
            } else {
                options = with(options, set[0], set[1]);
            }
        }
        TraceOptions made = new TraceOptions(
                NetworkOptions.formFor(asked, forms),
                options.compressor(),
                options.prune(),
                options.weightDensity(),
                branchForm(forms));
        for (String[] set : sets) {
            if (!formHas(set[0], made.runs())) {
                throw NetworkOptions.noSuchOption("workload." + set[0], made.runs());
            }
        }
        return made;
    }

    /** Whether weights of a form have an option; also if it does not exist. */
    public static boolean formHas(String path, WeightForm form) {
        return (form == WeightForm.DECOMPOSED || !DECOMPOSED_PATHS.contains(path))
                && (form == WeightForm.UNSTRUCTURED || !UNSTRUCTURED_PATHS.contains(path));
    }

    /** Every option of the form and its value. */
    public Map<String, String> describe() {
        Compressor c = compressor;
        Map<String, String> all = new LinkedHashMap<>();
        all.put("form", form.word());
        if (form == WeightForm.GROUPED) {
            all.put("branches", branches.word());
        }
        if (runs() == WeightForm.DECOMPOSED) {
            all.put("m", Integer.toString(c.m()));
            all.put("pointwise_terms", Integer.toString(c.pointwiseTerms()));
            all.put("classifier_terms", Integer.toString(c.classifierTerms()));
            all.put("undecomposed", c.undecomposed().name().toLowerCase(Locale.ROOT));
        }
        if (form == WeightForm.UNSTRUCTURED) {
            all.put("prune", prune.name().toLowerCase(Locale.ROOT));
            all.put("weight_density", Double.toString(weightDensity));
        }
        return all;
    }

    private static TraceOptions with(TraceOptions options, String path, String value) {
        Compressor c = options.compressor();
        return switch (path) {
            case "m" ->
                with(
                        options,
                        new Compressor(
                                whole(path, value, 64), c.pointwiseTerms(), c.classifierTerms(), c.undecomposed()));
            case "pointwise_terms" ->
                with(options, new Compressor(c.m(), whole(path, value, 16), c.classifierTerms(), c.undecomposed()));
            case "classifier_terms" ->
                with(options, new Compressor(c.m(), c.pointwiseTerms(), whole(path, value, 16), c.undecomposed()));
            case "undecomposed" ->
                with(options, new Compressor(c.m(), c.pointwiseTerms(), c.classifierTerms(), undecomposed(value)));
            case "prune" -> new TraceOptions(options.form(), c, prune(value), options.weightDensity());
            case "weight_density" -> new TraceOptions(options.form(), c, options.prune(), fraction(path, value));
            default ->
                throw new InputException("workload." + path + ": a trace has no such option"
                        + Names.didYouMean(path, PATHS) + " (options: workload."
                        + String.join(", workload.", PATHS) + ")");
        };
    }

    private static TraceOptions with(TraceOptions options, Compressor compressor) {
        return new TraceOptions(options.form(), compressor, options.prune(), options.weightDensity());
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

    private static double fraction(String path, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InputException("workload." + path + ": must be a number from 0 to 1, not " + value);
        }
        throw new InputException("workload." + path + ": must be a number from 0 to 1, not " + value);
    }

    private static TraceOptions.Prune prune(String value) {
        return switch (value) {
            case "layer" -> TraceOptions.Prune.LAYER;
            case "global" -> TraceOptions.Prune.GLOBAL;
            default -> throw new InputException("workload.prune: must be layer or global, not " + value);
        };
    }

    private static Compressor.Undecomposed undecomposed(String value) {
        return switch (value) {
            case "auto" -> Compressor.Undecomposed.AUTO;
            case "never" -> Compressor.Undecomposed.NEVER;
            default -> throw new InputException("workload.undecomposed: must be auto or never, not " + value);
        };
    }
}
