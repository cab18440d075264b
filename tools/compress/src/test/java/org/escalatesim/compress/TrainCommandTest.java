package org.escalatesim.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.escalatesim.cli.Main;
import org.escalatesim.compress.net.Checkpoint;
import org.escalatesim.compress.net.Params;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user gives it, on real images, with a network that is trained for seconds. */
class TrainCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.execute(new PrintWriter(out), new PrintWriter(err), args);
    }

    private int train(Path data, Path to, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train", "--recipe", "penni", "--data", data.toString(), "--out", to.toString(), "--images", "1000"));
        args.addAll(List.of("--epochs", "4,2,1,1,2", "--simulate", "10"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    @Test
    void trainsAllPhasesAndResumes() throws IOException {
        NativeLibrary.needed();
        Path data = SharedData.folder("mnist");
        Path first = folder.resolve("first");
        assertThat(train(data, first, "--net", "vgg-small", "--strength", "1"))
                .as(err.toString())
                .isZero();
        String csv = Files.readString(first.resolve("training.csv"));
        assertThat(csv.lines().map(line -> line.split(",")[4]))
                .containsExactly("phase", "float", "decompose", "retrain", "prune", "shrink", "ternary");
        String[] last = csv.lines().reduce((a, b) -> b).orElseThrow().split(",");
        assertThat(last[16]).isEqualTo("tile8");
        assertThat(Double.parseDouble(last[18])).as("cycles").isPositive();
        assertThat(Integer.parseInt(last[20])).as("same class as float, of 10").isGreaterThanOrEqualTo(8);

        // Other folder, same seed: the same bytes, also where a phase was lost and another point added later.
        Path second = folder.resolve("second");
        assertThat(train(data, second, "--net", "vgg-small", "--strength", "2")).isZero();
        Path lost = second.resolve("checkpoints").resolve("retrain.npz");
        byte[] retrained = Files.readAllBytes(lost);
        Files.delete(lost);
        assertThat(train(data, second, "--net", "vgg-small", "--strength", "1")).isZero();
        assertThat(err.toString()).contains("float: kept from before").contains("retrain: done");
        assertThat(Files.readAllBytes(lost)).isEqualTo(retrained);
        assertThat(Files.readString(second.resolve("training.csv"))).isEqualTo(csv);
        try (Stream<Path> files = Files.list(first.resolve("checkpoints"))) {
            for (Path file : files.toList()) {
                assertThat(second.resolve("checkpoints").resolve(file.getFileName()))
                        .hasSameBinaryContentAs(file);
            }
        }

        failingAtShrinking(data, second, csv);

        // The trace folder is one like any other.
        Path trace = first.resolve("traces").resolve("vgg-small-penni-s1");
        assertThat(run(
                        "infer",
                        "--trace",
                        trace.toString(),
                        "--input",
                        trace.resolve("act-conv1-img0.npy").toString(),
                        "--out",
                        folder.resolve("inferred").toString(),
                        "--verify"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("all sums and outputs equal");

        assertThat(train(data, second, "--net", "vgg-small", "--strength", "1", "--seed", "2"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("holds a training of another configuration: seed is 1 there, not 2");
    }

    /** A strength whose pruning left nothing in a layer is named with its reason, and the one after it has its rows. */
    private void failingAtShrinking(Path data, Path trained, String csv) throws IOException {
        Path checkpoints = trained.resolve("checkpoints");
        Checkpoint pruned = Checkpoint.read(checkpoints.resolve("s1-prune.npz"));
        Arrays.fill(pruned.params().get("conv4", Params.COEFFICIENTS).data(), 0);
        pruned.write(checkpoints.resolve("s4-prune.npz"));
        for (int i = 0; i < 2; i++) {
            assertThat(train(data, trained, "--net", "vgg-small", "--strength", "4,1"))
                    .isEqualTo(1);
            assertThat(err.toString().lines().filter(line -> line.startsWith("error: ")))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .startsWith("error: --strength 4: shrink failed: shrinking leaves no channel of '")
                    .endsWith("' in vgg-small; prune less (a smaller --strength)");
            assertThat(out.toString())
                    .containsPattern("(?m)^4 +shrink +failed: shrinking leaves no channel of ")
                    .containsPattern("(?m)^1 +ternary .* tile8 ")
                    .contains("results       training.csv");
            List<String> lines = Files.readAllLines(trained.resolve("training.csv"));
            assertThat(lines.get(4)).startsWith("penni,vgg-small,1,4,prune,").endsWith(",");
            assertThat(lines.get(5))
                    .matches("penni,vgg-small,1,4,shrink,{18}shrinking leaves no channel of '[^,]*--strength\\)");
            lines.subList(4, 6).clear();
            assertThat(lines).as("the finished rows").isEqualTo(csv.lines().toList());
        }
    }

    @Test
    void branchesRunOnADenseMachine() throws IOException {
        NativeLibrary.needed();
        Path data = SharedData.folder("mnist");
        Path to = folder.resolve("dsp");
        assertThat(run(
                        "train",
                        "--recipe",
                        "dsp",
                        "--data",
                        data.toString(),
                        "--out",
                        to.toString(),
                        "--images",
                        "1000",
                        "--epochs",
                        "3,2,1",
                        "--strength",
                        "0.99999,0.5",
                        "--simulate",
                        "5"))
                .as(err.toString())
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("error: --strength 0.99999: prune failed: with one channel left per group at most 0.9");
        List<String[]> rows = Files.readString(to.resolve("training.csv"))
                .lines()
                .map(line -> line.split(",", -1))
                .toList();
        assertThat(rows).extracting(row -> row[4]).containsExactly("phase", "float", "group", "prune", "prune");
        assertThat(rows.get(3)[3]).isEqualTo("0.99999");
        assertThat(rows.get(3)[22]).startsWith("with one channel left per group");
        String[] last = rows.get(4);
        assertThat(Double.parseDouble(last[11])).as("FLOPs removed, percent").isBetween(45.0, 65.0);
        assertThat(last[16]).isEqualTo("systolic");
        assertThat(Integer.parseInt(last[20])).as("same class as float, of 5").isGreaterThanOrEqualTo(4);
        assertThat(Files.readString(
                        to.resolve("traces").resolve("vgg-small-dsp-s0.5").resolve("manifest.yaml")))
                .contains("  branches:");
    }

    @Test
    void badInputIsOneLine() throws IOException {
        refused("--data " + folder + "/none: no such folder", train(folder.resolve("none"), folder, "--strength", "1"));
        Files.writeString(folder.resolve("t10k-images-idx3-ubyte"), "not an IDX file");
        Files.writeString(folder.resolve("t10k-labels-idx1-ubyte"), "not an IDX file");
        refused("t10k-images-idx3-ubyte: begins with", train(folder, folder, "--strength", "1"));
        refused("--strength 9: must be above 0 and at most 5", train(folder, folder, "--strength", "9"));
        refused(
                "--recipe lasso: must be one of penni, dsp",
                run(
                        "train",
                        "--recipe",
                        "lasso",
                        "--data",
                        folder.toString(),
                        "--out",
                        folder.toString(),
                        "--strength",
                        "1"));
        refused(
                "--groups 3: belongs to --recipe dsp, --recipe penni has none",
                train(folder, folder, "--strength", "1", "--groups", "3"));
        refused(
                "--rank 6: belongs to --recipe penni, --recipe dsp has none",
                run(
                        "train",
                        "--recipe",
                        "dsp",
                        "--data",
                        folder.toString(),
                        "--out",
                        folder.toString(),
                        "--strength",
                        ".5",
                        "--rank",
                        "6"));
        assertThat(folder.resolve("training.txt")).doesNotExist();
    }

    @Test
    void moreImagesThanThereAreAreRefused() {
        Path data = SharedData.folder("mnist");
        Path none = folder.resolve("none");
        List<String> args = new ArrayList<>(List.of("train", "--recipe", "penni", "--strength", "1"));
        args.addAll(List.of("--data", data.toString(), "--out", none.toString()));
        args.addAll(List.of("--simulate", "1001"));
        refused(
                "--simulate 1001: must be at most 1000, the test images that there are",
                run(args.toArray(String[]::new)));
        args.set(args.size() - 2, "--images");
        args.set(args.size() - 1, "9001");
        refused(
                "--images 9001: must be at most 9000, the training images that there are",
                run(args.toArray(String[]::new)));
        assertThat(none).doesNotExist();
    }

    private void refused(String why, int code) {
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: ").contains(why);
        assertThat(err.toString().strip().lines()).hasSize(1);
    }
}
