package org.escalatesim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DecomposedTest {
    /** K = 2, C/groups = 70 (two words a row), M = 2, 2 taps; basis kernels of each k, row scales. */
    private static Decomposed example() {
        long[] presence = {7, 1, 0, 0, 1L << 63, 1 << 5, 2, 0};
        long[] sign = {2, 1, 0, 0, 0, 1 << 5, 0, 0};
        byte[] basis = {1, 2, 3, 4, 5, 6, 7, 8};
        return new Decomposed(
                Decomposed.Form.TERNARY, 2, 70, 2, 2, presence, sign, basis, true, new int[] {10, 20, 30, 40});
    }

    @Test
    void coefficientsBasisAndScalesLieWhereTheLayoutSays() {
        Decomposed weights = example();
        assertThat(new int[] {
                    weights.coefficient(0, 0, 0),
                    weights.coefficient(0, 1, 0),
                    weights.coefficient(0, 2, 0),
                    weights.coefficient(0, 3, 0),
                    weights.coefficient(0, 64, 0),
                    weights.coefficient(0, 0, 1),
                    weights.coefficient(1, 63, 0),
                    weights.coefficient(1, 69, 0),
                    weights.coefficient(1, 1, 1)
                })
                .containsExactly(1, -1, 1, 0, -1, 0, 1, -1, 1);
        assertThat(weights.basis(0, 1, 0)).isEqualTo(3);
        assertThat(weights.basis(1, 0, 1)).isEqualTo(6);
        assertThat(weights.rowScale(1, 0)).isEqualTo(30);
        assertThat(weights.nonZeros(0, 0)).isEqualTo(4);
        assertThat(weights.nonZeros(1, 0)).isEqualTo(2);
        // 2 * 2 * 70 coefficients, 4 + 0 + 2 + 1 of them not zero
        assertThat(weights.count()).isEqualTo(280);
        assertThat(weights.nonZeros()).isEqualTo(7);
        assertThat(weights.density()).isEqualTo(7 / 280.0);
        assertThat(weights.describe()).isEqualTo("ternary M=2");
        assertThat(weights.weightForm()).isEqualTo(WeightForm.DECOMPOSED);
        assertThat(weights.form()).isEqualTo(Decomposed.Form.TERNARY);
        assertThat(weights.basisPerK()).isTrue();
    }

    @Test
    void aSharedBasisIsTheSameForEveryK() {
        Decomposed weights = new Decomposed(
                Decomposed.Form.TERNARY, 2, 3, 1, 2, new long[2], new long[2], new byte[] {8, 9}, false, null);
        assertThat(weights.basis(1, 0, 1)).isEqualTo(9);
        assertThat(weights.rowScale(1, 0)).isEqualTo(1);
        assertThat(weights.basisPerK()).isFalse();
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        long[] two = new long[2];
        byte[] basis = new byte[2];
        Decomposed.Form form = Decomposed.Form.TERNARY;
        assertThatThrownBy(() -> new Decomposed(form, 2, 3, 1, 2, new long[1], two, basis, false, null))
                .hasMessage("expected 2 coefficient words, not 1 presence and 2 sign words");
        assertThatThrownBy(() -> new Decomposed(form, 2, 3, 1, 2, two, new long[] {0, 1}, basis, false, null))
                .hasMessageContaining("word 1");
        assertThatThrownBy(() -> new Decomposed(form, 2, 3, 1, 2, two, two, new byte[3], false, null))
                .hasMessageContaining("M = 1 and 2 taps");
        assertThatThrownBy(() -> new Decomposed(form, 2, 3, 1, 2, two, two, basis, false, new int[1]))
                .hasMessage("expected 2 row scales, not 1");
    }
}
