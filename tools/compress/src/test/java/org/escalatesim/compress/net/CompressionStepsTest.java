package org.escalatesim.compress.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decomposition, pruning, and the check points that keep their results. */
class CompressionStepsTest {
    private static final Topology NET = SmallNetworks.of(SmallNetworks.RES_SMALL, 1, 28, 28, 10);

    @TempDir
    private Path folder;

    private static Params initial() {
        return SmallNetworks.initial(NET, new Random(1));
    }

    @Test
    void fullRankIsExact() {
        Params params = initial();
        Params decomposed = Decomposition.decompose(NET, params, 9);
        float[] expected = params.get("block2_conv2", Params.WEIGHT).data();
        float[] found = Decomposition.weights(decomposed, "block2_conv2");
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
        }
    }

    @Test
    void onlyLayersThatGainAreDecomposed() {
        Params decomposed = Decomposition.decompose(NET, initial(), 6);
        assertThat(decomposed.has("conv1", Params.COEFFICIENTS))
                .as("one channel")
                .isFalse();
        assertThat(decomposed.has("block2_shortcut", Params.COEFFICIENTS))
                .as("1 x 1")
                .isFalse();
        assertThat(decomposed.has("fc", Params.COEFFICIENTS)).isFalse();
        assertThat(decomposed.get("block2_conv1", Params.COEFFICIENTS).shape()).containsExactly(32, 16, 6);
    }

    @Test
    void pointwiseLayersTakeTheTernaryFormExactly() {
        Params params = initial();
        Params pointwise = Decomposition.pointwise(NET, Decomposition.decompose(NET, params, 6));
        assertThat(Decomposition.weights(pointwise, "block2_shortcut"))
                .containsExactly(params.get("block2_shortcut", Params.WEIGHT).data());
        assertThat(pointwise.get("block2_shortcut", Params.COEFFICIENTS).shape())
                .containsExactly(32, 16, 1);
        assertThat(pointwise.has("conv1", Params.WEIGHT)).isTrue();
        assertThat(pointwise.has("fc", Params.WEIGHT)).isTrue();
        // P*Q*(non-zeros): 4 x 4 pixels of stride 2, not the 7 x 7 that come in.
        Accounting with = Accounting.of(NET, pointwise);
        Accounting without = Accounting.of(NET, Decomposition.decompose(NET, params, 6));
        assertThat(with.penniFlops()).isEqualTo(without.penniFlops());
        assertThat(with.additions()).isEqualTo(without.additions());
    }

    @Test
    void pruningCutsBelowAMultipleOfTheDeviation() {
        // Mean 0, deviation sqrt(3).
        Params params = new Params()
                .put(
                        "a",
                        Params.COEFFICIENTS,
                        new Values(new float[] {3, -1, 1, -3, 1, -1, 1, -1, 1, -1, 2, -2}, 1, 4, 3))
                .put("a", Params.BASIS, Values.filled(1, 3, 9));
        double deviation =
                Pruning.deviation(params.get("a", Params.COEFFICIENTS).data());
        assertThat(deviation).isCloseTo(Math.sqrt(34 / 12.0), within(1e-12));
        assertThat(Pruning.prune(params, 1).get("a", Params.COEFFICIENTS).data())
                .containsExactly(3, 0, 0, -3, 0, 0, 0, 0, 0, 0, 2, -2);
        assertThat(params.get("a", Params.COEFFICIENTS).nonZeros())
                .as("the input stays")
                .isEqualTo(12);
        assertThatThrownBy(() -> Pruning.prune(params, 5))
                .isInstanceOf(InputException.class)
                .hasMessage("pruning leaves no coefficient in layer 'a'; prune less (a smaller --strength)");
    }

    @Test
    void checkpointsComeBackAsTheyWere() throws IOException {
        Path file = folder.resolve("phase.npz");
        new Checkpoint(initial(), Map.of("accuracy", "0.5")).write(file);
        byte[] first = Files.readAllBytes(file);
        Checkpoint read = Checkpoint.read(file);
        assertThat(read.facts()).containsExactly(Map.entry("accuracy", "0.5"));
        assertThat(read.params().names()).containsExactlyElementsOf(initial().names());
        for (String name : initial().names()) {
            assertThat(read.params().get(name).data())
                    .containsExactly(initial().get(name).data());
            assertThat(read.params().get(name).shape())
                    .containsExactly(initial().get(name).shape());
        }
        read.write(file);
        assertThat(Files.readAllBytes(file)).as("equal content, equal bytes").isEqualTo(first);
        try (var files = Files.list(folder)) {
            assertThat(files).as("no temporary file stays").hasSize(1);
        }
    }

    @Test
    void damagedCheckpointsAreRefused() throws IOException {
        Path file = folder.resolve("phase.npz");
        new Checkpoint(initial(), Map.of("accuracy", "0.5")).write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, whole.length / 2}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.read(file))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @Test
    void unknownNetworksAndSmallImagesAreRefused() {
        assertThatThrownBy(() -> SmallNetworks.of("vgg-smal", 1, 28, 28, 10))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--net vgg-smal: must be one of vgg-small, res-small")
                .hasMessageContaining("did you mean");
        assertThatThrownBy(() -> SmallNetworks.of(SmallNetworks.VGG_SMALL, 1, 7, 28, 10))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too small");
    }
}
