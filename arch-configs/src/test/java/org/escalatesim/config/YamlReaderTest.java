package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.escalatesim.machine.SpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class YamlReaderTest {
    enum Order {
        ROUND_ROBIN,
        BALANCED
    }

    record Ring(int slots, int banks) {
        Ring {
            if (slots < 1) {
                throw new SpecException("ring.slots", "must be at least 1, not " + slots);
            }
            if (banks > slots) {
                throw new IllegalArgumentException("banks exceed slots");
            }
        }
    }

    record Small(String name, int clockMhz, Ring ring, Order order) {}

    record Wide(
            long bytes,
            double ratio,
            boolean on,
            List<Integer> list,
            List<List<Double>> nested,
            Map<String, Ring> rings,
            Map<Order, Double> byOrder,
            double[] numbers,
            String[] words,
            Integer maybe,
            Optional<String> perhaps,
            @OptionalKey String text,
            @OptionalKey List<String> names,
            @OptionalKey Map<String, Integer> counts,
            @JsonProperty("class") int javaWord,
            JsonNode json,
            Object notes) {}

    private static final String GOOD = """
            name: a
            clock_mhz: 800
            ring:
              slots: 64
              banks: 16
            order: round-robin
            """;

    private static final String WIDE = """
            bytes: 10000000000
            ratio: 3
            on: true
            list: [1, 0x10, -3]
            nested: [[.5, 1e2], []]
            rings: {b: {slots: 2, banks: 1}, a: {slots: 4, banks: 2}}
            by_order: {balanced: 1.5}
            numbers: [1, 2.5]
            words: [x, "7"]
            class: 5
            json: {k: [1]}
            """;

    private static List<String> problems(String text, Class<?> type) {
        return catchThrowableOfType(InputException.class, () -> YamlReader.read("t.yaml", text, type))
                .problems();
    }

    private static List<String> problems(String from, String to) {
        assertThat(GOOD).contains(from);
        return problems(GOOD.replace(from, to), Small.class);
    }

    @Test
    void bindsARecord() {
        assertThat(YamlReader.read("t.yaml", GOOD, Small.class))
                .isEqualTo(new Small("a", 800, new Ring(64, 16), Order.ROUND_ROBIN));
    }

    @Test
    void bindsEveryKindOfComponent() {
        Wide wide = YamlReader.read("t.yaml", WIDE, Wide.class);

        assertThat(wide.bytes()).isEqualTo(10_000_000_000L);
        assertThat(wide.ratio()).isEqualTo(3.0);
        assertThat(wide.on()).isTrue();
        assertThat(wide.list()).containsExactly(1, 16, -3);
        assertThat(wide.nested()).containsExactly(List.of(.5, 100.0), List.of());
        assertThat(wide.rings()).containsOnlyKeys("b", "a");
        assertThat(wide.rings().keySet()).containsExactly("b", "a");
        assertThat(wide.rings().get("a")).isEqualTo(new Ring(4, 2));
        assertThat(wide.byOrder()).containsExactly(Map.entry(Order.BALANCED, 1.5));
        assertThat(wide.numbers()).containsExactly(1, 2.5);
        assertThat(wide.words()).containsExactly("x", "7");
        assertThat(wide.javaWord()).isEqualTo(5);
        assertThat(wide.json().get("k").get(0).intValue()).isEqualTo(1);
        assertThat(wide.maybe()).isNull();
        assertThat(wide.perhaps()).isEmpty();
        assertThat(wide.text()).isNull();
        assertThat(wide.names()).isEmpty();
        assertThat(wide.counts()).isEmpty();
        assertThat(wide.notes()).isNull();
    }

    @Test
    void bindsWhatMayBeLeftOut() {
        String more =
                "maybe: 1\nperhaps: p\ntext: t\nnames: [n]\ncounts: {c: 2}\nnotes: {a: [1, 2.5, true, null, b]}\n";
        Wide wide = YamlReader.read("t.yaml", WIDE + more, Wide.class);

        assertThat(wide.maybe()).isEqualTo(1);
        assertThat(wide.perhaps()).hasValue("p");
        assertThat(wide.text()).isEqualTo("t");
        assertThat(wide.names()).containsExactly("n");
        assertThat(wide.counts()).containsExactly(Map.entry("c", 2));
        assertThat(wide.notes()).isEqualTo(Map.of("a", java.util.Arrays.asList(1L, 2.5, true, null, "b")));
        assertThat(YamlReader.read("t.yaml", WIDE + "maybe:\ntext: ~\nnames:\n", Wide.class)
                        .names())
                .isEmpty();
    }

    @Test
    void unknownKeyWithTheNearestName() {
        assertThat(problems("  banks: 16", "  banks: 16\n  slotz: 3"))
                .containsExactly(
                        "t.yaml:6:3: ring.slotz is not a field; did you mean ring.slots? accepted: slots, banks");
        assertThat(problems("name: a", "name: a\nfrequency: 1"))
                .containsExactly("t.yaml:2:1: frequency is not a field; accepted: name, clock_mhz, ring, order");
    }

    @Test
    void missingKeyIsNeverZero() {
        assertThat(problems("  slots: 64\n", ""))
                .containsExactly("t.yaml:4:3: ring.slots is missing; it must be an integer of at most 32 bits");
        assertThat(problems("order: round-robin", ""))
                .containsExactly("t.yaml:1:1: order is missing; it must be one of round-robin, balanced");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clock_mhz: 800 | clock_mhz: fast | t.yaml:2:12: clock_mhz must be an integer of at most 32 bits, not 'fast'",
                "clock_mhz: 800 | clock_mhz: 800.0 | t.yaml:2:12: clock_mhz must be an integer of at most 32 bits, not 800.0",
                "clock_mhz: 800 | clock_mhz: 2147483648 | t.yaml:2:12: clock_mhz must be an integer of at most 32 bits, not 2147483648",
                "clock_mhz: 800 | clock_mhz: | t.yaml:2:11: clock_mhz must be an integer of at most 32 bits, not nothing",
                "clock_mhz: 800 | clock_mhz: [1] | t.yaml:2:12: clock_mhz must be an integer of at most 32 bits, not a list",
                "name: a | name: 45 | t.yaml:1:7: name must be text (in quotes if it looks like a number, true, false or null), not 45",
                "name: a | name: {a: 1} | t.yaml:1:7: name must be text (in quotes if it looks like a number, true, false or null), not keys and values",
                "order: round-robin | order: round-robbin | t.yaml:6:8: order must be one of round-robin, balanced, not 'round-robbin'; did you mean round-robin?",
                "order: round-robin | order: ROUND_ROBIN | t.yaml:6:8: order must be one of round-robin, balanced, not 'ROUND_ROBIN'; did you mean round-robin?",
                "order: round-robin | order: 3 | t.yaml:6:8: order must be one of round-robin, balanced, not 3",
            })
    void wrongType(String from, String to, String message) {
        assertThat(problems(from, to)).containsExactly(message);
    }

    @Test
    void quotedNumbersAreText() {
        assertThat(problems("clock_mhz: 800", "clock_mhz: \"800\""))
                .containsExactly("t.yaml:2:12: clock_mhz must be an integer of at most 32 bits, not '800'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ratio: 3 | ratio: .nan | t.yaml:2:8: ratio must be a number, not .nan",
                "ratio: 3 | ratio: -.inf | t.yaml:2:8: ratio must be a number, not -.inf",
                "on: true | on: yes | t.yaml:3:5: on must be true or false, not 'yes'",
                "on: true | on: 1 | t.yaml:3:5: on must be true or false, not 1",
                "bytes: 10000000000 | bytes: 99999999999999999999 | t.yaml:1:8: bytes must be an integer of at most 64 bits, not 99999999999999999999",
                "[1, 0x10, -3] | [1, x] | t.yaml:4:11: list[1] must be an integer of at most 32 bits, not 'x'",
                "[1, 0x10, -3] | 1 | t.yaml:4:7: list must be a list, not 1",
                "[[.5, 1e2], []] | [[.5, a], []] | t.yaml:5:15: nested[0][1] must be a number, not 'a'",
                "{slots: 2, banks: 1} | {slots: 2} | t.yaml:6:12: rings.b.banks is missing; it must be an integer of at most 32 bits",
                "{balanced: 1.5} | {balance: 1.5} | t.yaml:7:12: by_order must be one of round-robin, balanced, not 'balance'; did you mean balanced?",
                "[1, 2.5] | [1, ~] | t.yaml:8:14: numbers[1] must be a number, not nothing",
            })
    void wrongTypeInsideListsAndMaps(String from, String to, String message) {
        assertThat(WIDE).contains(from);
        assertThat(problems(WIDE.replace(from, to), Wide.class)).containsExactly(message);
    }

    @Test
    void sectionThatIsNoSection() {
        assertThat(problems("ring:\n  slots: 64\n  banks: 16", "ring: 3"))
                .containsExactly("t.yaml:3:7: ring must be keys and values (slots, banks), not 3");
        assertThat(problems("- 1\n- 2\n", Small.class))
                .containsExactly(
                        "t.yaml:1:1: the file must be keys and values (name, clock_mhz, ring, order), not a list");
    }

    @Test
    void duplicateKey() {
        assertThat(problems("  banks: 16", "  banks: 16\n  slots: 3"))
                .containsExactly("t.yaml:6:3: ring.slots is given twice, first at t.yaml:4:3");
    }

    @Test
    void malformedYaml() {
        assertThat(problems("  banks: 16", "   banks: 16"))
                .containsExactly("t.yaml:5:9: not YAML: mapping values are not allowed here");
        assertThat(problems("name: a", "name: [a"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:2:10: not YAML: expected ',' or ']'")
                .doesNotContain("\n");
        assertThat(problems("ring:\n  slots", "ring:\n\tslots"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:4:1: not YAML: found character '\\t(TAB)'")
                .doesNotContain("\n");
        assertThat(problems("name: a", "name: \"a\u0001\""))
                .singleElement()
                .asString()
                .startsWith("t.yaml: not YAML: ")
                .doesNotContain("\n");
        assertThat(problems(GOOD + "---\n" + GOOD, Small.class))
                .singleElement()
                .asString()
                .startsWith("t.yaml:7:1: not YAML: ")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n"})
    void emptyFile(String text) {
        assertThat(problems(text, Small.class)).singleElement().asString().isEqualTo("t.yaml: the file is empty");
    }

    @Test
    void aliasesAreRefused() {
        assertThat(problems("{a: &x 1, b: *x}", Map.class))
                .containsExactly("t.yaml:1:5: b is an alias of this; write the value where it is used");
        assertThat(problems("&top {a: [*top]}", Map.class))
                .containsExactly("t.yaml:1:1: a[0] is an alias of this; write the value where it is used");
        assertThat(problems("{a: &x {slots: 1}, b: {<<: *x}}", Map.class))
                .containsExactly("t.yaml:1:16: b.slots is an alias of this; write the value where it is used");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = String.join("", Collections.nCopies(200_000, "["));
        assertThat(problems("notes: " + deep, Small.class)).containsExactly("t.yaml: nested too deeply");
    }

    @Test
    void constructorsAreToldTheirPlace() {
        assertThat(problems("slots: 64", "slots: 0"))
                .containsExactly("t.yaml:4:10: ring.slots must be at least 1, not 0");
        assertThat(problems("banks: 16", "banks: 65")).containsExactly("t.yaml:4:3: ring: banks exceed slots");
        // The path of the exception is that of another section; the record is the nearest place there is.
        assertThat(problems(WIDE.replace("slots: 4", "slots: 0"), Wide.class))
                .containsExactly("t.yaml:6:37: ring.slots must be at least 1, not 0");
    }

    @Test
    void allProblemsAtOnceButFew() {
        assertThat(problems("name: 1\nclock_mhz: x\nring: {slots: a, bank: 1}\n", Small.class))
                .containsExactly(
                        "t.yaml:1:7: name must be text (in quotes if it looks like a number, true, false or null), not 1",
                        "t.yaml:2:12: clock_mhz must be an integer of at most 32 bits, not 'x'",
                        "t.yaml:3:18: ring.bank is not a field; did you mean ring.banks? accepted: slots, banks",
                        "t.yaml:3:15: ring.slots must be an integer of at most 32 bits, not 'a'",
                        "t.yaml:3:7: ring.banks is missing; it must be an integer of at most 32 bits",
                        "t.yaml: and 1 more problems");
    }

    @Test
    void files(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("good.yaml"), GOOD);
        assertThat(YamlReader.read(file, Small.class).clockMhz()).isEqualTo(800);

        assertThat(catchThrowableOfType(
                        InputException.class, () -> YamlReader.read(folder.resolve("none.yaml"), Small.class)))
                .hasMessage(folder.resolve("none.yaml") + ": no such file");
        assertThat(catchThrowableOfType(InputException.class, () -> YamlReader.read(folder, Small.class)))
                .hasMessage(folder + ": is a folder, not a file");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});
        assertThat(catchThrowableOfType(InputException.class, () -> YamlReader.read(latin, Small.class)))
                .hasMessage(latin + ": is not UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource({
        "slotz, slots",
        "solts, slots",
        "SLOTS, slots",
        "bank, banks",
        "channel_acumulation, channel_accumulation",
        "frequency,",
        "x,",
        "tt,"
    })
    void nearestName(String given, String expected) {
        assertThat(Names.nearest(given, List.of("slots", "banks", "n", "channel_accumulation")))
                .isEqualTo(expected);
    }
}
