package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.escalatesim.config.InputException;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.Parallel;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.RunRecord;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;

/**
 * Runs several machines on one network, layers in parallel. A layer's trace is made once for all machines that run the
 * same form, and dropped when the last one is through; the results do not depend on the number of threads.
 */
final class ComparisonRun {
    private final List<Contender> contenders;
    private final boolean verify;
    private final List<Machine> machines = new ArrayList<>();

    /**
     * What a machine made of the network.
     *
     * @param run the finished run, or null where a layer could not run
     * @param accuracy of the form that ran
     * @param refusal the first layer that could not run, or null
     */
    record Result(RunRecord run, Accuracy accuracy, String refusal) {}

    private final class Machine {
        final Contender contender;
        final Accelerator accelerator;
        final Verifier verifier;
        final List<LayerRecord[]> records = new ArrayList<>();
        final List<String[]> refusals = new ArrayList<>();
        /** Whether a layer that cannot run ends the comparison. */
        final boolean required;

        Machine(Contender contender, boolean required) {
            this.contender = contender;
            this.required = required;
            accelerator = contender.machine().spec().accelerator();
            verifier = verify ? verifier(contender) : null;
        }

        void run(int image, int round, int index, LayerTrace trace) {
            try {
                LayerRun run = accelerator.run(trace, verify);
                if (verifier != null) {
                    verifier.check(trace, run.values());
                }
                records.get(round)[index] = LayerRecord.of(image, trace, run);
            } catch (UnsupportedLayerException e) {
                if (required) {
                    throw new InputException("machine " + contender.label() + ": " + e.getMessage());
                }
                refusals.get(round)[index] = e.getMessage();
            } catch (InputException e) {
                throw e;
            } catch (RuntimeException e) {
                throw internal(trace.name(), e);
            }
        }

        /** The same failure, telling which of the machines and layers it was. */
        private IllegalStateException internal(String layer, RuntimeException e) {
            String problem = e.getMessage() == null || !(e instanceof IllegalStateException)
                    ? e.toString()
                    : e.getMessage().replaceFirst("^internal error: ", "");
            String where = problem.startsWith("layer " + layer + " ") ? "" : ", layer " + layer;
            return new IllegalStateException(
                    "internal error: machine " + contender.label() + where + ": " + problem, e);
        }

        String refusal() {
            for (String[] round : refusals) {
                for (String refusal : round) {
                    if (refusal != null) {
                        return refusal;
                    }
                }
            }
            return null;
        }
    }

    /**
     * Prepares a run.
     *
     * @param contenders the machines; a layer that one of them cannot run is an {@link InputException}
     * @param further more machines; a layer that one of them cannot run is told in its result
     * @param verify whether to compute values and compare them with the reference
     */
    ComparisonRun(List<Contender> contenders, List<Contender> further, boolean verify) {
        this.verify = verify;
        this.contenders = new ArrayList<>(contenders);
        this.contenders.addAll(further);
        contenders.forEach(contender -> machines.add(new Machine(contender, true)));
        further.forEach(contender -> machines.add(new Machine(contender, false)));
    }

    private static Verifier verifier(Contender contender) {
        return new Verifier(contender.machine().spec());
    }

