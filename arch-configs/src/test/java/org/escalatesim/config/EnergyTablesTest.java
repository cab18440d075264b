package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.escalatesim.energy.EnergyBreakdown;
import org.escalatesim.energy.EnergyModel;
import org.escalatesim.energy.EnergyTable;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnergyTablesTest {
    @TempDir
    Path folder;

    static List<String> bundledNames() {
        return List.copyOf(EnergyTables.bundled().keySet());
    }

    private static double price(String table, Action action, int width, long size) {
        return EnergyTables.load(table).picojoules(new ActivityKey("x", action, width, size));
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("mine.yaml"), text).toString();
    }

    /** 45nm-lop.yaml with one text replaced, as a file of the user's. */
    private String changed(String from, String to) throws IOException {
        String text = new Bundle(EnergyTables.class, "energy", "energy table")
                .bundled("45nm-lop")
                .text()
                .replace("name: 45nm-lop\n", "name: mine\n");
        assertThat(text).contains(from);
        return file(text.replace(from, to));
    }

    private static List<String> problems(String nameOrPath) {
        return catchThrowableOfType(InputException.class, () -> EnergyTables.load(nameOrPath))
                .problems();
    }

    @ParameterizedTest
    @MethodSource("bundledNames")
    void everyBundledTablePricesEveryAction(String name) {
        EnergyTable table = EnergyTables.load(name);

        assertThat(table.name()).isEqualTo(name);
        for (Action action : Action.values()) {
            assertThat(table.picojoules(new ActivityKey("x", action, 8, 1024))).isPositive();
        }
        assertThat(table.leakageMilliwatts(new MemoryInstance("gb", 1 << 20, 1)))
                .isPositive();
        assertThat(EnergyTables.bundled().get(name)).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "45nm-lop, ADD, 8, 0, .03",
        "45nm-lop, ADD, 16, 0, .05",
        "45nm-lop, ADD, 32, 0, .10",
        // 24 bits: half way from .05 to .10.
        "45nm-lop, ADD, 24, 0, .075",
        "45nm-lop, MULTIPLY, 8, 8, .20",
        // An ESCALATE multiplier, 8 x 16: twice an 8 x 8 one.
        "45nm-lop, MULTIPLY, 8, 16, .40",
        "45nm-lop, COMPARE, 32, 0, .03",
        "45nm-lop, REGISTER_READ, 8, 0, .072",
        "45nm-lop, REGISTER_WRITE, 8, 0, .072",
        "45nm-lop, MUX, 32, 0, .224",
        // 7 stages x 128 x .007.
        "45nm-lop, GATHER_PASS, 128, 0, 6.272",
        // 128 x 7 adder bits x .03 / 8.
        "45nm-lop, GATHER_DECODE, 128, 0, 3.36",
        "45nm-lop, DRAM_READ, 8, 0, 64",
        "45nm-lop, DRAM_WRITE, 64, 0, 512",
        "45nm-lop, SRAM_READ, 64, 1024, .79",
        "45nm-lop, SRAM_WRITE, 64, 8192, 3.24",
        "45nm-lop, SRAM_READ, 64, 1048576, 41.8",
        // A 128-byte port is 16 accesses of 64 bits: 16 x 41.8.
        "45nm-lop, SRAM_READ, 1024, 1048576, 668.8",
        // 16 KiB is half way from 8 to 32 KiB in the logarithm: sqrt(3.16 x 7.23) = sqrt(22.8468).
        "45nm-lop, SRAM_READ, 64, 16384, 4.779832632839977",
        "45nm-hp, SRAM_READ, 64, 16384, 9.99",
        "45nm-hp, SRAM_WRITE, 64, 1048576, 55.9",
        "45nm-hp, MULTIPLY, 8, 8, .20",
    })
    void unitEnergies(String table, Action action, int width, long size, double expected) {
        assertThat(price(table, action, width, size)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void leakage() {
        MemoryInstance gb = new MemoryInstance("gb", 1 << 20, 1);
        assertThat(EnergyTables.load("45nm-lop").leakageMilliwatts(gb)).isCloseTo(12, within(1e-9));
        assertThat(EnergyTables.load("45nm-hp").leakageMilliwatts(gb)).isCloseTo(955, within(1e-9));
    }

    @Test
    void onlyMultiplexersAndGatherAreDerived() {
        EnergyTable table = EnergyTables.load(EnergyTables.DEFAULT);
        for (Action action : Action.values()) {
            boolean derived = action == Action.MUX || action == Action.GATHER_PASS || action == Action.GATHER_DECODE;
            assertThat(table.derived(new ActivityKey("x", action, 8, 1024)))
                    .as(action.name())
                    .isEqualTo(derived);
        }
    }

    /** The rows that are derived from others have the value that their formula gives. */
    @Test
    void derivedRowsFollowTheirFormula() {
        // 4:1 crossbar of 32 bits, .68 pJ: / 32 / 3 = .00708, rounded to .007.
        assertThat(price("45nm-lop", Action.MUX, 1, 0)).isCloseTo(.68 / 32 / 3, within(.0001));
        // One stage of two bits against two multiplexed bits; 2 adder bits against a quarter of 8.
        assertThat(price("45nm-lop", Action.GATHER_PASS, 2, 0)).isEqualTo(price("45nm-lop", Action.MUX, 2, 0));
        assertThat(price("45nm-lop", Action.GATHER_DECODE, 2, 0))
                .isCloseTo(price("45nm-lop", Action.ADD, 8, 0) / 4, within(1e-15));
    }

    @Test
    void aRunOnTile8CanBePricedAgain() {
        MachineSpec spec = Machines.load("tile8", List.of());
        Activity activity = new Activity();
        activity.add("mac", Action.MULTIPLY, 8, 16, 1_000_000);
        activity.add("global_buffer", Action.SRAM_READ, 1024, 1 << 20, 1000);
        List<MemoryInstance> gb = List.of(new MemoryInstance("global_buffer", 1 << 20, 1));

        EnergyBreakdown lop = EnergyModel.price(activity, gb, 8000, spec.clockMhz(), EnergyTables.load("45nm-lop"));
        EnergyBreakdown hp = EnergyModel.price(activity, gb, 8000, spec.clockMhz(), EnergyTables.load("45nm-hp"));

        // 1e6 x .40 + 1000 x 16 x 41.8; 12 mW x 10 us.
        assertThat(lop.dynamicPj()).isCloseTo(1_068_800, within(1e-3));
        assertThat(lop.leakagePj()).isCloseTo(120_000, within(1e-3));
        // 1e6 x .40 + 1000 x 16 x 67.7; 955 mW x 10 us.
        assertThat(hp.dynamicPj()).isCloseTo(1_483_200, within(1e-3));
        assertThat(hp.leakagePj()).isCloseTo(9_550_000, within(1e-2));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theRowsThatPriceAreKept() {
        Map<String, Object> resolved = EnergyTables.open("45nm-hp").resolved();
        List<Map<String, Object>> rows = (List<Map<String, Object>>) resolved.get("rows");
        assertThat(resolved).containsEntry("name", "45nm-hp").containsEntry("dram_kind", "lpddr4");
        assertThat(rows)
                .contains(Map.of(
                        "quantity",
                        "sram_read",
                        "bytes",
                        1024L,
                        "bits",
                        64,
                        "value",
                        1.43,
                        "unit",
                        "pJ",
                        "source",
                        "cacti"))
                .filteredOn(row -> row.get("quantity").equals("dram"))
                .singleElement()
                .extracting(row -> row.get("kind"))
                .isEqualTo("lpddr4");
        assertThat(rows).filteredOn(row -> row.containsKey("derived")).isNotEmpty();
        assertThat((Map<String, String>) resolved.get("sources")).containsKeys("cacti", "horowitz");
    }

    @Test
    void anotherDramIsAFileOfThreeLines() throws IOException {
        EnergyTable table = EnergyTables.load(file("extends: 45nm-lop\nname: stacked\ndram_kind: hbm2\n"));
        assertThat(table.name()).isEqualTo("stacked");
        assertThat(table.picojoules(new ActivityKey("dram", Action.DRAM_READ, 64, 0)))
                .isCloseTo(249.6, within(1e-9));
    }

    @Test
    void aTableWithoutASectionIsRefused() throws IOException {
        String file = changed("compare:\n  - {bits: 32, value: 0.03, unit: pJ, source: aladdin}", "");
        assertThat(problems(file)).containsExactly(file + ":1:1: compare needs at least one row");
        file = changed("compare:\n  - {bits: 32, value: 0.03, unit: pJ, source: aladdin}", "compare: []");
        assertThat(problems(file)).singleElement().asString().endsWith(": compare needs at least one row");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dram_kind: lpddr4 | dram_kind: lpdr4 | 4:12: dram_kind must be one of the rows of dram (lpddr4, ddr3, gddr5, hbm2), not 'lpdr4'; did you mean lpddr4?",
                "name: mine | name: ../mine | 1:7: name must be a word of letters, digits, '.', '_' and '-', not beginning with '.', not '../mine'",
                "bits: 8, value: 0.20 | bits: 8, value: -1 | 26:22: multiply[0].value must be above 0, not -1.0",
                "value: 0.20, unit: pJ | value: 0.20, unit: nJ | 26:34: multiply[0].unit must be pJ, not 'nJ'",
                "value: 0.20, unit: pJ | value: 0.20 | 26:5: multiply[0].unit is missing; it must be text (in quotes if it looks like a number, true, false or null)",
                "0.20, unit: pJ, source: horowitz | 0.20, unit: pJ, source: horovitz | 26:46: multiply[0].source must be one of the sources horowitz, cacti, aladdin, dram, derived, not 'horovitz'; did you mean horowitz?",
                "{bits: 8, value: 0.20 | {bytes: 8, value: 0.20 | 26:5: multiply[0].bits is missing",
                "{bits: 8, value: 0.20 | {bits: 8, bytes: 8, value: 0.20 | 26:22: multiply[0].bytes has no meaning in a row of multiply: 8",
                "{bits: 16, value: 0.05 | {bits: 8, value: 0.05 | 21:12: add[1].bits must be more than in the row before, not 8",
                "multiply: | multiplly: | 25:1: multiplly is not a field; did you mean multiply? accepted: name, description, node_nm, dram_kind, sources, add, multiply, compare, register_read, register_write, mux, gather_pass, gather_decode, sram_read, sram_write, sram_leakage, dram, notes, extends",
                "node_nm: 45 | node_nm: 0 | 3:10: node_nm must be 1 to 1000, not 0",
            })
    void badTables(String from, String to, String message) throws IOException {
        String file = changed(from, to);
        assertThat(problems(file)).containsExactly(file + ":" + message);
    }

    @Test
    void unknownName() {
        assertThat(problems("45nm-lpo.yaml"))
                .containsExactly("'45nm-lpo.yaml' is neither a file nor a bundled energy table; did you mean 45nm-lop? "
                        + "bundled: 45nm-lop, 45nm-hp");
    }
}
