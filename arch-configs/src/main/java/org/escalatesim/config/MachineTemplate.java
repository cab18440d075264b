package org.escalatesim.config;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.escalatesim.config.YamlNode.Fields;
import org.escalatesim.machine.MachineSpec;

/** A machine file, parsed once, from which many machines are made that differ in a few fields. */
public final class MachineTemplate {
    private final String file;
    private final Fields tree;
    private final Class<? extends MachineFile> kind;
    private final Set<String> header;
    private final Map<String, Type> leaves;
    private final Map<String, LoadedMachine.Source> sources;

    /**
     * A changed field.
     *
     * @param path the field, for example {@code ring.slots}
     * @param value its value
     * @param place how messages call where it was changed
     * @param source why, as {@link LoadedMachine.Source} tells it
     */
    public record Setting(String path, YamlValue value, String place, String source) {}

    MachineTemplate(
            String file,
            Fields tree,
            Class<? extends MachineFile> kind,
            Set<String> header,
            Map<String, LoadedMachine.Source> sources) {
        this.file = file;
        this.tree = tree;
        this.kind = kind;
        this.header = header;
        this.leaves = RecordFields.leaves(kind);
        this.sources = sources;
    }

    /** The paths of all fields, in the order of the specification. */
    public Set<String> fields() {
        return Collections.unmodifiableSet(leaves.keySet());
    }

    /** What is wrong with a path that is no field, beginning with it: the nearest name and those of its section. */
    public String unknown(String path) {
        return Overrides.unknown(path, leaves);
    }

    /** Whether a field takes integers alone. */
    public boolean integral(String path) {
        Type type = leaves.get(path);
        return type == int.class || type == long.class || type == Integer.class || type == Long.class;
    }

    /** Throws {@link InputException}, naming the value's place, unless it has the type of the field. */
    public void checkType(String path, YamlValue value) {
        YamlBinder.bindLeaf(path, value.nodeAt(value.place()), leaves.get(path));
    }

    /** The machine with these fields changed, later ones over earlier ones; throws {@link InputException}. */
    public LoadedMachine open(List<Setting> settings) {
        List<String> problems = new ArrayList<>();
        Fields changed = tree;
        Map<String, LoadedMachine.Source> from = new LinkedHashMap<>(sources);
        for (Setting setting : settings) {
            if (!leaves.containsKey(setting.path())) {
                problems.add(setting.place() + ": " + unknown(setting.path()));
            } else {
                changed = Overrides.lay(
                        changed,
                        setting.path(),
                        setting.place(),
                        setting.value().nodeAt(setting.place()),
                        tree.place());
                from.put(setting.path(), new LoadedMachine.Source(false, setting.source()));
            }
        }
        if (!problems.isEmpty()) {
            throw YamlBinder.failure(file, problems);
        }
        MachineFile bound = YamlBinder.bind(file, Machines.without(changed, header), kind, header);
        MachineSpec spec = bound.spec();
        return new LoadedMachine(spec, Machines.describe(spec), Collections.unmodifiableMap(from), bound.advice());
    }

    /** A message of {@link #open} without the line and column of the machine's file, which say nothing of the machine. */
    public String withoutPlace(String message) {
        return message.replaceFirst("^" + Pattern.quote(file) + ":\\d+:\\d+: ", "");
    }
}
