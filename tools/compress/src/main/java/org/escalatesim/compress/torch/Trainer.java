package org.escalatesim.compress.torch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.escalatesim.compress.data.ImageData;
import org.escalatesim.compress.data.LabelledImages;
import org.escalatesim.compress.net.Params;
import org.escalatesim.config.InputException;

/** Stochastic gradient descent with momentum on the cross entropy of the classes. */
public final class Trainer {
    /** Images of one step. */
    public static final int BATCH = 100;

    private static final float MOMENTUM = .9f;

    /**
     * What to do.
     *
     * @param epochs passes over the training images
     * @param rate learning rate at the beginning
     * @param falls whether the rate falls to zero along half a cosine, or stays
     * @param l1 strength of the penalty on the sum of the coefficients' magnitudes
     * @param decay weight decay on float weights
     */
    public record Plan(int epochs, double rate, boolean falls, double l1, double decay) {}

    /** Is told of every epoch that ends. */
    @FunctionalInterface
    public interface Listener {
        /** Epoch {@code epoch} of {@code epochs} ended with this mean loss (penalties included). */
        void epoch(int epoch, int epochs, double loss);
    }

    /** What a recipe does after each step of the weights, within its manager. */
    @FunctionalInterface
    interface AfterStep {
        /** The step's images [N, C, H, W], their classes as flags [N, classes], and its learning rate. */
        void run(NDManager step, NDArray batch, NDArray wanted, float rate);
    }

    private static final AfterStep NOTHING = (step, batch, wanted, rate) -> {};

    private final ImageData data;
    private final Listener listener;
    private final Map<String, NDArray> velocity = new LinkedHashMap<>();

    /** A trainer on the training images of some data. */
    public Trainer(ImageData data, Listener listener) {
        this.data = data;
        this.listener = listener;
    }

    /**
     * Trains all arrays of a model that learn.
     *
     * @param masked whether coefficients and weights that are zero at the beginning stay zero: they were pruned
     * @param random gives the order of the images
     * @throws InputException if the loss is no number any more
     */
    public void run(Model model, Plan plan, boolean masked, Random random) {
        run(model, plan, masked, random, NOTHING);
    }

    /** The same with something to do after each step. */
    void run(Model model, Plan plan, boolean masked, Random random, AfterStep after) {
        velocity.clear();
        Map<String, NDArray> masks = new LinkedHashMap<>();
        model.learned().forEach((name, array) -> {
            velocity.put(name, model.manager().zeros(array.getShape()));
            boolean prunable = name.endsWith("." + Params.COEFFICIENTS) || name.endsWith("." + Params.WEIGHT);
            if (masked && prunable) {
                masks.put(name, array.neq(0).toType(array.getDataType(), false));
            }
        });
        LabelledImages images = data.train();
        int[] order = new int[images.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int steps = Math.max(1, order.length / BATCH);
        for (int epoch = 0; epoch < plan.epochs(); epoch++) {
            shuffle(order, random);
            double sum = 0;
            for (int step = 0; step < steps; step++) {
                double done = (double) (epoch * steps + step) / (plan.epochs() * steps);
                double rate = plan.falls() ? plan.rate() * (1 + Math.cos(Math.PI * done)) / 2 : plan.rate();
                sum += step(model, plan, masks, order, step * BATCH, (float) rate, after);
            }
            if (!Double.isFinite(sum)) {
                throw new InputException("training diverged: the loss of epoch " + (epoch + 1) + " is " + sum
                        + "; other images, or a smaller --penalty, may help");
            }
            listener.epoch(epoch + 1, plan.epochs(), sum / steps);
        }
    }

    private double step(
            Model model, Plan plan, Map<String, NDArray> masks, int[] order, int from, float rate, AfterStep after) {
        int count = Math.min(BATCH, order.length - from);
        try (NDManager step = model.manager().newSubManager()) {
            model.arrays().values().forEach(step::tempAttachAll);
            velocity.values().forEach(step::tempAttachAll);
            masks.values().forEach(step::tempAttachAll);
            NDArray batch = batch(step, data.train(), order, from, count);
            NDArray wanted = wanted(step, data.train(), order, from, count);
            double value;
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray logits =
                        model.forward(batch, true).get(model.net().graph().output());
                NDArray loss = crossEntropy(logits, wanted);
                if (plan.l1() > 0) {
                    for (Map.Entry<String, NDArray> array : model.learned().entrySet()) {
                        if (array.getKey().endsWith("." + Params.COEFFICIENTS)) {
                            NDArray sum = array.getValue().abs().sum();
                            loss = loss.add(sum.mul(Scalars.beside(sum, plan.l1())));
                        }
                    }
                }
                gradients.backward(loss);
                value = loss.getFloat();
            }
            model.learned().forEach((name, array) -> {
                NDArray gradient = array.getGradient();
                boolean decays = plan.decay() > 0 && name.endsWith("." + Params.WEIGHT);
                NDArray change = decays ? gradient.add(array.mul((float) plan.decay())) : gradient;
                if (masks.containsKey(name)) {
                    change = change.mul(masks.get(name));
                }
                NDArray moving = velocity.get(name);
                moving.muli(MOMENTUM).addi(change);
                array.subi(moving.mul(rate));
                gradient.subi(gradient);
            });
            after.run(step, batch, wanted, rate);
            return value;
        }
    }

    static NDArray crossEntropy(NDArray logits, NDArray wanted) {
        NDArray count = Scalars.beside(logits, -logits.getShape().get(0));
        return logits.logSoftmax(1).mul(wanted).sum().div(count);
    }

    NDArray batch(NDManager manager, LabelledImages images, int[] order, int from, int count) {
        float[] pixels = new float[count * images.imageSize()];
        for (int i = 0; i < count; i++) {
            data.normalise(images, order[from + i], pixels, i * images.imageSize());
        }
        return manager.create(pixels, Model.shape(count, images.channels(), images.height(), images.width()));
    }

    private NDArray wanted(NDManager manager, LabelledImages images, int[] order, int from, int count) {
        float[] flags = new float[count * data.classes()];
        for (int i = 0; i < count; i++) {
            flags[i * data.classes() + images.labels()[order[from + i]]] = 1;
        }
        return manager.create(flags, Model.shape(count, data.classes()));
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
