package org.escalatesim.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The YAML keys of a record type, and a record's values by path. */
final class RecordFields {
    private RecordFields() {}

    /** The key of a component: its name in snake_case, or what {@link JsonProperty} says. */
    static String key(RecordComponent component) {
        // JsonProperty cannot stand on record components; javac copies it to the accessor.
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null || named.value().isEmpty() ? Names.key(component.getName()) : named.value();
    }

    /** Whether the component's key may be left out. */
    static boolean optional(RecordComponent component) {
        Class<?> type = component.getType();
        return component.isAnnotationPresent(OptionalKey.class)
                || type == Integer.class
                || type == Long.class
                || type == Double.class
                || type == Boolean.class
                || type == Optional.class
                || type == Object.class;
    }

    /** The keys of a record type, in order. */
    static Set<String> keys(Class<?> type) {
        Set<String> keys = new LinkedHashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(key(component));
        }
        return Collections.unmodifiableSet(keys);
    }

    /** Every key path of a record type that is not itself a record, with its type, in order. */
    static Map<String, Type> leaves(Class<?> type) {
        Map<String, Type> leaves = new LinkedHashMap<>();
        addLeaves("", type, leaves);
        return leaves;
    }

    private static void addLeaves(String path, Class<?> type, Map<String, Type> leaves) {
        for (RecordComponent component : type.getRecordComponents()) {
            String field = YamlBinder.join(path, key(component));
            if (component.getType().isRecord()) {
                addLeaves(field, component.getType(), leaves);
            } else {
                leaves.put(field, component.getGenericType());
            }
        }
    }

    /** A record's values by path, as they would be written: enums in lower case with hyphens; null values left out. */
    static Map<String, Object> values(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        addValues("", record, values);
        return values;
    }

    private static void addValues(String path, Record record, Map<String, Object> values) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String field = YamlBinder.join(path, key(component));
            Object value;
            try {
                component.getAccessor().setAccessible(true);
                value = component.getAccessor().invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
            if (value instanceof Record section) {
                addValues(field, section, values);
            } else if (value != null) {
                values.put(field, value instanceof Enum<?> constant ? Names.constant(constant) : value);
            }
        }
    }
}
