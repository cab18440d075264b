package org.escalatesim.workloads.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Requant;
import org.escalatesim.workloads.compress.CoefficientBits;
import org.escalatesim.workloads.compress.MachineWeights;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerPathTest {
    private static final ConvShape TINY = ConvShape.fullyConnected(1, 1);

    private static QuantisedLayer layer(double scale, double gain, double offset) {
        Decomposed weights =
                new CoefficientBits(1, 1, 1).build(Decomposed.Form.RESIDUAL, 1, null, false, new int[] {1});
        return new QuantisedLayer(
                "l", TINY, new MachineWeights(weights, new double[] {scale}), new double[] {gain}, new double[] {offset
                });
    }

    @ParameterizedTest
    @CsvSource({"5,1,2", "6,2,2", "7,1,4", "-5,1,-2", "-7,1,-4", "-6,2,-2", "9,2,2", "10,2,2", "11,2,3"})
    void halvesGoToTheEvenSide(long value, int shift, long expected) {
        // 5/2 = 2.5 > 2, 7/2 = 3.5 > 4, 6/4 = 1.5 > 2, -5/2 = -2.5 > -2, 10/4 = 2.5 > 2, 11/4 = 2.75 > 3
        assertThat(IntegerOps.roundedShift(value, shift)).isEqualTo(expected);
    }

    @Test
    void theFoldedIntegersStandForTheRealNumbers() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            double scale = Math.pow(10, -4 * random.nextDouble());
            double gain = random.nextGaussian();
            double offset = 3 * random.nextGaussian();
            Quant in = new Quant(0.01 + random.nextDouble() / 20, false, 0);
            Quant out = new Quant(0.01 + random.nextDouble() / 20, false, 0);
            Quant side = new Quant(0.01 + random.nextDouble() / 20, false, 0);
            Requant requant = Folding.requant(layer(scale, gain, offset), in, out, true, side, new byte[] {77});
            int sum = (int) (1000 * random.nextGaussian());
            double real = (gain * scale * in.scale() * sum + offset + 77 * side.scale()) / out.scale();
            double integer = ((double) sum * requant.mult()[0]
                            + requant.bias()[0]
                            + 77.0 * requant.shortcut().mult()[0])
                    / Math.scalb(1.0, requant.shift()[0]);
            // Each of the three integers is rounded to the nearest: half a unit of 2^-shift, times what it multiplies.
            double bound = (0.5 * Math.abs(sum) + 0.5 * 77 + 0.5) / Math.scalb(1.0, requant.shift()[0]);
            assertThat(integer).as("case %d", i).isCloseTo(real, within(bound + 1e-9));
        }
    }

    @Test
    void eachChannelHasTheLargestShiftThatFits() {
        Quant one = new Quant(1, true, 0);
        Requant small = Folding.requant(layer(1e-3, 1, 0), one, one, false, null, null);
        Requant large = Folding.requant(layer(100, 1, 0), one, one, false, null, null);
        // 1e-3 * 2^24 = 16,777 and * 2^25 = 33,554; 100 * 2^8 = 25,600 and * 2^9 = 51,200.
        assertThat(small.shift()[0]).isEqualTo(24);
        assertThat(small.mult()[0]).isEqualTo(16_777);
        assertThat(large.shift()[0]).isEqualTo(8);
        assertThatThrownBy(() -> Folding.requant(layer(40_000, 1, 0), one, one, false, null, null))
                .hasMessageStartingWith("layer 'l': output channel 0 needs a multiplier of 40000.0");
    }

    @Test
    void quantisationRoundsClampsAndReorders() {
        Quant unsigned = Quant.ofLargest(25.5, false);
        // [C = 2][1][W = 2] becomes [1][W = 2][C = 2].
        assertThat(unsigned.quantise(new float[] {0.1f, 30, -1, 12.8f}, 2)).containsExactly(1, 0, -1, (byte) 128);
        Quant signed = Quant.ofLargest(12.7, true);
        assertThat(signed.quantise(new float[] {-12.7f, -90, 0.04f, 90}, 1)).containsExactly(-127, -127, 0, 127);
        assertThat(Quant.ofLargest(0, false).scale()).isPositive();
    }

    @Test
    void subsamplingTakesEverySecondPixelBetweenZeroChannels() {
        GraphNode node = new GraphNode(Op.SUBSAMPLE_PAD, null, List.of("x"), "y", 2, 1);
        byte[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        byte[] y = IntegerOps.subsample(x, new Graph.MapShape(1, 3, 3), new Graph.MapShape(3, 2, 2), node);
        assertThat(y).containsExactly(0, 1, 0, 0, 3, 0, 0, 7, 0, 0, 9, 0);
    }

    @Test
    void theAverageIsTakenAtTheNewScale() {
        // Channel 0: (200 + 100) / 2 * 0.1 = 15 = 50 steps of 0.3; channel 1: (0 + 3) / 2 * 0.1 = .15, half a step.
        byte[] x = {(byte) 200, 0, 100, 3};
        byte[] y = IntegerOps.average(
                x,
                new Graph.MapShape(2, 1, 2),
                new Graph.MapShape(2, 1, 1),
                new Window(1, 2, 1, 1, 0, 0, 0, 0, false),
                new Quant(0.1, false, 0),
                new Quant(0.25, false, 0));
        assertThat(y).containsExactly(60, 1);
    }

    @Test
    void anAdditionGoesToTheLaterOfTwoLayers() {
        ConvShape shape = ConvShape.of(4, 4, 1, 1, 1, 2, 2, 1, 0);
        Graph graph = new Graph(
                "g",
                List.of(
                        GraphNode.of(Op.CONV, "first", List.of("image"), "a"),
                        GraphNode.of(Op.CONV, "second", List.of("image"), "b"),
                        GraphNode.of(Op.ADD, null, List.of("b", "a"), "s"),
                        GraphNode.of(Op.RELU, null, List.of("s"), "y")),
                Map.of("first", shape, "second", shape));
        Fusion fusion = new Fusion(graph);
        assertThat(fusion.layer("first")).isEqualTo(new FusedLayer("first", "image", "a", false, null));
        assertThat(fusion.layer("second")).isEqualTo(new FusedLayer("second", "image", "y", true, "a"));
        assertThat(fusion.steps()).hasSize(2);
        assertThat(fusion.signed("a")).isTrue();
        assertThat(fusion.signed("y")).isFalse();
        assertThatThrownBy(() -> new Inference(new QuantisedNetwork(graph, fusion, name -> null, Map.of())))
                .hasMessageContaining("inference needs a graph whose last node is a layer");
    }

    @Test
    void whatNoLayerCanTakeInIsAStepOfItsOwn() {
        ConvShape shape = ConvShape.of(4, 4, 1, 1, 1, 2, 2, 1, 0);
        Graph graph = new Graph(
                "g",
                List.of(
                        GraphNode.of(Op.CONV, "l", List.of("image"), "a"),
                        GraphNode.of(Op.RELU, null, List.of("a"), "b"),
                        GraphNode.of(Op.ADD, null, List.of("a", "b"), "c")),
                Map.of("l", shape));
        Fusion fusion = new Fusion(graph);
        assertThat(fusion.steps().stream().map(Fusion::output)).containsExactly("a", "b", "c");
        assertThat(fusion.signed("a")).isTrue();
        assertThat(fusion.signed("b")).isFalse();
        assertThat(fusion.signed("c")).isTrue();
    }
}
