package org.escalatesim.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.compress.Compressor;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;

/** Trace folders as the command line names them. */
final class TraceJobs {
    static final List<String> PATHS = List.of("m", "pointwise_terms", "classifier_terms", "undecomposed");

    private TraceJobs() {}

    /** The images {@code image} (a number or {@code all}) of a folder. */
    static Job job(Path folder, String image, List<String[]> sets, List<WeightForm> forms) {
        WorkOptions.form(WeightForm.DECOMPOSED, forms);
        TraceOptions options = options(sets);
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

    /** Trace options from {path, value}, {@code workload.} taken off. */
    static TraceOptions options(List<String[]> sets) {
        Compressor c = TraceOptions.defaults().compressor();
        for (String[] set : sets) {
            String value = set[1];
            c = switch (set[0]) {
                case "m" ->
                    new Compressor(whole("m", value, 64), c.pointwiseTerms(), c.classifierTerms(), c.undecomposed());
                case "pointwise_terms" ->
                    new Compressor(c.m(), whole("pointwise_terms", value, 16), c.classifierTerms(), c.undecomposed());
                case "classifier_terms" ->
                    new Compressor(c.m(), c.pointwiseTerms(), whole("classifier_terms", value, 16), c.undecomposed());
                case "undecomposed" ->
                    new Compressor(c.m(), c.pointwiseTerms(), c.classifierTerms(), undecomposed(value));
                default ->
                    throw new InputException("workload." + set[0] + ": a trace has no such option"
                            + Names.didYouMean(set[0], PATHS) + " (options: workload."
                            + String.join(", workload.", PATHS) + ")");
            };
        }
        return new TraceOptions(c);
    }

    /** Every option and its value. */
    static Map<String, String> describe(TraceOptions options) {
        Compressor c = options.compressor();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("m", Integer.toString(c.m()));
        all.put("pointwise_terms", Integer.toString(c.pointwiseTerms()));
        all.put("classifier_terms", Integer.toString(c.classifierTerms()));
        all.put("undecomposed", c.undecomposed().name().toLowerCase(Locale.ROOT));
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

    private static Compressor.Undecomposed undecomposed(String value) {
        return switch (value) {
            case "auto" -> Compressor.Undecomposed.AUTO;
            case "never" -> Compressor.Undecomposed.NEVER;
            default -> throw new InputException("workload.undecomposed: must be auto or never, not " + value);
        };
    }
}
