package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.config.Machines;
import org.escalatesim.workloads.network.NetworkOptions;
import picocli.CommandLine.Option;

/** What machine runs, and how many threads simulate it. */
final class MachineOptions {
    /** Paths of {@code --set} that begin with this belong to the workload, all others to the machine. */
    static final String WORKLOAD_PREFIX = "workload.";

    @Option(
            names = "--config",
            paramLabel = "NAME|FILE",
            defaultValue = "tile8",
            description = "The machine: a YAML file or a bundled name (default: ${DEFAULT-VALUE}).")
    String config;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change one field: of the machine (ring.slots=16), or of the workload (workload.PATH=VALUE)."
                    + " Repeatable.")
    List<String> sets = new ArrayList<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Layers (infer: images) simulated at a time (default: all processors). Results do not depend on it.")
    Integer threads;

    @Option(
            names = "--energy",
            paramLabel = "NAME|FILE",
            defaultValue = "45nm-lop",
            description = "The energy table: a YAML file or a bundled name (default: ${DEFAULT-VALUE}).")
    String energy;

    /** The machine with its overrides. */
    LoadedMachine machine() {
        for (String set : sets) {
            if (set.equals("workload") || set.startsWith("workload=")) {
                List<String> paths = new ArrayList<>(NetworkOptions.paths());
                TraceJobs.PATHS.stream()
                        .map(path -> WORKLOAD_PREFIX + path)
                        .filter(path -> !paths.contains(path))
                        .forEach(paths::add);
                throw new InputException(
                        "--set " + set + ": workload is a section; set one of " + String.join(", ", paths));
            }
        }
        return Machines.open(
                config,
                sets.stream().filter(set -> !set.startsWith(WORKLOAD_PREFIX)).toList());
    }

    /** The overrides of the workload, each as {path, value}, {@code workload.} taken off. */
    List<String[]> workloadSets() {
        List<String[]> all = new ArrayList<>();
        for (String set : sets) {
            if (set.startsWith(WORKLOAD_PREFIX)) {
                int equals = set.indexOf('=');
                if (equals < 0) {
                    throw new InputException("--set " + set + ": must be PATH=VALUE");
                }
                all.add(new String[] {set.substring(WORKLOAD_PREFIX.length(), equals), set.substring(equals + 1)});
            }
        }
        return all;
    }

    /** Worker threads, at least 1. */
    int threadCount() {
        return threadCount(threads);
    }

    /** Worker threads by an option, null for all processors. */
    static int threadCount(Integer threads) {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (threads < 1 || threads > 1024) {
            throw new InputException("--threads must be 1 to 1024, not " + threads);
        }
        return threads;
    }
}
