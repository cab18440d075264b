package org.escalatesim.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.SpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules between the rows of a table, each with its arithmetic. */
class UnitEnergiesTest {
    private static final UnitEnergies TABLE = new UnitEnergies("t", rows());

    static Map<Quantity, List<UnitEnergies.Row>> rows() {
        Map<Quantity, List<UnitEnergies.Row>> rows = new EnumMap<>(Quantity.class);
        rows.put(Quantity.ADD, List.of(row(8, 0, .03), row(16, 0, .05), row(32, 0, .10)));
        rows.put(Quantity.MULTIPLY, List.of(row(8, 0, .20)));
        rows.put(Quantity.COMPARE, List.of(row(32, 0, .03)));
        rows.put(Quantity.REGISTER_READ, List.of(row(1, 0, .009)));
        rows.put(Quantity.REGISTER_WRITE, List.of(row(1, 0, .010)));
        rows.put(Quantity.MUX, List.of(new UnitEnergies.Row(1, 0, .007, true)));
        rows.put(Quantity.GATHER_PASS, List.of(new UnitEnergies.Row(1, 0, .007, true)));
        rows.put(Quantity.GATHER_DECODE, List.of(new UnitEnergies.Row(8, 0, .03, true)));
        rows.put(Quantity.SRAM_READ, List.of(row(64, 1024, 1), row(64, 16384, 4), row(64, 65536, 32)));
        rows.put(Quantity.SRAM_WRITE, List.of(row(64, 1024, 2), row(64, 16384, 8)));
        rows.put(Quantity.SRAM_LEAKAGE, List.of(row(0, 1024, .5), row(0, 4096, 2)));
        rows.put(Quantity.DRAM, List.of(row(1, 0, 8)));
        return rows;
    }

    private static UnitEnergies.Row row(int bits, long bytes, double value) {
        return new UnitEnergies.Row(bits, bytes, value, false);
    }

