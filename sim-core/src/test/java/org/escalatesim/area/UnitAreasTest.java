package org.escalatesim.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.area.UnitAreas.Area;
import org.escalatesim.area.UnitAreas.Row;
import org.escalatesim.machine.SpecException;
import org.junit.jupiter.api.Test;

/** Does a table give the areas that its rules say, by hand. */
class UnitAreasTest {
    private static Map<UnitArea, List<Row>> rows() {
        Map<UnitArea, List<Row>> rows = new EnumMap<>(UnitArea.class);
        for (UnitArea unit : UnitArea.values()) {
            rows.put(unit, List.of(new Row(32, 0, 320, 160, 640, false)));
        }
        rows.put(UnitArea.SRAM, List.of(new Row(0, 100, 10, 5, 20, false), new Row(0, 10_000, 250, 125, 2000, false)));
        rows.put(UnitArea.GATHER_PASS, List.of(new Row(64, 0, 384, 192, 768, true)));
        return rows;
    }

    private final UnitAreas table = new UnitAreas("hand", rows());

    @Test
    void widthsScaleLinearlyMultipliersByTheirProductNetworksByNLgN() {
        assertThat(table.unit(UnitArea.ADD, 8, 0)).isEqualTo(new Area(80, 40, 160));
        assertThat(table.unit(UnitArea.REGISTER, 64, 0)).isEqualTo(new Area(640, 320, 1280));
        // 16 x 8 of 32 x 32
        assertThat(table.unit(UnitArea.MULTIPLY, 16, 8)).isEqualTo(new Area(40, 20, 80));
        // 64 x 6 switched bits are 384; 128 x 7 are 896
        assertThat(table.unit(UnitArea.GATHER_PASS, 128, 0).um2()).isEqualTo(896, within(1e-9));
        assertThat(table.derived(UnitArea.GATHER_PASS)).isTrue();
        assertThat(table.derived(UnitArea.ADD)).isFalse();
    }

    @Test
    void sramIsALineInLogarithmsProportionalBeyondTheRowsAndNoLessThanTheFirst() {
        // Half way between 100 and 10,000 bytes in logarithms: sqrt(10 x 250) = 50.
        Area middle = table.sram(1000);
        assertThat(middle.um2()).isEqualTo(50, within(1e-9));
        assertThat(middle.low()).isEqualTo(25, within(1e-9));
        assertThat(middle.high()).isEqualTo(200, within(1e-9));
        assertThat(table.sram(100).um2()).isEqualTo(10, within(1e-9));
        assertThat(table.sram(10_000).um2()).isEqualTo(250, within(1e-9));
        assertThat(table.sram(50)).isEqualTo(new Area(10, 5, 20));
        assertThat(table.sram(1)).isEqualTo(table.sram(100));
        assertThat(table.sram(40_000).um2()).isEqualTo(1000, within(1e-9));
        assertThat(table.extrapolated(50)).isTrue();
        assertThat(table.extrapolated(1000)).isFalse();
        assertThat(table.extrapolated(40_000)).isTrue();
    }

    @Test
    void badRowsAreRefusedByName() {
        Map<UnitArea, List<Row>> missing = rows();
        missing.remove(UnitArea.MUX);
        assertThatThrownBy(() -> new UnitAreas("t", missing))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("mux")
                .hasMessageContaining("one row, not 0");
        Map<UnitArea, List<Row>> range = rows();
        range.put(UnitArea.ADD, List.of(new Row(32, 0, 100, 110, 120, false)));
        assertThatThrownBy(() -> new UnitAreas("t", range))
                .hasMessageContaining("add[0].value")
                .hasMessageContaining("between low (110.0) and high (120.0), not 100.0");
        Map<UnitArea, List<Row>> order = rows();
        order.put(UnitArea.SRAM, List.of(new Row(0, 100, 10, 5, 20, false), new Row(0, 100, 10, 5, 20, false)));
        assertThatThrownBy(() -> new UnitAreas("t", order)).hasMessageContaining("sram[1].bytes");
    }
}
