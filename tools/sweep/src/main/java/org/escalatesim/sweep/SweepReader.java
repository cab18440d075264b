package org.escalatesim.sweep;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedEnergy;
import org.escalatesim.config.MachineTemplate;
import org.escalatesim.config.Machines;
import org.escalatesim.config.YamlReader;
import org.escalatesim.config.YamlValue;
import org.escalatesim.sweep.Value.Kind;

/** Reads a sweep file and looks up everything that it names; relative paths are looked up beside the file first. */
final class SweepReader {
    private static final String DEFAULT_MACHINE = "tile8";
    private static final List<String> TEXTS = List.of("machine", "energy_table", "workload");
    private static final List<String> NUMBERS = List.of("image", "seed");

    private final Path file;
    private final SweepFile content;
    private final List<Point.Base> machines = new ArrayList<>();
    private final List<LoadedEnergy> energies = new ArrayList<>();
    private final List<Work> works = new ArrayList<>();
    private final List<Axis> axes = new ArrayList<>();

    SweepReader(Path file) {
        this.file = file;
        content = YamlReader.read(file, SweepFile.class);
    }

    Sweep read() {
        if (content.networks().isEmpty() && content.traces().isEmpty()) {
            throw new InputException(file + ":1:1: an empty sweep: give networks or traces to run");
        }
        readMachines();
        readEnergies();
        List<Point.Run> runs = readRuns();
        readAxes();
        Function<String, Kind> kinds = this::kind;
        List<Constraint> constraints = content.where().stream()
                .map(given -> new Constraint(given, kinds))
                .toList();
        return new Sweep(file, content, machines, energies, runs, axes, constraints);
    }

    private void readMachines() {
        Set<String> names = new HashSet<>();
        if (content.machines().isEmpty()) {
            machines.add(base(Machines.template(DEFAULT_MACHINE)));
        }
        for (YamlValue given : content.machines()) {
            String name = located(given, "machines", Files::isRegularFile);
            Point.Base base = placed(given.place(), "", () -> base(Machines.template(name)));
            unique(given, "machines", base.name(), names);
            machines.add(base);
        }
    }

    private static Point.Base base(MachineTemplate template) {
        var machine = template.open(List.of());
        return new Point.Base(
                machine.spec().name(),
                template,
                machine.resolved(),
                machine.spec().weightForms());
    }

    private void readEnergies() {
        Set<String> names = new HashSet<>();
        if (content.energy().isEmpty()) {
            energies.add(EnergyTables.open(EnergyTables.DEFAULT));
        }
        for (YamlValue given : content.energy()) {
            String name = located(given, "energy", Files::isRegularFile);
            LoadedEnergy energy = placed(given.place(), "", () -> EnergyTables.open(name));
            unique(given, "energy", energy.table().name(), names);
            energies.add(energy);
        }
    }

    private List<Point.Run> readRuns() {
        Set<String> names = new HashSet<>();
        List<Point.Run> runs = new ArrayList<>();
        List<Long> seeds = seeds();
        for (YamlValue given : content.networks()) {
            String name = located(given, "networks", Files::isRegularFile);
            Work work = placed(given.place(), "", () -> new NetworkWork(name));
            unique(given, "networks", work.label(), names);
            works.add(work);
            seeds.forEach(seed -> runs.add(new Point.Run(work, null, seed)));
        }
        for (SweepFile.Trace given : content.traces()) {
            String name = located(given.folder(), "traces.folder", Files::isDirectory);
            TraceWork work = placed(given.folder().place(), "", () -> new TraceWork(Path.of(name)));
            unique(given.folder(), "traces", work.label(), names);
            if (given.images() != null) {
                work.choose(images(given.images(), work.recorded()));
            }
            works.add(work);
            work.images().forEach(image -> runs.add(new Point.Run(work, image, null)));
        }
        return runs;
    }

    private List<Long> seeds() {
        if (content.seeds() == null) {
            return List.of(1L);
        }
        if (content.networks().isEmpty()) {
            throw new InputException(content.seeds().keyPlace() + ": seeds need networks: recorded data has no seed");
        }
        List<Long> seeds = new ArrayList<>();
        for (Value value : Values.of("seeds", content.seeds(), true)) {
            seeds.add(whole(value, "seeds", Long.MIN_VALUE, Long.MAX_VALUE, "a whole number of at most 64 bits"));
        }
        return seeds;
    }

    private static List<Integer> images(YamlValue given, int recorded) {
        if ("all".equals(given.plain())) {
            return IntStream.range(0, recorded).boxed().toList();
        }
        List<Integer> images = new ArrayList<>();
        for (Value value : Values.of("images", given, true)) {
            long image = whole(value, "images", 0, recorded - 1, "0 to " + (recorded - 1) + " or all");
            images.add((int) image);
        }
        return images;
    }

