package org.escalatesim.workloads.compress.ternary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutputFitTest {
    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of("plain", ConvShape.of(6, 8, 1, 3, 3, 8, 8, 1, 1), ScaleGrain.K),
                Arguments.of("one scale", ConvShape.of(6, 8, 1, 3, 3, 8, 8, 1, 1), ScaleGrain.LAYER),
                Arguments.of("scales per (k, m)", ConvShape.of(6, 8, 1, 3, 3, 8, 8, 1, 1), ScaleGrain.KM),
                Arguments.of("groups and stride", ConvShape.of(8, 8, 2, 3, 3, 9, 9, 2, 1), ScaleGrain.K),
                Arguments.of("no padding", ConvShape.of(6, 5, 1, 2, 3, 7, 9, 1, 0), ScaleGrain.K));
    }

    /** The convolution by its definition. */
    private static double[] outputs(ConvShape s, float[] weights, float[] input) {
        double[] out = new double[s.k() * s.p() * s.q()];
        for (int k = 0; k < s.k(); k++) {
            for (int p = 0; p < s.p(); p++) {
                for (int q = 0; q < s.q(); q++) {
                    double sum = 0;
                    for (int c = 0; c < s.cPerGroup(); c++) {
                        for (int tap = 0; tap < s.taps(); tap++) {
                            int y = p * s.strideH() - s.padTop() + tap / s.s();
                            int x = q * s.strideW() - s.padLeft() + tap % s.s();
                            if (y >= 0 && y < s.h() && x >= 0 && x < s.w()) {
                                int channel = k / s.kPerGroup() * s.cPerGroup() + c;
                                sum += weights[(k * s.cPerGroup() + c) * s.taps() + tap]
                                        * input[(channel * s.h() + y) * s.w() + x];
                            }
                        }
                    }
                    out[(k * s.p() + p) * s.q() + q] = sum;
                }
            }
        }
        return out;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void theErrorIsThatOfTheConvolution(String name, ConvShape shape, ScaleGrain grain) {
        Random random = new Random(1);
        float[] weights = Made.weights(random, shape);
        float[] other = Made.weights(random, shape);
        List<float[]> images = List.of(Made.input(random, shape), Made.input(random, shape));
        double off = 0;
        double all = 0;
        for (float[] image : images) {
            double[] a = outputs(shape, weights, image);
            double[] b = outputs(shape, other, image);
            for (int i = 0; i < a.length; i++) {
                off += (a[i] - b[i]) * (a[i] - b[i]);
                all += a[i] * a[i];
            }
        }
        assertThat(InputCorrelation.of(shape, images).outputError(weights, other))
                .isCloseTo(Math.sqrt(off / all), within(1e-6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void calibrationLowersTheOutputErrorAndNoStepRaisesTheCost(String name, ConvShape shape, ScaleGrain grain) {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            float[] weights = Made.weights(random, shape);
            InputCorrelation inputs =
                    InputCorrelation.of(shape, List.of(Made.input(random, shape), Made.input(random, shape)));
            int m = 3;
            TernaryKernels start =
                    AlternatingFit.of(shape, weights, m, grain, .02).kernels();
            float[] before = start.weights();
            AlternatingFit fit = AlternatingFit.toOutputs(inputs, weights, start, grain, .02, .1);
            for (int i = 1; i < fit.costs().size(); i++) {
                assertThat(fit.costs().get(i))
                        .as("seed %d, step %d", seed, i)
                        .isLessThanOrEqualTo(fit.costs().get(i - 1) + 1e-10);
            }
            assertThat(inputs.outputError(weights, fit.kernels().weights()))
                    .as("seed %d", seed)
                    .isLessThan(inputs.outputError(weights, before));
            assertThat(start.weights()).as("the start is not changed").isEqualTo(before);
        }
    }

    @Test
    void theCostIsTheOutputErrorWhereNothingElseCounts() {
        ConvShape shape = ConvShape.of(4, 6, 1, 3, 3, 10, 10, 1, 1);
        Random random = new Random(4);
        float[] weights = Made.weights(random, shape);
        InputCorrelation inputs = InputCorrelation.of(shape, List.of(Made.input(random, shape)));
        TernaryKernels start =
                AlternatingFit.of(shape, weights, 4, ScaleGrain.K, 0).kernels();
        AlternatingFit fit = AlternatingFit.toOutputs(inputs, weights, start, ScaleGrain.K, 0, 0);
        assertThat(Math.sqrt(fit.cost()))
                .isCloseTo(inputs.outputError(weights, fit.kernels().weights()), within(1e-5));
    }

    @Test
    void outputsOfPlantedKernelsAreMetExactly() {
        ConvShape shape = ConvShape.of(12, 12, 1, 3, 3, 9, 9, 1, 1);
        Random random = new Random(6);
        float[] weights = Made.planted(random, shape, 2, .4).weights();
        InputCorrelation inputs = InputCorrelation.of(shape, List.of(Made.input(random, shape)));
        TernaryKernels start =
                AlternatingFit.of(shape, weights, 2, ScaleGrain.K, 0).kernels();
        AlternatingFit fit = AlternatingFit.toOutputs(inputs, weights, start, ScaleGrain.K, 0, 0);
        assertThat(inputs.outputError(weights, fit.kernels().weights())).isLessThan(1e-5);
    }

    @Test
    void refusesLayersWhoseMatrixIsTooLarge() {
        ConvShape shape = ConvShape.of(1, 700, 1, 3, 3, 3, 3, 1, 1);
        assertThatThrownBy(() -> InputCorrelation.of(shape, List.of(new float[700 * 9])))
                .hasMessage("C/groups * R * S = 6300, at most 6144");
    }
}
