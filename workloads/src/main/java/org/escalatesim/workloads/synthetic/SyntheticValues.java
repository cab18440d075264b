package org.escalatesim.workloads.synthetic;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.Requant;
import org.escalatesim.trace.Weights;

/** Values of synthetic layers: plausible in size, without meaning. */
final class SyntheticValues {
    /** Standard deviation of outputs in output steps: three of them span the u8 range. */
    private static final double OUTPUT_DEVIATION = 80;

    /** Mean square of an activation made by {@link #magnitude}, near enough to scale outputs. */
    private static final double ACTIVATION_POWER = 7200;

    /** Mean square of the weights that {@link KernelBits#values} makes, 1 to 127 evenly: (127 + 1)(2 * 127 + 1) / 6. */
    private static final double WEIGHT_POWER = 128 * 255 / 6.0;

    private static final int MAX_SHIFT = 30;

    private SyntheticValues() {}

    /** A map with the given presence bits and an 8-bit non-zero value wherever one is set. */
    static SparseMap activations(long[] presence, ConvShape shape, boolean signed, BitRandom random) {
        int perGroup = shape.cPerGroup();
        int words = SparseMap.words(perGroup);
        byte[] values = new byte[shape.h() * shape.w() * shape.c()];
        for (int i = 0; i < presence.length; i++) {
            int base = i / words * perGroup + (i % words << 6);
            for (long bits = presence[i]; bits != 0; bits &= bits - 1) {
                values[base + Long.numberOfTrailingZeros(bits)] = value(signed, random.next());
            }
        }
        return SparseMap.ofDense(values, shape.h(), shape.w(), shape.c(), shape.groups(), signed);
    }

    /** 8-bit kernel values, evenly from -127 to 127. */
    static byte[] kernels(int count, BitRandom random) {
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = (byte) (random.below(255) - 127);
        }
        return values;
    }

    /** Positive 8-bit scales of ternary terms, each term about half the one before. */
    static int[] rowScales(int k, int m, BitRandom random) {
        int[] scales = new int[k * m];
        for (int i = 0; i < scales.length; i++) {
            int largest = Math.max(2, 127 >> Math.min(6, i % m));
            scales[i] = largest - random.below((largest + 1) / 2);
        }
        return scales;
    }

    /**
     * Requantisation that spreads the outputs over the 8-bit range: the deviation of each output channel's sum is
     * estimated from its non-zero coefficients or weights, and the bias is such that about {@code outputDensity} of the outputs
     * pass the ReLU.
     *
     * @param shortcut whether to make the residual values that the layer's post operations call for
     */
    static Requant requant(LayerPlan plan, Weights weights, boolean shortcut, BitRandom random) {
        ConvShape shape = plan.shape();
        int k = shape.k();
        int[] mult = new int[k];
        int[] shift = new int[k];
        long[] bias = new long[k];
        double[] power = weights instanceof Decomposed decomposed ? power(decomposed) : power((Kernels) weights);
        double centre = plan.post().relu()
                ? OUTPUT_DEVIATION * Math.max(-2, Math.min(2, CoefficientBits.threshold(plan.outputDensity())))
                : 0;
        for (int i = 0; i < k; i++) {
            double deviation = StrictMath.sqrt(power[i] * Math.max(.01, plan.inputDensity()) * ACTIVATION_POWER);
            double factor = OUTPUT_DEVIATION / Math.max(1, deviation);
            int bits = 0;
            // The largest shift at which the multiplier still has 15 bits: the best precision that fits.
            while (bits < MAX_SHIFT && factor * (1L << (bits + 1)) < Short.MAX_VALUE) {
                bits++;
            }
            shift[i] = bits;
            mult[i] = (int) StrictMath.rint(Math.min(Short.MAX_VALUE, factor * (1L << bits)));
            double offset = centre + random.normal() * OUTPUT_DEVIATION / 4;
            bias[i] = (long) StrictMath.rint(offset * (1L << bits));
        }
        Requant.Shortcut residual = null;
        if (shortcut && plan.post().residual()) {
            byte[] values = new byte[shape.p() * shape.q() * k];
            for (int i = 0; i < values.length; i++) {
                long r = random.next();
                // Half of an unsigned shortcut is zero, as after a ReLU.
                values[i] = !plan.signedShortcut() && r < 0 ? 0 : value(plan.signedShortcut(), r);
            }
            int[] half = new int[k];
            for (int i = 0; i < k; i++) {
                half[i] = (int) ((1L << shift[i]) >> 1);
            }
            residual = new Requant.Shortcut(values, plan.signedShortcut(), half);
        }
        return new Requant(mult, shift, bias, plan.post().relu(), residual);
    }

    /** Sum of the squares of the non-zero weights' values of each output channel, [K], as expected. */
    private static double[] power(Kernels weights) {
        double[] power = new double[weights.k()];
        int[] counts = KernelBits.perOutput(weights.presence(), weights.k());
        for (int k = 0; k < power.length; k++) {
            power[k] = counts[k] * WEIGHT_POWER;
        }
        return power;
    }

    private static double[] power(Decomposed weights) {
        double[] power = new double[weights.k()];
        double[] shared = weights.basisPerK() ? null : rowPower(weights, 0);
        for (int k = 0; k < power.length; k++) {
            double[] rows = shared == null ? rowPower(weights, k) : shared;
            for (int m = 0; m < weights.m(); m++) {
                double scale = weights.rowScale(k, m);
                power[k] += weights.nonZeros(k, m) * rows[m] * scale * scale;
            }
        }
        return power;
    }

    private static double[] rowPower(Decomposed weights, int k) {
        double[] power = new double[weights.m()];
        for (int m = 0; m < power.length; m++) {
            for (int tap = 0; tap < weights.taps(); tap++) {
                double value = weights.basis(k, m, tap);
                power[m] += value * value;
            }
        }
        return power;
    }

    private static byte value(boolean signed, long random) {
        int magnitude = magnitude(random);
        if (!signed) {
            return (byte) magnitude;
        }
        int half = (magnitude >> 1) + (magnitude & 1);
        return (byte) ((random & 1L << 40) == 0 ? Math.min(127, half) : -half);
    }

    /** 1 to 255, small ones more often: the product of two uniforms. */
    private static int magnitude(long random) {
        int a = (int) (random & 0xff) + 1;
        int b = (int) (random >>> 8 & 0xff) + 1;
        return 1 + a * b * 254 / 65536;
    }
}
