package org.escalatesim.compress.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.net.Accounting;
import org.escalatesim.compress.net.Checkpoint;
import org.escalatesim.compress.net.Decomposition;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.Pruning;
import org.escalatesim.compress.net.Shrinker;
import org.escalatesim.compress.net.SmallNetworks;
import org.escalatesim.compress.net.TernaryRule;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.compress.torch.Evaluation;
import org.escalatesim.compress.torch.Model;
import org.escalatesim.compress.torch.Trainer;
import org.escalatesim.compress.torch.WeightRule;

/**
 * PENNI (ICML 2020): (A) kernel decomposition, (B) alternate retraining with an l1 penalty on the coefficients, (C)
 * pruning and fine-tuning with the zeros held, (D) model shrinking; then ternary coefficients and 8-bit basis kernels
 * (ESCALATE, MICRO 2021) by retraining with straight-through gradients. The float network before, A and B are shared by
 * all strengths.
 */
public final class Penni {
    /** Learning rate of the float network. */
    private static final double FLOAT_RATE = .05;
    /** Learning rate of everything after it, PENNI's. */
    private static final double RATE = .01;
    /** Weight decay of the float network. */
    private static final double DECAY = 5e-4;
    /** Images whose activations go into a trace folder. */
    private static final int RECORDED = 8;
    /** The machine that runs the float network in 8-bit dense form, to compare with. */
    private static final String DENSE_MACHINE = "systolic";

    private static final String MACHINE = "tile8";
    private static final Set<String> BATCH_STATISTICS = Set.of(Params.MEAN, Params.VARIANCE);

    private final TrainOptions options;
    private final ImageData data;
    private final Session session;
    private final Topology net;
    private final List<Row> rows = new ArrayList<>();
    private Accounting original;

