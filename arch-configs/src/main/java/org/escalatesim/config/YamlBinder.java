package org.escalatesim.config;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.escalatesim.config.YamlNode.Field;
import org.escalatesim.config.YamlNode.Fields;
import org.escalatesim.config.YamlNode.Items;
import org.escalatesim.config.YamlNode.Kind;
import org.escalatesim.config.YamlNode.Scalar;
import org.escalatesim.machine.SpecException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fits a {@link YamlNode} tree to a record type; the rules are those of {@link YamlReader}. Collects all problems. */
final class YamlBinder {
    private static final int MAX_PROBLEMS = 5;
    private final YamlNode root;
    private final Set<String> otherKeys;
    private final List<String> problems = new ArrayList<>();

    /** Made only when someone binds a JsonNode: making it costs a tenth of a second. */
    private static final class Json {
        static final JsonMapper MAPPER = new JsonMapper();
    }

    private YamlBinder(YamlNode root, Set<String> otherKeys) {
        this.root = root;
        this.otherKeys = otherKeys;
    }

    /**
     * Binds a tree.
     *
     * @param name how messages call the whole file
     * @param otherKeys keys at the top that someone else reads
     * @throws InputException with every problem found, at most a few
     */
    static <T> T bind(String name, YamlNode root, Class<T> type, Set<String> otherKeys) {
        YamlBinder binder = new YamlBinder(root, otherKeys);
        Object value = binder.value(root, type, "");
        if (!binder.problems.isEmpty()) {
            throw failure(name, binder.problems);
        }
        @SuppressWarnings("unchecked")
        T result = (T) value;
        return result;
    }

    /** Checks that a single value can be bound to a field; throws {@link InputException} naming the value's place. */
    static void bindLeaf(String path, YamlNode node, Type type) {
        YamlBinder binder = new YamlBinder(node, Set.of());
        binder.value(node, type, path);
        if (!binder.problems.isEmpty()) {
            throw failure(path, binder.problems);
        }
    }

