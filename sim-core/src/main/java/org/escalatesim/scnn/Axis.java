package org.escalatesim.scnn;

import org.escalatesim.tensor.ConvShape;

/**
 * One axis of a convolution as phases of unit stride. Input i lies at coordinate {@code u = (i + pad) / stride} of phase
 * {@code (i + pad) % stride}; tap r of the kernel belongs to phase {@code r % stride}, where it is tap
 * {@code r' = r / stride}; and output {@code o = u - r'} in every phase. Phases without taps are left out.
 *
 * @param kernel taps
 * @param stride stride
 * @param pad zeros before the first input
 * @param inputs inputs, padding not included
 * @param outputs outputs
 */
record Axis(int kernel, int stride, int pad, int inputs, int outputs) {
    static Axis rows(ConvShape shape) {
        return new Axis(shape.r(), shape.strideH(), shape.padTop(), shape.h(), shape.p());
    }

    static Axis columns(ConvShape shape) {
        return new Axis(shape.s(), shape.strideW(), shape.padLeft(), shape.w(), shape.q());
    }

    int phases() {
        return Math.min(stride, kernel);
    }

    /** Taps of a phase; phase 0 has the most. */
    int taps(int phase) {
        return (kernel - phase + stride - 1) / stride;
    }

    /** Coordinates between an output and the input under its first tap of the unpadded map. */
    int lead() {
        return pad / stride;
    }

    /** The first coordinate that an input lies at. */
    int low() {
        return pad / stride;
    }

    /** The last coordinate that an input of use lies at. */
    int high() {
        return Math.min((inputs - 1 + pad) / stride, outputs - 1 + taps(0) - 1);
    }

    /** The input at a coordinate of a phase, or -1 where there is none. */
    int input(int u, int phase) {
        int input = u * stride + phase - pad;
        return input < inputs ? Math.max(input, -1) : -1;
    }
}
