package org.escalatesim.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.MemoryInstance;
import org.junit.jupiter.api.Test;

class EnergyModelTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final UnitEnergies TABLE = new UnitEnergies("t", UnitEnergiesTest.rows());
    private static final List<MemoryInstance> MEMORIES = List.of(
            new MemoryInstance("ring", 1024, 8), new MemoryInstance("gb", 4096, 1), new MemoryInstance("gb", 2048, 2));

    private static Activity activity() {
        Activity activity = new Activity();
        activity.add("mac", Action.MULTIPLY, 8, 16, 1000);
        activity.add("mac", Action.ADD, 24, 1000);
        activity.add("mac", Action.ADD, 16, 100);
        activity.add("dilution", Action.GATHER_PASS, 128, 10);
        activity.add("gb", Action.SRAM_READ, 1024, 4096, 5);
        return activity;
    }

    @Test
    void dynamicEnergyIsCountTimesPrice() {
        EnergyBreakdown energy = EnergyModel.price(activity(), MEMORIES, 800, 800, TABLE);

        // MAC: 1000 x .40 + 1000 x .075 + 100 x .05 = 400 + 75 + 5. Gather: 10 x 6.272.
        // Global buffer: 2 pJ per 64 bits at 4 KiB, 16 of them per access, 5 accesses: 160.
        assertThat(energy.componentPj().get("mac")).isCloseTo(480, EXACT);
        assertThat(energy.componentPj().get("dilution")).isCloseTo(62.72, EXACT);
        assertThat(energy.componentPj().get("gb")).isCloseTo(160, EXACT);
        assertThat(energy.componentActionPj().get("mac ADD")).isCloseTo(80, EXACT);
        assertThat(energy.componentActionPj())
                .containsOnlyKeys("dilution GATHER_PASS", "gb SRAM_READ", "mac ADD", "mac MULTIPLY");
        assertThat(energy.dynamicPj()).isCloseTo(702.72, EXACT);
        assertThat(energy.table()).isEqualTo("t");
    }

    @Test
    void everyMemoryLeaksForTheWholeRun() {
        EnergyBreakdown energy = EnergyModel.price(activity(), MEMORIES, 800, 800, TABLE);

        // 800 cycles at 800 MHz are 1 us; 1 mW x 1 us = 1000 pJ. Ring: 8 x .5 mW. gb: 2 mW + 2 x 1 mW.
        assertThat(energy.leakage()).containsExactly(entry("gb", 4000.0), entry("ring", 4000.0));
        assertThat(energy.leakagePj()).isCloseTo(8000, EXACT);
        assertThat(energy.totalPj()).isCloseTo(8702.72, EXACT);

        // Twice the cycles at a quarter of the clock: eight times as long.
        EnergyBreakdown slow = EnergyModel.price(activity(), MEMORIES, 1600, 200, TABLE);
        assertThat(slow.leakagePj()).isCloseTo(64_000, EXACT);
        assertThat(slow.dynamicPj()).isCloseTo(702.72, EXACT);
    }

    @Test
    void derivedPricesAtHalfAndAtDouble() {
        EnergyBreakdown energy = EnergyModel.price(activity(), MEMORIES, 800, 800, TABLE);

        // Only the gather passes, 62.72 pJ, are derived.
        assertThat(energy.dynamicPj(.5)).isCloseTo(702.72 - 31.36, EXACT);
        assertThat(energy.totalPj(2)).isCloseTo(8702.72 + 62.72, EXACT);
    }

    @Test
    void itemsCarryCountsAndDoubts() {
        Activity activity = new Activity();
        activity.add("psum", Action.SRAM_READ, 24, 192, 3);
        EnergyBreakdown energy = EnergyModel.price(activity, List.of(), 1, 1, TABLE);

        assertThat(energy.items()).hasSize(1);
        assertThat(energy.items().get(0).count()).isEqualTo(3);
        assertThat(energy.items().get(0).extrapolated()).isTrue();
        assertThat(energy.items().get(0).derived()).isFalse();
        assertThat(energy.leakage()).isEmpty();
    }

    @Test
    void nothingIsFreeBySilence() {
        UnitEnergies partial = new UnitEnergies("partial", Map.of());
        assertThatThrownBy(() -> EnergyModel.price(activity(), List.of(), 1, 1, partial))
                .isInstanceOf(MissingEnergyException.class)
                .hasMessage("energy table partial has no row for GATHER_PASS (component dilution)");
        assertThatThrownBy(() -> EnergyModel.price(new Activity(), MEMORIES, 1, 1, partial))
                .isInstanceOf(MissingEnergyException.class)
                .hasMessage("energy table partial has no row for SRAM_LEAKAGE (component ring)");
    }

    @Test
    void energyOfLayersAddsUp() {
        Activity twice = activity();
        twice.addAll(activity());
        double one = EnergyModel.price(activity(), MEMORIES, 800, 800, TABLE).totalPj();
        assertThat(EnergyModel.price(twice, MEMORIES, 1600, 800, TABLE).totalPj())
                .isCloseTo(2 * one, EXACT);
    }
}
