package org.escalatesim.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.escalatesim.config.YamlNode.Field;
import org.escalatesim.config.YamlNode.Fields;
import org.escalatesim.config.YamlNode.Items;
import org.escalatesim.config.YamlNode.Kind;
import org.escalatesim.config.YamlNode.Scalar;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML text to a {@link YamlNode} tree: YAML 1.2 with the core schema, one document, no aliases, no key twice. */
final class YamlParser {
    private static final int MAX_CHARACTERS = 1 << 26;
    private final String name;
    private final boolean positions;
    private final List<String> problems = new ArrayList<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlParser(String name, boolean positions) {
        this.name = name;
        this.positions = positions;
    }

    /** Parses a file's text; throws {@link InputException}. */
    static YamlNode parse(String name, String text) {
        return new YamlParser(name, true).document(text);
    }

    /** Parses a value from the command line, whose place is all of {@code name}; throws {@link InputException}. */
    static YamlNode parseValue(String name, String text) {
        return text.isBlank() ? new Scalar(name, Kind.NOTHING, "") : new YamlParser(name, false).document(text);
    }

    /** The value of a core-schema integer, or null when it does not fit 64 bits. */
    static Long integer(String text) {
        try {
            if (text.startsWith("0x")) {
                return Long.valueOf(text.substring(2), 16);
            }
            return text.startsWith("0o") ? Long.valueOf(text.substring(2), 8) : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The value of a core-schema real; NaN or infinite for {@code .nan} and {@code .inf}. */
    static double real(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".nan")) {
            return Double.NaN;
        }
        if (lower.endsWith(".inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(text);
    }

    private YamlNode document(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        YamlNode tree;
        try {
            Optional<Node> node = new Compose(settings).composeString(text);
            if (node.isEmpty() || (positions && node.get().getTag().equals(Tag.NULL))) {
                throw new InputException(name + ": the file is empty");
            }
            tree = convert(node.get(), "");
        } catch (MarkedYamlEngineException e) {
            throw new InputException(
                    place(e.getProblemMark().or(e::getContextMark)) + ": not YAML: " + oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new InputException(name + ": not YAML: " + oneLine(e.getMessage()));
        } catch (StackOverflowError e) {
            throw new InputException(name + ": nested too deeply");
        }
        if (!problems.isEmpty()) {
            throw YamlBinder.failure(name, problems);
        }
        return tree;
    }

    private YamlNode convert(Node node, String path) {
        String place = place(node.getStartMark());
        // An alias is composed to the anchored node itself: seen twice, perhaps inside itself.
        if (!seen.add(node)) {
            problems.add(place + ": " + path + " is an alias of this; write the value where it is used");
            return new Scalar(place, Kind.NOTHING, "");
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Field> fields = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                field(tuple, path, fields);
            }
            return new Fields(place, Collections.unmodifiableMap(fields));
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, path + "[" + items.size() + "]"));
            }
            return new Items(place, Collections.unmodifiableList(items));
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Scalar(place, kind(scalar.getTag()), scalar.getValue());
    }

    private void field(NodeTuple tuple, String path, Map<String, Field> fields) {
        String place = place(tuple.getKeyNode().getStartMark());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(place + ": a key must be a single word, not a list or keys and values");
            return;
        }
        String fieldPath = YamlBinder.join(path, key.getValue());
        Field field = new Field(place, convert(tuple.getValueNode(), fieldPath));
        Field first = fields.putIfAbsent(key.getValue(), field);
        if (first != null) {
            problems.add(place + ": " + fieldPath + " is given twice, first at " + first.place());
        }
    }

    private static Kind kind(Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return Kind.NOTHING;
        }
        if (tag.equals(Tag.BOOL)) {
            return Kind.BOOLEAN;
        }
        if (tag.equals(Tag.INT)) {
            return Kind.INTEGER;
        }
        return tag.equals(Tag.FLOAT) ? Kind.REAL : Kind.TEXT;
    }

    private String place(Optional<Mark> mark) {
        if (!positions || mark.isEmpty()) {
            return name;
        }
        return name + ":" + (mark.get().getLine() + 1) + ":" + (mark.get().getColumn() + 1);
    }

    private static String oneLine(String message) {
        return message == null ? "unknown problem" : message.strip().replaceAll("\\s+", " ");
    }
}
