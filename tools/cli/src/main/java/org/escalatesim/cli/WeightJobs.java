package org.escalatesim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.folder.WeightFile;
import org.escalatesim.workloads.network.NetworkOptions;

/** Networks with weights of their own and synthetic activations: {@code --net NAME --weights FILE.safetensors}. */
final class WeightJobs {
    /** Options of the activations; the others are those of recorded weights. */
    private static final List<String> ACTIVATIONS = List.of("activation_density", "profile", "seed", "uniform");

    static final List<String> PATHS =
            Stream.concat(ACTIVATIONS.stream(), TraceOptions.paths().stream()).toList();

    private WeightJobs() {}

    /** The job; {@code sets} are {path, value} without {@code workload.}. */
    static Job job(String net, Path weights, NetworkOptions defaults, List<String[]> sets, List<WeightForm> forms) {
        NetworkOptions activations = defaults;
        List<String[]> others = new ArrayList<>();
        for (String[] set : sets) {
            if (!PATHS.contains(set[0])) {
                throw new InputException("workload." + set[0] + ": a network with --weights has no such option"
                        + Names.didYouMean(set[0], PATHS) + " (options: workload."
                        + String.join(", workload.", PATHS) + ")");
            }
            if (ACTIVATIONS.contains(set[0])) {
                activations = activations.set(set[0], set[1]);
            } else {
                others.add(set);
            }
        }
        TraceOptions options = TraceOptions.of(others, forms);
        Workload workload = WeightFile.load(net, weights, activations, options);
        Map<String, String> described =
                new TreeMap<>(activations.withForm(WeightForm.DENSE).describe());
        described.putAll(options.describe());
        described.put("weights", weights.getFileName().toString());
        return new Job(
                "network",
                workload.name(),
                workload.name(),
                activations.seed(),
                described,
                List.of(),
                image -> workload);
    }

    /** Whether weights of a form have an option; also if it does not exist. */
    static boolean formHas(String path, WeightForm form) {
        return ACTIVATIONS.contains(path) || TraceOptions.formHas(path, form);
    }
}
