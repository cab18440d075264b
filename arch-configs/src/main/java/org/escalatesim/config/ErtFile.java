package org.escalatesim.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Components and actions that are not asked for may be anything: Accelergy writes all that an architecture has.
 */
final class ErtFile implements EnergyTable {
    static final String KEY = "ERT";
    private static final String TABLES = "tables";
    private static final String VERSION = "0.4";
    private static final String LEAK = "leak";
    private static final Set<String> ACTIONS =
            Set.of("read", "write", "add", "multiply", "mux", "gather_pass", "gather_decode", "compare", LEAK);
    /** pJ per second in mW. */
    private static final double MILLIWATTS = 1e-9;

    private final String name;
    private final String file;
    /** By component and action; a component without any is there too. */
    private final Map<String, Map<String, ErtRow>> tables = new LinkedHashMap<>();
    /** Actions by component that nothing counts. */
    private final Map<String, Set<String>> others = new LinkedHashMap<>();
    /** Where a second component of the same name stands. */
    private final Map<String, String> twice = new LinkedHashMap<>();

    private ErtFile(String name, String file) {
        this.name = name;
        this.file = file;
    }

    /** Whether a file is such a table. */
    static boolean is(YamlNode root) {
        return root instanceof Fields fields && fields.get(KEY) != null;
    }

    /** Throws {@link InputException} for a file that is such a table, but for its first key. */
    static void refuseMistyped(YamlNode root) {
        if (!(root instanceof Fields fields)) {
            return;
        }
        String wanted = "; an energy table of Accelergy has its " + TABLES + " under the key " + KEY;
        if (fields.get(TABLES) != null) {
            throw new InputException(fields.fields().get(TABLES).place() + ": " + TABLES + " stands alone" + wanted);
        }
        fields.fields().forEach((key, field) -> {
            if (field.value() instanceof Fields inner && inner.get(TABLES) != null) {
                throw new InputException(field.place() + ": unknown key " + key + wanted);
            }
        });
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
        YamlNode tables = ert.get(TABLES);
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
            twice.putIfAbsent(component, fields.get("name").place());
            return;
        }
        Map<String, List<ErtRow>> rows = new LinkedHashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        // Accelergy writes all that a component can do; what nothing counts prices nothing.
        if (fields.get("actions") instanceof Items actions) {
            for (YamlNode action : actions.items()) {
                Fields row = fields(action, "an action");
                String word = text(row, "name");
                if (ACTIONS.contains(word)) {
                    rows.computeIfAbsent(word, any -> new ArrayList<>()).add(ErtRow.read(row));
                } else {
                    unknown.add(word);
                }
            }
        }
        Map<String, ErtRow> chosen = new LinkedHashMap<>();
        rows.forEach((word, all) -> chosen.put(word, ErtRow.ofAction(all)));
        tables.put(component, chosen);
        others.put(component, unknown);
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

    private ErtRow find(String component, String action) {
        String second = twice.get(component);
        if (second != null) {
            throw MissingEnergyException.unusable(
                    name,
                    component,
                    action,
                    second,
                    "two components are called " + component
                            + " (of a name, what follows the last point counts, without its range)");
        }
        ErtRow row = tables.getOrDefault(component, Map.of()).get(action);
        if (row == null) {
            throw new MissingEnergyException(name, component, action, file, remedy(component, action));
        }
        if (row.problem() != null) {
            throw MissingEnergyException.unusable(name, component, action, row.place(), row.problem());
        }
        return row;
    }

    private String remedy(String component, String action) {
        String add = tables.containsKey(component)
                ? "add the action " + action + " to component " + component + nearly(action, others.get(component))
                : "add to ERT.tables a component named " + component + " with the action " + action
                        + nearly(component, tables.keySet());
        return component.equals(MapSteps.UNIT)
                ? add + " (the operations between layers: read and write, and by their kinds add, multiply, compare)"
                : add;
    }

    private static String nearly(String wanted, Set<String> given) {
        String nearest = Names.nearest(wanted, given);
        return nearest == null ? "" : "; there is " + nearest + ", did you mean " + wanted + "?";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double picojoules(ActivityKey key) {
        ErtRow row = find(key.component(), action(key));
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
        ErtRow row = find(memory.component(), LEAK);
        if (row.picojoules() == 0) {
            return 0;
        }
        if (row.cycleSeconds() == 0) {
            throw MissingEnergyException.unusable(
                    name,
                    memory.component(),
                    LEAK,
                    row.place(),
                    "it needs the argument cycle_seconds, or the energy 0");
        }
        return row.picojoules() / row.cycleSeconds() * MILLIWATTS;
    }

    /** Everything that prices, as {@link LoadedEnergy#resolved}. */
    Map<String, Object> resolved() {
        List<Object> rows = new ArrayList<>();
        tables.forEach((component, actions) -> actions.forEach((action, row) -> {
            if (row.problem() != null || twice.containsKey(component)) {
                return;
            }
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
