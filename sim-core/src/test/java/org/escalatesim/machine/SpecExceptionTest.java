package org.escalatesim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;

class SpecExceptionTest {
    @Test
    void boundsThemselvesAreRight() {
        SpecException.range("a.b", 3, 3, 4);
        SpecException.range("a.b", 4, 3, 4);
        SpecException.powerOfTwo("a.b", 4, 4, 8);
        SpecException.powerOfTwo("a.b", 8, 4, 8);
        assertThatThrownBy(() -> SpecException.range("a.b", 5, 3, 4)).hasMessage("a.b must be 3 to 4, not 5");
        assertThatThrownBy(() -> SpecException.powerOfTwo("a.b", 6, 4, 8))
                .hasMessage("a.b must be a power of two from 4 to 8, not 6")
                .satisfies(e -> assertThat(((SpecException) e).path()).isEqualTo("a.b"));
        assertThatThrownBy(() -> SpecException.powerOfTwo("a.b", 16, 4, 8)).isInstanceOf(SpecException.class);
        assertThatThrownBy(() -> SpecException.powerOfTwo("a.b", 2, 4, 8)).isInstanceOf(SpecException.class);
    }

    @Test
    void multipliersAreComparedByTheProductOfTheirWidths() {
        // 960 of 16 x 8 bits are 1,920 of 8 x 8; adders are none
        assertThat(new UnitCount("mac", Action.MULTIPLY, 16, 8, 960).in8x8()).isEqualTo(1920);
        assertThat(new UnitCount("mac", Action.ADD, 24, 0, 960).in8x8()).isZero();
    }

    @Test
    void theIdealDenseBoundIsRoundedUp() {
        // 2 * 3 * 5 = 30 multiply-accumulates on 8 multipliers: 3.75 cycles
        LayerRun run = new LayerRun(
                "fc",
                ConvShape.of(2, 3, 1, 1, 1, 1, 5, 1, 0),
                "",
                1,
                0,
                0,
                0,
                0,
                new CycleLedger(),
                new Activity(),
                Map.of(),
                null);
        assertThat(run.idealDenseCycles(8)).isEqualTo(4);
        assertThat(run.idealDenseCycles(10)).isEqualTo(3);
    }
}
