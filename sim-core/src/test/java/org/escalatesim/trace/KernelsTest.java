package org.escalatesim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTest {
    @Test
    void valuesComeBackFromTheirPackedForm() {
        // K = 2, C/groups = 70 (two words), 3 taps; every third weight is zero.
        byte[] values = new byte[2 * 70 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i % 3 == 0 ? 0 : i - 200);
        }
        Kernels kernels = Kernels.of(WeightForm.UNSTRUCTURED, values, 2, 70, 3);
        long nonZeros = 0;
        for (int k = 0; k < 2; k++) {
            for (int c = 0; c < 70; c++) {
                for (int tap = 0; tap < 3; tap++) {
                    byte value = values[(k * 70 + c) * 3 + tap];
                    assertThat(kernels.value(k, c, tap)).isEqualTo(value);
                    assertThat(kernels.nonZero(k, c, tap)).isEqualTo(value != 0);
                    nonZeros += value != 0 ? 1 : 0;
                }
            }
        }
        assertThat(kernels.nonZeros()).isEqualTo(nonZeros);
        assertThat(kernels.count()).isEqualTo(420);
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Kernels.of(WeightForm.DENSE, new byte[5], 2, 1, 3))
                .hasMessageContaining("6 weights");
        assertThatThrownBy(() -> Kernels.ofPresence(WeightForm.DENSE, new long[5], 2, 1, 3))
                .hasMessageContaining("6 presence words");
        assertThatThrownBy(() -> Kernels.ofPacked(WeightForm.DENSE, new long[] {3}, new byte[] {1}, 1, 2, 1))
                .hasMessageContaining("2 packed weights");
        assertThatThrownBy(() -> Kernels.ofPacked(WeightForm.DENSE, new long[] {1}, new byte[] {0}, 1, 2, 1))
                .hasMessageContaining("zero");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void pairsAreThoseThatPlainLoopsFind(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        ConvShape shape = layer.shape();
        Kernels weights = (Kernels) layer.weights();
        long both = 0;
        long activation = 0;
        long weight = 0;
        for (int k = 0; k < shape.k(); k++) {
            for (int p = 0; p < shape.p(); p++) {
                for (int q = 0; q < shape.q(); q++) {
                    for (int r = 0; r < shape.r(); r++) {
                        for (int s = 0; s < shape.s(); s++) {
                            int y = p * shape.strideH() + r - shape.padTop();
                            int x = q * shape.strideW() + s - shape.padLeft();
                            boolean inside = y >= 0 && y < shape.h() && x >= 0 && x < shape.w();
                            for (int c = 0; c < shape.cPerGroup(); c++) {
                                int channel = k / shape.kPerGroup() * shape.cPerGroup() + c;
                                boolean a = inside && layer.input().value(y, x, channel) != 0;
                                boolean w = weights.value(k, c, r * shape.s() + s) != 0;
                                both += a && w ? 1 : 0;
                                activation += a ? 1 : 0;
                                weight += w ? 1 : 0;
                            }
                        }
                    }
                }
            }
        }
        assertThat(Pairs.of(layer)).as("seed %d", seed).isEqualTo(new Pairs(both, activation, weight));
    }
}
