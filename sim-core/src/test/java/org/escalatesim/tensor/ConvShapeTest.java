package org.escalatesim.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvShapeTest {
    /** K, C, groups, R, S, H, W, strides, padding top, left, bottom, right. */
    private static final int[] SHAPE = {6, 4, 2, 3, 2, 9, 8, 2, 3, 1, 0, 2, 1};

    private static ConvShape shape(int... v) {
        return new ConvShape(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12]);
    }

    private static int[] with(int index, int value) {
        return IntStream.range(0, SHAPE.length)
                .map(i -> i == index ? value : SHAPE[i])
                .toArray();
    }

    @Test
    void sizesAndCounts() {
        ConvShape shape = shape(SHAPE);
        // P = floor((9 + 1 + 2 - 3) / 2) + 1 = 5, Q = floor((8 + 0 + 1 - 2) / 3) + 1 = 3
        assertThat(shape.p()).isEqualTo(5);
        assertThat(shape.q()).isEqualTo(3);
        assertThat(shape.kPerGroup()).isEqualTo(3);
        assertThat(shape.cPerGroup()).isEqualTo(2);
        assertThat(shape.taps()).isEqualTo(6);
        // 6 * 2 * 6 = 72 weights, each at 5 * 3 outputs
        assertThat(shape.parameters()).isEqualTo(72);
        assertThat(shape.denseMacs()).isEqualTo(1080);
    }

    @Test
    void tablesSayStrideAndGroupsWhereTheyMatter() {
        assertThat(shape(SHAPE).describe()).isEqualTo("6x2x3x2/2,3 g2 9x8 > 5x3");
        assertThat(ConvShape.of(8, 4, 1, 3, 3, 5, 5, 1, 1).describe()).isEqualTo("8x4x3x3/1 5x5 > 5x5");
    }

    @Test
    void pointwiseAndFullyConnected() {
        assertThat(ConvShape.fullyConnected(3, 5).isFullyConnected()).isTrue();
        assertThat(ConvShape.of(3, 5, 1, 1, 1, 1, 2, 1, 0).isFullyConnected()).isFalse();
        assertThat(ConvShape.of(3, 5, 1, 1, 1, 2, 1, 1, 0).isFullyConnected()).isFalse();
        assertThat(ConvShape.of(3, 5, 1, 1, 1, 2, 1, 1, 0).pointwise()).isTrue();
        assertThat(ConvShape.of(3, 5, 1, 3, 3, 1, 1, 1, 1).isFullyConnected()).isFalse();
        assertThat(ConvShape.of(3, 5, 1, 1, 2, 2, 2, 1, 0).pointwise()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, K must be at least 1",
        "1, 0, C must be at least 1",
        "2, 0, groups must be at least 1",
        "3, 0, R must be at least 1",
        "4, 0, S must be at least 1",
        "5, 0, H must be at least 1",
        "6, 0, W must be at least 1",
        "7, 0, vertical stride must be at least 1",
        "8, 0, horizontal stride must be at least 1",
        "9, 3, padding top must be 0 to 2",
        "10, -1, padding left must be 0 to 1",
        "11, 3, padding bottom must be 0 to 2",
        "12, 2, padding right must be 0 to 1",
        "0, 5, multiples of groups",
        "1, 5, multiples of groups"
    })
    void aFieldOutOfRangeIsNamed(int index, int value, String message) {
        assertThatThrownBy(() -> shape(with(index, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theKernelMayJustFillThePaddedMap() {
        // 1 + 1 + 2 = 4 rows hold 4 kernel rows, 3 do not; the same for columns
        assertThatCode(() -> new ConvShape(1, 1, 1, 4, 1, 1, 1, 1, 1, 1, 0, 2, 0))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new ConvShape(1, 1, 1, 4, 1, 1, 1, 1, 1, 1, 0, 1, 0))
                .hasMessage("the kernel (4 x 1) is larger than the padded map (3 x 1)");
        assertThatCode(() -> new ConvShape(1, 1, 1, 1, 4, 1, 1, 1, 1, 0, 1, 0, 2))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new ConvShape(1, 1, 1, 1, 4, 1, 1, 1, 1, 0, 1, 0, 1))
                .hasMessage("the kernel (1 x 4) is larger than the padded map (1 x 3)");
    }
}
