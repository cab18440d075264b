package org.escalatesim.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.escalatesim.config.YamlNode.Fields;
import org.escalatesim.config.YamlNode.Items;
import org.escalatesim.config.YamlNode.Kind;
import org.escalatesim.config.YamlNode.Scalar;

/**
 * A value of a YAML file that is checked later, against something that the reader of the file does not know; it keeps
 * its place for messages. {@link YamlReader} binds it like any other component.
 */
public final class YamlValue {
    private final String keyPlace;
    private final YamlNode node;

    YamlValue(String keyPlace, YamlNode node) {
        this.keyPlace = keyPlace;
        this.node = node;
    }

    /** A number that is not in the file itself; {@code place} is where it follows from. */
    public static YamlValue of(String place, BigDecimal number) {
        Kind kind = number.scale() <= 0 ? Kind.INTEGER : Kind.REAL;
        return new YamlValue(place, new Scalar(place, kind, number.toPlainString()));
    }

    /** Where the value stands: {@code file:line:column}. */
    public String place() {
        return node.place();
    }

    /** Where the key of the value stands; the value's own place if it has no key. */
    public String keyPlace() {
        return keyPlace;
    }

    /** What a message calls the value. */
    public String shown() {
        return node.shown();
    }

    /** Whether this is keys and values. */
    public boolean isSection() {
        return node instanceof Fields;
    }

    /** Whether this is a list. */
    public boolean isList() {
        return node instanceof Items;
    }

    /** Whether nothing is written, or {@code null}. */
    public boolean isNothing() {
        return node instanceof Scalar scalar && scalar.kind() == Kind.NOTHING;
    }

    /** The items of a list; a value that is no list is the only item of its own. */
    public List<YamlValue> items() {
        return node instanceof Items list
                ? list.items().stream()
                        .map(item -> new YamlValue(item.place(), item))
                        .toList()
                : List.of(this);
    }

    /** Plain Java values: Map, List, String, Boolean, Long, Double (integers beyond 64 bits too) or null. */
    public Object plain() {
        return YamlNode.plain(node);
    }

    /** A single value as it was written, without quotes; throws {@link IllegalStateException} for lists and sections. */
    public String text() {
        if (node instanceof Scalar scalar) {
            return scalar.text();
        }
        throw new IllegalStateException(place() + ": no single value");
    }

    /** This section as a record, by the rules of {@link YamlReader}; throws {@link InputException}. */
    public <T> T as(Class<T> type) {
        return YamlBinder.bind(place(), node, type, Set.of());
    }

    /** The same value, said to stand elsewhere. */
    YamlNode nodeAt(String place) {
        return node instanceof Scalar scalar ? new Scalar(place, scalar.kind(), scalar.text()) : node;
    }
}
