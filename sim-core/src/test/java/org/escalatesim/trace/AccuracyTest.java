package org.escalatesim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AccuracyTest {
    @Test
    void nothingIsKnownUnlessSaid() {
        assertThat(Accuracy.UNKNOWN.known()).isFalse();
        assertThat(new Accuracy("ImageNet top-1", 76.12, "STR").known()).isTrue();
    }

    @Test
    void percentIsPercent() {
        for (double bad : new double[] {-.1, 100.1, Double.NaN}) {
            assertThatThrownBy(() -> new Accuracy("ImageNet top-1", bad, "none"))
                    .hasMessage("an accuracy must be 0 to 100 %%, not %s", bad);
        }
    }
}
