package org.escalatesim.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseMapTest {
    @Test
    void valuesComeBackForGroupsWiderThanAWord() {
        // 2 x 3 pixels, 140 channels in 2 groups of 70: two words each
        byte[] values = new byte[2 * 3 * 140];
        Random random = new Random(1);
        long nonZeros = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
            nonZeros += values[i] != 0 ? 1 : 0;
        }
        for (boolean signed : new boolean[] {false, true}) {
            SparseMap map = SparseMap.ofDense(values, 2, 3, 140, 2, signed);
            for (int i = 0; i < values.length; i++) {
                int expected = signed ? values[i] : values[i] & 0xff;
                assertThat(map.value(i / 140 / 3, i / 140 % 3, i % 140)).isEqualTo(expected);
            }
            assertThat(map.signed()).isEqualTo(signed);
            assertThat(map.hasValues()).isTrue();
            assertThat(map.nonZeros()).isEqualTo(nonZeros);
            assertThat(map.density()).isEqualTo(nonZeros / 840.0);
        }
    }

    @Test
    void presenceAloneHasNoValues() {
        // 1 x 2 pixels, 4 channels in 2 groups: a word per pixel and group
        SparseMap map = SparseMap.ofPresence(new long[] {3, 0, 1, 2}, 1, 2, 4, 2, false);
        assertThat(map.hasValues()).isFalse();
        assertThat(map.wordsPerGroup()).isEqualTo(1);
        assertThat(map.nonZeros()).isEqualTo(4);
        assertThat(map.density()).isEqualTo(.5);
    }

    @Test
    void mapsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> SparseMap.ofPresence(new long[3], 1, 2, 4, 2, false))
                .hasMessageContaining("4 presence");
        assertThatThrownBy(() -> SparseMap.ofDense(new byte[7], 1, 2, 4, 2, false))
                .hasMessageContaining("7");
        int[][] bad = {{0, 2, 4, 2}, {1, 0, 4, 2}, {1, 2, 0, 1}, {1, 2, 4, 0}, {1, 2, 4, 3}};
        for (int[] b : bad) {
            assertThatThrownBy(() -> SparseMap.ofDense(new byte[0], b[0], b[1], b[2], b[3], false))
                    .hasMessageStartingWith("not a map");
            assertThatThrownBy(() -> SparseMap.ofPresence(new long[0], b[0], b[1], b[2], b[3], false))
                    .hasMessageStartingWith("not a map");
        }
    }
}
