package org.escalatesim.workloads.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;

class LayerCostTest {
    // K = 8, C = 4, 3 x 3, 6 x 6 -> stride 2 -> 3 x 3.
    private static final ConvShape SHAPE = ConvShape.of(8, 4, 1, 3, 3, 6, 6, 2, 1);

    @Test
    void decomposedLayers() {
        // M = 2: 8 * 4 * 2 = 64 coefficients, 20 of them not zero, in 11 of the 16 rows (k, m); a scale per k.
        LayerCost cost = LayerCost.decomposed(SHAPE, 2, 20, 11, 8);
        assertThat(cost.denseBits()).isEqualTo(8 * 4 * 9 * 32);
        // 64 presence bits, 20 signs, 2 * 9 taps of 8 bits, 8 scales of 32.
        assertThat(cost.bits()).isEqualTo(64 + 20 + 144 + 256);
        // 3 * 3 pixels * 8 * 4 * 9.
        assertThat(cost.denseFlops()).isEqualTo(9 * 288);
        // P*Q*(C*M*R*S + nnz) = 9 * (4 * 2 * 9 + 20).
        assertThat(cost.penniFlops()).isEqualTo(9 * 92);
        // H*W*nnz = 36 * 20, P*Q*R*S*rows = 9 * 9 * 11.
        assertThat(cost.reorganisedAdditions()).isEqualTo(720);
        assertThat(cost.reorganisedMultiplications()).isEqualTo(891);
        assertThat(cost.reorganisedFlops()).isEqualTo(1611);
        assertThat(cost.ratio()).isCloseTo(9216 / 484.0, within(1e-12));
    }

    @Test
    void groupsHaveAllTheirInputChannelsInTheBasisConvolutions() {
        ConvShape grouped = ConvShape.of(8, 4, 2, 3, 3, 6, 6, 1, 1);
        // 8 * 2 * 3 = 48 coefficients; 36 pixels * (4 channels * 3 * 9 + 10).
        LayerCost cost = LayerCost.decomposed(grouped, 3, 10, 5, 1);
        assertThat(cost.penniFlops()).isEqualTo(36 * 118);
        assertThat(cost.bits()).isEqualTo(48 + 10 + 3 * 72 + 32);
    }

    @Test
    void prunedAndWholeLayers() {
        LayerCost pruned = LayerCost.pruned(SHAPE, 100);
        // 288 presence bits, 100 weights of 8 bits, 8 scales of 32.
        assertThat(pruned.bits()).isEqualTo(288 + 800 + 256);
        assertThat(pruned.penniFlops()).isEqualTo(900);
        assertThat(pruned.reorganisedFlops()).isEqualTo(900);
        LayerCost whole = LayerCost.whole(SHAPE);
        assertThat(whole.bits()).isEqualTo(288 * 8 + 256);
        assertThat(whole.reorganisedFlops()).isEqualTo(whole.denseFlops()).isEqualTo(2592);
        assertThat(whole.plus(pruned).bits()).isEqualTo(1344 + 2560);
        assertThat(whole.plus(pruned).denseBits()).isEqualTo(2 * 9216);
    }
}
