package org.escalatesim.compress;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.cli.CommonOptions;
import org.escalatesim.compress.recipe.TrainOptions;
import org.escalatesim.compress.recipe.Training;
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
            "Started again with the same options it runs what is missing."
        },
        footer = {
            "",
            "Example: escalate-sim train --recipe penni --net vgg-small --data ../shared/data/mnist"
                    + " --strength 0.5,1,1.5 --out out/penni-vgg-small"
        })
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--recipe", required = true, paramLabel = "NAME", description = "How it is compressed: penni.")
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
            description = "One point each: prune coefficients below X standard deviations of their layer.")
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

    @Option(
            names = "--rank",
            paramLabel = "M",
            defaultValue = "6",
            description = "Basis kernels per layer (default: ${DEFAULT-VALUE}).")
    private int rank;

    @Option(
            names = "--l1",
            paramLabel = "X",
            defaultValue = "1e-4",
            description = "Penalty on coefficients in retraining (default: ${DEFAULT-VALUE}).")
    private double l1;

    @Option(
            names = "--epochs",
            split = ",",
            paramLabel = "N",
            description = "Epochs of float, retrain, prune, shrink and ternary training (default: 4,4,2,1,6).")
    private List<Integer> epochs;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "0",
            description = "Train on the first N training images (default: all).")
    private int images;

    @Option(
            names = "--simulate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Test images to run on the machine at each point (default: ${DEFAULT-VALUE}).")
    private int simulated;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        TrainOptions options = new TrainOptions(
                recipe,
                net,
                data,
                strengths,
                seed,
                threads,
                rank,
                l1,
                epochs == null ? List.of(4, 4, 2, 1, 6) : epochs,
                images,
                simulated,
                out);
        List<String> lines = Training.run(options, line -> {
            if (!common.quiet()) {
                spec.commandLine().getErr().println(line);
            }
        });
        common.print(spec.commandLine().getOut(), lines);
        return 0;
    }
}
