package org.escalatesim.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document as a tree whose nodes know where they came from: {@code file:line:column} or {@code --set ...}. */
sealed interface YamlNode {
    /** Where the node starts, as messages say it. */
    String place();

    /** What a message calls the node's value. */
    String shown();

    /** What YAML's core schema makes of a scalar. */
    enum Kind {
        NOTHING,
        BOOLEAN,
        INTEGER,
        REAL,
        TEXT
    }

    /** A single value, as written. */
    record Scalar(String place, Kind kind, String text) implements YamlNode {
        @Override
        public String shown() {
            return switch (kind) {
                case NOTHING -> "nothing";
                case TEXT -> "'" + text + "'";
                default -> text;
            };
        }
    }

    /** A list. */
    record Items(String place, List<YamlNode> items) implements YamlNode {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /** Keys and values, in the order of the file. */
    record Fields(String place, Map<String, Field> fields) implements YamlNode {
        @Override
        public String shown() {
            return "keys and values";
        }

        /** The value of a key, or null. */
        YamlNode get(String key) {
            Field field = fields.get(key);
            return field == null ? null : field.value();
        }
    }

    /** The value of a key, and where the key stands. */
    record Field(String place, YamlNode value) {}

    /** The node at a path such as {@code ring.slots} or {@code rows[2].value}, or null. */
    static YamlNode at(YamlNode root, String path) {
        YamlNode node = root;
        for (String step : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.|(?=\\[)", -1))) {
            if (node instanceof Items list && step.matches("\\[\\d{1,9}]")) {
                int index = Integer.parseInt(step.substring(1, step.length() - 1));
                node = index < list.items().size() ? list.items().get(index) : null;
            } else if (node instanceof Fields fields) {
                node = fields.get(step);
            } else {
                return null;
            }
        }
        return node;
    }

    /** {@code base} with the fields of {@code over} laid on it, sections merged, everything else replaced. */
    static Fields overlay(Fields base, Fields over) {
        Map<String, Field> merged = new LinkedHashMap<>(base.fields());
        over.fields().forEach((key, field) -> {
            if (field.value() instanceof Fields upper && base.get(key) instanceof Fields lower) {
                merged.put(key, new Field(field.place(), overlay(lower, upper)));
            } else {
                merged.put(key, field);
            }
        });
        return new Fields(over.place(), Collections.unmodifiableMap(merged));
    }

    /** The node as plain Java values: Map, List, String, Boolean, Long, Double or null. */
    static Object plain(YamlNode node) {
        if (node instanceof Fields fields) {
            Map<String, Object> map = new LinkedHashMap<>();
            fields.fields().forEach((key, field) -> map.put(key, plain(field.value())));
            return Collections.unmodifiableMap(map);
        }
        if (node instanceof Items list) {
            List<Object> values = new ArrayList<>();
            list.items().forEach(item -> values.add(plain(item)));
            return Collections.unmodifiableList(values);
        }
        Scalar scalar = (Scalar) node;
        return switch (scalar.kind()) {
            case NOTHING -> null;
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case INTEGER -> plainInteger(scalar.text());
            case REAL -> YamlParser.real(scalar.text());
            case TEXT -> scalar.text();
        };
    }

    private static Object plainInteger(String text) {
        Long value = YamlParser.integer(text);
        return value == null ? (Object) Double.valueOf(text) : value;
    }
}
