package org.escalatesim.compress.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleConsumer;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.net.Accounting;
import org.escalatesim.compress.net.Checkpoint;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.SmallNetworks;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.compress.torch.Evaluation;
import org.escalatesim.compress.torch.Model;
import org.escalatesim.compress.torch.Trainer;
import org.escalatesim.compress.torch.WeightRule;
import org.escalatesim.config.InputException;
import org.escalatesim.workloads.numpy.NumpyWriter;

/** What all recipes share: the float network, fine-tuning, accuracy, the run on a machine, the rows of the table. */
final class Workbench {
    /** Learning rate of everything after the float network, PENNI's. */
    static final double RATE = .01;

    private static final double FLOAT_RATE = .05;
    private static final double DECAY = 5e-4;
    /** Images whose activations go into a trace folder. */
    private static final int RECORDED = 8;
    /** The machine that runs the float network in 8-bit dense form, to compare with. */
    static final String DENSE_MACHINE = "systolic";

    private static final Set<String> BATCH_STATISTICS = Set.of(Params.MEAN, Params.VARIANCE);

    final TrainOptions options;
    final ImageData data;
    final Session session;
    final Topology net;
    private final List<Row> rows = new ArrayList<>();
    private Accounting original;

    Workbench(TrainOptions options, ImageData data, Session session) {
        this.options = options;
        this.data = data;
        this.session = session;
        net = SmallNetworks.of(
                options.net(),
                data.train().channels(),
                data.train().height(),
                data.train().width(),
                data.classes());
    }

    /** The rows so far. */
    List<Row> rows() {
        return rows;
    }

    /** Adds a row: a network after a phase. */
    void row(double strength, String phase, Checkpoint done, Topology at, MachinePoint point) {
        String before = done.facts().get("accuracy_before");
        Accounting cost = Accounting.of(at, done.params());
        if (original == null) {
            original = cost;
        }
        rows.add(new Row(
                strength,
                phase,
                before == null ? Double.NaN : Double.parseDouble(before),
                Double.parseDouble(done.facts().get("accuracy")),
                cost,
                original,
                point,
                null));
    }

    /** Makes a point of each strength. One that fails is a row that says where and why, and the others go on. */
    void points(DoubleConsumer point) {
        for (double strength : options.strengths()) {
            try {
                point.accept(strength);
            } catch (PhaseFailure e) {
                session.say("strength " + Session.text(strength) + ": " + e.phase() + " failed");
                rows.add(Row.failed(strength, e.phase(), e.getMessage()));
            }
        }
    }

    /** The first phase: the float network, run in dense form to compare with. */
    Params trainFloat() {
        Checkpoint done = session.phase("float", () -> {
            Random random = session.random("float");
            Params start = SmallNetworks.initial(net, random);
            try (Model model = new Model(net, start, WeightRule.FLOAT, Workbench::learns)) {
                Trainer.Plan plan = new Trainer.Plan(options.epochs("float"), FLOAT_RATE, true, 0, DECAY);
                trainer("float").run(model, plan, false, random);
                return trained(net, null, model.params());
            }
        });
        row(Double.NaN, "float", done, net, simulate("dense", DENSE_MACHINE, net, done));
        return done.params();
    }

    /** Fine-tunes with pruned coefficients and weights held at zero. */
    Params tune(Topology at, Params start, String phase, Random random) {
        try (Model model = new Model(at, start, WeightRule.FLOAT, Workbench::learns)) {
            trainer(phase).run(model, new Trainer.Plan(options.epochs(phase), RATE, true, 0, 0), true, random);
            return model.params();
        }
    }

    /** A trainer that tells of its epochs. */
    Trainer trainer(String phase) {
        return new Trainer(data, listener(phase));
    }

    /** Tells of epochs. */
    Trainer.Listener listener(String phase) {
        return (epoch, epochs, loss) ->
                session.say(String.format(Locale.ROOT, "  %s: epoch %d of %d, loss %.4f", phase, epoch, epochs, loss));
    }

    /** Whether an array learns: all but running means and variances. */
    static boolean learns(String name) {
        return !BATCH_STATISTICS.contains(name.substring(name.indexOf('.') + 1));
    }

    /** A finished phase with its accuracy, and that before it trained unless {@code before} is null. */
    Checkpoint trained(Topology at, Params before, Params after) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (before != null) {
            facts.put("accuracy_before", Double.toString(Evaluation.accuracy(at, before, data)));
        }
        facts.put("accuracy", Double.toString(Evaluation.accuracy(at, after, data)));
        return new Checkpoint(after, facts);
    }

    /** Writes a trace folder of a network and runs the first test images on a machine. */
    MachinePoint simulate(String name, String machine, Topology at, Checkpoint done) {
        Path trace = session.folder().resolve("traces").resolve(options.net() + "-" + name);
        Checkpoint kept = session.phase(name + "-" + machine, () -> {
            int recorded = Math.min(RECORDED, data.test().size());
            String source = options.net() + " trained on " + data.kind() + ", recipe " + options.recipe() + ", " + name
                    + ", seed " + options.seed() + "; accuracy " + done.facts().get("accuracy") + " on "
                    + data.test().size() + " test images";
            Params params = done.params();
            Map<String, List<float[]>> inputs = Evaluation.activations(at, params, data, recorded);
            TraceWriter.write(trace, at, params, data, inputs, source);
            int[] floats = Evaluation.classes(
                    at, params, data, options.simulated(data.test().size()));
            int[] labels = Arrays.copyOf(data.test().labels(), floats.length);
            Path out = session.folder().resolve("machine").resolve(name + "-" + machine);
            return new Checkpoint(
                    new Params(),
                    MachinePoint.run(trace, machine, images(floats.length), floats, labels, out)
                            .facts());
        });
        return MachinePoint.of(kept.facts());
    }

    /** The first test images as files, normalised, for {@code infer}. */
    private List<Path> images(int count) {
        Path folder = session.folder().resolve("images");
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < count; i++) {
                Path file = folder.resolve("test" + i + ".npy");
                float[] image = new float[data.test().imageSize()];
                data.normalise(data.test(), i, image, 0);
                NumpyWriter.write(
                        file,
                        image,
                        data.test().channels(),
                        data.test().height(),
                        data.test().width());
                files.add(file);
            }
        } catch (IOException e) {
            throw new InputException(folder + ": cannot be written (" + e.getMessage() + ")");
        }
        return files;
    }
}
