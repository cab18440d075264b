package org.escalatesim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escalatesim.area.AreaEstimate;
import org.escalatesim.area.UnitArea;
import org.escalatesim.machine.MachineSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Has every machine an area, and is it that of its parts. */
class AreaTablesTest {
    static List<String> machines() {
        return List.copyOf(Machines.bundled().keySet());
    }

    private static AreaEstimate area(String machine, String... sets) {
        return AreaTables.estimate(Machines.load(machine, List.of(sets)));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyBundledMachineHasAnAreaWithARange(String machine) {
        AreaEstimate area = area(machine);
        assertThat(area.table()).isEqualTo("45nm");
        assertThat(area.items()).isNotEmpty();
        assertThat(area.items()).allSatisfy(item -> {
            assertThat(item.area().low())
                    .isPositive()
                    .isLessThanOrEqualTo(item.area().um2());
            assertThat(item.area().um2()).isLessThanOrEqualTo(item.area().high());
        });
        double parts = area.components().values().stream()
                .mapToDouble(part -> part.um2())
                .sum();
        assertThat(parts).isEqualTo(area.total().um2(), within(1e-3));
        // All multipliers and all SRAM are in it.
        MachineSpec spec = Machines.load(machine, List.of());
        long multipliers = area.items().stream()
                .filter(item ->
                        item.unit() == UnitArea.MULTIPLY && !item.component().equals("output"))
                .mapToLong(AreaEstimate.Item::count)
                .sum();
        assertThat(multipliers).isEqualTo(spec.multipliers());
    }

    @Test
    void theGatherPipelineOfTile8IsWhatItsRegistersTake() {
        // 192 rows x 7 stages x 128 channels x (9 bits of slot + mask + sign) x 7.568 um2
        double expected = 192 * 7 * 128 * 11 * 7.568;
        AreaEstimate.Item registers = area("tile8").items().stream()
                .filter(item -> item.component().equals("dilution") && item.unit() == UnitArea.REGISTER)
                .findFirst()
                .orElseThrow();
        assertThat(registers.area().um2()).isEqualTo(expected, within(1.0));
    }

    @Test
    void spadsOfEyerissAreRegistersOrSramByTheirSize() {
        // 24 psums of 24 bits: 576 bits of registers at 7.568 um2 in each of 1,024 PEs; low is the smallest SRAM macro.
        AreaEstimate.Item psums = item("eyeriss", "psum_spad");
        assertThat(psums.unit()).isEqualTo(UnitArea.REGISTER);
        assertThat(psums.area().um2()).isEqualTo(1024 * 576 * 7.568, within(100.0));
        assertThat(psums.area().low()).isEqualTo(1024 * 992.5, within(1.0));
        // 96 bits of registers are less than that.
        assertThat(item("eyeriss", "ifmap_spad").area().low()).isEqualTo(1024 * 96 * 5.98, within(1.0));
        // 126 bytes are registers, 129 an SRAM of the smallest macro, which is less.
        assertThat(item("eyeriss", "psum_spad", "spads.psum_words=42").area().um2())
                .isEqualTo(1024 * 1008 * 7.568, within(100.0));
        AreaEstimate.Item smallest = item("eyeriss", "psum_spad", "spads.psum_words=43");
        assertThat(smallest.area().um2()).isEqualTo(1024 * 1241.0, within(1.0));
        assertThat(smallest.extrapolated()).isTrue();
        // 100 psums are 300 bytes, which an access pays as SRAM.
        AreaEstimate.Item large = item("eyeriss", "psum_spad", "spads.psum_words=100");
        assertThat(large.unit()).isEqualTo(UnitArea.SRAM);
        assertThat(large.size()).isEqualTo("300 bytes");
        MachineSpec spec = Machines.load("eyeriss", List.of("spads.psum_words=100"));
        assertThat(spec.totalSram() - Machines.load("eyeriss", List.of()).totalSram())
                .isEqualTo(1024 * 300);
    }

    @Test
    void memoriesNearTheBorderBetweenRegistersAndSramAreNamed() {
        // 12 bytes of inputs are far below it; 72 of psums and 224 of filters are not.
        assertThat(area("eyeriss").nearBorder())
                .containsExactlyInAnyOrder("psum_spad (72 bytes)", "filter_spad (224 bytes)");
        assertThat(area("eyeriss", "spads.psum_words=21").nearBorder()).containsExactly("filter_spad (224 bytes)");
        assertThat(area("eyeriss", "spads.psum_words=86", "spads.filter_words=257")
                        .nearBorder())
                .isEmpty();
        assertThat(area("tile8").nearBorder()).isEmpty();
    }

    private static AreaEstimate.Item item(String machine, String component, String... sets) {
        return area(machine, sets).items().stream()
                .filter(item -> item.component().equals(component))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void areaFollowsTheFields() {
        double base = area("tile8").total().um2();
        assertThat(area("tile8", "global_buffer.bytes=2097152").total().um2() - base)
                .isEqualTo(area("tile8").components().get("global_buffer").um2(), within(1.0));
        assertThat(area("tile8", "tiles=4").total().um2()).isLessThan(0.6 * base);
        assertThat(area("tile8", "channel_accumulation.shared_decode=true")
                        .total()
                        .um2())
                .isLessThan(base);
    }

    @Test
    void aTableWithABadRowIsRefusedWithItsLine(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, """
                extends: 45nm
                name: mine
                register:
                  - {bits: 1, value: 5, low: 6, high: 7, unit: um2, source: aladdin, range: none}
                """);
        assertThatThrownBy(() -> AreaTables.load(file.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mine.yaml:4")
                .hasMessageContaining("must lie between low (6.0) and high (7.0), not 5.0");
        Files.writeString(file, """
                extends: 45nm
                name: mine
                register:
                  - {bits: 1, value: 5, low: 4, high: 7, unit: mm2, source: aladdin, range: none}
                """);
        assertThatThrownBy(() -> AreaTables.load(file.toString())).hasMessageContaining("must be um2, not 'mm2'");
        for (String values : new String[] {
            "value: 5, low: 4, high: 1e308", "value: 1e300, low: 4, high: 1e308", "value: 2e9, low: 2e9, high: 2e9"
        }) {
            Files.writeString(file, """
                    extends: 45nm
                    name: mine
                    register:
                      - {bits: 1, VALUES, unit: um2, source: aladdin, range: none}
                    """.replace("VALUES", values));
            assertThatThrownBy(() -> AreaTables.load(file.toString()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("mine.yaml:4")
                    .hasMessageContaining("must be at most 1000000000 um2 (1,000 mm2, more than a chip has), not ");
        }
        assertThatThrownBy(() -> AreaTables.load("28nm"))
                .hasMessageContaining("'28nm' is neither a file nor a bundled area table");
    }
}
