package org.escalatesim.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escalatesim.config.YamlNode.Field;
import org.escalatesim.config.YamlNode.Fields;
import org.escalatesim.config.YamlNode.Items;
import org.escalatesim.config.YamlNode.Scalar;
import org.escalatesim.energy.EnergyTable;
import org.escalatesim.energy.MissingEnergyException;
import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.MapSteps;
import org.escalatesim.machine.MemoryInstance;

/**
 * An energy reference table of Accelergy (ERT.yaml, version 0.4): energies in pJ by component and action.
 *
 * <p>A component is the last part of its name, {@code ring} of {@code system.tile[0..7].ring[1..16]}; actions are those
 * of {@link #action}. An energy is that of one event as counted, or, with the argument {@code width}, of that many bits
 * and proportional to them. {@code leak} is the energy of one instance of a memory in a cycle of {@code cycle_seconds}.
 */
final class ErtFile implements EnergyTable {
    static final String KEY = "ERT";
    private static final String VERSION = "0.4";
    private static final String LEAK = "leak";
    private static final Set<String> ACTIONS =
            Set.of("read", "write", "add", "multiply", "mux", "gather_pass", "gather_decode", "compare", LEAK, "idle");
    /** pJ per second in mW. */
    private static final double MILLIWATTS = 1e-9;

    private final String name;
    private final String file;
    private final Map<String, Map<String, Row>> tables = new LinkedHashMap<>();

    /**
     * An action.
     *
     * @param width bits that the energy is for, or 0 where it is for one event
     * @param cycleSeconds length of the cycle that leakage is for, or 0
     */
    private record Row(double picojoules, double width, double cycleSeconds) {}

    private ErtFile(String name, String file) {
        this.name = name;
        this.file = file;
    }

    /** Whether a file is such a table. */
    static boolean is(YamlNode root) {
        return root instanceof Fields fields && fields.get(KEY) != null;
    }

    /** Reads a table; throws {@link InputException}. */
    static ErtFile read(Bundle.Found file, YamlNode root) {
        String label =
                file.path() == null ? file.name() : file.path().getFileName().toString();
        ErtFile table = new ErtFile(label.replaceFirst("\\.ya?ml$", ""), file.name());
        Names.checkWord(table.name);
        Fields ert = fields(((Fields) root).get(KEY), "ERT");
        YamlNode version = ert.get("version");
        if (!(version instanceof Scalar text) || !text.text().equals(VERSION)) {
            throw new InputException((version == null ? ert.place() : version.place()) + ": ERT.version must be 0.4, "
                    + (version == null ? "but is missing" : "not " + version.shown()));
        }
        YamlNode tables = ert.get("tables");
        if (!(tables instanceof Items list) || list.items().isEmpty()) {
            throw new InputException((tables == null ? ert.place() : tables.place())
                    + ": ERT.tables must be a list of components with their actions");
        }
        list.items().forEach(table::component);
        return table;
    }

