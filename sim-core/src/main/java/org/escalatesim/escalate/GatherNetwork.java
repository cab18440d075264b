package org.escalatesim.escalate;

import java.util.Arrays;

/**
 * The bit-gather network of the dilution unit, stage by stage: an inverse butterfly of lg n stages with n/2 two-input
 * switches each (Hilewitz and Lee, "Fast Bit Compression and Expansion with Parallel Extract and Parallel Deposit
 * Instructions", ASAP 2006, and "Fast Bit Gather, Bit Scatter and Bit Permutation Instructions for Commodity
 * Microprocessors", Journal of Signal Processing Systems, 2008).
 *
 * <p>The stage of half-width k (k = 1, 2, 4 .. n/2) consists of sub-networks of 2k bits; switch i of the one that starts
 * at {@code base} joins positions {@code base + i} and {@code base + i + k}, and crosses where bit i of the LROTC (rotate
 * left, complementing what wraps) of k ones by popcount(mask[0 .. base + k - 1]) is one. {@link #decode} computes these
 * controls from a mask; {@link #pass} sends a word, ANDed with that mask, through the stages.
 *
 * <p>Words are n bits in 64-bit longs, bit 0 first; bits from n on are ignored on the way in and zero on the way out. Not
 * thread-safe. {@link BitGather} gives the same values and crossings faster.
 */
public final class GatherNetwork {
    private final int n;
    private final int stages;
    private final int words;
    private final long[] mask;
    /** Per stage n bits; bit base + i is the control of the switch of positions base + i and base + i + k. */
    private final long[][] controls;

    private int crossingsPerPass;
    private long decodes;
    private long passes;
    private long crossings;

    /**
     * A network with an all-zero mask decoded (which gathers nothing); no event is counted for it.
     *
     * @param n width in bits, a power of two from 2 to 1,024
     * @throws IllegalArgumentException for another width
     */
    public GatherNetwork(int n) {
        if (n < 2 || n > 1024 || Integer.bitCount(n) != 1) {
            throw new IllegalArgumentException("the width must be a power of two from 2 to 1024, not " + n);
        }
        this.n = n;
        this.stages = Integer.numberOfTrailingZeros(n);
        this.words = (n + 63) >>> 6;
        this.mask = new long[words];
        this.controls = new long[stages][words];
        setControls();
    }

    /** Computes the controls of every stage from the mask at {@code source[at ..]}; one decode. */
    public void decode(long[] source, int at) {
        for (int w = 0; w < words; w++) {
            mask[w] = source[at + w] & valid();
        }
        setControls();
        decodes++;
    }

    /**
     * Sends the word at {@code source[at ..]} through the network; one pass.
     *
     * @param out receives the selected bits from bit 0 on and zeros above, at {@code out[outAt ..]}; may be the source
     */
    public void pass(long[] source, int at, long[] out, int outAt) {
        for (int w = 0; w < words; w++) {
            out[outAt + w] = source[at + w] & mask[w];
        }
        for (int stage = 0; stage < stages; stage++) {
            stage(stage, out, outAt);
        }
        passes++;
        crossings += crossingsPerPass;
    }

    /** One stage, in place: every switch whose control is one exchanges its two bits. */
    private void stage(int stage, long[] word, int at) {
        long[] control = controls[stage];
        int k = 1 << stage;
        if (k < 64) {
            for (int w = 0; w < words; w++) {
                long x = word[at + w];
                long differ = (x ^ (x >>> k)) & control[w];
                word[at + w] = x ^ differ ^ (differ << k);
            }
        } else {
            int distance = k >>> 6;
            for (int w = 0; w + distance < words; w++) {
                // Controls are zero in the upper half of a sub-network, which is only ever a partner.
                long differ = (word[at + w] ^ word[at + w + distance]) & control[w];
                word[at + w] ^= differ;
                word[at + w + distance] ^= differ;
            }
        }
    }

    private void setControls() {
        crossingsPerPass = 0;
        for (int stage = 0; stage < stages; stage++) {
            int k = 1 << stage;
            long[] control = controls[stage];
            Arrays.fill(control, 0);
            for (int base = 0; base < n; base += 2 * k) {
                int ones = onesBelow(base + k);
                for (int i = 0; i < k; i++) {
                    if (lrotc(k, ones, i)) {
                        int position = base + i;
                        control[position >>> 6] |= 1L << position;
                        crossingsPerPass++;
                    }
                }
            }
        }
    }

    /**
     * Bit i of k ones rotated left by a distance, each bit that wraps complemented: the rotation fills with zeros from
     * the low end for the first k steps, then with ones again, with period 2k.
     */
    static boolean lrotc(int k, int distance, int i) {
        int steps = distance % (2 * k);
        return steps < k ? i >= steps : i < steps - k;
    }

    /** Mask bits at positions 0 to end - 1, for end under n. */
    private int onesBelow(int end) {
        int count = Long.bitCount(mask[end >>> 6] & ((1L << end) - 1));
        for (int w = 0; w < end >>> 6; w++) {
            count += Long.bitCount(mask[w]);
        }
        return count;
    }

    /** The bits of a long that belong to the word. */
    private long valid() {
        return n < 64 ? (1L << n) - 1 : -1L;
    }

    /** Width n in bits. */
    public int width() {
        return n;
    }

    /** Stages, lg n. */
    public int stages() {
        return stages;
    }

    /** Switches of all stages: lg n times n / 2. */
    public int switches() {
        return stages * (n / 2);
    }

    /** Switches that the decoded mask sets to cross. */
    public int crossingsPerPass() {
        return crossingsPerPass;
    }

    /** Masks decoded so far. */
    public long decodes() {
        return decodes;
    }

    /** Words sent through so far. */
    public long passes() {
        return passes;
    }

    /** Switches set to cross, summed over the passes so far. */
    public long crossings() {
        return crossings;
    }

    /** Switches traversed, crossing or not, summed over the passes so far: passes times switches. */
    public long traversals() {
        return passes * switches();
    }
}
