package org.escalatesim.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.escalatesim.config.YamlNode.Field;
import org.escalatesim.config.YamlNode.Fields;
import org.escalatesim.escalate.EscalateSpec;
import org.escalatesim.eyeriss.EyerissSpec;
import org.escalatesim.lookahead.LookaheadSpec;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.scnn.DcnnSpec;
import org.escalatesim.scnn.ScnnSpec;
import org.escalatesim.sparten.SpartenSpec;
import org.escalatesim.systolic.SystolicSpec;

/** Machine files: bundled ones by name, anyone's by path. */
public final class Machines {
    /** The kinds of machine, by the value of {@code machine:}. A new kind is one line here. */
    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>("escalate", EscalateFile.class, EscalateSpec.class, EscalateFile::of),
            new Kind<>("systolic", SystolicFile.class, SystolicSpec.class, SystolicFile::of),
            new Kind<>("eyeriss", EyerissFile.class, EyerissSpec.class, EyerissFile::of),
            new Kind<>("lookahead", LookaheadFile.class, LookaheadSpec.class, LookaheadFile::of),
            new Kind<>("scnn", ScnnFile.class, ScnnSpec.class, ScnnFile::of),
            new Kind<>("dcnn", DcnnFile.class, DcnnSpec.class, DcnnFile::of),
            new Kind<>("sparten", SpartenFile.class, SpartenSpec.class, SpartenFile::of));

    private static final Set<String> HEADER = RecordFields.keys(Header.class);
    private static final Bundle BUNDLE = new Bundle(Machines.class, "machines", "machine");

    private Machines() {}

    private record Kind<S extends MachineSpec>(
            String name, Class<? extends MachineFile> file, Class<S> spec, Function<S, MachineFile> toFile) {
        Record file(MachineSpec machine) {
            return (Record) toFile.apply(spec.cast(machine));
        }
    }

    /** The records that machine files are read into, by the value of {@code machine:}. */
    static Map<String, Class<? extends MachineFile>> files() {
        Map<String, Class<? extends MachineFile>> files = new LinkedHashMap<>();
        KINDS.forEach(kind -> files.put(kind.name(), kind.file()));
        return files;
    }

    /** The keys that every machine file has beside its kind's fields. */
    private record Header(
            String machine,
            String description,
            @OptionalKey @JsonProperty("extends") String base,
            @OptionalKey MachineSources.Section sources,
            Object notes) {}

    /**
     * Loads a machine: an existing path wins, else a bundled name with or without {@code .yaml}.
     *
     * @param sets overrides {@code path=value}, in order
     * @throws InputException for anything wrong with the file or the overrides
     */
    public static MachineSpec load(String nameOrPath, List<String> sets) {
        return open(nameOrPath, sets).spec();
    }

    /** Like {@link #load}, with the sources of every field and advice. */
    public static LoadedMachine open(String nameOrPath, List<String> sets) {
        Bundle.Found file = BUNDLE.find(nameOrPath);
        Layers.Layered layers = read(file);
        Header header = header(file.name(), layers.whole());
        Kind<?> kind = kind(layers.whole(), header.machine());
        Map<String, Type> leaves = RecordFields.leaves(kind.file());
        Map<String, LoadedMachine.Source> sources = MachineSources.of(layers, leaves);
        Fields tree = Overrides.apply(layers.whole(), sets, leaves);
        for (String set : sets) {
            sources.put(Overrides.path(set), new LoadedMachine.Source(false, "set on the command line"));
        }
        return new MachineTemplate(file.name(), tree, kind.file(), HEADER, sources).open(List.of());
    }

    /** A machine file parsed for many machines that differ in a few fields, found as {@link #load} does. */
    public static MachineTemplate template(String nameOrPath) {
        Bundle.Found file = BUNDLE.find(nameOrPath);
        Layers.Layered layers = read(file);
        Kind<?> kind = kind(layers.whole(), header(file.name(), layers.whole()).machine());
        return new MachineTemplate(
                file.name(),
                layers.whole(),
                kind.file(),
                HEADER,
                MachineSources.of(layers, RecordFields.leaves(kind.file())));
    }

    /** A file with those that it extends, all of one kind: the fields of another kind mean nothing to it. */
    private static Layers.Layered read(Bundle.Found file) {
        Layers.Layered layers = Layers.read(BUNDLE, file);
        for (Layers.Layered upper = layers; upper.base() != null; upper = upper.base()) {
            YamlNode own = upper.own().get("machine");
            YamlNode base = upper.base().whole().get("machine");
            if (own != null && base != null && !own.shown().equals(base.shown())) {
                throw new InputException(own.place() + ": machine is " + own.shown() + ", but "
                        + upper.base().name() + ", which this file extends, is of kind " + base.shown()
                        + "; a file extends one of its own kind");
            }
        }
        return layers;
    }

    /** The bundled machines with one line about each, in their order. */
    public static Map<String, String> bundled() {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String name : BUNDLE.names()) {
            Bundle.Found file = BUNDLE.bundled(name);
            Fields whole = Layers.read(BUNDLE, file).whole();
            lines.put(name, header(file.name(), whole).description());
        }
        return Collections.unmodifiableMap(lines);
    }

    /**
     * The whole configuration of a machine: {@code machine}, then every field by its path as in a machine file
     * ({@code ring.slots}), in the order of the specification; values are Integer, Long, Boolean or String.
     */
    public static Map<String, Object> describe(MachineSpec spec) {
        for (Kind<?> kind : KINDS) {
            if (kind.spec().isInstance(spec)) {
                Map<String, Object> resolved = new LinkedHashMap<>();
                resolved.put("machine", kind.name());
                resolved.putAll(RecordFields.values(kind.file(spec)));
                return Collections.unmodifiableMap(resolved);
            }
        }
        throw new IllegalArgumentException(
                "no kind of machine is registered for " + spec.getClass().getName());
    }

    private static Header header(String name, Fields tree) {
        Map<String, Field> kept = new LinkedHashMap<>(tree.fields());
        kept.keySet().retainAll(HEADER);
        return YamlBinder.bind(name, new Fields(tree.place(), kept), Header.class, Set.of());
    }

    /** A tree without some of its keys. */
    static Fields without(Fields tree, Set<String> keys) {
        Map<String, Field> kept = new LinkedHashMap<>(tree.fields());
        kept.keySet().removeAll(keys);
        return new Fields(tree.place(), kept);
    }

    private static Kind<?> kind(Fields tree, String name) {
        List<String> names = KINDS.stream().map(Kind::name).toList();
        for (Kind<?> kind : KINDS) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new InputException(tree.get("machine").place() + ": machine must be one of " + String.join(", ", names)
                + ", not '" + name + "'" + Names.didYouMean(name, names));
    }
}
