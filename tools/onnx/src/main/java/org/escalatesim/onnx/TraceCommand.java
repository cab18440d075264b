package org.escalatesim.onnx;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.cli.CommonOptions;
import org.escalatesim.config.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code trace}: a model and images into a trace folder. */
@Command(
        name = "trace",
        description = {
            "Runs an ONNX model on images and writes a trace folder: the weights of every convolution and fully connected"
                    + " layer, what each of them reads, and the graph. run, compare, sweep and infer take the folder."
        },
        footer = {"", "Example: escalate-sim trace --onnx resnet18.onnx --input images/ --out traces/resnet18"})
final class TraceCommand implements Callable<Integer> {
    /** Order of the extents of the model's input. */
    enum Layout {
        NCHW,
        NHWC
    }

    /** Order of the channels. */
    enum Channels {
        RGB,
        BGR
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--onnx", paramLabel = "FILE", required = true, description = "The model; float or QDQ quantised.")
    private Path onnx;

    @Option(
            names = "--input",
            paramLabel = "DIR|FILE",
            required = true,
            arity = "1..*",
            description =
                    "Images: PNG or JPEG files, preprocessed as the options say; or .npy arrays [C, H, W], taken as"
                            + " they are. Of a folder, all, by name.")
    private List<String> inputs;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder to make; new or empty.")
    private String out;

    @Option(
            names = "--shape",
            paramLabel = "NAME=NxCxHxW",
            description =
                    "The shape of the model's input where it leaves extents open, for example" + " input=1x3x224x224.")
    private String shape;

    @Option(names = "--output", paramLabel = "NAME", description = "The output to end at, of a model that has several.")
    private String output;

    @Option(names = "--name", paramLabel = "NAME", description = "The network's name (default: the file's).")
    private String name;

    @Option(
            names = "--mean",
            paramLabel = "R,G,B",
            hideParamSyntax = true,
            split = ",",
            description = "Subtracted from pixels of 0 to 1 (default: .485,.456,.406 as ImageNet; grey images: 0).")
    private double[] mean;

    @Option(
            names = "--std",
            paramLabel = "R,G,B",
            hideParamSyntax = true,
            split = ",",
            description = "Then divided by (default: .229,.224,.225 as ImageNet; grey images: 1).")
    private double[] std;

    @Option(
            names = "--resize",
            paramLabel = "N|none",
            description =
                    "Length of the shorter side after resizing (default: 8/7 of the crop's, unless an image has the"
                            + " model's size).")
    private String resize;

    @Option(
            names = "--crop",
            paramLabel = "N",
            description = "Side of the centre crop; must be that of the model's input, which is the default.")
    private Integer crop;

    @Option(
            names = "--layout",
            defaultValue = "NCHW",
            description = "Order of the model's input: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Layout layout;

    @Option(
            names = "--channels",
            defaultValue = "RGB",
            description =
                    "Order of the channels: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); mean and std are"
                            + " in the same order.")
    private Channels channels;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Images images = new Images(paths());
        OnnxModel model = OnnxModel.read(onnx);
        long[] extents = model.inputShape(extents(model));
        boolean nhwc = layout == Layout.NHWC;
        int[] bare = bare(extents, nhwc);
        int[] image = map(bare);
        Preprocess preprocess = images.arrays() ? refuseOptions() : preprocess(image);
        Tracing.Request request = new Tracing.Request(
                model, extents, model.output(output), images, preprocess, image, bare, nhwc, networkName());
        List<String> lines = Tracing.run(request, path("--out", out));
        common.print(spec.commandLine().getOut(), lines);
        return 0;
    }

    private List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        for (String input : inputs) {
            if (input.startsWith("--")) {
                throw new InputException("no option '" + input + "' (see escalate-sim help trace)");
            }
            paths.add(path("--input", input));
        }
        return paths;
    }

