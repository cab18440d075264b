package org.escalatesim.compress.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.FloatForward;
import org.escalatesim.workloads.infer.FloatLayer;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.junit.jupiter.api.Test;

/** Which channels go, on a chain and on a residual trunk made by hand, and that the network says the same after. */
class ShrinkerTest {
    private static final int SIDE = 4;

    private static ConvShape conv(int k, int c) {
        return ConvShape.of(k, c, 1, 3, 3, SIDE, SIDE, 1, 1);
    }

    private static GraphNode node(Op op, String layer, String output, String... inputs) {
        return GraphNode.of(op, layer, List.of(inputs), output);
    }

    /** a (4 of 2) - b (5 of 4) - c (3 of 5) - classifier. */
    private static Topology chain() {
        Map<String, ConvShape> layers = new LinkedHashMap<>();
        layers.put("a", conv(4, 2));
        layers.put("b", conv(5, 4));
        layers.put("c", conv(3, 5));
        layers.put("fc", ConvShape.fullyConnected(2, 3));
        return new Topology(
                "chain",
                layers,
                List.of(
                        node(Op.CONV, "a", "a", "image"),
                        node(Op.RELU, null, "ar", "a"),
                        node(Op.CONV, "b", "b", "ar"),
                        node(Op.RELU, null, "br", "b"),
                        node(Op.CONV, "c", "c", "br"),
                        node(Op.RELU, null, "cr", "c"),
                        node(Op.GLOBAL_AVERAGE_POOL, null, "pool", "cr"),
                        node(Op.FC, "fc", "logits", "pool")));
    }

    /** a (4 of 2) makes a trunk; b and c a branch that is added to it; d (4 of 4) is added to the sum. */
    private static Topology residual() {
        Map<String, ConvShape> layers = new LinkedHashMap<>();
        layers.put("a", conv(4, 2));
        layers.put("b", conv(5, 4));
        layers.put("c", conv(4, 5));
        layers.put("d", conv(4, 4));
        layers.put("fc", ConvShape.fullyConnected(2, 4));
        return new Topology(
                "residual",
                layers,
                List.of(
                        node(Op.CONV, "a", "a", "image"),
                        node(Op.RELU, null, "ar", "a"),
                        node(Op.CONV, "b", "b", "ar"),
                        node(Op.RELU, null, "br", "b"),
                        node(Op.CONV, "c", "c", "br"),
                        node(Op.ADD, null, "s", "c", "ar"),
                        node(Op.RELU, null, "sr", "s"),
                        node(Op.CONV, "d", "d", "sr"),
                        node(Op.ADD, null, "t", "d", "sr"),
                        node(Op.RELU, null, "tr", "t"),
                        node(Op.GLOBAL_AVERAGE_POOL, null, "pool", "tr"),
                        node(Op.FC, "fc", "logits", "pool")));
    }

    private static Params params(Topology net) {
        Params params = SmallNetworks.initial(net, new Random(5));
        // Batch norms that do something, without an offset: an empty filter then makes zeros.
        net.convolutions().forEach(layer -> {
            float[] gamma = params.get(layer, Params.GAMMA).data();
            for (int i = 0; i < gamma.length; i++) {
                gamma[i] = .5f + i;
            }
        });
        return params;
    }

    /** Makes all kernels of output channel k (or of input channel c, if k is -1) zero. */
    private static void clear(Params params, String layer, int k, int c) {
        Values weights = params.get(layer, Params.WEIGHT);
        int per = weights.data().length / weights.shape()[0] / weights.shape()[1];
        for (int i = 0; i < weights.data().length; i++) {
            boolean hit = k >= 0 ? i / per / weights.shape()[1] == k : i / per % weights.shape()[1] == c;
            if (hit) {
                weights.data()[i] = 0;
            }
        }
    }

