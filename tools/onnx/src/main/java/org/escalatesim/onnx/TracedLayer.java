package org.escalatesim.onnx;

/** A convolution or fully connected layer of a trace folder in the making. */
final class TracedLayer {
    final String name;
    final boolean fc;
    /** The value that it reads. */
    final String input;
    /** [C, H, W] of its input. */
    final int[] in;
    /** [K, P, Q] of its output. */
    final int[] out;
    /** [R, S]. */
    int[] kernel = {1, 1};
    /** Vertical, horizontal. */
    int[] stride = {1, 1};
    /** Top, left, bottom, right. */
    int[] pad = new int[4];
    /** Vertical, horizontal. */
    int[] dilation = {1, 1};

    int groups = 1;
    /** [K][C/groups][R][S], or null if the model gives integers. */
    float[] weights;
    /** [K][C/groups][R][S], or null if the model gives floats. */
    byte[] integers;
    /** [K], real size of one step of {@link #integers}. */
    float[] weightScale;
    /** [K], or null. */
    float[] bias;
    /** [4][K]: gamma, beta, mean, variance, or null. */
    float[] batchNorm;

    TracedLayer(String name, boolean fc, String input, int[] in, int[] out) {
        this.name = name;
        this.fc = fc;
        this.input = input;
        this.in = in;
        this.out = out;
    }

    int k() {
        return out[0];
    }

    /** Multiply-accumulates of the dense layer, padding included. */
    long macs() {
        return (long) out[0] * out[1] * out[2] * (in[0] / groups) * kernel[0] * kernel[1];
    }
}