    private static long whole(Value value, String field, long low, long high, String accepted) {
        if (value.plain() instanceof BigDecimal number
                && number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(low)) >= 0
                && number.compareTo(BigDecimal.valueOf(high)) <= 0) {
            return number.longValue();
        }
        throw new InputException(
                value.yaml().place() + ": " + field + " must be " + accepted + ", not " + value.text());
    }

    private void readAxes() {
        Set<String> seen = new HashSet<>();
        for (Map<String, YamlValue> given : content.axes()) {
            List<String> fields = new ArrayList<>();
            List<List<Value>> values = new ArrayList<>();
            given.forEach((field, value) -> {
                if (!seen.add(field)) {
                    throw new InputException(value.keyPlace() + ": " + field + " is in two axes");
                }
                fields.add(field);
                values.add(Sweep.ofWorkload(field) ? ofWorkload(field, value) : ofMachine(field, value));
                if (values.get(0).size() != values.get(values.size() - 1).size()) {
                    throw new InputException(value.keyPlace() + ": " + field + " has "
                            + values.get(values.size() - 1).size() + " values, " + fields.get(0) + " has "
                            + values.get(0).size() + "; fields of one entry move together");
                }
            });
            if (fields.isEmpty()) {
                throw new InputException(file + ": axes: an entry without a field");
            }
            axes.add(new Axis(List.copyOf(fields), List.copyOf(values)));
        }
    }

    private List<Value> ofMachine(String field, YamlValue given) {
        boolean integral = true;
        for (Point.Base base : machines) {
            if (field.equals("name") || !base.template().fields().contains(field)) {
                throw new InputException(given.keyPlace() + ": "
                        + (machines.size() > 1 ? "machine " + base.name() + ": " : "")
                        + UnknownAxis.why(field, base.template(), works));
            }
            integral &= base.template().integral(field);
        }
        List<Value> values = Values.of(field, given, integral);
        values.forEach(value -> machines.forEach(base -> base.template().checkType(field, value.yaml())));
        return values;
    }

    private List<Value> ofWorkload(String field, YamlValue given) {
        if (field.equals("workload.seed")) {
            throw new InputException(given.keyPlace() + ": workload.seed is no axis; give the key seeds");
        }
        boolean whole = List.of("workload.m", "workload.pointwise_terms", "workload.classifier_terms")
                .contains(field);
        String option = field.substring(Sweep.WORKLOAD.length());
        List<Value> values = new ArrayList<>();
        for (Value value : Values.of(field, given, whole)) {
            Value used = field.equals("workload.profile") && value.kind() == Kind.TEXT ? beside(value) : value;
            for (Work work : works) {
                String place = work.has(option) ? used.yaml().place() : given.keyPlace();
                placed(place, works.size() > 1 ? work.label() + ": " : "", () -> {
                    work.check(option, Sweep.optionText(used));
                    return used;
                });
            }
            values.add(used);
        }
        return values;
    }

    /** A profile's file beside the sweep file, if there is one. */
    private Value beside(Value value) {
        String located = located(value.yaml(), "workload.profile", Files::isRegularFile);
        return new Value(located, value.text(), value.yaml());
    }

    /** The kind of a field that constraints may name; throws {@link InputException} without a place. */
    private Kind kind(String field) {
        if (TEXTS.contains(field)) {
            return Kind.TEXT;
        }
        if (NUMBERS.contains(field)) {
            return Kind.NUMBER;
        }
        for (Axis axis : axes) {
            int i = axis.fields().indexOf(field);
            if (i >= 0) {
                Set<Kind> kinds = new LinkedHashSet<>();
                axis.values().get(i).forEach(value -> kinds.add(value.kind()));
                if (kinds.size() > 1) {
                    throw new InputException(field + " is of several kinds");
                }
                return kinds.iterator().next();
            }
        }
        if (Sweep.ofWorkload(field)) {
            throw new InputException(field + " is not an axis; a condition reads fields of the machine and of axes");
        }
        for (Point.Base base : machines) {
            if (!base.resolved().containsKey(field)) {
                throw new InputException((machines.size() > 1 ? "machine " + base.name() + ": " : "")
                        + base.template().unknown(field));
            }
        }
        Object value = machines.get(0).resolved().get(field);
        return value instanceof Number ? Kind.NUMBER : value instanceof Boolean ? Kind.BOOLEAN : Kind.TEXT;
    }

    /** The value that a constraint reads; what no axis has is that of the base machine. */
    static Object plain(Point point, String field) {
        Point.Run run = point.run();
        return switch (field) {
            case "machine" -> point.machine().name();
            case "energy_table" -> point.energy().table().name();
            case "workload" -> run.work().label();
            case "image" -> run.image() == null ? -1 : run.image();
            case "seed" -> run.seed() == null ? -1 : run.seed();
            default -> {
                Object swept = point.plain(field);
                yield swept == null ? point.machine().resolved().get(field) : swept;
            }
        };
    }

    private static void unique(YamlValue given, String field, String name, Set<String> names) {
        if (!names.add(name)) {
            throw new InputException(given.place() + ": " + field + ": two are called " + name
                    + ", and results could not be told apart");
        }
    }

    /** A name, or a path beside the sweep file if something is there. */
    private String located(YamlValue given, String field, Predicate<Path> exists) {
        if (given.isList() || given.isSection() || !(given.plain() instanceof String name) || name.isEmpty()) {
            throw new InputException(given.place() + ": " + field + " must be names or paths, not " + given.shown());
        }
        try {
            Path beside = file.resolveSibling(name);
            return exists.test(beside) ? beside.toString() : name;
        } catch (InvalidPathException e) {
            return name;
        }
    }

    /** Puts the place in front of what went wrong there, unless it has one. */
    private static <T> T placed(String place, String who, Supplier<T> action) {
        try {
            return action.get();
        } catch (InputException e) {
            throw new InputException(e.problems().stream()
                    .map(problem -> place + ": " + who + problem)
                    .toList());
        }
    }
}
