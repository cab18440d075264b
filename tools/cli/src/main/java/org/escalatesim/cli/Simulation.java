package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.escalatesim.config.AreaTables;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.NetworkRunner;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.RunRecord;
import org.escalatesim.trace.Workload;

/** Runs a job on a machine. */
final class Simulation {
    private Simulation() {}

    /**
     * Runs all layers of all images.
     *
     * @param threads worker threads; the result does not depend on them
     * @param verify whether to compute values and compare them with the reference
     * @param quiet whether to show no progress
     */
    static RunRecord run(LoadedMachine machine, Job job, int threads, boolean verify, boolean quiet) {
        return run(machine, machine.spec().accelerator(), job, threads, verify, quiet);
    }

    /**
     * Runs all layers of all images.
     *
     * @param accelerator the machine, built, or what stands in for it to watch it
     */
    static RunRecord run(
            LoadedMachine machine, Accelerator accelerator, Job job, int threads, boolean verify, boolean quiet) {
        Verifier verifier = verify ? new Verifier(machine.spec()) : null;
        List<Workload> workloads =
                job.rounds().stream().map(job.workloads()::apply).toList();
        long denseMacs = workloads.stream().mapToLong(Simulation::denseMacs).sum();
        List<LayerRecord> layers = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        try (Progress progress = Progress.of(job.name(), denseMacs, quiet)) {
            for (int round = 0; round < workloads.size(); round++) {
                int image = job.rounds().get(round);
                Workload workload = workloads.get(round);
                LayerRecord[] records = new LayerRecord[workload.size()];
                NetworkRunner.run(accelerator, workload, threads, verify, (index, trace, run) -> {
                    if (verifier != null) {
                        verifier.check(trace, run.values());
                    }
                    records[index] = LayerRecord.of(image, trace, run);
                    progress.add(trace.shape().denseMacs());
                });
                layers.addAll(List.of(records));
                notes.addAll(workload.notes());
            }
        }
        return new RunRecord(
                Version.text(),
                machine(machine),
                new RunRecord.Work(
                        job.kind(), job.name(), job.seed(), job.options(), job.images(), verify, List.copyOf(notes)),
                layers);
    }

    /** What is recorded of a machine. */
    static RunRecord.Machine machine(LoadedMachine machine) {
        return RunRecord.Machine.of(
                machine.spec(), machine.resolved(), machine.advice(), AreaTables.estimate(machine.spec()));
    }

    private static long denseMacs(Workload workload) {
        long sum = 0;
        for (int i = 0; i < workload.size(); i++) {
            sum += workload.shape(i).denseMacs();
        }
        return sum;
    }
}
