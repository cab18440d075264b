package org.escalatesim.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.report.Json;

/** Resolves points and names them. Not for several threads. */
public final class Planner {
    private static final String FORMAT = "escalate-sim sweep point 1";
    private static final int KEY_DIGITS = 20;

    private final String version;
    private final Map<String, KeyOrProblem> machineKeys = new HashMap<>();
    private final Map<String, String> workKeys = new HashMap<>();
    private final Map<String, String> energyKeys = new HashMap<>();

    /** The key of a machine, and why it cannot exist, or null. */
    private record KeyOrProblem(String key, String problem) {}

    /** A planner for results of one version of the simulator. */
    public Planner(String version) {
        this.version = version;
    }

    /** All points of a sweep, in order. */
    public List<PlannedPoint> plan(Sweep sweep) {
        List<PlannedPoint> points = new ArrayList<>(sweep.size());
        for (int number = 1; number <= sweep.size(); number++) {
            points.add(plan(sweep.point(number)));
        }
        return points;
    }

    /**
     * One point.
     *
     * @throws InputException if its workload cannot be; an impossible machine is a point that fails
     */
    public PlannedPoint plan(Point point) {
        KeyOrProblem machine = machineKeys.computeIfAbsent(
                point.machine().name()
                        + point.machineSettings().stream()
                                .map(setting -> setting.place())
                                .toList(),
                id -> machineKey(point));
        Point.Run run = point.run();
        String work = workKeys.computeIfAbsent(
                run.work().label() + " " + run.image() + " " + run.seed() + point.workloadOptions()
                        + point.machine().forms(),
                id -> workKey(point));
        String energy = energyKeys.computeIfAbsent(
                point.energy().table().name(), id -> hash(point.energy().resolved()));
        String key = Hash.of(String.join("\n", FORMAT, version, machine.key(), work, energy));
        return new PlannedPoint(point, key.substring(0, KEY_DIGITS), machine.key(), work, machine.problem());
    }

    /** The machine of a point; its problem tells no place, since results know no paths. */
    static PlannedPoint.MachineOrProblem machine(Point point) {
        try {
            return new PlannedPoint.MachineOrProblem(point.machine().template().open(point.machineSettings()), null);
        } catch (InputException e) {
            return new PlannedPoint.MachineOrProblem(
                    null,
                    String.join(
                            "; ",
                            e.problems().stream()
                                    .map(point.machine().template()::withoutPlace)
                                    .toList()));
        }
    }

    /** The workload of a point. */
    static Work.Prepared work(Point point) {
        Point.Run run = point.run();
        try {
            return run.work()
                    .prepare(
                            run.image(),
                            run.seed(),
                            point.workloadOptions(),
                            point.machine().forms());
        } catch (InputException e) {
            throw new InputException(e.problems().stream()
                    .map(problem -> point.place(problem) + "point " + point.number() + " (" + point.describe() + "): "
                            + problem)
                    .toList());
        }
    }

    private static KeyOrProblem machineKey(Point point) {
        PlannedPoint.MachineOrProblem made = machine(point);
        LoadedMachine machine = made.machine();
        if (machine != null) {
            return new KeyOrProblem(hash(machine.resolved()), null);
        }
        Map<String, Object> impossible = new LinkedHashMap<>();
        impossible.put("base", point.machine().resolved());
        Map<String, String> settings = new LinkedHashMap<>();
        point.machineSettings()
                .forEach(setting -> settings.put(setting.path(), setting.value().text()));
        impossible.put("settings", settings);
        return new KeyOrProblem(hash(impossible), made.problem());
    }

    private static String workKey(Point point) {
        Work.Prepared work = work(point);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", work.kind());
        all.put("name", work.name());
        all.put("seed", work.seed() == null ? "none" : work.seed());
        all.put("options", work.options());
        all.put("images", work.images());
        all.put("content", work.content());
        return hash(all);
    }

    private static String hash(Map<String, Object> all) {
        return Hash.of(Json.write(all));
    }
}
