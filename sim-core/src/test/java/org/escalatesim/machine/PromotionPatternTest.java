package org.escalatesim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionPatternTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "T<2,5>;(+1,0) (+2,0) (+1,+1) (+1,-1) (+2,+2) (+2,-2) (+1,+3)",
                "L<2,3>;(+1,0) (+2,0) (+1,-1) (+1,-2) (+1,-3)",
                "T<1,4>;(+1,0) (+1,+1) (+1,-1) (+1,+2) (+1,-2)",
                "T<3,8>;(+1,0) (+2,0) (+3,0) (+1,+1) (+1,-1) (+2,+2) (+2,-2) (+3,+3) (+3,-3) (+1,+4) (+1,-4)",
                "L<1,0>;(+1,0)",
                "L<0,0>;''"
            })
    void candidatesAreInTheOrderOfTheContract(String name, String candidates) {
        PromotionPattern pattern = PromotionPattern.parse(name, true);
        assertThat(text(pattern)).isEqualTo(candidates);
        assertThat(pattern.name()).isEqualTo(name);
        assertThat(pattern.lookAhead()).isEqualTo(name.charAt(2) - '0');
    }

    @Test
    void withoutLookAheadTheSameLaneCandidatesAreDroppedAndTheWindowStays() {
        PromotionPattern pattern = PromotionPattern.parse("T<2,5>", false);
        assertThat(text(pattern)).isEqualTo("(+1,+1) (+1,-1) (+2,+2) (+2,-2) (+1,+3)");
        assertThat(pattern.lookAhead()).isEqualTo(2);
    }

    @Test
    void blanksAreAllowedAndTheLimitsAreFifteenAndSixtyFour() {
        assertThat(PromotionPattern.parse(" T< 2, 5 > ", true).name()).isEqualTo("T<2,5>");
        assertThat(PromotionPattern.parse("L<15,64>", true).candidates()).isEqualTo(79);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "T", "T<2>", "X<2,5>", "T<2,5", "t<2,5>", "T<-1,2>", "T<2,5>x"})
    void otherTextIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> PromotionPattern.parse(text, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a pattern L<h,d> or T<h,d>, for example T<2,5>, not '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"L<16,0>", "T<2,65>", "T<999,1>"})
    void tooFarIsRefusedWithTheLimits(String text) {
        assertThatThrownBy(() -> PromotionPattern.parse(text, true)).hasMessageContaining("h must be 0 to 15");
    }

    @Test
    void lookAsideNeedsAWindow() {
        assertThatThrownBy(() -> PromotionPattern.parse("T<0,1>", true)).hasMessageContaining("requires look-aside");
    }

    private static String text(PromotionPattern pattern) {
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < pattern.candidates(); j++) {
            text.append(j > 0 ? " " : "").append(String.format("(+%d,", pattern.beat(j)));
            text.append(pattern.side(j) == 0 ? "0" : String.format("%+d", pattern.side(j)))
                    .append(')');
        }
        return text.toString();
    }
}
