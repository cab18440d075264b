package org.escalatesim.reference;

import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Requant;

/**
 * A decomposed layer by plain loops: channels first, then basis kernels, then the sum over m (ESCALATE, MICRO 2021).
 * It shares no arithmetic with the machine and knows no timing; it saturates where the hardware has limited widths, in
 * the order in which the hardware adds.
 */
public final class ReferenceConvolution {
    private final ConvShape shape;
    private final Decomposed weights;
    private final int[] input;
    private final long elementLow;
    private final long elementHigh;
    private final long psumLow;
    private final long psumHigh;
    private long elementSaturations;
    private long psumSaturations;

    private ReferenceConvolution(ConvShape shape, Decomposed weights, int[] input, int elementBits, int psumBits) {
        this.shape = shape;
        this.weights = weights;
        this.input = input;
        this.elementHigh = (1L << (elementBits - 1)) - 1;
        this.elementLow = -elementHigh - 1;
        this.psumHigh = (1L << (psumBits - 1)) - 1;
        this.psumLow = -psumHigh - 1;
    }

    /**
     * Computes a layer.
     *
     * @param layer with decomposed weights and with activation values
     * @param elementBits signed bits of an intermediate element, 2 to 32; it saturates once, when its channel sum is
     *     complete. Elements are counted as saturated only at pixels on which some tap lands (no others are streamed),
     *     each (k, m, pixel) once
     * @param psumBits signed bits of a partial sum, 2 to 32; it saturates after each addition, in raster order of the
     *     input pixels, and every addition that saturates is counted
     * @return sums [K][P][Q], outputs [P][Q][K] (null without requantisation) and the two counts
     * @throws IllegalArgumentException if the layer has no activation values, other weights, or a width is out of range
     */
    public static LayerRun.Values compute(LayerTrace layer, int elementBits, int psumBits) {
        if (!(layer.weights() instanceof Decomposed weights)) {
            throw new IllegalArgumentException(layer.name() + ": the reference needs decomposed weights");
        }
        if (!layer.input().hasValues()) {
            throw new IllegalArgumentException(layer.name() + ": the activations have presence bits but no values");
        }
        checkBits("element", elementBits);
        checkBits("psum", psumBits);
        ConvShape shape = layer.shape();
        ReferenceConvolution reference =
                new ReferenceConvolution(shape, weights, unpack(layer.input()), elementBits, psumBits);
        int[] sums = reference.sums();
        byte[] outputs = layer.requant() == null ? null : outputs(shape, sums, layer.requant());
        return new LayerRun.Values(sums, outputs, reference.elementSaturations, reference.psumSaturations);
    }

    /**
     * The first difference between what a machine computed and the reference: sums in the order k, p, q, then outputs
     * in the order p, q, k. Saturation counts are not compared.
     *
     * @return null if the values are equal, else one line that names the array, its size or k, p, q, and both values
     */
    public static String compare(LayerRun.Values machine, LayerRun.Values reference, ConvShape shape) {
        int pixels = shape.p() * shape.q();
        String size = compareSizes("sums", length(machine.sums()), length(reference.sums()), shape.k() * pixels);
        if (size != null) {
            return size;
        }
        for (int i = 0; i < reference.sums().length; i++) {
            if (machine.sums()[i] != reference.sums()[i]) {
                int pixel = i % pixels;
                return difference(
                        "sums",
                        shape,
                        i / pixels,
                        pixel,
                        machine.sums()[i],
                        reference.sums()[i]);
            }
        }
        if (machine.outputs() == null && reference.outputs() == null) {
            return null;
        }
        size = compareSizes("outputs", length(machine.outputs()), length(reference.outputs()), shape.k() * pixels);
        if (size != null) {
            return size;
        }
        for (int i = 0; i < reference.outputs().length; i++) {
            if (machine.outputs()[i] != reference.outputs()[i]) {
                int k = i % shape.k();
                int pixel = i / shape.k();
                return difference(
                        "outputs",
                        shape,
                        k,
                        pixel,
                        machine.outputs()[i],
                        reference.outputs()[i]);
            }
        }
        return null;
    }

    private int[] sums() {
        boolean[] streamed = streamedPixels();
        int pixels = shape.p() * shape.q();
        int[] sums = new int[shape.k() * pixels];
        for (int k = 0; k < shape.k(); k++) {
            for (int m = 0; m < weights.m(); m++) {
                long[] psums = psums(k, m, streamed);
                for (int pixel = 0; pixel < pixels; pixel++) {
                    // int arithmetic: the 32-bit sum over m wraps, it does not saturate.
                    sums[k * pixels + pixel] += weights.rowScale(k, m) * (int) psums[pixel];
                }
            }
        }
        return sums;
    }

    /** The partial sums [P][Q] of row (k, m). */
    private long[] psums(int k, int m, boolean[] streamed) {
        long[] psums = new long[shape.p() * shape.q()];
        int[] coefficients = new int[shape.cPerGroup()];
        for (int c = 0; c < coefficients.length; c++) {
            coefficients[c] = weights.coefficient(k, c, m);
        }
        int firstChannel = k / shape.kPerGroup() * shape.cPerGroup();
        for (int y = 0; y < shape.h(); y++) {
            for (int x = 0; x < shape.w(); x++) {
                int pixel = y * shape.w() + x;
                if (!streamed[pixel]) {
                    continue;
                }
                // An element without a matched pair is never sent by the machine; here it is 0, which adds nothing
                // and cannot saturate, so it needs no case of its own.
                long element = element(coefficients, pixel * shape.c() + firstChannel);
                if (element != 0) {
                    scatter(element, k, m, y, x, psums);
                }
            }
        }
        return psums;
    }

