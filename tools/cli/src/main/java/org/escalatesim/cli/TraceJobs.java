package org.escalatesim.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.compress.Compressor;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.network.NetworkOptions;

/** Trace folders as the command line names them. */
final class TraceJobs {
    private static final List<String> DECOMPOSED = List.of("m", "pointwise_terms", "classifier_terms", "undecomposed");
    private static final List<String> UNSTRUCTURED = List.of("prune", "weight_density");

    static final List<String> PATHS = Stream.of(List.of("form"), DECOMPOSED, UNSTRUCTURED)
            .flatMap(List::stream)
            .toList();

    private TraceJobs() {}

    /** The images {@code image} (a number or {@code all}) of a folder. */
    static Job job(Path folder, String image, List<String[]> sets, List<WeightForm> forms) {
        TraceOptions options = options(sets, forms);
        TraceFolder trace = TraceFolder.open(folder, options);
        return new Job(
                "trace",
                trace.network(),
                label(folder),
                null,
                describe(options),
                images(trace.images(), image),
                trace::workload);
    }

    /** The folder's own name, so that results of two folders of one network do not replace one another. */
    static String label(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "root" : name.toString();
    }

    /**
     * Trace options from {path, value}, {@code workload.} taken off.
     *
     * @param forms the forms of weights that the machine runs, the one that it is meant for first
     */
    static TraceOptions options(List<String[]> sets, List<WeightForm> forms) {
        TraceOptions options = TraceOptions.defaults();
        WeightForm asked = null;
        for (String[] set : sets) {
            if (set[0].equals("form")) {
                asked = NetworkOptions.form(set[1]);
            } else {
                options = with(options, set[0], set[1]);
            }
        }
        WeightForm form = WorkOptions.form(asked, forms);
        for (String[] set : sets) {
            if (!formHas(set[0], form)) {
                throw WorkOptions.noSuchOption("workload." + set[0], form);
            }
        }
        return options.withForm(form);
    }

    /** Whether weights of a form have an option; also if it does not exist. */
    static boolean formHas(String path, WeightForm form) {
        return (form == WeightForm.DECOMPOSED || !DECOMPOSED.contains(path))
                && (form == WeightForm.UNSTRUCTURED || !UNSTRUCTURED.contains(path));
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

    /** Every option of the form and its value. */
    static Map<String, String> describe(TraceOptions options) {
        Compressor c = options.compressor();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("form", options.form().word());
        if (options.form() == WeightForm.DECOMPOSED) {
            all.put("m", Integer.toString(c.m()));
            all.put("pointwise_terms", Integer.toString(c.pointwiseTerms()));
            all.put("classifier_terms", Integer.toString(c.classifierTerms()));
            all.put("undecomposed", c.undecomposed().name().toLowerCase(Locale.ROOT));
        }
        if (options.form() == WeightForm.UNSTRUCTURED) {
            all.put("prune", options.prune().name().toLowerCase(Locale.ROOT));
            all.put("weight_density", Double.toString(options.weightDensity()));
        }
        return all;
    }

    private static List<Integer> images(int count, String image) {
        if (image.equals("all")) {
            return IntStream.range(0, count).boxed().toList();
        }
        try {
            int number = Integer.parseInt(image);
            if (number >= 0 && number < count) {
                return List.of(number);
            }
        } catch (NumberFormatException e) {
            throw new InputException("--image must be 0 to " + (count - 1) + " or all, not '" + image + "'");
        }
        throw new InputException("--image must be 0 to " + (count - 1) + " or all, not " + image);
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
