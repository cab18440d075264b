package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.escalatesim.trace.Accuracy;
import org.junit.jupiter.api.Test;

class RatiosTest {
    private static final double EXACT = 1e-12;
    private final ComparedMachine slow =
            Comparisons.machine("slow", "a", 800, 10, 0, Comparisons.known(76), 1000, 3000);
    private final ComparedMachine fast =
            Comparisons.machine("fast", "b", 800, 20, 25, Comparisons.known(75.5), 500, 500);

    @Test
    void speedupsAreOfTotalsAndOfLayers() {
        Ratios ratios = Ratios.of(fast, slow);
        // 4,000 / 1,000; layers 1,000 / 500 = 2 and 3,000 / 500 = 6: means sqrt(12) and 4
        assertThat(ratios.speedup()).isCloseTo(4, within(EXACT));
        assertThat(ratios.geometricSpeedup()).isCloseTo(Math.sqrt(12), within(EXACT));
        assertThat(ratios.arithmeticSpeedup()).isCloseTo(4, within(EXACT));
        // twice the multipliers, each of them 16 x 8 = two 8 x 8 on both sides
        assertThat(ratios.perMultiplier()).isCloseTo(2, within(EXACT));
        assertThat(ratios.per8x8()).isCloseTo(2, within(EXACT));
        // Both have 2 mm2, 1 to 4: at worst a quarter of the speedup, at best four times it.
        assertThat(ratios.perMm2()).isCloseTo(ratios.speedup(), within(EXACT));
        assertThat(ratios.perMm2Least()).isCloseTo(ratios.speedup() / 4, within(EXACT));
        assertThat(ratios.perMm2Most()).isCloseTo(ratios.speedup() * 4, within(EXACT));
    }

    @Test
    void energyIsDynamicLeakageAndDramApart() {
        // per layer 100 products x 1 pJ and 50 DRAM bits x 1 pJ; 25 multiplexed bits x 2 pJ (derived) on the fast one.
        // Leakage: 1 mW x 1,000 cycles / 800 MHz = 1.25 us x 1,000 pJ/us = 1,250 pJ; four times that on the slow one.
        assertThat(fast.onChipDynamic()).isCloseTo(2 * (100 + 50), within(EXACT));
        assertThat(fast.dram()).isCloseTo(2 * 50, within(EXACT));
        assertThat(fast.priced().total().leakage()).isCloseTo(1250, within(1e-9));
        assertThat(fast.onChipDynamic() + fast.dram() + fast.priced().total().leakage())
                .isCloseTo(fast.priced().total().total(), within(1e-9));
        Ratios ratios = Ratios.of(fast, slow);
        assertThat(ratios.efficiency()).isCloseTo(5300.0 / 1650, within(EXACT));
        // derived: 100 of the fast one's 1,650 pJ, none of the slow one's 5,300
        assertThat(ratios.efficiencyDerivedHalf()).isCloseTo(5300.0 / 1600, within(EXACT));
        assertThat(ratios.efficiencyDerivedDouble()).isCloseTo(5300.0 / 1750, within(EXACT));
        // 1,000 cycles at 800 MHz are .00125 ms, 4,000 are .005 ms
        assertThat(fast.energyDelay()).isCloseTo(1650e-6 * 0.00125, within(EXACT));
        assertThat(ratios.energyDelay()).isCloseTo(5300 * 0.005 / (1650 * 0.00125), within(1e-9));
        // layers: slow 150 + 1,250 and 150 + 3,750 pJ, fast 200 + 625 pJ twice
        double first = 1400.0 / 825;
        double second = 3900.0 / 825;
        assertThat(ratios.arithmeticEfficiency()).isCloseTo((first + second) / 2, within(EXACT));
        assertThat(ratios.geometricEfficiency()).isCloseTo(Math.sqrt(first * second), within(EXACT));
    }

    @Test
    void speedupIsOfTimeWhereClocksDiffer() {
        ComparedMachine slowClock = Comparisons.machine("half", "c", 400, 10, 0, Comparisons.known(76), 1000, 3000);
        assertThat(Ratios.of(slowClock, slow).speedup()).isCloseTo(0.5, within(EXACT));
    }

    @Test
    void isoAccuracyNeedsBothKnownByOneMetricWithinHalfAPoint() {
        assertThat(Ratios.of(fast, slow).accuracy())
                .isEqualTo(new AccuracyMatch(true, "75.5 against 76 % ImageNet top-1"));
        assertThat(match(Comparisons.known(75.49)).word()).isEqualTo("not iso-accuracy");
        assertThat(match(Comparisons.known(76.51)).iso()).isFalse();
        assertThat(match(new Accuracy("ImageNet top-5", 76.0, "a paper")))
                .isEqualTo(new AccuracyMatch(false, "ImageNet top-5 against ImageNet top-1"));
        assertThat(match(Accuracy.UNKNOWN)).isEqualTo(new AccuracyMatch(false, "the accuracy of other is not known"));
        ComparedMachine unknown = Comparisons.machine("x", "a", 800, 10, 0, Accuracy.UNKNOWN, 1, 1);
        assertThat(AccuracyMatch.of(slow, unknown).reason()).isEqualTo("the accuracy of x is not known");
        assertThat(AccuracyMatch.of(unknown, unknown).iso()).isTrue();
        assertThat(AccuracyMatch.of(Comparisons.machine("y", "a", 800, 10, 0, Accuracy.UNKNOWN, 1, 1), unknown))
                .isEqualTo(
                        new AccuracyMatch(false, "the accuracy of neither side is known; both run the same weights"));
    }

    private AccuracyMatch match(Accuracy accuracy) {
        return AccuracyMatch.of(Comparisons.machine("other", "a", 800, 10, 0, accuracy, 1, 1), slow);
    }

    @Test
    void machinesMustHaveRunTheSameLayers() {
        ComparedMachine one = Comparisons.machine("one", "a", 800, 10, 0, Accuracy.UNKNOWN, 7);
        assertThatThrownBy(() -> Comparisons.of(slow, one)).hasMessage("one did not run the layers of slow");
    }
}
