package org.escalatesim.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.escalatesim.config.YamlNode.Field;
import org.escalatesim.config.YamlNode.Fields;
import org.escalatesim.config.YamlNode.Scalar;

/** A YAML file laid over the files that it names with {@code extends:}. */
final class Layers {
    static final String EXTENDS = "extends";
    private static final int MAX_DEPTH = 16;

    private Layers() {}

    /**
     * The file's own fields, and the whole with what it extends; {@code extends} itself is taken out of the whole.
     *
     * @param name the file's name, without its folder
     * @param own the fields written in the file itself
     * @param base the whole of the file that it extends, or null
     * @param whole base and own together
     */
    record Layered(String name, Fields own, Layered base, Fields whole) {}

    /** Parses a file and those that it extends; throws {@link InputException}. */
    static Layered read(Bundle bundle, Bundle.Found file) {
        return read(bundle, file, new LinkedHashSet<>());
    }

    private static Layered read(Bundle bundle, Bundle.Found file, Set<String> seen) {
        if (!(YamlParser.parse(file.name(), file.text()) instanceof Fields own)) {
            throw new InputException(file.name() + ":1:1: the file must be keys and values");
        }
        seen.add(id(file));
        checkName(bundle, file, own);
        YamlNode extended = own.get(EXTENDS);
        if (extended == null) {
            return new Layered(label(file), own, null, own);
        }
        if (!(extended instanceof Scalar scalar) || scalar.kind() != YamlNode.Kind.TEXT) {
            throw new InputException(
                    extended.place() + ": extends must be a file or a bundled name, not " + extended.shown());
        }
        Bundle.Found found;
        try {
            found = bundle.find(scalar.text(), file.path());
        } catch (InputException e) {
            throw new InputException(scalar.place() + ": extends: " + e.getMessage());
        }
        if (seen.contains(id(found)) || seen.size() > MAX_DEPTH) {
            throw new InputException(scalar.place() + ": extends leads back to " + found.name());
        }
        if (own.get("name") == null) {
            throw new InputException(own.place() + ": name is missing; a file that extends another needs its own name");
        }
        Layered base = read(bundle, found, seen);
        if (own.get("name").shown().equals(shown(base.whole().get("name")))) {
            throw new InputException(own.get("name").place() + ": name must differ from that of " + base.name()
                    + ", which this file extends: " + own.get("name").shown());
        }
        Map<String, Field> kept = new LinkedHashMap<>(own.fields());
        kept.remove(EXTENDS);
        Fields upper = new Fields(own.place(), kept);
        return new Layered(label(file), upper, base, YamlNode.overlay(base.whole(), upper));
    }

    /** Results tell machines and tables by their names: a bundled name stands for the bundled text alone. */
    private static void checkName(Bundle bundle, Bundle.Found file, Fields own) {
        if (file.path() != null
                && own.get("name") instanceof Scalar name
                && bundle.names().contains(name.text())
                && !file.text().equals(bundle.bundled(name.text()).text())) {
            throw new InputException(name.place() + ": name '" + name.text()
                    + "' is that of a bundled file, and this one differs from it; give it a name of its own");
        }
    }

    private static String shown(YamlNode node) {
        return node == null ? "" : node.shown();
    }

    /** Results must not tell where a user keeps files. */
    private static String label(Bundle.Found file) {
        return file.path() == null ? file.name() : file.path().getFileName().toString();
    }

    private static String id(Bundle.Found file) {
        Path path = file.path();
        return path == null
                ? "bundled " + file.name()
                : path.toAbsolutePath().normalize().toString();
    }
}