    private static Path path(String option, String text) {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            throw new InputException(option + " " + text + ": is not a path");
        }
        throw new InputException(option + " must not be empty");
    }

    private long[] extents(OnnxModel model) {
        if (shape == null) {
            return null;
        }
        int equals = shape.lastIndexOf('=');
        String input = model.input().getName();
        if (equals >= 0 && !shape.substring(0, equals).equals(input)) {
            throw new InputException("--shape " + shape + ": the model's input is called '" + input + "'");
        }
        try {
            long[] extents = Arrays.stream(shape.substring(equals + 1).split("x", -1))
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (Arrays.stream(extents).allMatch(extent -> extent > 0 && extent < 1 << 20)) {
                return extents;
            }
        } catch (NumberFormatException e) {
            throw badShape();
        }
        throw badShape();
    }

    private InputException badShape() {
        return new InputException(
                "--shape " + shape + ": must be NAME=1x3x224x224, extents of 1 to 1048575 joined by x");
    }

    /** The extents without the batch, channels first. */
    private static int[] bare(long[] extents, boolean nhwc) {
        int[] bare = new int[extents.length - 1];
        for (int i = 0; i < bare.length; i++) {
            int from = nhwc ? (i == 0 ? extents.length - 1 : i) : i + 1;
            bare[i] = Math.toIntExact(extents[from]);
        }
        return bare;
    }

    /** [C, H, W]. */
    private static int[] map(int[] bare) {
        return switch (bare.length) {
            case 1 -> new int[] {bare[0], 1, 1};
            case 2 -> new int[] {bare[0], 1, bare[1]};
            default -> bare;
        };
    }

    private String networkName() {
        String text = name != null
                ? name
                : onnx.getFileName().toString().replaceAll("\\.onnx$", "").replaceAll("[^A-Za-z0-9._-]", "_");
        if (!text.matches("[A-Za-z0-9._-]+")) {
            throw new InputException("--name " + text + ": must be letters, digits, dots, dashes and underscores");
        }
        return text;
    }

    /** Arrays are taken as they are. */
    private Preprocess refuseOptions() {
        if (mean != null || std != null || resize != null || crop != null) {
            throw new InputException(
                    "--mean, --std, --resize and --crop are for pictures; .npy arrays are taken as they" + " are");
        }
        return null;
    }

    private Preprocess preprocess(int[] image) {
        if (image[0] != 1 && image[0] != 3) {
            throw new InputException(onnx + ": takes " + image[0] + " channels, which pictures do not have; "
                    + (layout == Layout.NCHW && (image[2] == 1 || image[2] == 3)
                            ? "if its input is [N, H, W, C], add --layout NHWC"
                            : "give .npy arrays"));
        }
        if (crop != null && (crop != image[1] || crop != image[2])) {
            throw new InputException(
                    "--crop " + crop + ": the model takes " + image[2] + " x " + image[1] + " (width x height)");
        }
        double[] divisor = values("--std", std, Preprocess.defaultStd(image[0]));
        if (Arrays.stream(divisor).anyMatch(value -> !(value > 0))) {
            throw new InputException("--std must be above 0, not " + Arrays.toString(divisor));
        }
        return new Preprocess(
                image[0],
                image[1],
                image[2],
                resize(),
                values("--mean", mean, Preprocess.defaultMean(image[0])),
                divisor,
                channels == Channels.BGR);
    }

    private static double[] values(String option, double[] given, double[] otherwise) {
        if (given == null) {
            return otherwise;
        }
        double[] all = given.length == 1 ? new double[otherwise.length] : given;
        if (given.length == 1) {
            Arrays.fill(all, given[0]);
        }
        if (all.length != otherwise.length || Arrays.stream(all).anyMatch(value -> !Double.isFinite(value))) {
            throw new InputException(
                    option + " must be one number or " + otherwise.length + ", not " + Arrays.toString(given));
        }
        return all;
    }

    private int resize() {
        if (resize == null) {
            return -1;
        }
        if (resize.equals("none")) {
            return 0;
        }
        try {
            int side = Integer.parseInt(resize);
            if (side >= 1 && side < 1 << 16) {
                return side;
            }
        } catch (NumberFormatException e) {
            throw new InputException("--resize must be 1 to 65535 or none, not '" + resize + "'");
        }
        throw new InputException("--resize must be 1 to 65535 or none, not " + resize);
    }
}
