package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.config.Machines;
import org.escalatesim.workloads.network.NetworkOptions;
import picocli.CommandLine.Mixin;
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

    @Mixin
    PricingOptions pricing = new PricingOptions();

    /** The machine with its overrides. */
    LoadedMachine machine() {
        sets.forEach(MachineOptions::checkSection);
        return Machines.open(
                config,
                sets.stream().filter(set -> !set.startsWith(WORKLOAD_PREFIX)).toList());
    }

    /** Refuses {@code workload=...}, which would name neither a field of the machine nor one of the workload. */
    static void checkSection(String set) {
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

    /** The overrides of the workload, each as {path, value}, {@code workload.} taken off. */
    List<String[]> workloadSets() {
        return split(sets);
    }

    /** Those of some overrides that are the workload's, each as {path, value}, {@code workload.} taken off. */
    static List<String[]> split(List<String> sets) {
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
}
