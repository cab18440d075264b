package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTemplateTest {
    @TempDir
    Path temp;

    record File(Map<String, YamlValue> values) {}

    private static YamlValue value(String text) {
        return YamlReader.read("f.yaml", "values:\n  x: " + text + "\n", File.class)
                .values()
                .get("x");
    }

    private static MachineTemplate.Setting set(String path, YamlValue value) {
        return new MachineTemplate.Setting(path, value, path + "=" + value.text(), "swept");
    }

    @Test
    void manyMachinesComeFromOneFile() {
        MachineTemplate template = Machines.template("tile8");
        assertThat(template.open(List.of()).resolved())
                .isEqualTo(Machines.open("tile8", List.of()).resolved());
        LoadedMachine changed = template.open(List.of(
                set("ring.slots", value("32")),
                set("channel_accumulation.pattern", value("L<1,0>")),
                set("dram.ideal", value("true")),
                set("tiles", YamlValue.of("f.yaml:2:6", new BigDecimal("2")))));
        assertThat(changed.resolved())
                .isEqualTo(Machines.open(
                                "tile8",
                                List.of(
                                        "ring.slots=32",
                                        "channel_accumulation.pattern=L<1,0>",
                                        "dram.ideal=true",
                                        "tiles=2"))
                        .resolved());
        assertThat(changed.sources().get("ring.slots")).hasToString("assumed: swept");
        assertThat(template.open(List.of()).resolved()).as("unchanged").containsEntry("ring.slots", 64);
    }

    @Test
    void valuesAreCheckedAgainstTheirFieldWhereTheyStand() {
        MachineTemplate template = Machines.template("tile8");
        template.checkType("ring.slots", value("0"));
        assertThatThrownBy(() -> template.checkType("ring.slots", value("many")))
                .hasMessage("f.yaml:2:6: ring.slots must be an integer of at most 32 bits, not 'many'");
        assertThatThrownBy(() -> template.checkType("dram.ideal", value("1")))
                .hasMessage("f.yaml:2:6: dram.ideal must be true or false, not 1");
        assertThat(template.unknown("ring.slot"))
                .isEqualTo("ring.slot is not a field; did you mean ring.slots? accepted: ring.slots, ring.banks");
        assertThat(template.integral("ring.slots")).isTrue();
        assertThat(template.integral("dram.ideal")).isFalse();
        assertThat(template.fields()).contains("ring.slots", "clock_mhz").doesNotContain("machine", "sources");
    }

    @Test
    void messagesOfAMachineCanBeToldWithoutItsFile() throws IOException {
        Path file = Files.writeString(
                temp.resolve("mine.yaml"), "extends: tile8\nname: mine\ndescription: d\nring: {slots: 8, banks: 4}\n");
        MachineTemplate template = Machines.template(file.toString());
        assertThatThrownBy(() -> template.open(List.of(set("ring.banks", value("0")))))
                .hasMessage("ring.banks=0: ring.banks must be 1 to 65536, not 0");
        assertThatThrownBy(() -> template.open(List.of(set("ring.slot", value("0")))))
                .hasMessageStartingWith("ring.slot=0: ring.slot is not a field; did you mean ring.slots?");
        assertThat(template.withoutPlace(file + ":4:8: ring.slots must be 1")).isEqualTo("ring.slots must be 1");
        assertThat(template.withoutPlace("ring.banks=0: ring.banks must")).isEqualTo("ring.banks=0: ring.banks must");
    }

    @Test
    void aValueKnowsItsPlaceAndItsKeys() {
        YamlValue list = value("[1, two, {a: 3}]");
        assertThat(list.keyPlace()).isEqualTo("f.yaml:2:3");
        assertThat(list.place()).isEqualTo("f.yaml:2:6");
        assertThat(list.isList()).isTrue();
        assertThat(list.items())
                .extracting(YamlValue::place)
                .containsExactly("f.yaml:2:7", "f.yaml:2:10", "f.yaml:2:15");
        assertThat(list.items().get(2).isSection()).isTrue();
        assertThat(list.plain()).isEqualTo(List.of(1L, "two", Map.of("a", 3L)));
        assertThat(value("5").items())
                .singleElement()
                .extracting(YamlValue::plain)
                .isEqualTo(5L);
        assertThat(value("~").isNothing()).isTrue();
        assertThat(YamlValue.of("p", new BigDecimal("0.5")).plain()).isEqualTo(0.5);
    }
}