    /** A training of some images in a folder. */
    public Penni(TrainOptions options, ImageData data, Session session) {
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

    /** Runs all phases that are not finished; returns the table, a row per phase. */
    public List<Row> run() {
        Params trained = shared("float", this::trainFloat, true).params();
        Params decomposed = shared(
                        "decompose", () -> untrained(net, Decomposition.decompose(net, trained, options.rank())), false)
                .params();
        Params retrained = shared(
                        "retrain",
                        () -> {
                            Random random = session.random("retrain");
                            Params after = alternate(
                                    net, decomposed, WeightRule.FLOAT, "retrain", RATE, options.l1(), false, random);
                            return trained(net, decomposed, after);
                        },
                        false)
                .params();
        for (double strength : options.strengths()) {
            point(strength, retrained);
        }
        return rows;
    }

    private Checkpoint shared(String phase, java.util.function.Supplier<Checkpoint> work, boolean dense) {
        Checkpoint done = session.phase(phase, work);
        Params params = done.params();
        if (dense) {
            original = Accounting.of(net, params);
        }
        MachinePoint point = dense ? simulate("dense", DENSE_MACHINE, net, params, done) : null;
        add(Double.NaN, phase, done, net, point);
        return done;
    }

    private void point(double strength, Params retrained) {
        String prefix = "s" + Session.text(strength) + "-";
        Checkpoint pruned = session.phase(prefix + "prune", () -> {
            Params cut = Pruning.prune(retrained, strength);
            return trained(net, cut, tune(net, cut, "prune", session.random(prefix + "prune")));
        });
        add(strength, "prune", pruned, net, null);
        Checkpoint shrunk = session.phase(prefix + "shrink", () -> {
            Shrinker.Shrunk left = Shrinker.shrink(net, pruned.params());
            session.say(prefix + "shrink: " + left.removed() + " channels removed in " + left.rounds() + " rounds");
            Params after = tune(left.topology(), left.params(), "shrink", session.random(prefix + "shrink"));
            return trained(left.topology(), left.params(), after);
        });
        Topology small = net.withChannelsOf(shrunk.params());
        add(strength, "shrink", shrunk, small, null);
        Checkpoint ternary = session.phase(prefix + "ternary", () -> {
            Params latent = shrunk.params();
            Random random = session.random(prefix + "ternary");
            Params after = alternate(small, latent, WeightRule.TERNARY, "ternary", RATE, 0, true, random);
            return trained(small, TernaryRule.fix(latent), TernaryRule.fix(after));
        });
        MachinePoint point = simulate("penni-s" + Session.text(strength), MACHINE, small, ternary.params(), ternary);
        add(strength, "ternary", ternary, small, point);
    }

    private void add(double strength, String phase, Checkpoint done, Topology at, MachinePoint point) {
        String before = done.facts().get("accuracy_before");
        rows.add(new Row(
                strength,
                phase,
                before == null ? Double.NaN : Double.parseDouble(before),
                Double.parseDouble(done.facts().get("accuracy")),
                Accounting.of(at, done.params()),
                original,
                point));
    }

    private Checkpoint trainFloat() {
        Random random = session.random("float");
        Params start = SmallNetworks.initial(net, random);
        try (Model model = new Model(net, start, WeightRule.FLOAT, Penni::learns)) {
            trainer("float")
                    .run(model, new Trainer.Plan(options.epochs("float"), FLOAT_RATE, true, 0, DECAY), false, random);
            return trained(net, null, model.params());
        }
    }

    /** Trains coefficients and basis in turns of one epoch, coefficients first; all else learns in every turn. */
    private Params alternate(
            Topology at,
            Params start,
            WeightRule rule,
            String phase,
            double rate,
            double l1,
            boolean ternary,
            Random random) {
        int epochs = options.epochs(phase);
        Params params = start;
        for (int epoch = 0; epoch < epochs; epoch++) {
            String frozen = "." + (epoch % 2 == 0 ? Params.BASIS : Params.COEFFICIENTS);
            double now = ternary ? rate * (1 + Math.cos(Math.PI * epoch / epochs)) / 2 : rate;
            try (Model model = new Model(at, params, rule, name -> learns(name) && !name.endsWith(frozen))) {
                trainer(phase + " " + (epoch + 1) + "/" + epochs)
                        .run(model, new Trainer.Plan(1, now, false, l1, 0), ternary, random);
                params = model.params();
            }
        }
        return params;
    }

    /** Fine-tunes with zero coefficients held. */
    private Params tune(Topology at, Params start, String phase, Random random) {
        try (Model model = new Model(at, start, WeightRule.FLOAT, Penni::learns)) {
            trainer(phase).run(model, new Trainer.Plan(options.epochs(phase), RATE, true, 0, 0), true, random);
            return model.params();
        }
    }

    private Trainer trainer(String phase) {
        return new Trainer(
                data,
                (epoch, epochs, loss) -> session.say(String.format(
                        java.util.Locale.ROOT, "  %s: epoch %d of %d, loss %.4f", phase, epoch, epochs, loss)));
    }

    private static boolean learns(String name) {
        return !BATCH_STATISTICS.contains(name.substring(name.indexOf('.') + 1));
    }

    private Checkpoint untrained(Topology at, Params params) {
        return new Checkpoint(params, Map.of("accuracy", Double.toString(Evaluation.accuracy(at, params, data))));
    }

    private Checkpoint trained(Topology at, Params before, Params after) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (before != null) {
            facts.put("accuracy_before", Double.toString(Evaluation.accuracy(at, before, data)));
        }
        facts.put("accuracy", Double.toString(Evaluation.accuracy(at, after, data)));
        return new Checkpoint(after, facts);
    }

    private MachinePoint simulate(String name, String machine, Topology at, Params params, Checkpoint done) {
        Path folder = session.folder().resolve("traces").resolve(options.net() + "-" + name);
        return MachinePoint.of(session.phase(name + "-" + machine, () -> {
                    int recorded = Math.min(RECORDED, data.test().size());
                    String source = options.net() + " trained on " + data.kind() + ", recipe " + options.recipe()
                            + ", " + name + ", seed " + options.seed() + "; accuracy "
                            + done.facts().get("accuracy") + " on "
                            + data.test().size() + " test images";
                    TraceWriter.write(
                            folder, at, params, data, Evaluation.activations(at, params, data, recorded), source);
                    int[] floats = Evaluation.classes(at, params, data, options.simulated());
                    MachinePoint point = MachinePoint.run(
                            folder, machine, data, floats, Runtime.getRuntime().availableProcessors());
                    return new Checkpoint(new Params(), point.facts());
                })
                .facts());
    }
}
