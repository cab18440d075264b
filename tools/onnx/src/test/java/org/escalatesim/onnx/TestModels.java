package org.escalatesim.onnx;

import java.util.List;

/** The models that tests trace; each ends in logits. */
final class TestModels {
    /** A model in the making and the tensor at which it ends. */
    record Made(ModelBuilder builder, String output, int[] input) {}

    private TestModels() {}

    private static String classifier(ModelBuilder b, String x, int c, int classes) {
        String pooled = b.node("GlobalAveragePool", List.of(x));
        String flat = b.node("Flatten", List.of(pooled));
        return b.node("Gemm", List.of(flat, b.weights(.5, classes, c), b.weights(.2, classes)), "transB", 1);
    }

    private static final int[] SAME = {1, 1, 1, 1};

    /** Convolutions with batch norms, max pool, an identity and a projected shortcut; a flattened map at the end. */
    static Made residual() {
        ModelBuilder b = ModelBuilder.of("x", 1, 3, 16, 16);
        String a = b.node("Relu", List.of(b.batchNorm(b.conv("x", 3, 8, 3, "pads", SAME), 8, 1e-5f)));
        a = b.node("MaxPool", List.of(a), "kernel_shape", new int[] {3, 3}, "strides", new int[] {2, 2}, "pads", SAME);
        String c = b.node("Relu", List.of(b.conv(a, 8, 8, 3, "pads", SAME)));
        c = b.batchNorm(b.conv(c, 8, 8, 3, "pads", SAME), 8, 1e-3f);
        a = b.node("Relu", List.of(b.node("Add", List.of(c, a))));
        String side = b.conv(a, 8, 12, 1, "strides", new int[] {2, 2});
        c = b.node("Relu", List.of(b.conv(a, 8, 12, 3, "pads", SAME, "strides", new int[] {2, 2})));
        c = b.conv(c, 12, 12, 3, "pads", SAME);
        a = b.node("Relu", List.of(b.node("Add", List.of(c, side))));
        a = b.node("AveragePool", List.of(a), "kernel_shape", new int[] {2, 2}, "strides", new int[] {2, 2});
        String flat = b.node("Reshape", List.of(a, b.int64(1, -1)));
        String hidden = b.node(
                "Relu",
                List.of(b.node(
                        "Add", List.of(b.node("MatMul", List.of(flat, b.weights(.2, 48, 20))), b.weights(.1, 20)))));
        String logits = b.node("Gemm", List.of(hidden, b.weights(.3, 20, 10), b.weights(.1, 10)), "alpha", .5f);
        return new Made(b, b.node("Softmax", List.of(logits), "axis", 1), new int[] {3, 16, 16});
    }

    /** Depthwise-separable and grouped convolutions. */
    static Made separable() {
        ModelBuilder b = ModelBuilder.of("x", 1, 3, 12, 12);
        String a = b.block("x", 3, 8, 3, 1, 1);
        a = b.block(a, 8, 8, 3, 2, 8);
        a = b.block(a, 8, 16, 1, 1, 1);
        a = b.node("Relu", List.of(b.conv(a, 16, 24, 3, "pads", SAME, "group", 4)));
        return new Made(b, classifier(b, a, 24, 5), new int[] {3, 12, 12});
    }

    /** Dilated convolutions: with unequal sides, on a map that its phases do not divide, next to a shortcut. */
    static Made dilated() {
        ModelBuilder b = ModelBuilder.of("x", 1, 4, 11, 9);
        String a = b.node(
                "Relu", List.of(b.conv("x", 4, 8, 3, "pads", new int[] {2, 3, 2, 3}, "dilations", new int[] {2, 3})));
        String c = b.conv(a, 8, 8, 3, "pads", new int[] {2, 2, 2, 2}, "dilations", new int[] {2, 2});
        a = b.node("Relu", List.of(b.node("Add", List.of(a, c))));
        a = b.node("Relu", List.of(b.conv(a, 8, 6, 3, "dilations", new int[] {3, 2})));
        return new Made(b, classifier(b, a, 6, 4), new int[] {4, 11, 9});
    }

