package org.escalatesim.compress.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.compress.net.Checkpoint;
import org.escalatesim.compress.net.Params;
import org.escalatesim.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options out of range, and folders of another training: one line each. */
class TrainOptionsTest {
    @TempDir
    private Path folder;

    private static TrainOptions options(
            String recipe, List<Double> strengths, int threads, int rank, double l1, List<Integer> epochs) {
        return options(recipe, strengths, threads, rank, l1, epochs, null);
    }

    private static TrainOptions options(
            String recipe,
            List<Double> strengths,
            int threads,
            int rank,
            double l1,
            List<Integer> epochs,
            Integer images) {
        return new TrainOptions(
                recipe,
                "vgg-small",
                Path.of("data"),
                strengths,
                1,
                threads,
                rank,
                4,
                l1,
                epochs,
                images,
                10,
                Path.of("out"));
    }

    private static void refused(Runnable made, String why) {
        assertThatThrownBy(made::run)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    @Test
    void rangesAreChecked() {
        List<Integer> epochs = List.of(1, 1, 1, 1, 1);
        List<Double> one = List.of(1.0);
        assertThat(options("penni", one, 1, 6, 0, epochs).strengths()).containsExactly(1.0);
        refused(() -> options("peni", one, 1, 6, 0, epochs), "--recipe peni: must be one of penni, dsp");
        refused(() -> options("penni", List.of(), 1, 6, 0, epochs), "--strength: must be at least one number");
        for (double bad : new double[] {0, -1, 5.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            refused(() -> options("penni", List.of(bad), 1, 6, 0, epochs), "must be above 0 and at most 5");
        }
        for (double bad : new double[] {0, 1, 1.5, Double.NaN}) {
            refused(() -> options("dsp", List.of(bad), 1, 6, 0, epochs), "must be above 0 and below 1");
        }
        refused(() -> options("dsp", List.of(.5), 1, 6, 0, epochs), "--epochs: must be 3 numbers for recipe dsp");
        refused(() -> options("penni", List.of(1.0, 1.0), 1, 6, 0, epochs), "names one strength twice");
        refused(() -> options("penni", one, 0, 6, 0, epochs), "--threads 0: must be 1 to 64");
        refused(() -> options("penni", one, 1, 10, 0, epochs), "--rank 10: must be 1 to 9");
        refused(() -> options("penni", one, 1, 6, -1, epochs), "--penalty -1.0: must be 0 to 1");
        refused(() -> options("penni", one, 1, 6, 0, List.of(1, 1)), "--epochs: must be 5 numbers");
        refused(() -> options("penni", one, 1, 6, 0, List.of(1, 1, 0, 1, 1)), "--epochs 0: must be 1 to 10000");
        refused(() -> options("penni", one, 1, 6, 0, epochs, 0), "--images 0: must be at least 1");
        assertThat(options("penni", one, 1, 6, 0, epochs, 1).configuration()).containsEntry("images", "1");
        assertThat(options("penni", one, 1, 6, 0, epochs).configuration()).containsEntry("images", "all");
    }

    @Test
    void moreImagesThanThereAreAreRefused() {
        List<Integer> epochs = List.of(1, 1, 1, 1, 1);
        TrainOptions options = options("penni", List.of(1.0), 1, 6, 0, epochs, 20);
        options.check(20, 10);
        refused(() -> options.check(19, 10), "--images 20: must be at most 19, the training images that there are");
        refused(() -> options.check(20, 9), "--simulate 10: must be at most 9, the test images that there are");
        assertThat(options.simulated(50)).isEqualTo(10);
    }

    @Test
    void aHundredTestImagesRunOrAllOfFewer() {
        TrainOptions options = new TrainOptions(
                "dsp", "vgg-small", Path.of("data"), List.of(.5), 1, 1, 6, 4, 0, List.of(1, 1, 1), null, null, folder);
        options.check(1, 1);
        assertThat(options.simulated(101)).isEqualTo(100);
        assertThat(options.simulated(99)).isEqualTo(99);
        assertThat(options.configuration()).containsEntry("simulate", "100").containsEntry("images", "all");
    }

    @Test
    void aFolderOfAnotherTrainingIsRefused() {
        Map<String, String> configuration = new LinkedHashMap<>(Map.of("seed", "1"));
        Session.open(folder, configuration, 1, line -> {});
        Session.open(folder, configuration, 1, line -> {});
        configuration.put("seed", "2");
        refused(
                () -> Session.open(folder, configuration, 2, line -> {}),
                "holds a training of another configuration: seed is 1 there, not 2");
    }

    @Test
    void aFinishedPhaseIsNotRunAgain() throws IOException {
        Session session = Session.open(folder, Map.of("seed", "1"), 1, line -> {});
        int[] runs = {0};
        for (int i = 0; i < 2; i++) {
            Checkpoint done = session.phase("float", () -> {
                runs[0]++;
                return new Checkpoint(new Params(), Map.of("accuracy", "1"));
            });
            assertThat(done.facts()).containsEntry("accuracy", "1");
        }
        assertThat(runs[0]).isEqualTo(1);
        // What a killed process leaves is a temporary file: its phase runs again.
        Files.move(
                folder.resolve("checkpoints").resolve("float.npz"),
                folder.resolve("checkpoints").resolve("float.npz.tmp"));
        session.phase("float", () -> {
            runs[0]++;
            return new Checkpoint(new Params(), Map.of());
        });
        assertThat(runs[0]).isEqualTo(2);
    }
}
