package org.escalatesim.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void percentagesSumToAHundredByLargestRemainder() {
        assertThat(Numbers.percentages(1, 1, 1)).containsExactly(34, 33, 33);
        assertThat(Numbers.percentages(995, 5)).containsExactly(100, 0);
        assertThat(Numbers.percentages(994, 6)).containsExactly(99, 1);
        assertThat(Numbers.percentages(0, 0)).containsExactly(0, 0);
    }

    @Test
    void filesNeverSeeAnExponent() {
        assertThat(Numbers.plain(1.0 / 3)).isEqualTo("0.333333333333");
        assertThat(Numbers.plain(1.5e-7)).isEqualTo("0.00000015");
        assertThat(Numbers.plain(2e15)).isEqualTo("2000000000000000");
        assertThat(Numbers.plain(0)).isEqualTo("0");
    }

    @Test
    void peopleSeeAboutThreeDigits() {
        assertThat(Numbers.short3(12345.6)).isEqualTo("12,346");
        assertThat(Numbers.short3(12.345)).isEqualTo("12.3");
        assertThat(Numbers.short3(0.01234)).isEqualTo("0.01234");
    }
}