    /** The exception for these problems: all, or the first few and the number of the rest. */
    static InputException failure(String name, List<String> problems) {
        if (problems.size() <= MAX_PROBLEMS) {
            return new InputException(problems);
        }
        List<String> few = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
        few.add(name + ": and " + (problems.size() - MAX_PROBLEMS) + " more problems");
        return new InputException(few);
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private Object value(YamlNode node, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == List.class) {
                List<Object> items = items(node, of[0], path);
                return items == null ? null : Collections.unmodifiableList(items);
            }
            if (raw == Map.class) {
                return map(node, of[0], of[1], path);
            }
            if (raw == Optional.class) {
                return Optional.ofNullable(value(node, of[0], path));
            }
            throw unsupported(type, path);
        }
        Class<?> target = (Class<?>) type;
        if (target == Object.class || target == Map.class || target == List.class) {
            return freeForm(node, target, path);
        }
        if (target == YamlValue.class) {
            return new YamlValue(node.place(), node);
        }
        if (target == JsonNode.class) {
            return Json.MAPPER.valueToTree(YamlNode.plain(node));
        }
        if (target.isRecord()) {
            return record(node, target, path);
        }
        if (target.isArray()) {
            List<Object> items = items(node, target.getComponentType(), path);
            return items == null || items.contains(null) ? null : array(items, target.getComponentType());
        }
        return scalar(node, target, path);
    }

    private Object freeForm(YamlNode node, Class<?> target, String path) {
        Object plain = YamlNode.plain(node);
        return target.isInstance(plain) || target == Object.class
                ? plain
                : wrong(node, path, target == Map.class ? "keys and values" : "a list");
    }

    private Object record(YamlNode node, Class<?> type, String path) {
        if (!(node instanceof Fields given)) {
            return wrong(node, path, "keys and values (" + String.join(", ", keys(type, path)) + ")");
        }
        int before = problems.size();
        Set<String> keys = keys(type, path);
        given.fields().forEach((key, field) -> {
            if (!keys.contains(key)) {
                unknown(path, key, field, keys);
            }
        });
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = component(given, components[i], path);
        }
        return problems.size() > before ? null : construct(given, type, types, values, path);
    }

    private Set<String> keys(Class<?> type, String path) {
        Set<String> keys = new LinkedHashSet<>(RecordFields.keys(type));
        if (path.isEmpty()) {
            keys.addAll(otherKeys);
        }
        return keys;
    }

    private void unknown(String path, String key, Field field, Set<String> keys) {
        String nearest = Names.nearest(key, keys);
        String hint = nearest == null ? "; " : "; did you mean " + join(path, nearest) + "? ";
        problems.add(field.place() + ": " + join(path, key) + " is not a field" + hint + "accepted: "
                + String.join(", ", keys));
    }

    private Object component(Fields given, RecordComponent component, String path) {
        String key = RecordFields.key(component);
        String fieldPath = join(path, key);
        YamlNode node = given.get(key);
        Class<?> type = component.getType();
        if (RecordFields.optional(component)) {
            if (type.isPrimitive()) {
                throw unsupported(type, fieldPath);
            }
            if (node == null || (node instanceof Scalar scalar && scalar.kind() == Kind.NOTHING)) {
                return absent(type);
            }
        } else if (node == null) {
            problems.add(given.place() + ": " + fieldPath + " is missing; it must be "
                    + expected(component.getGenericType()));
            return null;
        }
        return value(node, component.getGenericType(), fieldPath);
    }

    private static Object absent(Class<?> type) {
        if (type == List.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        return type == Optional.class ? Optional.empty() : null;
    }

    private Object construct(Fields given, Class<?> type, Class<?>[] types, Object[] values, String path) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SpecException cause) {
                problems.add(place(cause.path(), path, given) + ": " + cause.getMessage());
            } else if (e.getCause() instanceof InputException cause) {
                cause.problems().forEach(problem -> problems.add(given.place() + ": " + problem));
            } else if (e.getCause() instanceof IllegalArgumentException cause) {
                problems.add(given.place() + ": " + (path.isEmpty() ? "" : path + ": ") + cause.getMessage());
            } else {
                throw new IllegalStateException("cannot make " + type.getName(), e.getCause());
            }
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type.getName(), e);
        }
    }

    /** A record's constructor may name a field by its path from the top of the file, or from itself. */
    private String place(String path, String recordPath, Fields record) {
        YamlNode node = YamlNode.at(root, path);
        if (node == null) {
            node = YamlNode.at(root, join(recordPath, path));
        }
        // A field that is not there is placed where it belongs.
        String above = path;
        while (node == null && above.contains(".")) {
            above = above.substring(0, above.lastIndexOf('.'));
            node = YamlNode.at(root, above);
        }
        return node == null ? record.place() : node.place();
    }

    private List<Object> items(YamlNode node, Type of, String path) {
        if (!(node instanceof Items list)) {
            wrong(node, path, "a list");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (YamlNode item : list.items()) {
            values.add(value(item, of, path + "[" + values.size() + "]"));
        }
        return values;
    }

    private Object map(YamlNode node, Type keyType, Type of, String path) {
        if (!(node instanceof Fields given)) {
            return wrong(node, path, "keys and values");
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        given.fields().forEach((key, field) -> {
            Object bound =
                    keyType == String.class ? key : scalar(new Scalar(field.place(), Kind.TEXT, key), keyType, path);
            map.put(
                    bound,
                    of == YamlValue.class
                            ? new YamlValue(field.place(), field.value())
                            : value(field.value(), of, join(path, key)));
        });
        return Collections.unmodifiableMap(map);
    }

    private static Object array(List<Object> items, Class<?> type) {
        Object array = Array.newInstance(type, items.size());
        for (int i = 0; i < items.size(); i++) {
            Array.set(array, i, items.get(i));
        }
        return array;
    }

    private Object scalar(YamlNode node, Type type, String path) {
        Class<?> target = (Class<?>) type;
        if (!(node instanceof Scalar scalar)) {
            return wrong(node, path, expected(type));
        }
        Object value;
        if (target == int.class || target == Integer.class) {
            Long wide = scalar.kind() == Kind.INTEGER ? YamlParser.integer(scalar.text()) : null;
            value = wide != null && wide == wide.intValue() ? (Object) wide.intValue() : null;
        } else if (target == long.class || target == Long.class) {
            value = scalar.kind() == Kind.INTEGER ? YamlParser.integer(scalar.text()) : null;
        } else if (target == double.class || target == Double.class) {
            boolean number = scalar.kind() == Kind.REAL || scalar.kind() == Kind.INTEGER;
            Double real = number ? (Double) YamlParser.real(scalar.text()) : null;
            value = real != null && Double.isFinite(real) ? real : null;
        } else if (target == boolean.class || target == Boolean.class) {
            value = scalar.kind() == Kind.BOOLEAN ? Boolean.valueOf(scalar.text()) : null;
        } else if (target == String.class) {
            value = scalar.kind() == Kind.TEXT ? scalar.text() : null;
        } else if (target.isEnum()) {
            return constant(scalar, target, path);
        } else {
            throw unsupported(type, path);
        }
        return value == null ? wrong(node, path, expected(type)) : value;
    }

    private Object constant(Scalar scalar, Class<?> type, String path) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = Names.constant((Enum<?>) constant);
            if (name.equals(scalar.text())) {
                return constant;
            }
            names.add(name);
        }
        problems.add(scalar.place() + ": " + path + " must be one of " + String.join(", ", names) + ", not "
                + scalar.shown() + Names.didYouMean(scalar.text(), names));
        return null;
    }

    private Object wrong(YamlNode node, String path, String expected) {
        String what = path.isEmpty() ? "the file" : path;
        problems.add(node.place() + ": " + what + " must be " + expected + ", not " + node.shown());
        return null;
    }

    private static String expected(Type type) {
        if (type == int.class || type == Integer.class) {
            return "an integer of at most 32 bits";
        }
        if (type == long.class || type == Long.class) {
            return "an integer of at most 64 bits";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "text (in quotes if it looks like a number, true, false or null)";
        }
        if (type instanceof Class<?> target && target.isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : target.getEnumConstants()) {
                names.add(Names.constant((Enum<?>) constant));
            }
            return "one of " + String.join(", ", names);
        }
        boolean list = type instanceof Class<?> target
                ? target.isArray()
                : type instanceof ParameterizedType generic && generic.getRawType() == List.class;
        return list ? "a list" : "keys and values";
    }

    private static IllegalStateException unsupported(Type type, String path) {
        return new IllegalStateException(path + ": no YAML form for " + type.getTypeName());
    }
}
