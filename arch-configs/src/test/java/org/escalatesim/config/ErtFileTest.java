package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escalatesim.energy.EnergyTable;
import org.escalatesim.energy.MissingEnergyException;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.MemoryInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accelergy's energy reference tables: what they price, and what is refused. */
class ErtFileTest {
    private static final String GOOD = """
            ERT:
              version: 0.4
              tables:
              - name: system.tile[0..7].ring[1..16]
                actions:
                - name: read
                  arguments: {width: 64}
                  energy: 8
                - name: write
                  arguments: null
                  energy: 3.5
                - name: leak
                  arguments: {cycle_seconds: 1.25e-9}
                  energy: 0.05
              - name: system.mac
                actions:
                - {name: multiply, arguments: {}, energy: 0.4}
                - {name: leak, energy: 0}
            """;

    @TempDir
    Path folder;

    private EnergyTable table(String text) throws IOException {
        Path file = folder.resolve("ert.yaml");
        Files.writeString(file, text);
        return EnergyTables.load(file.toString());
    }

    @Test
    void energiesAreByComponentAndAction() throws IOException {
        EnergyTable table = table(GOOD);
        assertThat(table.name()).isEqualTo("ert");
        assertThat(table.picojoules(new ActivityKey("ring", Action.SRAM_READ, 8, 576)))
                .isEqualTo(1);
        assertThat(table.picojoules(new ActivityKey("ring", Action.SRAM_WRITE, 8, 576)))
                .isEqualTo(3.5);
        assertThat(table.picojoules(new ActivityKey("mac", Action.MULTIPLY, 16, 8)))
                .isEqualTo(0.4);
        // .05 pJ in 1.25 ns is 40 uW
        assertThat(table.leakageMilliwatts(new MemoryInstance("ring", 576, 1))).isEqualTo(0.04, within(1e-12));
        assertThat(table.leakageMilliwatts(new MemoryInstance("mac", 1, 1))).isZero();
        assertThat(EnergyTables.byComponent(
                        EnergyTables.open(folder.resolve("ert.yaml").toString())))
                .isTrue();
        assertThat(EnergyTables.byComponent(EnergyTables.open("45nm-lop"))).isFalse();
    }

