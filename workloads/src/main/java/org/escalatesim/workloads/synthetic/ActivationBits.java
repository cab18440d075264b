package org.escalatesim.workloads.synthetic;

import java.util.Arrays;

/**
 * Presence bits of an activation map. A value is present when a hidden normal number is above its channel's threshold;
 * the number is the sum of a map common to all channels, a map of the channel's own (both smooth) and noise.
 */
final class ActivationBits {
    /** Maps that the channels of a layer draw from, each at an own row offset and sign. */
    private static final int FIELDS = 16;

    private static final int LIMIT = 600;

    private ActivationBits() {}

    /**
     * Presence words in the layout of {@code SparseMap}.
     *
     * @param density expected fraction of non-zeros, 0 to 1
     */
    static long[] presence(
            int height, int width, int channels, int groups, double density, SyntheticModel model, BitRandom random) {
        int perGroup = channels / groups;
        int words = (perGroup + 63) >>> 6;
        int pixels = height * width;
        int stride = groups * words;
        long[] presence = new long[pixels * stride];
        if (density >= 1) {
            fill(presence, perGroup, words);
            return presence;
        }
        if (density <= 0) {
            return presence;
        }
        boolean flat = pixels < 4 || model.field() == 0;
        double noise = flat ? 1 : model.activationNoise();
        short[] shared = flat
                ? new short[pixels]
                : field(height, width, model.fieldNeighbour(), model.sharedField() / noise, random);
        short[][] own = new short[flat ? 1 : FIELDS][];
        for (int i = 0; i < own.length; i++) {
            own[i] = flat
                    ? new short[pixels]
                    : field(2 * height, width, model.fieldNeighbour(), model.field() / noise, random);
        }
        double base =
                CoefficientBits.threshold(density) * StrictMath.sqrt(1 + model.channelSpread() * model.channelSpread());
        double[] spread = Normal.stratified(channels, random);
        int[] threshold = new int[channels];
        for (int c = 0; c < channels; c++) {
            int steps = CoefficientBits.steps((base + model.channelSpread() * spread[c]) / noise);
            threshold[c] = Normal.ZERO + Math.max(-LIMIT, Math.min(LIMIT, steps));
        }
        short[][] map = new short[64][];
        int[] offset = new int[64];
        int[] flip = new int[64];
        for (int g = 0; g < groups; g++) {
            for (int w = 0; w < words; w++) {
                int first = g * perGroup + (w << 6);
                int count = Math.min(64, perGroup - (w << 6));
                for (int c = 0; c < count; c++) {
                    map[c] = own[random.below(own.length)];
                    offset[c] = flat ? 0 : random.below(height + 1) * width;
                    flip[c] = (int) (random.next() >> 63);
                }
                int at = g * words + w;
                for (int pixel = 0; pixel < pixels; pixel++, at += stride) {
                    presence[at] = word(count, threshold, first, shared[pixel], map, offset, flip, pixel, random);
                }
            }
        }
        return presence;
    }

    private static long word(
            int count,
            int[] threshold,
            int first,
            int shared,
            short[][] map,
            int[] offset,
            int[] flip,
            int pixel,
            BitRandom random) {
        int[] table = Normal.THRESHOLD;
        long word = 0;
        long bits = 0;
        for (int c = 0; c < count; c++) {
            if ((c & 3) == 0) {
                bits = random.next();
            }
            int own = (map[c][offset[c] + pixel] ^ flip[c]) - flip[c];
            long below = ((bits & 0xffff) - table[threshold[first + c] + shared + own]) >>> 63;
            word |= below << c;
            bits >>>= 16;
        }
        return word;
    }

    /**
     * A smooth map: stationary Gaussian with correlation {@code neighbour^(|dy| + |dx|)}, made to mean 0 and deviation
     * {@code deviation} over the map, in table steps.
     */
    private static short[] field(int height, int width, double neighbour, double deviation, BitRandom random) {
        float keep = (float) neighbour;
        float fresh = (float) StrictMath.sqrt(1 - neighbour * neighbour);
        float[] values = new float[height * width];
        double sum = 0;
        double squares = 0;
        for (int y = 0, at = 0; y < height; y++) {
            float row = 0;
            for (int x = 0; x < width; x++, at++) {
                row = x == 0 ? random.normal() : keep * row + fresh * random.normal();
                float value = y == 0 ? row : keep * values[at - width] + fresh * row;
                values[at] = value;
                sum += value;
                squares += (double) value * value;
            }
        }
        double mean = sum / values.length;
        double scale =
                deviation * Normal.STEPS / StrictMath.sqrt(Math.max(1e-9, squares / values.length - mean * mean));
        short[] steps = new short[values.length];
        for (int i = 0; i < steps.length; i++) {
            int step = (int) StrictMath.rint((values[i] - mean) * scale);
            steps[i] = (short) Math.max(-LIMIT, Math.min(LIMIT, step));
        }
        return steps;
    }

    private static void fill(long[] presence, int perGroup, int words) {
        Arrays.fill(presence, -1L);
        if ((perGroup & 63) != 0) {
            for (int i = words - 1; i < presence.length; i += words) {
                presence[i] = (1L << perGroup) - 1;
            }
        }
    }
}
