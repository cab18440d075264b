package org.escalatesim.compress.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.net.Params;
import org.escalatesim.compress.net.Topology;
import org.escalatesim.tensor.ConvShape;

/**
 * Differentiable group learning (Dynamic Structure Pruning, AAAI 2023). Every filter of a grouped layer has a logit per
 * group; shares P are their Gumbel softmax, at a temperature that falls. A step
 *
 * <ol>
 *   <li>moves the weights down the loss;
 *   <li>looks ahead: W' = W - rate * lambda * dR/dW(W, P) are the weights after a step of the penalty with these shares,
 *       and the logits move (Adam) down loss(W') + lambda * R(W', P), through W' too;
 *   <li>moves the weights down the penalty, with every filter wholly in the group of its largest logit.
 * </ol>
 *
 * Lambda rises evenly from 0 to its full value.
 */
public final class GroupLearning {
    private static final double HOT = 1;
    private static final double COLD = .1;
    private static final float LOGIT_RATE = .02f;
    private static final float FIRST = .9f;
    private static final float SECOND = .999f;
    private static final float ADAM_TINY = 1e-8f;

    private final Topology net;
    private final List<String> layers;
    private final int groups;
    private final Map<String, GroupPenalty> penalties = new LinkedHashMap<>();
    private final Map<String, NDArray> logits = new LinkedHashMap<>();
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> squares = new LinkedHashMap<>();
    private Map<String, NDArray> ahead = Map.of();
    private int steps;

    /**
     * Group learning of some layers.
     *
     * @param layers convolutions whose filters are grouped
     * @param groups G, at least 2
     */
    public GroupLearning(Topology net, List<String> layers, int groups) {
        this.net = net;
        this.layers = List.copyOf(layers);
        this.groups = groups;
        long most = 0;
        for (String layer : layers) {
            ConvShape s = net.layers().get(layer);
            most = Math.max(most, (long) s.c() * s.h() * s.w());
        }
        for (String layer : layers) {
            penalties.put(layer, new GroupPenalty(net.layers().get(layer), groups, most));
        }
    }

    /**
     * What was learned.
     *
     * @param params the network
     * @param groups group of each filter, 0 to G - 1, by layer
     */
    public record Learned(Params params, Map<String, int[]> groups) {}

    /**
     * Learns.
     *
     * @param plan epochs and rate; its rate falls as it says
     * @param lambda full strength of the penalty
     */
    public Learned run(
            Params start, ImageData data, Trainer.Plan plan, double lambda, Trainer.Listener listener, Random random) {
        try (Model model = new Model(
                net, start, this::weight, name -> !name.endsWith(Params.MEAN) && !name.endsWith(Params.VARIANCE))) {
            for (String layer : layers) {
                int filters = net.layers().get(layer).k();
                // Equal logits would leave the groups to the noise alone; a little of it breaks the tie for good.
                NDArray first =
                        model.manager().create(gaussian(random, groups * filters, .01), Model.shape(groups, filters));
                first.setRequiresGradient(true);
                logits.put(layer, first);
                means.put(layer, model.manager().zeros(first.getShape()));
                squares.put(layer, model.manager().zeros(first.getShape()));
            }
            int total = plan.epochs() * Math.max(1, data.train().size() / Trainer.BATCH);
            new Trainer(data, listener).run(model, plan, false, random, (step, batch, wanted, rate) -> {
                double done = (double) steps++ / total;
                float now = (float) (lambda * Math.min(1, done + 1.0 / total));
                float temperature = (float) (HOT * Math.pow(COLD / HOT, done));
                step.tempAttachAll(logits.values().toArray(NDArray[]::new));
                step.tempAttachAll(means.values().toArray(NDArray[]::new));
                step.tempAttachAll(squares.values().toArray(NDArray[]::new));
                lookAhead(model, step, batch, wanted, rate * now, now, temperature, random);
                penalise(model, step, rate * now);
            });
            Map<String, int[]> chosen = new LinkedHashMap<>();
            logits.forEach((layer, values) -> chosen.put(layer, argmax(values.toFloatArray())));
            return new Learned(model.params(), chosen);
        }
    }

    private NDArray weight(Model model, String layer, ConvShape shape) {
        NDArray other = ahead.get(layer);
        return other == null ? model.array(layer, Params.WEIGHT) : other;
    }

    private void lookAhead(
            Model model,
            NDManager step,
            NDArray batch,
            NDArray wanted,
            float move,
            float lambda,
            float temperature,
            Random random) {
        try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
            Map<String, NDArray> moved = new HashMap<>();
            NDArray penalty = null;
            for (String layer : layers) {
                NDArray noise = step.create(
                        gumbel(random, groups * net.layers().get(layer).k()),
                        logits.get(layer).getShape());
                NDArray warm = logits.get(layer).add(noise);
                NDArray shares = warm.div(Scalars.beside(warm, temperature)).softmax(0);
                NDArray weights = model.array(layer, Params.WEIGHT).stopGradient();
                GroupPenalty rule = penalties.get(layer);
                NDArray next = weights.sub(rule.gradient(weights, shares).mul(Scalars.beside(weights, move)));
                NDArray value = rule.value(next, shares);
                penalty = penalty == null ? value : penalty.add(value);
                moved.put(layer, next);
            }
            ahead = moved;
            NDArray out = model.forward(batch, true).get(net.graph().output());
            ahead = Map.of();
            NDArray weighed = penalty.mul(Scalars.beside(penalty, lambda));
            gradients.backward(Trainer.crossEntropy(out, wanted).add(weighed));
        }
        for (NDArray array : model.learned().values()) {
            NDArray gradient = array.getGradient();
            gradient.subi(gradient);
        }
        for (String layer : layers) {
            NDArray gradient = logits.get(layer).getGradient();
            NDArray mean = means.get(layer);
            NDArray square = squares.get(layer);
            mean.muli(FIRST).addi(gradient.mul(1 - FIRST));
            square.muli(SECOND).addi(gradient.square().mul(1 - SECOND));
            NDArray change = mean.div((float) (1 - Math.pow(FIRST, steps)))
                    .div(square.div((float) (1 - Math.pow(SECOND, steps)))
                            .sqrt()
                            .add(ADAM_TINY));
            logits.get(layer).subi(change.mul(LOGIT_RATE));
            gradient.subi(gradient);
        }
    }

    private void penalise(Model model, NDManager step, float move) {
        for (String layer : layers) {
            NDArray weights = model.array(layer, Params.WEIGHT);
            int[] group = argmax(logits.get(layer).toFloatArray());
            float[] shares = new float[groups * group.length];
            for (int k = 0; k < group.length; k++) {
                shares[group[k] * group.length + k] = 1;
            }
            NDArray hard = step.create(shares, logits.get(layer).getShape());
            weights.subi(penalties.get(layer).gradient(weights, hard).mul(move));
        }
    }

    /** The group of the largest logit of each filter, the first of equals. */
    private int[] argmax(float[] values) {
        int filters = values.length / groups;
        int[] best = new int[filters];
        for (int k = 0; k < filters; k++) {
            for (int g = 1; g < groups; g++) {
                best[k] = values[g * filters + k] > values[best[k] * filters + k] ? g : best[k];
            }
        }
        return best;
    }

    private static float[] gaussian(Random random, int count, double std) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * std);
        }
        return values;
    }

    private static float[] gumbel(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) -Math.log(-Math.log(random.nextDouble() * (1 - 2e-12) + 1e-12));
        }
        return values;
    }
}
