package org.escalatesim.escalate;

/**
 * Bit-gather by word arithmetic, the fast path of {@link GatherNetwork}: collects the bits of a word that a mask selects
 * at the word's low end, in order. The parallel-suffix compress of Warren, Hacker's Delight (2nd edition, section 7-4),
 * split so that what depends on the mask alone (six move masks per 64 bits) is computed once per mask and used for every
 * word gathered under it.
 *
 * <p>Words of more than 64 bits are gathered 64 at a time and the results joined at the counts of mask bits below.
 */
public final class BitGather {
    /** Move masks per 64-bit mask word. */
    public static final int MOVES = 6;

    /** Crossings of the stages of half-width 1, 2 and 4 in one byte, by mask bits below it mod 8, then mask byte. */
    private static final byte[] BYTE_CROSSINGS = byteCrossings();

    private BitGather() {}

    /** Computes the move masks of one mask word into {@code moves[at .. at + 5]}. */
    public static void prepare(long mask, long[] moves, int at) {
        long m = mask;
        long zerosBelow = ~mask << 1;
        for (int i = 0; i < MOVES; i++) {
            long parity = zerosBelow ^ (zerosBelow << 1);
            parity ^= parity << 2;
            parity ^= parity << 4;
            parity ^= parity << 8;
            parity ^= parity << 16;
            parity ^= parity << 32;
            long move = parity & m;
            moves[at + i] = move;
            m = (m ^ move) | (move >>> (1 << i));
            zerosBelow &= ~parity;
        }
    }

    /** Computes the move masks of {@code count} mask words, {@link #MOVES} for each, from {@code moves[movesAt]} on. */
    public static void prepare(long[] masks, int at, int count, long[] moves, int movesAt) {
        for (int i = 0; i < count; i++) {
            prepare(masks[at + i], moves, movesAt + i * MOVES);
        }
    }

    /**
     * Gathers one 64-bit word.
     *
     * @param moves the mask's move masks, from index {@code at} on
     * @return the selected bits, the first at bit 0
     */
    public static long gather(long word, long mask, long[] moves, int at) {
        long x = word & mask;
        long t = x & moves[at];
        x = (x ^ t) | (t >>> 1);
        t = x & moves[at + 1];
        x = (x ^ t) | (t >>> 2);
        t = x & moves[at + 2];
        x = (x ^ t) | (t >>> 4);
        t = x & moves[at + 3];
        x = (x ^ t) | (t >>> 8);
        t = x & moves[at + 4];
        x = (x ^ t) | (t >>> 16);
        t = x & moves[at + 5];
        return (x ^ t) | (t >>> 32);
    }

    /** Gathers a 128-bit word (two longs, low half first) into {@code out[outAt]} and the next. */
    public static void gather128(
            long[] words, int wordsAt, long[] masks, int masksAt, long[] moves, int movesAt, long[] out, int outAt) {
        long lowMask = masks[masksAt];
        long low = gather(words[wordsAt], lowMask, moves, movesAt);
        long high = gather(words[wordsAt + 1], masks[masksAt + 1], moves, movesAt + MOVES);
        int below = Long.bitCount(lowMask);
        if (below < 64) {
            out[outAt] = low | (high << below);
            // Two shifts, because a shift by 64 would be one by 0.
            out[outAt + 1] = (high >>> 1) >>> (63 - below);
        } else {
            out[outAt] = low;
            out[outAt + 1] = high;
        }
    }

    /**
     * Gathers a word of {@code count} longs, lowest first; {@code out} must not overlap {@code words}.
     *
     * @return the number of bits selected
     */
    public static int gather(
            long[] words,
            int wordsAt,
            long[] masks,
            int masksAt,
            int count,
            long[] moves,
            int movesAt,
            long[] out,
            int outAt) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = 0;
        }
        int next = 0;
        for (int i = 0; i < count; i++) {
            long mask = masks[masksAt + i];
            long part = gather(words[wordsAt + i], mask, moves, movesAt + i * MOVES);
            int bits = Long.bitCount(mask);
            int shift = next & 63;
            out[outAt + (next >>> 6)] |= part << shift;
            if (shift + bits > 64) {
                out[outAt + (next >>> 6) + 1] = part >>> (64 - shift);
            }
            next += bits;
        }
        return next;
    }

    /**
     * The number of switches that {@link GatherNetwork} sets to cross for a mask, from the mask alone: position
     * {@code x} (1 to n - 1) is the middle of exactly one sub-network, of half-width {@code k} = the lowest set bit of
     * {@code x}, and the LROTC of k ones by P = the mask bits below x has {@code |k - (P mod 2k)|} ones.
     *
     * @param masks mask words from index {@code at} on; bits from n on must be zero
     * @param n network width in bits, a power of two from 2 to 1,024
     */
    public static int crossings(long[] masks, int at, int n) {
        if (n < 64) {
            return narrowCrossings(masks[at], n);
        }
        int total = 0;
        int below = 0;
        for (int w = 0; w < n >>> 6; w++) {
            if (w > 0) {
                int k = Integer.lowestOneBit(w) << 6;
                total += Math.abs(k - (below & (2 * k - 1)));
            }
            long mask = masks[at + w];
            total += wordCrossings(mask, below);
            below += Long.bitCount(mask);
        }
        return total;
    }

    /** Crossings of the sub-networks inside one 64-bit word with {@code below} mask bits in the words before it. */
    private static int wordCrossings(long mask, int below) {
        int total = 0;
        int p = below;
        for (int b = 0; b < 8; b++) {
            if (b > 0) {
                int k = (b & -b) << 3;
                total += Math.abs(k - (p & (2 * k - 1)));
            }
            int bits = (int) (mask >>> (8 * b)) & 0xff;
            total += BYTE_CROSSINGS[(p & 7) << 8 | bits];
            p += Integer.bitCount(bits);
        }
        return total;
    }

    private static int narrowCrossings(long mask, int n) {
        int total = 0;
        for (int x = 1; x < n; x++) {
            int k = x & -x;
            int p = Long.bitCount(mask & ((1L << x) - 1));
            total += Math.abs(k - (p & (2 * k - 1)));
        }
        return total;
    }

    private static byte[] byteCrossings() {
        byte[] table = new byte[8 * 256];
        for (int below = 0; below < 8; below++) {
            for (int bits = 0; bits < 256; bits++) {
                int total = 0;
                for (int x = 1; x < 8; x++) {
                    int k = x & -x;
                    int p = below + Integer.bitCount(bits & ((1 << x) - 1));
                    total += Math.abs(k - (p & (2 * k - 1)));
                }
                table[below << 8 | bits] = (byte) total;
            }
        }
        return table;
    }
}
