package org.escalatesim.trace;

/**
 * What happens to a layer's outputs on their way out of the blocks, for counting work and stored outputs.
 *
 * @param relu whether outputs pass a ReLU
 * @param residual whether a shortcut is added to each output
 * @param pool pooling kind: {@code none}, {@code max} or {@code average}
 * @param poolWindow values per pooled output (9 for 3 x 3), 1 without pooling
 * @param pooledOutputs values that leave after pooling; equals K * P * Q without pooling
 */
public record PostOps(boolean relu, boolean residual, String pool, int poolWindow, long pooledOutputs) {
    /** Only a ReLU, no pooling: {@code outputs} values leave. */
    public static PostOps reluOnly(long outputs) {
        return new PostOps(true, false, "none", 1, outputs);
    }
}