    @Test
    void whatIsMissingIsAnErrorAndNeverFree() throws IOException {
        EnergyTable table = table(GOOD);
        assertThatThrownBy(() -> table.picojoules(new ActivityKey("mac", Action.ADD, 24, 0)))
                .isInstanceOf(MissingEnergyException.class)
                .hasMessage("energy table ert has no row for add (component mac); add the action add to component mac")
                .extracting(e -> ((MissingEnergyException) e).located())
                .isEqualTo(folder.resolve("ert.yaml")
                        + ": energy table ert has no row for add (component mac); add the action add to component mac");
        assertThatThrownBy(() -> table.picojoules(new ActivityKey("steps", Action.SRAM_READ, 8, 1 << 20)))
                .hasMessage("energy table ert has no row for read (component steps); add to ERT.tables a component"
                        + " named steps with the action read (the operations between layers: read and write, and by"
                        + " their kinds add, multiply, compare)");
        assertThatThrownBy(() -> table.derived(new ActivityKey("output", Action.ADD, 32, 0)))
                .isInstanceOf(MissingEnergyException.class);
        assertThatThrownBy(() -> table.leakageMilliwatts(new MemoryInstance("global_buffer", 1024, 1)))
                .hasMessageContaining("no row for leak (component global_buffer)");
        EnergyTable leaking = table(GOOD.replace("                  arguments: {cycle_seconds: 1.25e-9}\n", "")
                .replace("      arguments: {cycle_seconds: 1.25e-9}\n", ""));
        assertThatThrownBy(() -> leaking.leakageMilliwatts(new MemoryInstance("ring", 576, 1)))
                .hasMessage("energy table ert cannot price leak (component ring): it needs the argument cycle_seconds,"
                        + " or the energy 0")
                .extracting(e -> ((MissingEnergyException) e).located())
                .asString()
                .startsWith(folder.resolve("ert.yaml") + ":12:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 0.4 | version: 0.2 | ERT.version must be 0.4, not 0.2",
                "energy: 8 | energy: -8 | energy must be a number, at least 0, not -8",
                "energy: 8 | enrgy: 8 | energy is missing",
                "width: 64 | width: 0 | width must be above 0",
                "width: 64 | data_delta: -1 | data_delta must be a number, at least 0, not -1",
                "ERT: | ART: | unknown key ART; an energy table of Accelergy has its tables under the key ERT",
                "ERT: | ert: | unknown key ert; an energy table of Accelergy has its tables under the key ERT",
            })
    void badTablesAreOneLineWithItsPlace(String good, String bad, String message) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> table(GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ert.yaml:")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void tablesWithoutTheirKeyAreNamedToo() {
        assertThatThrownBy(() -> table("version: 0.4\ntables: []\n"))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("ert.yaml")
                        + ":2:1: tables stands alone; an energy table of Accelergy has its tables under the key ERT");
    }

    /** What makes a row useless is told where something is to be priced by it, with its line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: write | name: read | cannot price read (component ring): it has several energies",
                "system.mac | other.ring[3] | cannot price read (component ring): two components are called ring",
                "width: 64 | precision: 8 | cannot price read (component ring): argument precision is not counted here",
                "{width: 64} | [64] | cannot price read (component ring): arguments must be keys and values, not a list",
                "width: 64 | address_delta: 0 | that of an access in which neither address nor data change",
                "name: read | name: raed | add the action read to component ring; there is raed, did you mean read?",
                ".ring | .rign | a component named ring with the action read; there is rign, did you mean ring?",
            })
    void whatIsNotPricedMayBeAnything(String good, String bad, String message) throws IOException {
        assertThat(GOOD).contains(good);
        EnergyTable table = table(GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad));
        if (!bad.contains("ring[3]")) {
            assertThat(table.picojoules(new ActivityKey("mac", Action.MULTIPLY, 16, 8)))
                    .isEqualTo(0.4);
        }
        assertThatThrownBy(() -> table.picojoules(new ActivityKey("ring", Action.SRAM_READ, 8, 576)))
                .isInstanceOf(MissingEnergyException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n")
                .extracting(e -> ((MissingEnergyException) e).located())
                .asString()
                .startsWith(folder.resolve("ert.yaml") + ":");
    }

    /** Rows as Accelergy writes them for an SRAM, beside components and actions that nothing here counts. */
    private static final String WRITTEN = """
            ERT:
              version: 0.4
              tables:
              - name: system.chip.PE[0..7].mac
                actions:
                - {name: mac_random, arguments: null, energy: 2.2}
                - {name: mac_gated, arguments: {precision: 8}, energy: 0.1}
                - {name: idle, arguments: null, energy: 0.06}
              - name: system.chip.router
              - name: system.chip.ring[1..8]
                actions:
                - name: read
                  arguments: {address_delta: 0, data_delta: 0}
                  energy: 0.05
                - name: read
                  arguments: {address_delta: 0, data_delta: 1}
                  energy: 34.8
                - name: read
                  arguments: {address_delta: 1, data_delta: 1}
                  energy: 49.7
                - name: read
                  arguments: {address_delta: 1, data_delta: 0}
                  energy: 14.9
                - name: write
                  arguments: {data_delta: 0}
                  energy: 1
                - name: write
                  arguments: {data_delta: 1, width: 16}
                  energy: 6
                - {name: update, arguments: {address_delta: 1}, energy: 7}
            """;

    @Test
    void theRowOfARandomAccessPrices() throws IOException {
        EnergyTable table = table(WRITTEN);
        assertThat(table.picojoules(new ActivityKey("ring", Action.SRAM_READ, 8, 576)))
                .isEqualTo(49.7);
        assertThat(table.picojoules(new ActivityKey("ring", Action.SRAM_WRITE, 8, 576)))
                .isEqualTo(3);
        assertThatThrownBy(() -> table.picojoules(new ActivityKey("router", Action.MUX, 8, 0)))
                .hasMessageContaining("add the action mux to component router");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{address_delta: 1, data_delta: 1} | {address_delta: 0, data_delta: 1}",
                "{address_delta: 1, data_delta: 1} | {address_delta: 0, data_delta: 2}",
                "{address_delta: 0, data_delta: 0} | {address_delta: 1, data_delta: 1}",
                "{address_delta: 0, data_delta: 0} | null",
            })
    void withoutASingleHighestRowNothingIsPriced(String good, String bad) throws IOException {
        EnergyTable table = table(WRITTEN.replace(good, bad));
        assertThatThrownBy(() -> table.picojoules(new ActivityKey("ring", Action.SRAM_READ, 8, 576)))
                .isInstanceOf(MissingEnergyException.class)
                .hasMessage(
                        "energy table ert cannot price read (component ring): it has several energies, none of which"
                                + " is alone that of the highest address_delta and data_delta; give one, for one event");
    }
}
