package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema that editors use says what the loader does. */
class MachineSchemaTest {
    private static final Set<String> HEADER = Set.of("machine", "extends", "description", "sources", "notes");
    private static final Map<String, JsonNode> LEAVES = new LinkedHashMap<>();
    private static final Map<String, Type> FIELDS = RecordFields.leaves(EscalateFile.class);
    private static JsonNode schema;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream stream = Machines.class.getResourceAsStream("schema/machine.schema.json")) {
            schema = new JsonMapper().readTree(stream.readAllBytes());
        }
        addLeaves("", schema);
    }

    private static void addLeaves(String path, JsonNode section) {
        assertThat(section.get("additionalProperties").booleanValue()).isFalse();
        section.get("properties").properties().forEach(property -> {
            String field = YamlBinder.join(path, property.getKey());
            if (path.isEmpty() && HEADER.contains(field)) {
                return;
            }
            if (property.getValue().has("properties")) {
                addLeaves(field, property.getValue());
            } else {
                LEAVES.put(field, property.getValue());
            }
        });
    }

    @Test
    void everyFieldIsInTheSchemaAndTheOtherWayRound() {
        assertThat(LEAVES.keySet()).containsExactlyElementsOf(FIELDS.keySet());
        Set<String> top = new LinkedHashSet<>(RecordFields.keys(EscalateFile.class));
        top.addAll(HEADER);
        assertThat(schema.get("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(top);
        top.removeAll(Set.of("extends", "sources", "notes"));
        List<String> required = new ArrayList<>();
        schema.get("anyOf").get(1).get("required").forEach(name -> required.add(name.stringValue()));
        assertThat(required).containsExactlyInAnyOrderElementsOf(top);
    }

    @Test
    void typesAgree() {
        LEAVES.forEach((path, leaf) -> {
            Type type = FIELDS.get(path);
            String expected =
                    type == boolean.class ? "boolean" : type == int.class || type == long.class ? "integer" : "string";
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

    /** One beyond each bound is refused by the loader, the bound itself is not (for that field). */
    @Test
    void boundsAgree() {
        int bounds = 0;
        for (Map.Entry<String, JsonNode> entry : LEAVES.entrySet()) {
            JsonNode leaf = entry.getValue();
            if (FIELDS.get(entry.getKey()) == int.class || FIELDS.get(entry.getKey()) == long.class) {
                long low = leaf.has("enum")
                        ? leaf.get("enum").get(0).longValue()
                        : leaf.get("minimum").longValue();
                long high = leaf.has("enum")
                        ? leaf.get("enum").get(leaf.get("enum").size() - 1).longValue()
                        : leaf.get("maximum").longValue();
                accepted(entry.getKey(), low);
                accepted(entry.getKey(), high);
                refused(entry.getKey(), low - 1);
                refused(entry.getKey(), high + 1);
                bounds++;
            }
        }
        // clock, tiles, blocks, rows, ideal; 5 of channel_accumulation; 6 mac; 2 ring; 1 output; 3 global_buffer; 2
        // dram.
        assertThat(bounds).isEqualTo(24);
    }

    private static void accepted(String path, long value) {
        // Lanes must not exceed the chunk: give each the room the other needs.
        List<String> sets = path.equals("channel_accumulation.chunk")
                ? List.of("channel_accumulation.lanes=1", path + "=" + value)
                : List.of(path + "=" + value);
        assertThat(Machines.open("tile8", sets).resolved().get(path)).hasToString(Long.toString(value));
    }

    private static void refused(String path, long value) {
        assertThatThrownBy(() -> Machines.load("tile8", List.of(path + "=" + value)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--set " + path + "=" + value + ": " + path + " must be ");
    }
}
