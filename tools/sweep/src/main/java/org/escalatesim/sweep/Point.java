package org.escalatesim.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.config.MachineTemplate;
import org.escalatesim.trace.WeightForm;

/** One point of a sweep. */
public final class Point {
    /**
     * A base machine.
     *
     * @param name its name
     * @param template the machine, with fields to be changed
     * @param resolved its own fields
     * @param forms the forms of weights that it runs, the one that it is meant for first
     */
    record Base(String name, MachineTemplate template, Map<String, Object> resolved, List<WeightForm> forms) {}

    /**
     * What runs, apart from options.
     *
     * @param image null where there are none
     * @param seed null where there is none
     */
    record Run(Work work, Integer image, Long seed) {}

    private final int number;
    private final Base machine;
    private final LoadedEnergy energy;
    private final Run run;
    private final List<String> fields;
    private final List<Value> values;

    Point(int number, Base machine, LoadedEnergy energy, Run run, List<String> fields, List<Value> values) {
        this.number = number;
        this.machine = machine;
        this.energy = energy;
        this.run = run;
        this.fields = fields;
        this.values = values;
    }

    /** Its number in the sweep, counted from 1. */
    public int number() {
        return number;
    }

    Base machine() {
        return machine;
    }

    LoadedEnergy energy() {
        return energy;
    }

    Run run() {
        return run;
    }

    /** The point as a row of a table: {@link Sweep#columns}; an empty string where a column has no meaning. */
    public List<String> row() {
        List<String> row = new ArrayList<>(List.of(
                machine.name(),
                energy.table().name(),
                run.work().label(),
                run.image() == null ? "" : run.image().toString(),
                run.seed() == null ? "" : run.seed().toString()));
        values.forEach(value -> row.add(value.text()));
        return row;
    }

    /** The changed fields of the machine, in the order of the axes. */
    List<MachineTemplate.Setting> machineSettings() {
        List<MachineTemplate.Setting> settings = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            if (!Sweep.ofWorkload(field)) {
                Value value = values.get(i);
                settings.add(new MachineTemplate.Setting(field, value.yaml(), field + "=" + value.text(), "swept"));
            }
        }
        return settings;
    }

    /** The options of the workload, {@code workload.} taken off, in the order of the axes. */
    Map<String, String> workloadOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (Sweep.ofWorkload(fields.get(i))) {
                options.put(fields.get(i).substring(Sweep.WORKLOAD.length()), Sweep.optionText(values.get(i)));
            }
        }
        return options;
    }

    /** Where the axis stands whose field a problem begins with, and a colon; nothing if it begins with none. */
    String place(String problem) {
        for (int i = 0; i < fields.size(); i++) {
            if (problem.startsWith(fields.get(i) + ":")) {
                return values.get(i).yaml().place() + ": ";
            }
        }
        return "";
    }

    /** The plain value of a field, or null if no axis has it. */
    Object plain(String field) {
        int i = fields.indexOf(field);
        return i < 0 ? null : values.get(i).plain();
    }

    /** The point in one line, for people: {@code tile8, resnet20-cifar, seed 1, ring.slots=16}. */
    public String describe() {
        List<String> parts = new ArrayList<>(List.of(machine.name(), run.work().label()));
        if (run.image() != null) {
            parts.add("image " + run.image());
        }
        if (run.seed() != null) {
            parts.add("seed " + run.seed());
        }
        for (int i = 0; i < fields.size(); i++) {
            parts.add(fields.get(i) + "=" + values.get(i).text());
        }
        return String.join(", ", parts);
    }
}
