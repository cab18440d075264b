package org.escalatesim.workloads.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;

class RankChoiceTest {
    // A basis kernel costs 4 * 4 * (2 * 4 + 6 * 2) = 320 FLOPs here, a dense layer 16 * 6 * 2 * 4 = 768.
    private static final ConvShape SMALL = ConvShape.of(6, 2, 1, 2, 2, 5, 5, 1, 0);
    // And 4 * 4 * (3 * 4 + 9 * 3) = 624 of 16 * 9 * 3 * 4 = 1,728 here.
    private static final ConvShape LARGE = ConvShape.of(9, 3, 1, 2, 2, 5, 5, 1, 0);

    private static RankErrors layer(String name, ConvShape shape, double... errors) {
        return new RankErrors(name, shape, errors);
    }

    @Test
    void theSmallestMOfAnError() {
        List<RankErrors> layers = List.of(layer("a", SMALL, .5, .3, .1, 0), layer("b", LARGE, .2, .1, .05, 0));
        assertThat(RankChoice.byError(layers, .3)).containsExactly(2, 1);
        assertThat(RankChoice.byError(layers, 0)).containsExactly(4, 4);
        assertThat(RankChoice.byError(layers, 1)).containsExactly(1, 1);
    }

    @Test
    void oneMForAll() {
        List<RankErrors> layers = List.of(layer("a", SMALL, .5, .3, .1, 0));
        assertThat(RankChoice.fixed(layers, 4)).containsExactly(4);
        assertThat(RankChoice.atMost(layers, 6)).containsExactly(4);
        assertThatThrownBy(() -> RankChoice.fixed(layers, 5))
                .hasMessage("--m must be 1 to R x S, not 5: layer 'a' has 2 x 2 kernels, so at most 4");
    }

    @Test
    void theBudgetGoesWhereItGainsMost() {
        // Dense 768 + 1,728 = 2,496; M = 1 in both takes 320 + 624 = 944. The second kernel of a gains
        // (.25 - .09) / 320 = .00050 per FLOP, that of b (.36 - .16) / 624 = .00032, the third of a .00025.
        List<RankErrors> layers = List.of(layer("a", SMALL, .5, .3, .1, 0), layer("b", LARGE, .6, .4, .3, 0));
        assertThat(RankChoice.byFlops(layers, 944 / 2496.0 + 1e-9)).containsExactly(1, 1);
        assertThat(RankChoice.byFlops(layers, 1264 / 2496.0 + 1e-9)).containsExactly(2, 1);
        assertThat(RankChoice.byFlops(layers, 1888 / 2496.0 + 1e-9)).containsExactly(2, 2);
        assertThatThrownBy(() -> RankChoice.byFlops(layers, .1))
                .hasMessage(
                        "--flops must be at least 0.3782 of the dense FLOPs here, not 0.1: M = 1 in every layer takes"
                                + " as many");
    }

    @Test
    void theBudgetIsKeptAndNoBetterChoiceCostsAsLittle() {
        Random random = new Random(3);
        for (int round = 0; round < 30; round++) {
            List<RankErrors> layers = List.of(
                    RankErrors.of("a", SMALL, weights(random, SMALL)),
                    RankErrors.of("b", LARGE, weights(random, LARGE)));
            double share = .5 + random.nextDouble();
            int[] m = RankChoice.byFlops(layers, share);
            int taken = 320 * m[0] + 624 * m[1];
            assertThat(taken).isLessThanOrEqualTo((int) (share * 2496));
            for (int a = 1; a <= 4; a++) {
                for (int b = 1; b <= 4; b++) {
                    // Whatever costs no more than the choice less one large kernel is no better.
                    if (320 * a + 624 * b <= taken - 624) {
                        assertThat(squared(layers, a, b)).isGreaterThanOrEqualTo(squared(layers, m[0], m[1]) - 1e-12);
                    }
                }
            }
        }
    }

    private static double squared(List<RankErrors> layers, int a, int b) {
        return Math.pow(layers.get(0).errors()[a - 1], 2)
                + Math.pow(layers.get(1).errors()[b - 1], 2);
    }

    private static float[] weights(Random random, ConvShape shape) {
        float[] weights = new float[(int) shape.parameters()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * (1 + i % 4));
        }
        return weights;
    }
}