    private static float[] logits(Topology net, Params params) {
        float[] image = new float[2 * SIDE * SIDE];
        Random random = new Random(11);
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) random.nextGaussian();
        }
        return FloatForward.logits(
                net.graph(),
                layer -> {
                    ConvShape s = net.layers().get(layer);
                    if (net.isFc(layer)) {
                        return new FloatLayer(
                                s,
                                Decomposition.weights(params, layer),
                                params.get(layer, Params.BIAS).data(),
                                null);
                    }
                    float[] norm = new float[4 * s.k()];
                    int at = 0;
                    for (String part : new String[] {Params.GAMMA, Params.BETA, Params.MEAN, Params.VARIANCE}) {
                        System.arraycopy(params.get(layer, part).data(), 0, norm, s.k() * at++, s.k());
                    }
                    return new FloatLayer(s, Decomposition.weights(params, layer), null, norm);
                },
                image);
    }

    private static void same(Topology net, Params before, Shrinker.Shrunk after) {
        float[] expected = logits(net, before);
        float[] found = logits(after.topology(), after.params());
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void aFullNetworkKeepsAllChannels() {
        Shrinker.Shrunk left = Shrinker.shrink(chain(), params(chain()));
        assertThat(left.removed()).isZero();
        assertThat(left.rounds()).isEqualTo(1);
    }

    @Test
    void alongAChainOneEmptySideIsEnough() {
        Topology net = chain();
        Params params = params(net);
        clear(params, "a", 1, -1);
        clear(params, "b", -1, 3);
        Shrinker.Shrunk left = Shrinker.shrink(net, params);
        assertThat(left.topology().layers().get("a").k()).isEqualTo(2);
        assertThat(left.topology().layers().get("b").c()).isEqualTo(2);
        assertThat(left.params().get("a", Params.GAMMA).data()).containsExactly(.5f, 2.5f);
        same(net, params, left);
    }

    @Test
    void removalSpreadsUntilNothingChanges() {
        Topology net = chain();
        Params params = params(net);
        // Filter 0 of c is the only one that reads channel 2 of b; channel 2 of b is the only reader of channel 1 of a.
        clear(params, "c", 0, -1);
        float[] c = params.get("c", Params.WEIGHT).data();
        float[] b = params.get("b", Params.WEIGHT).data();
        for (int k = 1; k < 3; k++) {
            Arrays.fill(c, (k * 5 + 2) * 9, (k * 5 + 3) * 9, 0);
        }
        for (int k = 0; k < 5; k++) {
            if (k != 2) {
                Arrays.fill(b, (k * 4 + 1) * 9, (k * 4 + 2) * 9, 0);
            }
        }
        Shrinker.Shrunk left = Shrinker.shrink(net, params);
        assertThat(left.removed()).isEqualTo(3);
        assertThat(left.rounds()).isGreaterThan(1);
        assertThat(left.topology().layers().get("a").k()).isEqualTo(3);
        assertThat(left.topology().layers().get("b").k()).isEqualTo(4);
        assertThat(left.topology().layers().get("c").k()).isEqualTo(2);
        assertThat(left.topology().layers().get("fc").c()).isEqualTo(2);
        same(net, params, left);
    }

    @Test
    void aTrunkKeepsWhatAnyWriterMakes() {
        Topology net = residual();
        Params params = params(net);
        clear(params, "a", 1, -1);
        clear(params, "c", 1, -1);
        assertThat(Shrinker.shrink(net, params).topology().layers().get("a").k())
                .as("d still writes channel 1")
                .isEqualTo(4);
        clear(params, "d", 1, -1);
        Shrinker.Shrunk left = Shrinker.shrink(net, params);
        assertThat(left.topology().layers().get("a").k()).isEqualTo(3);
        assertThat(left.topology().layers().get("c").k()).isEqualTo(3);
        assertThat(left.topology().layers().get("d"))
                .extracting(ConvShape::k, ConvShape::c)
                .containsExactly(3, 3);
        assertThat(left.topology().layers().get("fc").c()).isEqualTo(3);
        same(net, params, left);
    }

    @Test
    void aTrunkKeepsWhatAnyReaderReads() {
        Topology net = residual();
        Params params = params(net);
        clear(params, "b", -1, 2);
        clear(params, "d", -1, 2);
        assertThat(Shrinker.shrink(net, params).removed())
                .as("the classifier reads it")
                .isZero();
        clear(params, "fc", -1, 2);
        Shrinker.Shrunk left = Shrinker.shrink(net, params);
        assertThat(left.removed()).isEqualTo(1);
        assertThat(left.topology().layers().get("d").k()).isEqualTo(3);
        same(net, params, left);
    }

    @Test
    void coefficientsShrinkAsWeightsDo() {
        Topology net = chain();
        Params params = Decomposition.decompose(net, params(net), 3);
        assertThat(params.has("a", Params.COEFFICIENTS))
                .as("two channels gain nothing")
                .isFalse();
        float[] b = params.get("b", Params.COEFFICIENTS).data();
        Arrays.fill(b, 4 * 4 * 3, 5 * 4 * 3, 0);
        Shrinker.Shrunk left = Shrinker.shrink(net, params);
        assertThat(left.params().get("b", Params.COEFFICIENTS).shape()).containsExactly(4, 4, 3);
        assertThat(left.params().get("c", Params.COEFFICIENTS).shape()).containsExactly(3, 4, 3);
        same(net, params, left);
    }

    @Test
    void anEmptyLayerIsRefused() {
        Topology net = chain();
        Params params = params(net);
        Arrays.fill(params.get("b", Params.WEIGHT).data(), 0);
        assertThatThrownBy(() -> Shrinker.shrink(net, params))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("shrinking leaves no channel of");
    }
}