    /** 1-D convolutions with stride, dilation and pooling. */
    static Made oneDimensional() {
        ModelBuilder b = ModelBuilder.of("x", 1, 2, 40);
        String a = b.node(
                "Conv",
                List.of("x", b.weights(.4, 6, 2, 5), b.weights(.1, 6)),
                "pads",
                new int[] {2, 2},
                "strides",
                new int[] {2});
        a = b.node(
                "MaxPool", List.of(b.node("Relu", List.of(a))), "kernel_shape", new int[] {2}, "strides", new int[] {2
                });
        a = b.node("Conv", List.of(a, b.weights(.4, 8, 6, 3)), "pads", new int[] {2, 2}, "dilations", new int[] {2});
        a = b.node("Relu", List.of(a));
        a = b.node("ReduceMean", List.of(a), "axes", new int[] {-1}, "keepdims", 0);
        return new Made(b, b.node("Gemm", List.of(a, b.weights(.5, 8, 3))), new int[] {2, 40});
    }

    /** Asymmetric padding in three ways, and strides that differ. */
    static Made asymmetric() {
        ModelBuilder b = ModelBuilder.of("x", 1, 3, 13, 10);
        String a = b.node(
                "Relu", List.of(b.conv("x", 3, 6, 3, "pads", new int[] {0, 1, 2, 0}, "strides", new int[] {2, 1})));
        a = b.node("Relu", List.of(b.conv(a, 6, 8, 4, "auto_pad", "SAME_UPPER", "strides", new int[] {1, 2})));
        a = b.node("Pad", List.of(a, b.int64(0, 0, 0, 1, 0, 0, 1, 0)));
        a = b.node("Relu", List.of(b.conv(a, 8, 8, 3)));
        return new Made(b, classifier(b, a, 8, 5), new int[] {3, 13, 10});
    }

    /** Concatenation, a standalone ReLU, squeeze-and-excitation, hard-swish and leaky ReLU. */
    static Made elementwise() {
        ModelBuilder b = ModelBuilder.of("x", 1, 3, 10, 10);
        String a = b.node("HardSwish", List.of(b.conv("x", 3, 8, 3, "pads", SAME)));
        String left = b.node("LeakyRelu", List.of(b.conv(a, 8, 4, 1)), "alpha", .1f);
        String right = b.conv(a, 8, 6, 3, "pads", SAME);
        a = b.node("Relu", List.of(b.node("Concat", List.of(left, right), "axis", 1)));
        String squeezed = b.node("GlobalAveragePool", List.of(a));
        squeezed = b.node("Relu", List.of(b.conv(squeezed, 10, 4, 1)));
        squeezed = b.node("HardSigmoid", List.of(b.conv(squeezed, 4, 10, 1)), "alpha", 1 / 6f);
        a = b.node("Mul", List.of(squeezed, a));
        a = b.node(
                "AveragePool",
                List.of(a),
                "kernel_shape",
                new int[] {3, 3},
                "strides",
                new int[] {2, 2},
                "ceil_mode",
                1);
        String other = b.conv(a, 10, 10, 3, "pads", SAME);
        a = b.node("Mul", List.of(other, b.node("Sigmoid", List.of(other))));
        return new Made(b, classifier(b, a, 10, 6), new int[] {3, 10, 10});
    }

