package org.escalatesim.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.escalatesim.config.AreaTables;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.energy.MissingEnergyException;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.report.LayerRecord;
import org.escalatesim.report.PricedRun;
import org.escalatesim.report.RunRecord;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Workload;

/**
 * Points of one workload that run together: each layer's trace is made once and run on every machine before it is
 * dropped, and each machine runs once however many energy tables price it. Layers may run in any order and on several
 * threads; the results do not depend on that.
 */
final class Flight {
    private final String version;
    private final Work.Prepared work;
    private final Workload workload;
    private final List<Machine> machines = new ArrayList<>();

    /** A machine, its records by layer, and the points that it stands for. */
    private static final class Machine {
        final List<PlannedPoint> points = new ArrayList<>();
        LoadedMachine loaded;
        Accelerator accelerator;
        AtomicReferenceArray<LayerRecord> records;
        /** The first layer that failed; -1 for the machine itself. */
        int failedLayer = Integer.MAX_VALUE;

        String failure;

        synchronized void fail(int layer, String why) {
            if (layer < failedLayer) {
                failedLayer = layer;
                failure = why;
            }
        }

        synchronized boolean wanted(int layer) {
            return layer < failedLayer;
        }
    }

    /** Opens the workload and makes the machines; all points have one {@link PlannedPoint#workKey}. */
    Flight(String version, List<PlannedPoint> points) {
        this.version = version;
        work = Planner.work(points.get(0).point());
        workload = work.open().get();
        Map<String, Machine> byKey = new LinkedHashMap<>();
        for (PlannedPoint point : points) {
            byKey.computeIfAbsent(point.machineKey(), key -> new Machine())
                    .points
                    .add(point);
        }
        machines.addAll(byKey.values());
        for (Machine machine : machines) {
            machine.records = new AtomicReferenceArray<>(workload.size());
            PlannedPoint.MachineOrProblem made =
                    Planner.machine(machine.points.get(0).point());
            machine.loaded = made.machine();
            if (made.machine() == null) {
                machine.fail(-1, made.problem());
                continue;
            }
            try {
                machine.accelerator = made.machine().spec().accelerator();
            } catch (RuntimeException e) {
                machine.fail(-1, message(e));
            }
        }
    }

    /** Points that share a workload, in the order of the first of each, so many machines at a time; no key twice. */
    static List<List<PlannedPoint>> group(List<PlannedPoint> points, int most) {
        Map<String, List<PlannedPoint>> byWork = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>();
        for (PlannedPoint point : points) {
            if (keys.add(point.key())) {
                byWork.computeIfAbsent(point.workKey(), key -> new ArrayList<>())
                        .add(point);
            }
        }
        List<List<PlannedPoint>> flights = new ArrayList<>();
        for (List<PlannedPoint> group : byWork.values()) {
            Map<String, List<PlannedPoint>> byMachine = new LinkedHashMap<>();
            group.forEach(point -> byMachine
                    .computeIfAbsent(point.machineKey(), key -> new ArrayList<>())
                    .add(point));
            List<PlannedPoint> flight = new ArrayList<>();
            int machines = 0;
            for (List<PlannedPoint> machine : byMachine.values()) {
                flight.addAll(machine);
                if (++machines % most == 0) {
                    flights.add(List.copyOf(flight));
                    flight.clear();
                }
            }
            if (!flight.isEmpty()) {
                flights.add(List.copyOf(flight));
            }
        }
        return flights;
    }

    /** The number of layers. */
    int layers() {
        return workload.size();
    }

    /** Dense MACs of a layer, on all machines. */
    long denseMacs(int layer) {
        return workload.shape(layer).denseMacs() * machines.size();
    }

    /** Runs a layer on all machines. */
    void run(int layer) {
        LayerTrace trace = null;
        for (Machine machine : machines) {
            if (!machine.wanted(layer)) {
                continue;
            }
            if (trace == null) {
                trace = workload.load(layer, false);
            }
            int image = work.images().isEmpty() ? 0 : work.images().get(0);
            try {
                machine.records.set(layer, LayerRecord.of(image, trace, machine.accelerator.run(trace, false)));
            } catch (RuntimeException e) {
                machine.fail(layer, message(e));
            }
        }
    }

    /** Receives results. */
    interface Sink {
        /** Called once per point; {@code failure} is null for a point that succeeded. */
        void finished(PlannedPoint point, byte[] result, String failure);
    }

    /** Hands over the results once all layers have run. */
    void finish(Sink sink) {
        for (Machine machine : machines) {
            RunRecord run = machine.failure == null ? record(machine) : null;
            for (PlannedPoint point : machine.points) {
                String failure = machine.failure;
                byte[] result = null;
                if (run != null) {
                    try {
                        var energy = point.point().energy();
                        result = ResultFile.write(PricedRun.of(run, energy.table(), energy.resolved()));
                    } catch (MissingEnergyException e) {
                        failure = message(e);
                    }
                }
                if (failure != null) {
                    result = ResultFile.writeFailure(version, point.point(), machine.loaded, work, failure);
                }
                sink.finished(point, result, failure);
            }
        }
    }

    private RunRecord record(Machine machine) {
        List<LayerRecord> layers = new ArrayList<>();
        for (int i = 0; i < workload.size(); i++) {
            layers.add(machine.records.get(i));
        }
        return new RunRecord(
                version,
                RunRecord.Machine.of(
                        machine.loaded.spec(),
                        machine.loaded.resolved(),
                        machine.loaded.advice(),
                        AreaTables.estimate(machine.loaded.spec())),
                new RunRecord.Work(
                        work.kind(), work.name(), work.seed(), work.options(), work.images(), false, workload.notes()),
                layers);
    }

    /** One line; what is not the input's fault says so. */
    private static String message(RuntimeException e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        boolean expected = e instanceof UnsupportedLayerException
                || e instanceof SpecException
                || e instanceof MissingEnergyException;
        String line = String.join(" ", text.lines().map(String::strip).toList());
        return expected || line.startsWith("internal error")
                ? line
                : "internal error: " + e.getClass().getSimpleName() + ": " + line;
    }
}
