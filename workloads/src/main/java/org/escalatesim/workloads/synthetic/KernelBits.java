package org.escalatesim.workloads.synthetic;

import java.util.Arrays;

/** Presence bits of dense and of magnitude-pruned weights, in the layout of {@code Kernels}: [K][R * S][words]. */
final class KernelBits {
    /** Bounds of a threshold without and with its column's part, in table steps; together inside the table. */
    private static final int LIMIT = 1200;

    private KernelBits() {}

    /**
     * Presence words.
     *
     * @param channels input channels of one group, C / groups
     * @param taps kernel taps R * S
     * @param density expected fraction of non-zeros, 0 to 1; 1 sets all bits
     */
    static long[] presence(int k, int channels, int taps, double density, PruningModel model, BitRandom random) {
        int words = (channels + 63) >>> 6;
        long[] presence = new long[Math.multiplyExact(Math.multiplyExact(k, taps), words)];
        if (density <= 0) {
            return presence;
        }
        if (density >= 1 || model.flat()) {
            int threshold = (int) StrictMath.rint(65536 * density);
            for (int i = 0; i < presence.length; i++) {
                presence[i] = density >= 1 ? -1L : random.bits(threshold);
            }
            clearBeyond(presence, channels, words);
            return presence;
        }
        uneven(presence, k, channels, taps, density, taps == 1 ? model.oneTap() : model, random);
        return presence;
    }

    private static void uneven(
            long[] presence, int k, int channels, int taps, double density, PruningModel model, BitRandom random) {
        int words = (channels + 63) >>> 6;
        double base = CoefficientBits.threshold(density) * model.deviation();
        double[] output = Normal.stratified(k, random);
        double[] input = Normal.stratified(channels, random);
        int[] column = new int[channels];
        for (int c = 0; c < channels; c++) {
            column[c] = CoefficientBits.steps(model.inputSpread() * input[c]);
        }
        float kernelSteps = (float) (model.kernelSpread() * Normal.STEPS);
        int[] index = new int[channels];
        for (int i = 0, at = 0; i < k; i++) {
            int steps = CoefficientBits.steps(base + model.outputSpread() * output[i]);
            int row = Normal.ZERO + Math.max(-LIMIT, Math.min(LIMIT, steps));
            for (int c = 0; c < channels; c++) {
                int own = kernelSteps == 0 ? 0 : Math.round(kernelSteps * random.normal());
                index[c] = row + Math.max(-LIMIT / 2, Math.min(LIMIT / 2, column[c] + own));
            }
            for (int tap = 0; tap < taps; tap++) {
                for (int w = 0; w < words; w++) {
                    presence[at++] = word(index, w << 6, Math.min(channels, (w + 1) << 6), random);
                }
            }
        }
    }

    private static long word(int[] index, int from, int to, BitRandom random) {
        int[] threshold = Normal.THRESHOLD;
        long word = 0;
        long bits = 0;
        for (int c = from; c < to; c++) {
            if ((c & 3) == 0) {
                bits = random.next();
            }
            // The sign bit of the difference: 1 with probability threshold / 65536.
            word |= (((bits & 0xffff) - threshold[index[c]]) >>> 63) << c;
            bits >>>= 16;
        }
        return word;
    }

    private static void clearBeyond(long[] presence, int channels, int words) {
        if ((channels & 63) != 0) {
            long mask = (1L << channels) - 1;
            for (int i = words - 1; i < presence.length; i += words) {
                presence[i] &= mask;
            }
        }
    }

    /** 8-bit values of the non-zero weights: 1 to 127 with either sign, evenly. */
    static byte[] values(long[] presence, BitRandom random) {
        long count = 0;
        for (long word : presence) {
            count += Long.bitCount(word);
        }
        byte[] values = new byte[Math.toIntExact(count)];
        long bits = 0;
        for (int i = 0; i < values.length; i++) {
            if ((i & 7) == 0) {
                bits = random.next();
            }
            int magnitude = 1 + ((int) (bits & 0x7f) * 127 >> 7);
            values[i] = (byte) ((bits & 0x80) == 0 ? magnitude : -magnitude);
            bits >>>= 8;
        }
        return values;
    }

    /** Non-zero weights of each output channel, [K]. */
    static int[] perOutput(long[] presence, int k) {
        int[] counts = new int[k];
        int perK = presence.length / k;
        Arrays.setAll(counts, i -> {
            int count = 0;
            for (int at = i * perK; at < (i + 1) * perK; at++) {
                count += Long.bitCount(presence[at]);
            }
            return count;
        });
        return counts;
    }
}
