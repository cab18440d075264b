package org.escalatesim.workloads.compress.ternary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlternatingFitTest {
    private static final ConvShape SHAPE = ConvShape.of(12, 10, 1, 3, 3, 7, 7, 1, 1);
    private static final ConvShape GROUPED = ConvShape.of(12, 10, 2, 3, 3, 7, 7, 2, 1);

    private static void neverRises(String what, AlternatingFit fit) {
        List<Double> costs = fit.costs();
        for (int i = 1; i < costs.size(); i++) {
            assertThat(costs.get(i))
                    .as("%s, step %d of %s", what, i, costs)
                    .isLessThanOrEqualTo(costs.get(i - 1) + 1e-10);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void plantedOrthogonalKernelsAreFoundAgain(long seed) {
        Random random = new Random(seed);
        ConvShape shape = ConvShape.of(16, 16, 1, 3, 3, 7, 7, 1, 1);
        TernaryKernels planted = Made.planted(random, shape, 3, .3);
        float[] weights = planted.weights();
        TernaryKernels found =
                AlternatingFit.of(shape, weights, 3, ScaleGrain.K, 0).kernels();
        assertThat(found.relativeError(weights)).as("seed %d", seed).isLessThan(1e-6);
        assertThat(found.nonZeros()).isEqualTo(planted.nonZeros());
    }

    @ParameterizedTest
    @EnumSource(ScaleGrain.class)
    void noStepRaisesTheCostAndTheEndBeatsPlainTernarisation(ScaleGrain grain) {
        for (long seed = 1; seed <= 6; seed++) {
            ConvShape shape = seed % 2 == 0 ? SHAPE : GROUPED;
            int m = 2 + (int) seed;
            float[] weights = Made.weights(new Random(seed), shape);
            AlternatingFit fit = AlternatingFit.of(shape, weights, m, grain, 0);
            neverRises(grain + " seed " + seed, fit);
            double plain = PlainTernary.of(shape, weights, m, grain, PlainTernary.OPTIMAL)
                    .relativeError(weights);
            double error = fit.kernels().relativeError(weights);
            assertThat(error).as("%s seed %d", grain, seed).isLessThan(plain);
            // The cost without l1 is the squared error.
            assertThat(Math.sqrt(fit.cost())).isCloseTo(error, org.assertj.core.api.Assertions.within(1e-6));
        }
    }

    @Test
    void moreScalesComeNearerAndMoreCostMakesSparser() {
        float[] weights = Made.weights(new Random(9), SHAPE);
        double layer = PlainTernary.of(SHAPE, weights, 5, ScaleGrain.LAYER, PlainTernary.OPTIMAL)
                .relativeError(weights);
        double km = PlainTernary.of(SHAPE, weights, 5, ScaleGrain.KM, PlainTernary.OPTIMAL)
                .relativeError(weights);
        assertThat(km).isLessThan(layer);
        double last = 2;
        double lastError = 0;
        for (double l1 : new double[] {0, .2, .5, 1}) {
            AlternatingFit fit = AlternatingFit.of(SHAPE, weights, 5, ScaleGrain.K, l1);
            neverRises("l1 " + l1, fit);
            double density = fit.kernels().nonZeros() / (double) fit.kernels().coefficients().length;
            assertThat(density).as("l1 %s", l1).isLessThan(last);
            assertThat(fit.kernels().relativeError(weights)).isGreaterThan(lastError);
            last = density;
            lastError = fit.kernels().relativeError(weights);
        }
    }

    @Test
    void aHigherThresholdKeepsFewerCoefficients() {
        float[] weights = Made.weights(new Random(10), SHAPE);
        double best = PlainTernary.of(SHAPE, weights, 4, ScaleGrain.K, PlainTernary.OPTIMAL)
                .squaredError(weights);
        long last = Long.MAX_VALUE;
        for (double threshold : new double[] {0, .7, 1.4}) {
            TernaryKernels made = PlainTernary.of(SHAPE, weights, 4, ScaleGrain.K, threshold);
            assertThat(made.nonZeros()).isLessThan(last);
            assertThat(made.squaredError(weights)).isGreaterThanOrEqualTo(best - 1e-9);
            last = made.nonZeros();
        }
        assertThat(PlainTernary.of(SHAPE, weights, 4, ScaleGrain.K, 0).nonZeros())
                .isEqualTo(12 * 10 * 4);
    }

    @Test
    void manyBasisKernelsAreFittedByCoordinateDescent() {
        ConvShape shape = ConvShape.of(10, 8, 1, 5, 5, 9, 9, 1, 2);
        float[] weights = Made.weights(new Random(11), shape);
        AlternatingFit fit = AlternatingFit.of(shape, weights, 12, ScaleGrain.K, 0);
        neverRises("M = 12", fit);
        assertThat(fit.kernels().relativeError(weights))
                .isLessThan(PlainTernary.of(shape, weights, 12, ScaleGrain.K, PlainTernary.OPTIMAL)
                        .relativeError(weights));
    }

    @Test
    void weightsOfZeroAndChannelsOfZeroStayZero() {
        AlternatingFit none = AlternatingFit.of(SHAPE, new float[(int) SHAPE.parameters()], 4, ScaleGrain.K, 0);
        assertThat(none.kernels().weights()).containsOnly(0);
        float[] weights = Made.weights(new Random(12), SHAPE);
        java.util.Arrays.fill(weights, 0, 90, 0);
        float[] fit =
                AlternatingFit.of(SHAPE, weights, 4, ScaleGrain.K, 0).kernels().weights();
        assertThat(java.util.Arrays.copyOf(fit, 90)).containsOnly(0);
    }

    @Test
    void eightBitsOfTheBasisCostLittle() {
        float[] weights = Made.weights(new Random(13), SHAPE);
        TernaryKernels exact =
                AlternatingFit.of(SHAPE, weights, 6, ScaleGrain.K, 0).kernels();
        QuantisedKernels rounded = QuantisedKernels.refitted(exact, weights, ScaleGrain.K, 0);
        assertThat(rounded.kernels().relativeError(weights)).isLessThan(exact.relativeError(weights) + .002);
        int largest = 0;
        for (int i = 0; i < rounded.basis().length; i++) {
            largest = Math.max(largest, Math.abs(rounded.basis()[i]));
            assertThat(rounded.kernels().basis()[i]).isEqualTo(rounded.basis()[i] * rounded.step());
        }
        assertThat(largest).isEqualTo(127);
    }
}
