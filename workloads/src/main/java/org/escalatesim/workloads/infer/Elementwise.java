package org.escalatesim.workloads.infer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A function of one value. In 8 bits it is a table of 256 entries.
 *
 * @param kind which function
 * @param alpha slope of HARD_SIGMOID, and of LEAKY_RELU below zero; else 0
 * @param beta offset of HARD_SIGMOID; else 0
 */
public record Elementwise(Kind kind, double alpha, double beta) {

    /** The functions, as the ONNX operators of the same names define them. */
    public enum Kind {
        /** 1 / (1 + exp(-x)). */
        SIGMOID(false, false, false),
        /** tanh(x). */
        TANH(true, false, false),
        /** max(0, min(1, alpha * x + beta)). */
        HARD_SIGMOID(false, true, true),
        /** x * max(0, min(1, x / 6 + 1 / 2)). */
        HARD_SWISH(true, false, false),
        /** x, below zero alpha * x. */
        LEAKY_RELU(true, true, false);

        private final boolean signed;
        private final boolean alpha;
        private final boolean beta;

        Kind(boolean signed, boolean alpha, boolean beta) {
            this.signed = signed;
            this.alpha = alpha;
            this.beta = beta;
        }

        /** Whether there is an alpha. */
        public boolean alpha() {
            return alpha;
        }

        /** Whether there is a beta. */
        public boolean beta() {
            return beta;
        }

        /** Whether results can be negative. */
        public boolean signed() {
            return signed;
        }

        /** The name in manifests. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** All names. */
        public static List<String> words() {
            return Arrays.stream(values()).map(Kind::word).toList();
        }
    }

    /** The function's value. */
    public double apply(double x) {
        return switch (kind) {
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case TANH -> Math.tanh(x);
            case HARD_SIGMOID -> Math.max(0, Math.min(1, alpha * x + beta));
            case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
            case LEAKY_RELU -> x < 0 ? alpha * x : x;
        };
    }
}
