package org.escalatesim.compress.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.junit.jupiter.api.Test;

/** FLOPs and bits of a network of two layers, counted by hand. */
class AccountingTest {
    private static final Topology NET = net();

    private static Topology net() {
        Map<String, ConvShape> layers = new LinkedHashMap<>();
        // 3 of 4 channels, 3 x 3, stride 2, 8 x 6 > 4 x 3.
        layers.put("a", ConvShape.of(3, 4, 1, 3, 3, 8, 6, 2, 1));
        layers.put("fc", ConvShape.fullyConnected(2, 3));
        return new Topology(
                "net",
                layers,
                List.of(
                        GraphNode.of(Op.CONV, "a", List.of("image"), "a"),
                        GraphNode.of(Op.GLOBAL_AVERAGE_POOL, null, List.of("a"), "p"),
                        GraphNode.of(Op.FC, "fc", List.of("p"), "logits")));
    }

    private static Params dense() {
        return new Params()
                .put("a", Params.WEIGHT, Values.filled(1, 3, 4, 3, 3))
                .put("fc", Params.WEIGHT, Values.filled(1, 2, 3));
    }

    /** M = 2; filter 0 uses basis 0 of two channels, filter 1 both bases of one channel, filter 2 nothing. */
    private static Params decomposed() {
        float[] coefficients = new float[3 * 4 * 2];
        coefficients[0] = 1;
        coefficients[2] = -1;
        coefficients[8] = 1;
        coefficients[9] = 1;
        return new Params()
                .put("a", Params.COEFFICIENTS, new Values(coefficients, 3, 4, 2))
                .put("a", Params.BASIS, Values.filled(1, 2, 9))
                .put("fc", Params.WEIGHT, Values.filled(1, 2, 3));
    }

    @Test
    void dense_isMultiplyAccumulates() {
        Accounting cost = Accounting.of(NET, dense());
        long expected = 3 * 4 * 9 * 4 * 3 + 2 * 3;
        assertThat(cost.denseFlops()).isEqualTo(expected);
        assertThat(cost.penniFlops()).isEqualTo(expected);
        assertThat(cost.multiplications()).isEqualTo(expected);
        assertThat(cost.density()).isNaN();
        assertThat(cost.bits()).isEqualTo(32 * (3 * 4 * 9 + 2 * 3));
        assertThat(cost.channels()).isEqualTo(3);
    }

    @Test
    void decomposed_inBothOrders() {
        Accounting cost = Accounting.of(NET, decomposed());
        assertThat(cost.penniFlops()).isEqualTo(4 * 3 * (4 * 2 * 9 + 4) + 6);
        assertThat(cost.additions()).isEqualTo(8 * 6 * 4 + 6);
        assertThat(cost.multiplications()).as("three (k, m) have coefficients").isEqualTo(4 * 3 * 9 * 3 + 6);
        assertThat(cost.density()).isCloseTo(4 / 24.0, within(1e-12));
        assertThat(cost.bits()).isEqualTo(24 + 4 * 32 + 2 * 9 * 32 + 32 * 6);
    }

    @Test
    void ternary_hasOneBitPerSign() {
        Params params = TernaryRule.fix(decomposed());
        Accounting cost = Accounting.of(NET, params);
        assertThat(cost.nonZeros()).isEqualTo(4);
        assertThat(cost.bits()).isEqualTo(24 + 4 + 2 * 9 * 8 + 32 * (3 + 1) + 32 * 6);
        assertThat(cost.compression(Accounting.of(NET, dense()))).isCloseTo(32 * 114 / 492.0, within(1e-12));
    }

    @Test
    void zerosOfPlainLayersAreNotCounted() {
        Params params = dense();
        params.get("a", Params.WEIGHT).data()[0] = 0;
        Accounting cost = Accounting.of(NET, params);
        assertThat(cost.penniFlops()).isEqualTo(12 * (108 - 1) + 6);
        assertThat(cost.bits()).isEqualTo(32 * 107 + 108 + 32 * 6);
    }
}
