package org.escalatesim.compress.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escalatesim.config.InputException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.junit.jupiter.api.Test;

/** Pruning of group channels to a target, and packing into branches. */
class GroupPruningTest {
    /** a (4 of 1, 1 x 1) - b (4 of 4, 1 x 1, 2 x 2 pixels) - classifier. */
    private static final Topology NET = net();

    private static Topology net() {
        Map<String, ConvShape> layers = new LinkedHashMap<>();
        layers.put("a", ConvShape.of(4, 1, 1, 1, 1, 2, 2, 1, 0));
        layers.put("b", ConvShape.of(4, 4, 1, 1, 1, 2, 2, 1, 0));
        layers.put("fc", ConvShape.fullyConnected(2, 4));
        return new Topology(
                "net",
                layers,
                List.of(
                        GraphNode.of(Op.CONV, "a", List.of("image"), "a"),
                        GraphNode.of(Op.CONV, "b", List.of("a"), "b"),
                        GraphNode.of(Op.GLOBAL_AVERAGE_POOL, null, List.of("b"), "p"),
                        GraphNode.of(Op.FC, "fc", List.of("p"), "logits")));
    }

    private static Params params(float... b) {
        Params params = SmallNetworks.initial(NET, new Random(2));
        return params.put("b", Params.WEIGHT, new Values(b, 4, 4, 1, 1));
    }

    private static Map<String, int[]> groups(int... group) {
        return Map.of("b", group);
    }

    @Test
    void theSmallestGroupChannelsGo() {
        // Groups {0, 2} and {1, 3}; squared norms of group 0: 8 32 2 18, of group 1: 800 200 50 1800.
        Params params = params(2, 4, 1, 3, 20, 10, 5, 30, 2, 4, 1, 3, 20, 10, 5, 30);
        Shrinker.Shrunk left = GroupPruning.prune(NET, params, groups(0, 1, 0, 1), .2);
        // Shares 2/60 and 50/2850: the second goes first, and with the first a quarter is gone: channel 2 is read by
        // none.
        assertThat(left.topology().layers().get("b").c()).isEqualTo(3);
        assertThat(left.params().get("b", Params.WEIGHT).data())
                .containsExactly(2, 4, 3, 20, 10, 30, 2, 4, 3, 20, 10, 30);
        left = GroupPruning.prune(NET, params, groups(0, 1, 0, 1), .1);
        assertThat(left.removed()).isZero();
        assertThat(left.params().get("b", Params.WEIGHT).data())
                .containsExactly(2, 4, 1, 3, 20, 10, 0, 30, 2, 4, 1, 3, 20, 10, 0, 30);
        assertThat(params.get("b", Params.WEIGHT).nonZeros())
                .as("the input stays")
                .isEqualTo(16);
    }

    @Test
    void theLargestChannelOfAGroupStays() {
        Params params = params(2, 4, 1, 3, 20, 10, 5, 30, 2, 4, 1, 3, 20, 10, 5, 30);
        Shrinker.Shrunk left = GroupPruning.prune(NET, params, groups(0, 1, 0, 1), .75);
        assertThat(left.params().get("b", Params.WEIGHT).data()).containsExactly(4, 0, 0, 30, 4, 0, 0, 30);
        assertThatThrownBy(() -> GroupPruning.prune(NET, params, groups(0, 1, 0, 1), .8))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at most 0.750 of the FLOPs of grouped layers can go");
    }

    @Test
    void filtersThatReadTheSameChannelsAreOneBranch() {
        Values weights = new Values(
                new float[] {
                    1, 0, 2, 0, // channels 0 and 2
                    0, 3, 0, 0, // channel 1
                    4, 0, 5, 0, // channels 0 and 2
                    0, 0, 0, 0 // none
                },
                4,
                4,
                1,
                1);
        List<Branch> branches = Branch.pack(weights);
        assertThat(branches)
                .containsExactly(new Branch(List.of(0, 2), List.of(0, 2)), new Branch(List.of(1), List.of(1)));
        assertThat(branches.get(0)).hasToString("{in: [0, 2], out: [0, 2]}");
        assertThat(branches.get(0).weights(weights).data()).containsExactly(1, 2, 4, 5);
        assertThat(branches.get(0).weights(weights).shape()).containsExactly(2, 2, 1, 1);
        assertThat(branches.get(1).weights(weights).data()).containsExactly(3);
    }

    @Test
    void aWholeLayerHasNoBranches() {
        assertThat(Branch.pack(Values.filled(1, 3, 2, 3, 3))).isEmpty();
        Values oneTap = Values.filled(0, 2, 2, 3, 3);
        for (int kernel = 0; kernel < 4; kernel++) {
            oneTap.data()[kernel * 9 + 4] = 1;
        }
        assertThat(Branch.pack(oneTap)).as("a kernel with holes is present").isEmpty();
    }
}
