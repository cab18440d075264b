package org.escalatesim.workloads.synthetic;

/**
 * A 64-bit generator with one word of state (SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
 * Generators", OOPSLA 2014), seeded from a user's seed and a path of names, so that every part of every layer has a
 * stream of its own whatever thread asks for it.
 */
final class BitRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private long state;

    /** A stream for one seed and one path of names, for example network, layer, purpose. */
    BitRandom(long seed, String... path) {
        long hash = mix(seed + GOLDEN);
        for (String name : path) {
            for (int i = 0; i < name.length(); i++) {
                hash = (hash ^ name.charAt(i)) * FNV_PRIME;
            }
            // A separator, so that ("ab", "c") and ("a", "bc") differ.
            hash = mix(hash + GOLDEN);
        }
        state = hash;
    }

    /** 64 random bits. */
    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /**
     * 64 bits that are each 1 with probability {@code threshold} / 65536, independent of each other. A random number's
     * digits are compared with the threshold's from the last to the first, for all 64 bits at once.
     *
     * @param threshold 0 to 65536
     */
    long bits(int threshold) {
        if (threshold >= 1 << 16) {
            return -1L;
        }
        long below = 0;
        // Digits after the last 1 of the threshold cannot make a number smaller than it.
        for (int digit = Integer.numberOfTrailingZeros(threshold); digit < 16; digit++) {
            long random = next();
            below = (threshold >>> digit & 1) != 0 ? ~random | below : ~random & below;
        }
        return below;
    }

    /** A number from 0 to {@code bound} - 1; bias below 2^-31 of the bound. */
    int below(int bound) {
        return (int) (((next() >>> 33) * bound) >>> 31);
    }

    /** About a standard normal number: the sum of four uniforms, within 3.5. */
    float normal() {
        long r = next();
        int sum = (int) (r & 0xffff) + (int) (r >>> 16 & 0xffff) + (int) (r >>> 32 & 0xffff) + (int) (r >>> 48);
        // Four uniforms on 0 to 65535 have mean 131070 and standard deviation 65536 / sqrt(3).
        return (sum - 131070) * (1.7320508f / 65536);
    }

    /** Puts the entries in random order. */
    void shuffle(double[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            double value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
