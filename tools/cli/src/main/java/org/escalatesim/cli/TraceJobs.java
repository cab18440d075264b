package org.escalatesim.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.escalatesim.config.InputException;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;

/** Trace folders as the command line names them. */
final class TraceJobs {
    static final List<String> PATHS = TraceOptions.paths();

    private TraceJobs() {}

    /** The images {@code image} (a number or {@code all}) of a folder. */
    static Job job(Path folder, String image, List<String[]> sets, List<WeightForm> forms) {
        TraceOptions options = TraceOptions.of(sets, TraceFolder.forms(folder, forms));
        TraceFolder trace = TraceFolder.open(folder, options);
        return new Job(
                "trace",
                trace.network(),
                label(folder),
                null,
                options.describe(),
                images(trace.images(), image),
                trace::workload);
    }

    /** The folder's own name, so that results of two folders of one network do not replace one another. */
    static String label(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "root" : name.toString();
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
}
