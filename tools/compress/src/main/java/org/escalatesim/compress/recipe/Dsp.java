package org.escalatesim.compress.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.net.Checkpoint;
import org.escalatesim.compress.net.GroupPruning;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.Shrinker;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.compress.net.Values;
import org.escalatesim.compress.torch.GroupLearning;
import org.escalatesim.compress.torch.Trainer;
import org.escalatesim.tensor.ConvShape;

/**
 * Dynamic Structure Pruning (AAAI 2023): groups of filters are learned together with a group lasso, the smallest group
 * channels pruned to a FLOPs target, the network tuned with the zeros held, and every layer packed into branches. The
 * float network and the groups are shared by all strengths. First layer, 1 x 1 convolutions and classifier stay whole.
 */
final class Dsp {
    private static final String GROUP = "group";

    private final Workbench bench;
    private final TrainOptions options;
    private final Session session;
    private final Topology net;

    Dsp(TrainOptions options, ImageData data, Session session) {
        bench = new Workbench(options, data, session);
        this.options = options;
        this.session = session;
        net = bench.net;
    }

    /** Runs all phases that are not finished; returns the table, a row per phase; points may have failed. */
    List<Row> run() {
        Params trained = bench.trainFloat();
        Checkpoint grouped = session.phase("group", () -> {
            GroupLearning learning = new GroupLearning(net, layers(), options.groups());
            Trainer.Plan plan = new Trainer.Plan(options.epochs("group"), Workbench.RATE, true, 0, 0);
            GroupLearning.Learned learned = learning.run(
                    trained, bench.data, plan, options.penalty(), bench.listener("group"), session.random("group"));
            Checkpoint done = bench.trained(net, trained, learned.params());
            learned.groups().forEach((layer, group) -> {
                float[] values = new float[group.length];
                for (int k = 0; k < values.length; k++) {
                    values[k] = group[k];
                }
                done.params().put(layer, GROUP, new Values(values, values.length));
            });
            return done;
        });
        Params params = new Params();
        Map<String, int[]> groups = new LinkedHashMap<>();
        for (String layer : layers()) {
            float[] values = grouped.params().get(layer, GROUP).data();
            int[] group = new int[values.length];
            for (int k = 0; k < group.length; k++) {
                group[k] = (int) values[k];
            }
            groups.put(layer, group);
        }
        grouped.params().names().stream()
                .filter(name -> !name.endsWith("." + GROUP))
                .forEach(name -> params.put(name, grouped.params().get(name)));
        bench.row(Double.NaN, "group", grouped, net, null);
        bench.points(strength -> point(strength, params, groups));
        return bench.rows();
    }

    private void point(double strength, Params params, Map<String, int[]> groups) {
        String name = "s" + Session.text(strength);
        Checkpoint pruned = session.phase(name + "-prune", () -> {
            Shrinker.Shrunk left = GroupPruning.prune(net, params, groups, strength);
            session.say(name + "-prune: " + left.removed() + " channels that no branch reads removed");
            Topology small = left.topology();
            Params after = bench.tune(small, left.params(), "prune", session.random(name + "-prune"));
            return bench.trained(small, left.params(), after);
        });
        Topology small = net.withChannelsOf(pruned.params());
        MachinePoint point = bench.simulate("dsp-" + name, Workbench.DENSE_MACHINE, small, pruned);
        bench.row(strength, "prune", pruned, small, point);
    }

    /** The layers that are grouped. */
    private List<String> layers() {
        return net.convolutions().stream()
                .skip(1)
                .filter(layer -> {
                    ConvShape s = net.layers().get(layer);
                    return !s.pointwise();
                })
                .toList();
    }
}
