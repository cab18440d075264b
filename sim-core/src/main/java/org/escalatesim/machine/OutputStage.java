package org.escalatesim.machine;

import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.Requant;

/** What happens to a finished 32-bit sum on every machine alike: requantisation, shortcut, ReLU, pooling. */
public final class OutputStage {
    /** Multiplier, shift and bias of an output channel: 16 + 8 + 32 bits. */
    public static final int REQUANT_BITS = 56;

    private OutputStage() {}

    /**
     * The 8-bit outputs of a layer.
     *
     * @param sums [K][P][Q]
     * @return [P][Q][K], or null when the layer has no requantisation
     */
    public static byte[] requantise(LayerTrace layer, int[] sums) {
        Requant requant = layer.requant();
        if (requant == null) {
            return null;
        }
        int k = layer.shape().k();
        int pixels = layer.shape().p() * layer.shape().q();
        byte[] outputs = new byte[sums.length];
        for (int i = 0; i < k; i++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                int index = pixel * k + i;
                int shortcut =
                        requant.shortcut() == null ? 0 : requant.shortcut().value(index);
                outputs[index] = (byte) requant.apply(i, sums[i * pixels + pixel], shortcut);
            }
        }
        return outputs;
    }

    /** Bits of a layer's requantisation parameters, which come from DRAM once, with its first weights. */
    public static long parameterBits(LayerTrace layer) {
        return (long) REQUANT_BITS * layer.shape().k();
    }

    /** Counts that the parameters of every output channel are written to registers once. */
    public static void countParameters(Activity activity, LayerTrace layer) {
        activity.add(
                "output", Action.REGISTER_WRITE, REQUANT_BITS, layer.shape().k());
    }

    /**
     * Counts the work on finished sums, components {@code output} and {@code pooling}; loading and storing is the
     * machine's own affair.
     *
     * @param sums number of finished sums, K * P * Q where each is finished once
     */
    public static void count(Activity activity, LayerTrace layer, long sums) {
        count(activity, layer.post(), sums);
    }

    /** The same for some of a layer's output channels, {@code post} being theirs. */
    static void count(Activity activity, PostOps post, long sums) {
        activity.add("output", Action.MULTIPLY, 32, 16, sums);
        // The bias.
        activity.add("output", Action.ADD, 32, sums);
        activity.add("output", Action.REGISTER_READ, REQUANT_BITS, sums);
        if (post.residual()) {
            activity.add("output", Action.MULTIPLY, 16, 8, sums);
            activity.add("output", Action.ADD, 32, sums);
        }
        if (post.relu()) {
            activity.add("output", Action.COMPARE, 8, sums);
        }
        long pooled = post.pooledOutputs() * post.poolWindow();
        switch (post.pool()) {
            case "max" -> activity.add("pooling", Action.COMPARE, 8, pooled);
            case "average" -> activity.add("pooling", Action.ADD, 16, pooled);
            default -> {
                // Nothing to count without pooling.
            }
        }
    }
}