    /** One result per machine, first the contenders, then the further ones, in their order. */
    List<Result> run(int threads, boolean quiet) {
        Map<Job, List<Machine>> byJob = new LinkedHashMap<>();
        machines.forEach(machine -> byJob.computeIfAbsent(machine.contender.job(), job -> new ArrayList<>())
                .add(machine));
        Map<Job, List<Workload>> workloads = new LinkedHashMap<>();
        List<Task> tasks = new ArrayList<>();
        byJob.forEach((job, sharing) -> {
            List<Workload> rounds =
                    job.rounds().stream().map(job.workloads()::apply).toList();
            workloads.put(job, rounds);
            for (int round = 0; round < rounds.size(); round++) {
                Workload workload = rounds.get(round);
                for (Machine machine : sharing) {
                    machine.records.add(new LayerRecord[workload.size()]);
                    machine.refusals.add(new String[workload.size()]);
                }
                for (int index = 0; index < workload.size(); index++) {
                    tasks.add(new Task(sharing, workload, job.rounds().get(round), round, index));
                }
            }
        });
        List<Job> jobs = List.copyOf(workloads.keySet());
        LayerRows rows = layerRows(jobs, workloads);
        tasks.sort(Comparator.comparingLong(Task::work).reversed());
        long all = tasks.stream().mapToLong(Task::work).sum();
        String name = contenders.get(0).job().name();
        try (Progress progress = Progress.of(name, all, quiet)) {
            List<Callable<Void>> calls = new ArrayList<>();
            tasks.forEach(task -> calls.add(() -> {
                task.run(verify, progress);
                return null;
            }));
            Parallel.run(threads, "layer", calls);
        }
        return machines.stream()
                .map(machine -> result(
                        machine, workloads.get(machine.contender.job()), rows, jobs.indexOf(machine.contender.job())))
                .toList();
    }

    /** A layer on all machines that run the same form of it. */
    private record Task(List<Machine> machines, Workload workload, int image, int round, int index) {
        long work() {
            return workload.shape(index).denseMacs() * machines.size();
        }

        void run(boolean values, Progress progress) {
            LayerTrace trace = workload.load(index, values);
            for (Machine machine : machines) {
                machine.run(image, round, index, trace);
                progress.add(trace.shape().denseMacs());
            }
        }
    }

    /** All forms must have the same layers, or ratios by layer mean nothing. */
    private LayerRows layerRows(List<Job> jobs, Map<Job, List<Workload>> workloads) {
        List<String> labels = jobs.stream().map(this::label).toList();
        for (Job job : jobs) {
            if (job.rounds().size() != jobs.get(0).rounds().size()) {
                throw new InputException("machine " + label(job) + ": runs "
                        + job.rounds().size() + " images, machine " + labels.get(0) + " runs "
                        + jobs.get(0).rounds().size());
            }
        }
        return LayerRows.of(
                labels, jobs.stream().map(job -> workloads.get(job).get(0)).toList());
    }

    /** The first machine that runs a job. */
    private String label(Job job) {
        return contenders.stream()
                .filter(contender -> contender.job().equals(job))
                .findFirst()
                .orElseThrow()
                .label();
    }

    /** Whether machines run different folders; a note then names its own, so that equal notes of two stay two. */
    private boolean tracesDiffer() {
        return contenders.stream()
                        .map(contender -> contender.job().label())
                        .distinct()
                        .count()
                > 1;
    }

    private Result result(Machine machine, List<Workload> workloads, LayerRows rows, int form) {
        Accuracy accuracy = workloads.get(0).accuracy();
        String refusal = machine.refusal();
        if (refusal != null) {
            return new Result(null, accuracy, refusal);
        }
        Set<String> notes = new LinkedHashSet<>();
        String from = tracesDiffer() ? machine.contender.job().label() + ": " : "";
        workloads.forEach(workload -> workload.notes().forEach(note -> notes.add(from + note)));
        notes.addAll(rows.notes(form, workloads.get(0), contenders.get(0).label()));
        List<LayerRecord> layers = new ArrayList<>();
        for (LayerRecord[] round : machine.records) {
            for (int row = 0; row < rows.names().size(); row++) {
                List<LayerRecord> parts =
                        rows.rows(form).get(row).stream().map(i -> round[i]).toList();
                String name = rows.names().get(row);
                boolean alone = parts.size() == 1 && parts.get(0).layer().equals(name);
                layers.add(alone ? parts.get(0) : LayerRecord.together(name, parts));
            }
        }
        Job job = machine.contender.job();
        RunRecord run = new RunRecord(
                Version.text(),
                Simulation.machine(machine.contender.machine()),
                new RunRecord.Work(
                        job.kind(), job.name(), job.seed(), job.options(), job.images(), verify, List.copyOf(notes)),
                layers);
        return new Result(run, accuracy, null);
    }
}