    private void component(YamlNode node) {
        Fields fields = fields(node, "a component");
        String component = component(text(fields, "name"));
        if (tables.containsKey(component)) {
            throw new InputException(fields.get("name").place() + ": two components are called " + component
                    + " (of a name, what follows the last point counts, without its range)");
        }
        if (!(fields.get("actions") instanceof Items actions)) {
            throw new InputException(fields.place() + ": component " + component + " needs a list of actions");
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        for (YamlNode action : actions.items()) {
            Fields row = fields(action, "an action");
            String word = text(row, "name");
            if (!ACTIONS.contains(word)) {
                throw new InputException(row.get("name").place() + ": action must be one of "
                        + String.join(", ", ACTIONS.stream().sorted().toList()) + ", not '" + word + "'"
                        + Names.didYouMean(word, ACTIONS));
            }
            Row read = row(row);
            if (rows.put(word, read) != null) {
                throw new InputException(row.place() + ": component " + component + " has two actions " + word
                        + "; give one energy, for one event");
            }
        }
        tables.put(component, rows);
    }

    private static Row row(Fields row) {
        double energy = number(row, "energy");
        double width = 0;
        double cycle = 0;
        YamlNode arguments = row.get("arguments");
        boolean none =
                arguments == null || arguments instanceof Scalar scalar && scalar.kind() == YamlNode.Kind.NOTHING;
        if (!none) {
            for (Map.Entry<String, Field> entry :
                    fields(arguments, "arguments").fields().entrySet()) {
                switch (entry.getKey()) {
                    case "width" -> width = above(fields(arguments, "arguments"), "width");
                    case "cycle_seconds" -> cycle = above(fields(arguments, "arguments"), "cycle_seconds");
                    default ->
                        throw new InputException(entry.getValue().place() + ": argument " + entry.getKey()
                                + " is not counted here; arguments are width and, of leak, cycle_seconds");
                }
            }
        }
        return new Row(energy, width, cycle);
    }

    /** {@code ring} of {@code system.tile[0..7].ring[1..16]}. */
    private static String component(String name) {
        String bare = name.replaceAll("\\[[^\\]]*]", "");
        return bare.substring(bare.lastIndexOf('.') + 1);
    }

    private static Fields fields(YamlNode node, String what) {
        if (node instanceof Fields fields) {
            return fields;
        }
        throw new InputException(node.place() + ": " + what + " must be keys and values, not " + node.shown());
    }

    private static String text(Fields fields, String key) {
        if (fields.get(key) instanceof Scalar scalar && !scalar.text().isEmpty()) {
            return scalar.text();
        }
        throw new InputException(fields.place() + ": " + key + " is missing");
    }

    private static double number(Fields fields, String key) {
        YamlNode node = fields.get(key);
        if (node == null) {
            throw new InputException(fields.place() + ": " + key + " is missing");
        }
        if (YamlNode.plain(node) instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 1e18) {
            return number.doubleValue();
        }
        throw new InputException(node.place() + ": " + key + " must be a number, at least 0, not " + node.shown());
    }

    private static double above(Fields fields, String key) {
        double value = number(fields, key);
        if (value == 0) {
            throw new InputException(fields.get(key).place() + ": " + key + " must be above 0, not 0");
        }
        return value;
    }

    /** The word of Accelergy's that prices what is counted. */
    private static String action(ActivityKey key) {
        return switch (key.action()) {
            case SRAM_READ, REGISTER_READ, DRAM_READ -> "read";
            case SRAM_WRITE, REGISTER_WRITE, DRAM_WRITE -> "write";
            case ADD -> "add";
            case MULTIPLY -> "multiply";
            case MUX -> "mux";
            case GATHER_PASS -> "gather_pass";
            case GATHER_DECODE -> "gather_decode";
            case COMPARE -> "compare";
        };
    }

    private Row find(String component, String action) {
        Row row = tables.getOrDefault(component, Map.of()).get(action);
        if (row == null) {
            throw new MissingEnergyException(name, component, action, file, remedy(component, action));
        }
        return row;
    }

    private String remedy(String component, String action) {
        String add = tables.containsKey(component)
                ? "add the action " + action + " to component " + component
                : "add to ERT.tables a component named " + component + " with the action " + action;
        return component.equals(MapSteps.UNIT)
                ? add + " (the operations between layers: read and write, and by their kinds add, multiply, compare)"
                : add;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double picojoules(ActivityKey key) {
        Row row = find(key.component(), action(key));
        return row.width() == 0 ? row.picojoules() : row.picojoules() * key.width() / row.width();
    }

    @Override
    public boolean derived(ActivityKey key) {
        find(key.component(), action(key));
        return false;
    }

    @Override
    public boolean extrapolated(ActivityKey key) {
        return false;
    }

    @Override
    public double leakageMilliwatts(MemoryInstance memory) {
        Row row = find(memory.component(), LEAK);
        if (row.picojoules() == 0) {
            return 0;
        }
        if (row.cycleSeconds() == 0) {
            throw new InputException("energy table " + name + ": leak of " + memory.component()
                    + " needs the argument cycle_seconds, or the energy 0");
        }
        return row.picojoules() / row.cycleSeconds() * MILLIWATTS;
    }

    /** Everything that prices, as {@link LoadedEnergy#resolved}. */
    Map<String, Object> resolved() {
        List<Object> rows = new ArrayList<>();
        tables.forEach((component, actions) -> actions.forEach((action, row) -> {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("component", component);
            node.put("action", action);
            node.put("value", row.picojoules());
            node.put("unit", "pJ");
            if (row.width() > 0) {
                node.put("width", row.width());
            }
            if (row.cycleSeconds() > 0) {
                node.put("cycle_seconds", row.cycleSeconds());
            }
            rows.add(node);
        }));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", name);
        root.put("kind", "Accelergy ERT");
        root.put("rows", rows);
        return root;
    }
}
