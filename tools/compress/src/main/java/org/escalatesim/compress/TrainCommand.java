package org.escalatesim.compress;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.cli.CommonOptions;
import org.escalatesim.compress.recipe.TrainOptions;
import org.escalatesim.compress.recipe.Training;
import org.escalatesim.config.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: a small network, compressed by training, as a table and as trace folders. */
@Command(
        name = "train",
        description = {
            "Trains a small network, compresses it by a recipe at several strengths, and runs every point on the"
                    + " machine: accuracy, density, FLOPs and compression after each phase, cycles and energy at the"
                    + " end.",
            "A strength that fails is named with its reason; the others go on, and the exit code is 1.",
            "Started again with the same options it runs what is missing."
        },
        footer = {
            "",
            "Example: escalate-sim train --recipe penni --net vgg-small --data ../shared/data/mnist"
                    + " --strength 0.5,1,1.5 --out out/penni-vgg-small"
        })
public final class TrainCommand implements Callable<Integer> {
    private static final List<Integer> PENNI_EPOCHS = List.of(6, 4, 3, 2, 6);
    private static final List<Integer> DSP_EPOCHS = List.of(6, 6, 4);
    private static final int RANK = 6;
    private static final int GROUPS = 4;
    private static final double PENNI_PENALTY = 1e-3;
    private static final double DSP_PENALTY = .02;
    /** Exit code if strengths failed. */
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "NAME",
            description = "How it is compressed: penni or dsp.")
    private String recipe;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            defaultValue = "vgg-small",
            description = "vgg-small (default) or res-small.")
    private String net;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "MNIST IDX files, CIFAR-10 binary files, or PNG or JPEG images in one folder per class.")
    private Path data;

    @Option(
            names = "--strength",
            required = true,
            split = ",",
            paramLabel = "X",
            description = "One point each. penni: prune coefficients below X standard deviations of their layer; dsp:"
                    + " remove the fraction X of the FLOPs of grouped layers.")
    private List<Double> strengths;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the table, trace folders and check points.")
    private Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of first weights and the order of images (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of the engine (default: ${DEFAULT-VALUE}). Results depend on it.")
    private int threads;

    @Option(names = "--rank", paramLabel = "M", description = "penni: basis kernels per layer (default: 6).")
    private Integer rank;

    @Option(names = "--groups", paramLabel = "G", description = "dsp: groups per layer (default: 4).")
    private Integer groups;

    @Option(
            names = "--penalty",
            paramLabel = "X",
            description = "penni: l1 on coefficients in retraining (default: 1e-3); dsp: group lasso (default: 0.02).")
    private Double penalty;

    @Option(
            names = "--epochs",
            split = ",",
            paramLabel = "N",
            description = "Epochs per phase. penni: float, retrain, prune, shrink, ternary (default: 6,4,3,2,6); dsp:"
                    + " float, group, prune (default: 6,6,4).")
    private List<Integer> epochs;

    @Option(names = "--images", paramLabel = "N", description = "Train on the first N training images (default: all).")
    private Integer images;

    @Option(
            names = "--simulate",
            paramLabel = "N",
            description = "Test images to run on the machine at each point (default: 100, or all of fewer).")
    private Integer simulated;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        boolean dsp = recipe.equals(TrainOptions.DSP);
        TrainOptions options = new TrainOptions(
                recipe,
                net,
                data,
                strengths,
                seed,
                threads,
                rank == null ? RANK : rank,
                groups == null ? GROUPS : groups,
                penalty == null ? (dsp ? DSP_PENALTY : PENNI_PENALTY) : penalty,
                epochs == null ? (dsp ? DSP_EPOCHS : PENNI_EPOCHS) : epochs,
                images,
                simulated,
                out);
        ofTheOther("--groups", groups, TrainOptions.DSP);
        ofTheOther("--rank", rank, TrainOptions.PENNI);
        PrintWriter err = spec.commandLine().getErr();
        Training.Outcome outcome = Training.run(options, line -> {
            if (!common.quiet()) {
                err.println(line);
            }
        });
        common.print(spec.commandLine().getOut(), outcome.lines());
        outcome.failures().forEach(line -> err.println("error: " + line));
        err.flush();
        return outcome.failures().isEmpty() ? 0 : FAILED;
    }

    /** Refuses an option that only the other recipe reads. */
    private void ofTheOther(String option, Integer value, String owner) {
        if (value != null && !recipe.equals(owner)) {
            throw new InputException(
                    option + " " + value + ": belongs to --recipe " + owner + ", --recipe " + recipe + " has none");
        }
    }
}
