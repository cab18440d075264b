package org.escalatesim.compress.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rounding whose gradient passes straight through. */
class TernaryRuleTest {
    @Test
    void thresholdAndScaleAreThoseOfEachOutputChannel() {
        // Mean magnitude 2, threshold 1.4, scale (3 + 4) / 2; then mean .5, threshold .35, scale .5.
        TernaryRule.Rounded rounded = TernaryRule.round(new float[] {3, -4, 1, 0, .5f, -.5f, .5f, -.5f}, 2);
        assertThat(rounded.signs()).containsExactly(1, -1, 0, 0, 1, -1, 1, -1);
        assertThat(rounded.scale()).containsExactly(3.5f, .5f);
        assertThat(rounded.values()).containsExactly(3.5f, -3.5f, 0, 0, .5f, -.5f, .5f, -.5f);
    }

    @Test
    void prunedCoefficientsStayZero() {
        TernaryRule.Rounded rounded = TernaryRule.round(new float[] {0, 0, 0, 0, 0, 2}, 2);
        assertThat(rounded.signs()).containsExactly(0, 0, 0, 0, 0, 1);
        assertThat(rounded.scale()).containsExactly(1, 2);
    }

    @Test
    void basisRoundsToEightBits() {
        float[] basis = {.5f, -1, .25f, .003f};
        float step = TernaryRule.basisScale(basis);
        assertThat(step).isCloseTo(1 / 127f, within(1e-9f));
        assertThat(TernaryRule.basisIntegers(basis, step)).containsExactly(64, -127, 32, 0);
        assertThat(TernaryRule.basisScale(new float[3])).isEqualTo(1 / 127f);
    }

    @Test
    void fixedArraysStandForTheRoundedWeights() {
        Random random = new Random(3);
        float[] latent = new float[2 * 7 * 3];
        float[] basis = new float[3 * 9];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < basis.length; i++) {
            basis[i] = (float) random.nextGaussian();
        }
        Params params = new Params()
                .put("a", Params.COEFFICIENTS, new Values(latent, 2, 7, 3))
                .put("a", Params.BASIS, new Values(basis, 3, 9));
        float[] weights = Decomposition.weights(TernaryRule.fix(params), "a");
        float[] values = TernaryRule.round(latent, 2).values();
        float step = TernaryRule.basisScale(basis);
        for (int row = 0; row < 14; row++) {
            for (int t = 0; t < 9; t++) {
                double sum = 0;
                for (int m = 0; m < 3; m++) {
                    sum += values[row * 3 + m] * Math.rint(basis[m * 9 + t] / step) * step;
                }
                assertThat((double) weights[row * 9 + t]).isCloseTo(sum, within(1e-5));
            }
        }
    }
}
