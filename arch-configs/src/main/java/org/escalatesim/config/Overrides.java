package org.escalatesim.config;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.config.YamlNode.Field;
import org.escalatesim.config.YamlNode.Fields;

/** {@code --set path=value}: values laid on a YAML tree before it is bound, so that all its checks apply to them. */
final class Overrides {
    private Overrides() {}

    /**
     * Lays the overrides on a tree, later ones over earlier ones.
     *
     * @param sets each {@code path=value}
     * @param leaves the paths that may be set
     * @throws InputException for a path that is not a field, or a text without {@code =}
     */
    static Fields apply(Fields tree, List<String> sets, Map<String, Type> leaves) {
        List<String> problems = new ArrayList<>();
        Fields result = tree;
        for (String set : sets) {
            String place = "--set " + set;
            int equals = set.indexOf('=');
            String path = equals < 0 ? set : set.substring(0, equals).strip();
            if (equals < 0) {
                problems.add(place + ": must be path=value, for example ring.slots=32");
            } else if (!leaves.containsKey(path)) {
                problems.add(place + ": " + unknown(path, leaves));
            } else {
                YamlNode value = YamlParser.parseValue(place, set.substring(equals + 1));
                result = lay(result, path, place, value, tree.place());
            }
        }
        if (!problems.isEmpty()) {
            throw YamlBinder.failure("--set", problems);
        }
        return result;
    }

    /** A tree with one value changed; sections that are made for it keep the place of the file. */
    static Fields lay(Fields tree, String path, String place, YamlNode value, String filePlace) {
        return YamlNode.overlay(tree, at(path, place, value, filePlace));
    }

    /** The path of an override. */
    static String path(String set) {
        return set.substring(0, set.indexOf('=')).strip();
    }

    /** What is wrong with a path that cannot be set, beginning with it. */
    static String unknown(String path, Map<String, Type> leaves) {
        List<String> below = leaves.keySet().stream()
                .filter(leaf -> leaf.startsWith(path + "."))
                .toList();
        if (!below.isEmpty()) {
            return path + " is a section; set one of " + String.join(", ", below);
        }
        return path + " is not a field" + accepted(path, leaves);
    }

    /** The nearest name, and the fields of the same section, or all of them. */
    static String accepted(String path, Map<String, Type> leaves) {
        String nearest = Names.nearest(path, leaves.keySet());
        String section = path.contains(".") ? path.substring(0, path.lastIndexOf('.') + 1) : ".";
        List<String> siblings = leaves.keySet().stream()
                .filter(leaf -> leaf.startsWith(section))
                .toList();
        return (nearest == null ? "; " : "; did you mean " + nearest + "? ") + "accepted: "
                + String.join(", ", siblings.isEmpty() ? leaves.keySet() : siblings);
    }

    /** A tree with nothing but one value; sections keep the place of the file. */
    private static Fields at(String path, String place, YamlNode value, String filePlace) {
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        YamlNode below = dot < 0 ? value : at(path.substring(dot + 1), place, value, filePlace);
        Map<String, Field> one = new LinkedHashMap<>();
        one.put(key, new Field(place, below));
        return new Fields(filePlace, one);
    }
}
