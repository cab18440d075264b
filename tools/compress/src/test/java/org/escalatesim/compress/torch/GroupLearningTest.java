package org.escalatesim.compress.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escalatesim.compress.NativeLibrary;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.data.LabelledImages;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.SmallNetworks;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.workloads.infer.GraphNode;
import org.escalatesim.workloads.infer.GraphNode.Op;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that read the same channels end in the same group. */
class GroupLearningTest {
    private static final int SIDE = 8;

    @BeforeAll
    static void start() {
        NativeLibrary.needed();
        Torch.start(1);
    }

    private static Topology net() {
        Map<String, ConvShape> layers = new LinkedHashMap<>();
        layers.put("a", ConvShape.of(4, 1, 1, 3, 3, SIDE, SIDE, 2, 1));
        layers.put("b", ConvShape.of(4, 4, 1, 3, 3, 4, 4, 1, 1));
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

    private static ImageData images(Random random) {
        byte[] pixels = new byte[Trainer.BATCH * SIDE * SIDE];
        random.nextBytes(pixels);
        int[] labels = new int[Trainer.BATCH];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
        }
        LabelledImages all = new LabelledImages(1, SIDE, SIDE, pixels, labels);
        return new ImageData("noise", all, all, 2, new double[] {.5}, new double[] {.29});
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void plantedGroupsAreFound(long seed) {
        Topology net = net();
        Params params = SmallNetworks.initial(net, new Random(seed));
        float[] weights = params.get("b", Params.WEIGHT).data();
        // Filters 0 and 2 read channels 0 and 3, filters 1 and 3 channels 1 and 2; a trace of all others.
        for (int i = 0; i < weights.length; i++) {
            boolean even = i / 36 % 2 == 0;
            boolean outer = i / 9 % 4 == 0 || i / 9 % 4 == 3;
            weights[i] = even == outer ? .3f : .003f;
        }
        GroupLearning.Learned learned = new GroupLearning(net, List.of("b"), 2)
                .run(
                        params,
                        images(new Random(seed)),
                        new Trainer.Plan(250, 1e-4, false, 0, 0),
                        1,
                        (epoch, epochs, loss) -> {},
                        new Random(seed));
        int[] group = learned.groups().get("b");
        assertThat(group[0]).isEqualTo(group[2]);
        assertThat(group[1]).isEqualTo(group[3]);
        assertThat(group[0]).isNotEqualTo(group[1]);
    }
}
