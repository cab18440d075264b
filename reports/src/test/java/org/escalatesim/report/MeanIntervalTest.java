package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeanIntervalTest {
    /** Mean 5, s^2 = 20 / 3; t of 3 degrees of freedom at .975 is 3.18245 (any table): 3.18245 * 2.58199 / 2. */
    @Test
    void fourValues() {
        MeanInterval interval = MeanInterval.of(2, 4, 6, 8);
        assertThat(interval.mean()).isEqualTo(5);
        assertThat(interval.halfWidth()).isCloseTo(4.10852, within(1e-4));
    }

    /** t of 1 degree of freedom at .975 is 12.7062; s = sqrt(2). */
    @Test
    void twoValues() {
        assertThat(MeanInterval.of(1, 3).halfWidth()).isCloseTo(12.7062, within(1e-3));
    }

    @Test
    void equalValuesHaveNoWidth() {
        assertThat(MeanInterval.of(7, 7, 7)).isEqualTo(new MeanInterval(7, 0));
    }
}
