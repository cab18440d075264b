package org.escalatesim.compress.recipe;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.net.Checkpoint;
import org.escalatesim.compress.net.Decomposition;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.Pruning;
import org.escalatesim.compress.net.Shrinker;
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
final class Penni {
    private static final String MACHINE = "tile8";

    private final Workbench bench;
    private final TrainOptions options;
    private final Session session;
    private final Topology net;

    Penni(TrainOptions options, ImageData data, Session session) {
        bench = new Workbench(options, data, session);
        this.options = options;
        this.session = session;
        net = bench.net;
    }

    /** Runs all phases that are not finished; returns the table, a row per phase; points may have failed. */
    List<Row> run() {
        Params trained = bench.trainFloat();
        Checkpoint decomposed = session.phase("decompose", () -> {
            Params params = Decomposition.decompose(net, trained, options.rank());
            return new Checkpoint(
                    params, Map.of("accuracy", Double.toString(Evaluation.accuracy(net, params, bench.data))));
        });
        bench.row(Double.NaN, "decompose", decomposed, net, null);
        Checkpoint retrained = session.phase("retrain", () -> {
            Params after = alternate(
                    net,
                    decomposed.params(),
                    WeightRule.FLOAT,
                    "retrain",
                    options.penalty(),
                    false,
                    session.random("retrain"));
            return bench.trained(net, decomposed.params(), after);
        });
        bench.row(Double.NaN, "retrain", retrained, net, null);
        bench.points(strength -> point(strength, retrained.params()));
        return bench.rows();
    }

    private void point(double strength, Params retrained) {
        String prefix = "s" + Session.text(strength) + "-";
        Checkpoint pruned = session.phase(prefix + "prune", () -> {
            Params cut = Pruning.prune(retrained, strength);
            return bench.trained(net, cut, bench.tune(net, cut, "prune", session.random(prefix + "prune")));
        });
        bench.row(strength, "prune", pruned, net, null);
        Checkpoint shrunk = session.phase(prefix + "shrink", () -> {
            Shrinker.Shrunk left = Shrinker.shrink(net, pruned.params());
            session.say(prefix + "shrink: " + left.removed() + " channels removed in " + left.rounds() + " rounds");
            Topology small = left.topology();
            Params after = bench.tune(small, left.params(), "shrink", session.random(prefix + "shrink"));
            return bench.trained(small, left.params(), after);
        });
        Topology small = net.withChannelsOf(shrunk.params());
        bench.row(strength, "shrink", shrunk, small, null);
        Checkpoint ternary = session.phase(prefix + "ternary", () -> {
            Params latent = Decomposition.pointwise(small, shrunk.params());
            Params after = alternate(
                    small, latent, WeightRule.TERNARY, "ternary", 0, true, session.random(prefix + "ternary"));
            return bench.trained(small, TernaryRule.fix(latent), TernaryRule.fix(after));
        });
        MachinePoint point = bench.simulate("penni-s" + Session.text(strength), MACHINE, small, ternary);
        bench.row(strength, "ternary", ternary, small, point);
    }

    /**
     * Trains coefficients and basis kernels in turns of one epoch, coefficients first; all else learns in every turn.
     * In ternary training the rate falls and zeros are held.
     */
    private Params alternate(
            Topology at, Params start, WeightRule rule, String phase, double l1, boolean ternary, Random random) {
        int epochs = options.epochs(phase);
        Params params = start;
        for (int epoch = 0; epoch < epochs; epoch++) {
            String frozen = "." + (epoch % 2 == 0 ? Params.BASIS : Params.COEFFICIENTS);
            double rate = ternary ? Workbench.RATE * (1 + Math.cos(Math.PI * epoch / epochs)) / 2 : Workbench.RATE;
            try (Model model = new Model(at, params, rule, name -> Workbench.learns(name) && !name.endsWith(frozen))) {
                bench.trainer(phase + " " + (epoch + 1) + "/" + epochs)
                        .run(model, new Trainer.Plan(1, rate, false, l1, 0), ternary, random);
                params = model.params();
            }
        }
        return params;
    }
}
