package org.escalatesim.compress.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escalatesim.compress.NativeLibrary;
import org.escalatesim.compress.net.Decomposition;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.TernaryRule;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.compress.net.Values;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules inside the engine: what ternary weights are and whose gradient they pass, and the group lasso. */
class RulesTest {
    private static final int K = 5;
    private static final int C = 4;
    private static final int M = 3;
    private static final int G = 2;
    private static final ConvShape SHAPE = ConvShape.of(K, C, 1, 3, 3, 4, 4, 1, 1);

    @BeforeAll
    static void start() {
        NativeLibrary.needed();
        Torch.start(1);
    }

    private static float[] gaussian(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Topology net() {
        Map<String, ConvShape> layers = new LinkedHashMap<>();
        layers.put("a", SHAPE);
        return new Topology("net", layers, List.of(GraphNode.of(Op.CONV, "a", List.of("image"), "a")));
    }

    @Test
    void ternaryWeightsPassTheGradientStraightThrough() {
        Random random = new Random(4);
        Params params = new Params()
                .put("a", Params.COEFFICIENTS, new Values(gaussian(random, K * C * M), K, C, M))
                .put("a", Params.BASIS, new Values(gaussian(random, M * 9), M, 9));
        params.get("a", Params.COEFFICIENTS).data()[7] = 0;
        float[] factor = gaussian(random, K * C * 9);
        try (Model model = new Model(net(), params, WeightRule.TERNARY, name -> true)) {
            NDArray weights;
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                weights = WeightRule.TERNARY.weight(model, "a", SHAPE);
                gradients.backward(weights.mul(model.manager().create(factor, weights.getShape()))
                        .sum());
            }
            float[] expected = Decomposition.weights(TernaryRule.fix(params), "a");
            float[] found = weights.toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
            }
            // d/d coefficient = sum over taps of factor * rounded basis, whatever the coefficient rounds to.
            Params fixed = TernaryRule.fix(params);
            float[] basis = fixed.get("a", Params.BASIS).data();
            float step = fixed.get("a", Params.BASIS_SCALE).data()[0];
            float[] gradient =
                    model.array("a", Params.COEFFICIENTS).getGradient().toFloatArray();
            for (int row = 0; row < K * C; row++) {
                for (int m = 0; m < M; m++) {
                    double sum = 0;
                    for (int t = 0; t < 9; t++) {
                        sum += factor[row * 9 + t] * basis[m * 9 + t] * step;
                    }
                    assertThat((double) gradient[row * M + m]).isCloseTo(sum, within(1e-3));
                }
            }
        }
    }

    @Test
    void theGroupLassoOfHardGroupsIsAsByHand() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            float[] weights = gaussian(new Random(6), K * C * 9);
            int[] group = {0, 1, 0, 0, 1};
            float[] shares = new float[G * K];
            for (int k = 0; k < K; k++) {
                shares[group[k] * K + k] = 1;
            }
            GroupPenalty penalty = new GroupPenalty(SHAPE, G, 4 * C * 16);
            double expected = 0;
            for (int g = 0; g < G; g++) {
                int size = g == 0 ? 3 : 2;
                for (int c = 0; c < C; c++) {
                    double energy = 0;
                    for (int k = 0; k < K; k++) {
                        for (int t = 0; t < 9; t++) {
                            double w = weights[(k * C + c) * 9 + t];
                            energy += group[k] == g ? w * w : 0;
                        }
                    }
                    expected += size * size * Math.sqrt(energy);
                }
            }
            // Scale: sqrt(1 / 4) * 3 * (2 / 5)^1.5.
            expected *= .5 * 3 * Math.pow(.4, 1.5);
            NDArray value = penalty.value(
                    manager.create(weights, Model.shape(K, C, 3, 3)), manager.create(shares, Model.shape(G, K)));
            assertThat((double) value.getFloat()).isCloseTo(expected, within(.01));
        }
    }

    @Test
    void theClosedGradientIsThatOfTheEngine() {
        Random random = new Random(8);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray weights = manager.create(gaussian(random, K * C * 9), Model.shape(K, C, 3, 3));
            NDArray shares =
                    manager.create(gaussian(random, G * K), Model.shape(G, K)).softmax(0);
            weights.setRequiresGradient(true);
            GroupPenalty penalty = new GroupPenalty(SHAPE, G, C * 16);
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                gradients.backward(penalty.value(weights, shares));
            }
            float[] expected = weights.getGradient().toFloatArray();
            float[] found = penalty.gradient(weights, shares).toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }

    /** The engine reads operands again in the backward pass; memory that a collection gave away would be garbage. */
    @Test
    void operandsLiveUntilTheBackwardPass() {
        Random random = new Random(9);
        for (int round = 0; round < 5; round++) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                NDArray weights = manager.create(gaussian(random, K * C * 9), Model.shape(K, C, 3, 3));
                NDArray shares = manager.create(gaussian(random, G * K), Model.shape(G, K))
                        .softmax(0);
                weights.setRequiresGradient(true);
                GroupPenalty penalty = new GroupPenalty(SHAPE, G, C * 16);
                float[] expected = penalty.gradient(weights, shares).toFloatArray();
                List<ByteBuffer> reused = new ArrayList<>();
                try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                    NDArray value = penalty.value(weights, shares);
                    collect();
                    for (int i = 0; i < 20_000; i++) {
                        ByteBuffer buffer = ByteBuffer.allocateDirect(4);
                        buffer.putInt(0, -1);
                        reused.add(buffer);
                    }
                    gradients.backward(value);
                }
                float[] found = weights.getGradient().toFloatArray();
                for (int i = 0; i < expected.length; i++) {
                    assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
                }
                assertThat(reused).hasSize(20_000);
            }
        }
    }

    /** Collects, and lets the cleaner of direct buffers run. */
    private static void collect() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
