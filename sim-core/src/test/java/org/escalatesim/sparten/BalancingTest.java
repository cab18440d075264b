package org.escalatesim.sparten;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.sparten.SpartenSpec.Balance;
import org.escalatesim.sparten.SpartenSpec.Sparsity;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What balancing must do on pruned layers, by shapes of AlexNet, GoogLeNet and VGG16 (maps of VGG16 cut to 14 x 14). */
class BalancingTest {
    /** "Up to a few per cent where filters are few". */
    private static final double SLACK = 1.03;

    private record Case(String name, ConvShape shape, double weights, double activations) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> layers() {
        return Stream.of(
                new Case("alexnet conv2", ConvShape.of(256, 96, 2, 5, 5, 27, 27, 1, 2), .379, .936),
                new Case("alexnet conv3", ConvShape.of(384, 256, 1, 3, 3, 13, 13, 1, 1), .346, .527),
                new Case("alexnet conv5", ConvShape.of(256, 384, 2, 3, 3, 13, 13, 1, 1), .369, .429),
                new Case("googlenet 3a_3x3_reduce", ConvShape.of(96, 192, 1, 1, 1, 28, 28, 1, 0), .414, .709),
                new Case("googlenet 3a_3x3", ConvShape.of(128, 96, 1, 3, 3, 28, 28, 1, 1), .452, .664),
                new Case("googlenet 5b_5x5_reduce", ConvShape.of(48, 832, 1, 1, 1, 7, 7, 1, 0), .33, .309),
                new Case("vgg16 conv2_2", ConvShape.of(128, 128, 1, 3, 3, 14, 14, 1, 1), .355, .788),
                new Case("vgg16 conv4_3", ConvShape.of(512, 512, 1, 3, 3, 14, 14, 1, 1), .343, .452));
    }

    private static LayerRun run(LayerTrace layer, Balance balance) {
        return new TestSparten().auto().balance(balance).build().run(layer, false);
    }

    private static LayerTrace layer(Case shape, double unevenness) {
        return RandomKernels.layer(7, shape.shape(), shape.weights(), shape.activations(), unevenness);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void orderingAndBounds(Case shape) {
        for (double unevenness : new double[] {0, 0.5, 1}) {
            LayerTrace layer = layer(shape, unevenness);
            LayerRun gbH = run(layer, Balance.GB_H);
            long gbS = run(layer, Balance.GB_S).cycles();
            long none = run(layer, Balance.NONE).cycles();
            String what = shape + ", unevenness " + unevenness + ": " + gbH.cycles() + " " + gbS + " " + none;
            long ideal = gbH.counters().get("ideal_cycles");
            assertThat(ideal).as(what).isEqualTo((gbH.matchedPairs() + 1023) / 1024);
            assertThat(gbH.cycles()).as(what).isGreaterThanOrEqualTo(ideal);
            assertThat((double) gbH.cycles()).as(what).isLessThanOrEqualTo(SLACK * gbS);
            assertThat((double) gbS).as(what).isLessThanOrEqualTo(SLACK * none);
            long dense = new TestSparten()
                    .auto()
                    .sparsity(Sparsity.NONE)
                    .build()
                    .run(layer, false)
                    .cycles();
            double density = (double) layer.weights().nonZeros()
                    / layer.weights().count()
                    * layer.input().density();
            assertThat((double) dense / gbH.cycles()).as(what).isLessThanOrEqualTo(1 / density);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void balancingGainsMoreWhereFilterDensitiesSpreadMore(Case shape) {
        double before = 0;
        for (double unevenness : new double[] {0, 0.5, 1}) {
            LayerTrace layer = layer(shape, unevenness);
            double gain = (double) run(layer, Balance.NONE).cycles()
                    / run(layer, Balance.GB_H).cycles();
            assertThat(gain).as(shape + ", unevenness " + unevenness).isGreaterThan(before);
            before = gain;
        }
    }
}
