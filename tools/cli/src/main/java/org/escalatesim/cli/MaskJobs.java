package org.escalatesim.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.masks.MaskFile;
import org.escalatesim.workloads.network.NetworkOptions;

/** Files of masks as the command line names them: {@code --trace FILE.npz}, with padding and stride as options. */
final class MaskJobs {
    static final List<String> PATHS = List.of("form", "pad", "stride");

    private MaskJobs() {}

    /** Whether a trace is a file of masks and not a folder. */
    static boolean isMasks(Path trace) {
        return trace.toString().endsWith(".npz") && !Files.isDirectory(trace);
    }

    /** The job of a file; {@code sets} are {path, value} without {@code workload.}. */
    static Job job(Path file, String image, List<String[]> sets, List<WeightForm> forms) {
        // Masks have one form; a machine that does not run it says so.
        NetworkOptions.formFor(WeightForm.UNSTRUCTURED, forms);
        if (image != null) {
            throw new InputException("--image needs a trace folder: " + file + " has masks of one image");
        }
        int pad = 0;
        int stride = 1;
        for (String[] set : sets) {
            switch (set[0]) {
                case "pad" -> pad = whole("pad", set[1], 0);
                case "stride" -> stride = whole("stride", set[1], 1);
                case "form" -> {
                    if (NetworkOptions.form(set[1]) != WeightForm.UNSTRUCTURED) {
                        throw new InputException("workload.form: masks are unstructured weights, not " + set[1]);
                    }
                }
                default ->
                    throw new InputException("workload." + set[0] + ": a file of masks has no such option"
                            + Names.didYouMean(set[0], PATHS) + " (options: workload.pad, workload.stride)");
            }
        }
        MaskFile masks = MaskFile.open(file, pad, stride);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("pad", Integer.toString(pad));
        options.put("stride", Integer.toString(stride));
        return new Job("trace", masks.name(), masks.name(), null, options, List.of(), i -> masks);
    }

    private static int whole(String path, String value, int low) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= low && number < 1 << 16) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfRange(path, value, low);
        }
        throw outOfRange(path, value, low);
    }

    private static InputException outOfRange(String path, String value, int low) {
        return new InputException(
                "workload." + path + ": must be a whole number from " + low + " to 65535, not " + value);
    }
}
