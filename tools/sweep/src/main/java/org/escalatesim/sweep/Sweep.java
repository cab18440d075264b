package org.escalatesim.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.config.LoadedMachine;

/**
 * A sweep, checked: every name found, every field known, every value of the right type. Its points are all combinations
 * of machine, energy table, what runs (a network with a seed, or a trace with an image) and steps of the axes that fulfil
 * the constraints, the last axis moving fastest.
 */
public final class Sweep {
    /** Fields that begin with this belong to the workload, all others to the machine. */
    static final String WORKLOAD = "workload.";

    /** Columns in front of those of the axes. */
    static final List<String> HEAD = List.of("machine", "energy_table", "workload", "image", "seed");

    private static final int MOST = 10_000_000;

    private final Path file;
    private final SweepFile content;
    private final List<Point.Base> machines;
    private final List<LoadedEnergy> energies;
    private final List<Point.Run> runs;
    private final List<Axis> axes;
    private final List<String> fields;
    /** Machines, energy tables, runs, then steps of each axis. */
    private final int[] sizes;

    private final int combinations;
    /** Combinations that fulfil the constraints, by number; null if all do. */
    private final int[] chosen;

    Sweep(
            Path file,
            SweepFile content,
            List<Point.Base> machines,
            List<LoadedEnergy> energies,
            List<Point.Run> runs,
            List<Axis> axes,
            List<Constraint> constraints) {
        this.file = file;
        this.content = content;
        this.machines = machines;
        this.energies = energies;
        this.runs = runs;
        this.axes = axes;
        fields = axes.stream().flatMap(axis -> axis.fields().stream()).toList();
        long product = 1;
        sizes = sizes();
        for (int size : sizes) {
            product = Math.min(Math.multiplyExact(product, size), Integer.MAX_VALUE);
        }
        if (product > MOST) {
            throw new InputException(file + ": more than " + String.format("%,d", MOST)
                    + " combinations of values; a sweep has at most that many");
        }
        combinations = (int) product;
        chosen = constraints.isEmpty() ? null : choose(constraints);
        if (size() == 0) {
            throw new InputException(content.where().get(0).place() + ": an empty sweep: where leaves none of its "
                    + combinations + " combinations of values");
        }
    }

    /** Opens a sweep file; throws {@link InputException} for anything wrong with it or with what it names. */
    public static Sweep open(Path file) {
        return new SweepReader(file).read();
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Its name. */
    public String name() {
        return content.name();
    }

    /** The number of points. */
    public int size() {
        return chosen == null ? combinations : chosen.length;
    }

    /** The number of combinations that constraints excluded. */
    public int excluded() {
        return combinations - size();
    }

    /** What tells the points apart: {@code machine}, {@code energy_table}, {@code workload}, {@code image}, {@code seed}, then the fields of the axes. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>(HEAD);
        columns.addAll(fields);
        return columns;
    }

    /** A point by its number, 1 to {@link #size}. */
    public Point point(int number) {
        return combination(number, chosen == null ? number - 1 : chosen[number - 1]);
    }

    /** Dense MACs of a point's workload. */
    public long denseMacs(int number) {
        return point(number).run().work().denseMacs();
    }

    /** What a point simulates, 0 to {@link #combinations} - 1: one for points that differ in the energy table alone. */
    int simulation(int number) {
        int index = chosen == null ? number - 1 : chosen[number - 1];
        int below = combinations / machines.size() / energies.size();
        int machine = index / (below * energies.size());
        return machine * below + index % below;
    }

    /** The number of combinations of values, those that constraints exclude among them. */
    int combinations() {
        return combinations;
    }

    static boolean ofWorkload(String field) {
        return field.startsWith(WORKLOAD);
    }

    /** How an option takes its value: numbers as tables show them, a file by the path where it was found. */
    static String optionText(Value value) {
        return value.plain() instanceof String found ? found : value.text();
    }

    /** The base machines that can exist without what the axes change, in their order. */
    public List<LoadedMachine> baseMachines() {
        List<LoadedMachine> all = new ArrayList<>();
        for (Point.Base machine : machines) {
            try {
                all.add(machine.template().open(List.of()));
            } catch (InputException e) {
                // a machine that is possible with the changes of the axes alone
                continue;
            }
        }
        return all;
    }

    /** The energy tables, in their order. */
    public List<LoadedEnergy> energyTables() {
        return energies;
    }

    /** The fields of the axes, in their order. */
    public List<String> fields() {
        return fields;
    }

    List<Point.Base> machines() {
        return machines;
    }

    private int[] sizes() {
        List<Integer> sizes = new ArrayList<>(List.of(machines.size(), energies.size(), runs.size()));
        axes.forEach(axis -> sizes.add(axis.size()));
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    private Point combination(int number, int index) {
        int[] step = new int[sizes.length];
        int rest = index;
        for (int i = sizes.length - 1; i >= 0; i--) {
            step[i] = rest % sizes[i];
            rest /= sizes[i];
        }
        List<Value> values = new ArrayList<>(fields.size());
        for (int i = 0; i < axes.size(); i++) {
            for (List<Value> of : axes.get(i).values()) {
                values.add(of.get(step[i + 3]));
            }
        }
        return new Point(number, machines.get(step[0]), energies.get(step[1]), runs.get(step[2]), fields, values);
    }

    private int[] choose(List<Constraint> constraints) {
        int[] kept = new int[combinations];
        int count = 0;
        for (int i = 0; i < combinations; i++) {
            Point point = combination(0, i);
            boolean holds = true;
            for (Constraint constraint : constraints) {
                holds = holds && constraint.holds(point);
            }
            if (holds) {
                kept[count++] = i;
            }
        }
        return Arrays.copyOf(kept, count);
    }
}
