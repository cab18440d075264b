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
                .hasMessageContaining("leak of ring needs the argument cycle_seconds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 0.4 | version: 0.2 | ERT.version must be 0.4, not 0.2",
                "name: read | name: raed | action must be one of add, compare",
                "name: write | name: read | component ring has two actions read",
                "system.mac | other.ring[3] | two components are called ring",
                "energy: 8 | energy: -8 | energy must be a number, at least 0, not -8",
                "energy: 8 | enrgy: 8 | energy is missing",
                "width: 64 | width: 0 | width must be above 0",
                "width: 64 | data_delta: 1 | argument data_delta is not counted here",
            })
    void badTablesAreOneLineWithItsPlace(String good, String bad, String message) {
        assertThat(GOOD).contains(good);
        assertThatThrownBy(() -> table(GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ert.yaml:")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