    private long element(int[] coefficients, int firstValue) {
        int sum = 0; // 8-bit values: 32 bits hold more than eight million channels
        for (int c = 0; c < coefficients.length; c++) {
            sum += coefficients[c] * input[firstValue + c];
        }
        long saturated = clamp(sum, elementLow, elementHigh);
        if (saturated != sum) {
            elementSaturations++;
        }
        return saturated;
    }

    /** Adds an element times each tap that lands on an output; the taps of one pixel land on different outputs. */
    private void scatter(long element, int k, int m, int y, int x, long[] psums) {
        for (int r = 0; r < shape.r(); r++) {
            int p = outputIndex(y + shape.padTop() - r, shape.strideH(), shape.p());
            for (int s = 0; s < shape.s(); s++) {
                int q = outputIndex(x + shape.padLeft() - s, shape.strideW(), shape.q());
                if (p < 0 || q < 0) {
                    continue;
                }
                int at = p * shape.q() + q;
                long sum = psums[at] + element * weights.basis(k, m, r * shape.s() + s);
                psums[at] = clamp(sum, psumLow, psumHigh);
                if (psums[at] != sum) {
                    psumSaturations++;
                }
            }
        }
    }

    /** [H][W]: whether some tap lands on an output from this pixel. */
    private boolean[] streamedPixels() {
        boolean[] streamed = new boolean[shape.h() * shape.w()];
        for (int y = 0; y < shape.h(); y++) {
            for (int x = 0; x < shape.w(); x++) {
                for (int r = 0; r < shape.r(); r++) {
                    for (int s = 0; s < shape.s(); s++) {
                        int p = outputIndex(y + shape.padTop() - r, shape.strideH(), shape.p());
                        int q = outputIndex(x + shape.padLeft() - s, shape.strideW(), shape.q());
                        if (p >= 0 && q >= 0) {
                            streamed[y * shape.w() + x] = true;
                        }
                    }
                }
            }
        }
        return streamed;
    }

    /** The output whose window starts at a position of the padded map, or -1 if there is none. */
    private static int outputIndex(int start, int stride, int outputs) {
        if (start < 0 || start % stride != 0 || start / stride >= outputs) {
            return -1;
        }
        return start / stride;
    }

    static byte[] outputs(ConvShape shape, int[] sums, Requant requant) {
        int pixels = shape.p() * shape.q();
        byte[] outputs = new byte[sums.length];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int k = 0; k < shape.k(); k++) {
                int at = pixel * shape.k() + k;
                int shortcut =
                        requant.shortcut() == null ? 0 : requant.shortcut().value(at);
                outputs[at] = (byte) requantise(requant, k, sums[k * pixels + pixel], shortcut);
            }
        }
        return outputs;
    }

    /**
     * One output, -128 to 255, by division: the quotient is rounded down and corrected by twice the remainder.
     *
     * @param shortcut the residual input at this output; ignored when the layer has none
     */
    static int requantise(Requant requant, int k, int sum, int shortcut) {
        long value = (long) sum * requant.mult()[k] + requant.bias()[k];
        if (requant.shortcut() != null) {
            value += (long) shortcut * requant.shortcut().mult()[k];
        }
        long divisor = 1L << requant.shift()[k];
        long quotient = Math.floorDiv(value, divisor);
        long twice = 2 * Math.floorMod(value, divisor);
        boolean odd = Math.floorMod(quotient, 2L) == 1;
        if (twice > divisor || (twice == divisor && odd)) {
            quotient++;
        }
        return (int) (requant.relu() ? clamp(quotient, 0, 255) : clamp(quotient, -128, 127));
    }

    static int[] unpack(SparseMap map) {
        int[] values = new int[map.height() * map.width() * map.channels()];
        int at = 0;
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                for (int c = 0; c < map.channels(); c++) {
                    values[at++] = map.value(y, x, c);
                }
            }
        }
        return values;
    }

    private static long clamp(long value, long low, long high) {
        return Math.max(low, Math.min(high, value));
    }

    private static void checkBits(String name, int bits) {
        if (bits < 2 || bits > 32) {
            throw new IllegalArgumentException(name + " width must be 2 to 32 bits, not " + bits);
        }
    }

    private static int length(int[] array) {
        return array == null ? 0 : array.length;
    }

    private static int length(byte[] array) {
        return array == null ? 0 : array.length;
    }

    private static String compareSizes(String array, int machine, int reference, int expected) {
        if (machine == expected && reference == expected) {
            return null;
        }
        return array + ": the machine has " + machine + " values, the reference " + reference + ", the layer "
                + expected;
    }

    private static String difference(String array, ConvShape shape, int k, int pixel, int machine, int reference) {
        return array + " differ at k = " + k + ", p = " + pixel / shape.q() + ", q = " + pixel % shape.q()
                + ": the machine has " + machine + ", the reference " + reference;
    }
}