    @ParameterizedTest
    @CsvSource({
        // Rows themselves.
        "ADD, 8, 0, .03",
        "ADD, 16, 0, .05",
        "ADD, 32, 0, .10",
        // Half way from 8 to 16: (.03 + .05) / 2. Half way from 16 to 32: (.05 + .10) / 2.
        "ADD, 12, 0, .04",
        "ADD, 24, 0, .075",
        // Below 8: .03 x 4 / 8. Above 32: .10 x 64 / 32.
        "ADD, 4, 0, .015",
        "ADD, 64, 0, .20",
        // .20 x 8 x 16 / 64; .20 x 4 x 8 / 64.
        "MULTIPLY, 8, 16, .40",
        "MULTIPLY, 4, 8, .10",
        // .03 x 8 / 32.
        "COMPARE, 8, 0, .0075",
        "REGISTER_READ, 24, 0, .216",
        "REGISTER_WRITE, 24, 0, .240",
        "MUX, 8, 0, .056",
        // 7 stages x 128 bits x .007.
        "GATHER_PASS, 128, 0, 6.272",
        // ceil(lg 96) = 7 stages x 96 bits x .007; a word of 1 bit has no stage.
        "GATHER_PASS, 96, 0, 4.704",
        "GATHER_PASS, 1, 0, 0",
        // 128 x 7 adder bits x .03 / 8.
        "GATHER_DECODE, 128, 0, 3.36",
        "DRAM_READ, 256, 0, 2048",
        "DRAM_WRITE, 8, 0, 64",
        // Rows; half the width is half the energy.
        "SRAM_READ, 64, 1024, 1",
        "SRAM_READ, 64, 16384, 4",
        "SRAM_READ, 32, 16384, 2",
        // 1 KiB to 16 KiB is four doublings for a factor 4: at 4 KiB, two of them, factor 2.
        "SRAM_READ, 64, 4096, 2",
        // 16 KiB to 64 KiB is two doublings for a factor 8: at 32 KiB, one of them, 4 x sqrt(8).
        "SRAM_READ, 64, 32768, 11.313708498984761",
        // Below 1 KiB the first line goes on: four doublings down is 1/4 (64 B).
        "SRAM_READ, 64, 64, .25",
        // Above 64 KiB the last line goes on: two doublings up is x 8.
        "SRAM_READ, 64, 262144, 256",
        // 2 x 2, then 256 of 64 bits.
        "SRAM_WRITE, 256, 4096, 16",
    })
    void pricesByAction(Action action, int width, long size, double expected) {
        assertThat(TABLE.picojoules(new ActivityKey("x", action, width, size))).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        // 1 KiB to 4 KiB is two doublings for a factor 4: leakage is proportional to bytes.
        "1024, .5",
        "2048, 1",
        "4096, 2",
        "512, .25",
        "1048576, 512"
    })
    void leakageOfOneInstance(long bytes, double milliwatts) {
        assertThat(TABLE.leakageMilliwatts(new MemoryInstance("x", bytes, 7))).isCloseTo(milliwatts, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void aMissingRowIsAnErrorForEveryAction(Action action) {
        UnitEnergies empty = new UnitEnergies("empty", Map.of());
        assertThatThrownBy(() -> empty.picojoules(new ActivityKey("ring", action, 8, 8)))
                .isInstanceOf(MissingEnergyException.class)
                .hasMessage("energy table empty has no row for " + action + " (component ring)");
        assertThatThrownBy(() -> empty.derived(new ActivityKey("ring", action, 8, 8)))
                .isInstanceOf(MissingEnergyException.class);
    }

    @Test
    void missingLeakageIsAnError() {
        assertThatThrownBy(() -> new UnitEnergies("empty", Map.of()).leakageMilliwatts(new MemoryInstance("gb", 1, 1)))
                .isInstanceOf(MissingEnergyException.class)
                .hasMessage("energy table empty has no row for SRAM_LEAKAGE (component gb)");
    }

    @ParameterizedTest
    @CsvSource({"SRAM_READ, 64, 0", "MULTIPLY, 8, 0", "ADD, 0, 0", "MUX, -1, 0"})
    void nothingWithoutAWidthIsFree(Action action, int width, long size) {
        assertThatThrownBy(() -> TABLE.picojoules(new ActivityKey("x", action, width, size)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be at least 1");
    }

    @ParameterizedTest
    @CsvSource({
        "SRAM_READ, 64, 1024, false",
        "SRAM_READ, 64, 65536, false",
        "SRAM_READ, 64, 1023, true",
        "SRAM_READ, 64, 65537, true",
        "ADD, 8, 0, false",
        "ADD, 7, 0, true",
        "ADD, 33, 0, true",
        "MULTIPLY, 32, 32, false",
        "MUX, 1, 0, false"
    })
    void saysWhatIsExtrapolated(Action action, int width, long size, boolean expected) {
        assertThat(TABLE.extrapolated(new ActivityKey("x", action, width, size)))
                .isEqualTo(expected);
    }

    @Test
    void saysWhatIsDerived() {
        assertThat(TABLE.derived(new ActivityKey("x", Action.MUX, 8, 0))).isTrue();
        assertThat(TABLE.derived(new ActivityKey("x", Action.ADD, 8, 0))).isFalse();
    }

    @Test
    void refusesRowsThatMakeNoTable() {
        refused(
                Quantity.ADD,
                List.of(row(8, 0, .1), row(8, 0, .2)),
                "add[1].bits must be more than in the row before, not 8");
        refused(
                Quantity.SRAM_READ,
                List.of(row(64, 2048, 1), row(64, 1024, 2)),
                "sram_read[1].bytes must be more than in the row before, not 1024");
        refused(
                Quantity.SRAM_READ,
                List.of(row(64, 2048, 1)),
                "sram_read must have at least two rows to interpolate between, not 1");
        refused(Quantity.MUX, List.of(row(1, 0, 1), row(2, 0, 1)), "mux must have one row, not 2");
        refused(Quantity.MUX, List.of(row(1, 0, 0)), "mux[0].value must be above 0, not 0.0");
        refused(Quantity.MUX, List.of(row(1, 0, Double.NaN)), "mux[0].value must be above 0, not NaN");
        refused(Quantity.MUX, List.of(row(0, 0, 1)), "mux[0].bits must be above 0, not 0.0");
    }

    private static void refused(Quantity quantity, List<UnitEnergies.Row> rows, String message) {
        assertThatThrownBy(() -> new UnitEnergies("t", Map.of(quantity, rows)))
                .isInstanceOf(SpecException.class)
                .hasMessage(message);
    }
}
