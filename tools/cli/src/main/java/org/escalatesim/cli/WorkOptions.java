package org.escalatesim.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.folder.TraceFolder;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
import org.escalatesim.workloads.synthetic.SyntheticWorkload;
import picocli.CommandLine.Option;

/** What runs on the machine. */
final class WorkOptions {
    @Option(
            names = "--net",
            paramLabel = "NAME|FILE",
            description = "A network with synthetic weights and activations: a YAML file or a bundled name.")
    String net;

    @Option(
            names = "--weights",
            paramLabel = "FILE.safetensors",
            description = "With --net: weights of that network; activations stay synthetic. A layer's tensor is"
                    + " NAME.weight unless the network file says otherwise.")
    String weights;

    @Option(
            names = "--trace",
            paramLabel = "DIR|FILE.npz",
            description = "Recorded weights and activations: a folder of NumPy files with a manifest.yaml or a"
                    + " model.csv; or masks of"
                    + " one layer, wgt_mask and act_mask, with --set workload.pad=N and workload.stride=N. compare also"
                    + " takes LABEL=DIR, what one machine runs; repeatable there.")
    List<String> traces = new ArrayList<>();

    @Option(
            names = "--image",
            paramLabel = "I|all",
            description = "Which image of a trace (default: 0), or all of them.")
    String image;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of synthetic data, with --net (default: 1).")
    Long seed;

    /**
     * What the options ask for.
     *
     * @param sets {path, value} without {@code workload.}
     * @param forms the forms of weights that the machine runs, the one that it is meant for first
     */
    Job job(List<String[]> sets, List<WeightForm> forms) {
        String trace = trace();
        if (net == null && trace == null) {
            throw new InputException("nothing to run: give --net NAME or --trace DIR (see escalate-sim list)");
        }
        if (net != null && trace != null) {
            throw new InputException("--net and --trace cannot both be given");
        }
        if (weights != null && net == null) {
            throw new InputException("--weights needs --net, the network whose weights they are");
        }
        if (net != null) {
            if (image != null) {
                throw new InputException("--image needs --trace: a network has no images");
            }
            return network(sets, forms);
        }
        if (seed != null) {
            throw new InputException("--seed needs --net: recorded data has no seed");
        }
        Path recorded = folder(trace);
        return MaskJobs.isMasks(recorded)
                ? MaskJobs.job(recorded, image, sets, forms)
                : TraceJobs.job(recorded, image == null ? "0" : image, sets, forms);
    }

    /** The one trace, or null; throws {@link InputException} for several. */
    private String trace() {
        if (traces.size() > 1) {
            throw new InputException("--trace can be given once: " + String.join(", ", traces) + " are " + traces.size()
                    + " (compare takes one for all machines and LABEL=DIR for single ones)");
        }
        return traces.isEmpty() ? null : traces.get(0);
    }

    /**
     * What one machine of a comparison runs: {@code LABEL=DIR} where there is one of its label, else what is for all.
     *
     * @param labels of all machines; what stands before an equals sign and is none of them is part of a path
     * @throws InputException if there are several, or none
     */
    WorkOptions of(String label, List<String> labels) {
        List<String> own = new ArrayList<>();
        List<String> common = new ArrayList<>();
        for (String given : traces) {
            int equals = given.indexOf('=');
            String before = equals < 0 ? "" : given.substring(0, equals);
            if (!labels.contains(before)) {
                if (Names.isWord(before) && !Files.exists(folder(given))) {
                    throw new InputException("--trace " + given + ": no machine is called '" + before + "'"
                            + Names.didYouMean(before, labels) + " (machines: " + String.join(", ", labels) + ")");
                }
                common.add(given);
            } else if (before.equals(label)) {
                own.add(given.substring(equals + 1));
            }
        }
        if (own.size() > 1 || common.size() > 1) {
            throw new InputException("--trace: " + (own.size() > 1 ? own.size() + " for machine " + label : "")
                    + (own.size() > 1 && common.size() > 1 ? " and " : "")
                    + (common.size() > 1 ? common.size() + " for all machines" : "") + "; one each");
        }
        WorkOptions made = new WorkOptions();
        made.net = net;
        made.weights = weights;
        made.traces = own.isEmpty() ? common : own;
        made.image = image;
        made.seed = seed;
        if (!traces.isEmpty() && made.traces.isEmpty()) {
            throw new InputException("machine " + label + " has nothing to run: give --trace " + label
                    + "=DIR, or --trace DIR for all that have none of their own");
        }
        return made;
    }

    /** The forms in which a machine runs what is given, the one that it is meant for first. */
    List<WeightForm> forms(List<WeightForm> machine) {
        return trace() == null || masks() ? machine : TraceFolder.forms(folder(trace()), machine);
    }

    private Job network(List<String[]> sets, List<WeightForm> forms) {
        if (seed != null && sets.stream().anyMatch(set -> set[0].equals("seed"))) {
            throw new InputException("--seed and --set workload.seed cannot both be given");
        }
        NetworkOptions options = seed == null ? NetworkOptions.DEFAULTS : NetworkOptions.DEFAULTS.withSeed(seed);
        if (net.isEmpty()) {
            throw new InputException("--net must not be empty");
        }
        if (weights != null) {
            return named(WeightJobs.job(net, path("--weights", weights), options, sets, forms));
        }
        for (String[] set : sets) {
            options = options.set(set[0], set[1]);
        }
        options = options.forMachine(forms);
        SyntheticWorkload workload = Networks.load(net, options);
        return named(new Job(
                "network",
                workload.name(),
                workload.name(),
                options.seed(),
                options.describe(),
                List.of(),
                image -> workload));
    }

    private Job named(Job job) {
        if (!Names.isWord(job.name())) {
            throw new InputException("--net " + net + ": name must be " + Names.WORD + ", not '" + job.name() + "'");
        }
        return job;
    }

    /** Whether weights of a form have all these options; also if an option does not exist, which {@link #job} tells. */
    boolean formHas(List<String[]> sets, WeightForm form) {
        for (String[] set : sets) {
            if (masks()) {
                if (!MaskJobs.PATHS.contains(set[0])) {
                    return false;
                }
                continue;
            }
            if (!traces.isEmpty()) {
                if (!TraceOptions.formHas(set[0], form)) {
                    return false;
                }
                continue;
            }
            if (weights != null) {
                if (!WeightJobs.formHas(set[0], form)) {
                    return false;
                }
                continue;
            }
            try {
                if (!NetworkOptions.DEFAULTS.set(set[0], set[1]).without(form).isEmpty()) {
                    return false;
                }
            } catch (InputException e) {
                return true;
            }
        }
        return true;
    }

    /** Whether a file of masks runs, whose weights have one form. */
    boolean masks() {
        String trace = trace();
        return trace != null && !trace.isEmpty() && MaskJobs.isMasks(folder(trace));
    }

    static Path folder(String trace) {
        return path("--trace", trace);
    }

    /** What an option names. */
    static Path path(String option, String text) {
        if (text.isEmpty()) {
            throw new InputException(option + " must not be empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException(option + " " + text + ": is not a path");
        }
    }
}