    /** MobileNetV2 (Sandler et al., 2018, table 2) at a width of one quarter, 17 inverted residuals, on 64 x 64. */
    static Made mobileNet(int size) {
        int[][] stages = {
            {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
        };
        ModelBuilder b = ModelBuilder.of("x", 0, 3, size, size);
        String a = b.block("x", 3, 8, 3, 2, 1);
        int c = 8;
        for (int[] stage : stages) {
            for (int i = 0; i < stage[2]; i++) {
                int stride = i == 0 ? stage[3] : 1;
                int k = stage[1] / 4;
                int wide = c * stage[0];
                String x = stage[0] == 1 ? a : b.block(a, c, wide, 1, 1, 1);
                x = b.block(x, wide, wide, 3, stride, wide);
                x = b.batchNorm(b.node("Conv", List.of(x, b.weights(Math.sqrt(1.0 / wide), k, wide, 1, 1))), k, 1e-5f);
                a = stride == 1 && c == k ? b.node("Add", List.of(a, x)) : x;
                c = k;
            }
        }
        a = b.block(a, c, 320, 1, 1, 1);
        return new Made(b, classifier(b, a, 320, 10), new int[] {3, size, size});
    }

    /** A convolution, residual addition and classifier in QDQ form; the ReLUs are in the integers' range. */
    static Made quantised() {
        ModelBuilder b = ModelBuilder.of("x", 1, 3, 8, 8);
        String a = quantise(b, "x", .02f, false, 0);
        a = quantise(b, quantisedConv(b, a, 3, 8, .02f), .015f, true, 0);
        String c = quantise(b, quantisedConv(b, a, 8, 8, .015f), .025f, false, 0);
        a = quantise(b, b.node("Relu", List.of(b.node("Add", List.of(a, c)))), .03f, true, 0);
        a = quantise(b, b.node("GlobalAveragePool", List.of(a)), .01f, true, 0);
        a = b.node("Flatten", List.of(a));
        float[] scale = {.004f};
        String w = b.node(
                "DequantizeLinear",
                List.of(b.bytes(false, b.randomBytes(40), 5, 8), b.floats(scale), b.bytes(false, new byte[1])));
        return new Made(b, b.node("Gemm", List.of(a, w), "transB", 1), new int[] {3, 8, 8});
    }

    /**
     * Two convolutions, a maximum and a mean in QDQ form whose integers saturate at both ends; the last result is not
     * quantised.
     *
     * @param zero zero point of every activation
     * @param largest of the Clip behind the convolutions; 0 for a Relu, below 0 for neither
     */
    static Made saturating(boolean unsigned, int zero, float largest) {
        ModelBuilder b = ModelBuilder.of("x", 1, 3, 8, 8);
        String a = quantise(b, "x", .02f, false, 0);
        a = quantise(b, cut(b, quantisedConv(b, a, 3, 8, .02f), largest), .01f, unsigned, zero);
        a = quantise(b, b.node("MaxPool", List.of(a), "kernel_shape", new int[] {2, 2}), .01f, unsigned, zero);
        a = quantise(b, cut(b, quantisedConv(b, a, 8, 8, .01f), largest), .012f, unsigned, zero);
        a = quantise(b, b.node("GlobalAveragePool", List.of(a)), .004f, unsigned, zero);
        a = b.node("Flatten", List.of(a));
        String w = b.node(
                "DequantizeLinear",
                List.of(
                        b.bytes(false, b.randomBytes(40), 5, 8),
                        b.floats(new float[] {.004f}),
                        b.bytes(false, new byte[1])));
        return new Made(b, b.node("Gemm", List.of(a, w), "transB", 1), new int[] {3, 8, 8});
    }

    private static String cut(ModelBuilder b, String x, float largest) {
        return largest < 0
                ? x
                : largest == 0
                        ? b.node("Relu", List.of(x))
                        : b.node("Clip", List.of(x, b.floats(new float[] {0}), b.floats(new float[] {largest})));
    }

    static String quantise(ModelBuilder b, String x, float scale, boolean unsigned, int zero) {
        String s = b.floats(new float[] {scale});
        String z = b.bytes(unsigned, new byte[] {(byte) zero});
        return b.node("DequantizeLinear", List.of(b.node("QuantizeLinear", List.of(x, s, z)), s, z));
    }

    private static String quantisedConv(ModelBuilder b, String x, int c, int k, float inputScale) {
        float[] scale = new float[k];
        float[] biasScale = new float[k];
        int[] bias = new int[k];
        for (int i = 0; i < k; i++) {
            scale[i] = .0005f * (i + 2);
            biasScale[i] = scale[i] * inputScale;
            bias[i] = 900 * i - 2000;
        }
        String w = b.node(
                "DequantizeLinear",
                List.of(
                        b.bytes(false, b.randomBytes(k * c * 9), k, c, 3, 3),
                        b.floats(scale, k),
                        b.bytes(false, new byte[k], k)),
                "axis",
                0);
        String added = b.node("DequantizeLinear", List.of(b.int32(bias, k), b.floats(biasScale, k)), "axis", 0);
        return b.node("Conv", List.of(x, w, added), "pads", SAME);
    }
}
