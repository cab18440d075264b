package org.escalatesim.escalate;

/** Cuts bit vectors of 64-bit words into chunks of n bits. */
final class Chunks {
    private Chunks() {}

    /**
     * Copies the bits of one chunk to words of their own.
     *
     * @param from words of the vector, starting at {@code base}, {@code bits} bits long, zero beyond
     * @param index number of the chunk
     * @param chunk bits per chunk n, a power of two
     * @param to receives ceil(min(n, bits) / 64) words at {@code at}
     */
    static void copy(long[] from, int base, int bits, int index, int chunk, long[] to, int at) {
        if (chunk < 64) {
            int bit = index * chunk;
            to[at] = (from[base + (bit >>> 6)] >>> (bit & 63)) & ((1L << chunk) - 1);
            return;
        }
        int first = index * (chunk >>> 6);
        int last = Math.min(first + (chunk >>> 6), (bits + 63) >>> 6);
        System.arraycopy(from, base + first, to, at, last - first);
    }

    /** Real bits of a chunk: n, or fewer in the last chunk of a group. */
    static int bits(int channels, int index, int chunk) {
        return Math.min(chunk, channels - index * chunk);
    }
}
