package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schemas that editors use, one per kind of machine, say what the loader does. */
class MachineSchemaTest {
    private static final Set<String> HEADER = Set.of("machine", "extends", "description", "sources", "notes");

    static Stream<String> kinds() {
        return Machines.files().keySet().stream();
    }

    @Test
    void theKindOfMachineChoosesTheSchema() throws IOException {
        JsonNode schema = read("machine");
        List<String> kinds = new ArrayList<>();
        schema.get("properties").get("machine").get("enum").forEach(kind -> kinds.add(kind.stringValue()));
        assertThat(kinds).containsExactlyElementsOf(Machines.files().keySet());
        List<String> schemas = new ArrayList<>();
        for (JsonNode choice : schema.get("allOf")) {
            String kind = choice.get("if")
                    .get("properties")
                    .get("machine")
                    .get("const")
                    .stringValue();
            assertThat(choice.get("then").get("$ref").stringValue()).isEqualTo(kind + ".schema.json");
            schemas.add(kind);
        }
        assertThat(schemas).isEqualTo(kinds);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldIsInTheSchemaAndTheOtherWayRound(String kind) throws IOException {
        JsonNode schema = read(kind);
        assertThat(leaves(schema).keySet())
                .containsExactlyElementsOf(
                        RecordFields.leaves(Machines.files().get(kind)).keySet());
        Set<String> top = new LinkedHashSet<>(RecordFields.keys(Machines.files().get(kind)));
        top.addAll(HEADER);
        assertThat(schema.get("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(top);
        top.removeAll(Set.of("extends", "sources", "notes"));
        List<String> required = new ArrayList<>();
        schema.get("anyOf").get(1).get("required").forEach(name -> required.add(name.stringValue()));
        assertThat(required).containsExactlyInAnyOrderElementsOf(top);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void typesAgree(String kind) throws IOException {
        Map<String, Type> fields = RecordFields.leaves(Machines.files().get(kind));
        leaves(read(kind)).forEach((path, leaf) -> {
            Type type = fields.get(path);
            String expected = type == boolean.class ? "boolean" : integer(type) ? "integer" : "string";
            assertThat(leaf.get("type").stringValue()).as(path).isEqualTo(expected);
            assertThat(leaf.get("description").stringValue()).as(path).isNotBlank();
            if (type instanceof Class<?> target && target.isEnum()) {
                List<String> names = new ArrayList<>();
                for (Object constant : target.getEnumConstants()) {
                    names.add(Names.constant((Enum<?>) constant));
                }
                List<String> accepted = new ArrayList<>();
                leaf.get("enum").forEach(name -> accepted.add(name.stringValue()));
                assertThat(accepted).as(path).isEqualTo(names);
            }
        });
    }

    /** One beyond each bound is refused by the loader; the bound itself is not, unless for what another field says. */
    @ParameterizedTest
    @MethodSource("kinds")
    void boundsAgree(String kind) throws IOException {
        String machine = kind.equals("escalate") ? "tile8" : kind;
        Map<String, Type> fields = RecordFields.leaves(Machines.files().get(kind));
        Map<String, JsonNode> leaves = leaves(read(kind));
        long numbers =
                fields.values().stream().filter(MachineSchemaTest::integer).count();
        int bounds = 0;
        for (Map.Entry<String, JsonNode> entry : leaves.entrySet()) {
            JsonNode leaf = entry.getValue();
            if (integer(fields.get(entry.getKey()))) {
                JsonNode values = leaf.get("enum");
                long low = values == null
                        ? leaf.get("minimum").longValue()
                        : values.get(0).longValue();
                long high = values == null
                        ? leaf.get("maximum").longValue()
                        : values.get(values.size() - 1).longValue();
                inRange(machine, entry.getKey(), low);
                inRange(machine, entry.getKey(), high);
                outOfRange(machine, entry.getKey(), low - 1);
                outOfRange(machine, entry.getKey(), high + 1);
                bounds++;
            }
        }
        assertThat(bounds).isEqualTo((int) numbers).isGreaterThan(5);
    }

    private static void inRange(String machine, String path, long value) {
        // Another field may forbid the value, but then the line does not give this field's range.
        assertThatCode(() -> {
                    try {
                        Machines.load(machine, List.of(path + "=" + value));
                    } catch (InputException e) {
                        if (e.getMessage().matches(".*: " + path + " must be (a power of two from )?[0-9].*")) {
                            throw e;
                        }
                    }
                })
                .doesNotThrowAnyException();
    }

    private static void outOfRange(String machine, String path, long value) {
        assertThatThrownBy(() -> Machines.load(machine, List.of(path + "=" + value)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--set " + path + "=" + value + ": " + path + " must be ");
    }

    private static boolean integer(Type type) {
        return type == int.class || type == long.class;
    }

    private static JsonNode read(String name) throws IOException {
        try (InputStream stream = Machines.class.getResourceAsStream("schema/" + name + ".schema.json")) {
            return new JsonMapper().readTree(stream.readAllBytes());
        }
    }

    private static Map<String, JsonNode> leaves(JsonNode schema) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        addLeaves("", schema, leaves);
        return leaves;
    }

    private static void addLeaves(String path, JsonNode section, Map<String, JsonNode> leaves) {
        assertThat(section.get("additionalProperties").booleanValue()).isFalse();
        section.get("properties").properties().forEach(property -> {
            String field = YamlBinder.join(path, property.getKey());
            if (path.isEmpty() && HEADER.contains(field)) {
                return;
            }
            if (property.getValue().has("properties")) {
                addLeaves(field, property.getValue(), leaves);
            } else {
                leaves.put(field, property.getValue());
            }
        });
    }
}
