package org.escalatesim.escalate;

import java.util.Arrays;
import org.escalatesim.tensor.SparseMap;

/**
 * A layer's activations cut into chunks, with everything about a slot that does not depend on the row reading it: its
 * presence words, the number of packed values, and the decoded mask of the bit-gather network. In hardware each row
 * decodes the mask again; the result is the same, so it is computed once per layer here.
 */
final class ChunkedActivations {
    final int groups;
    final int chunksPerGroup;
    final int chunksPerPixel;
    final int wordsPerChunk;
    final int width;
    /** [pixel][chunk][word]. */
    final long[] presence;
    /** Whether a chunk has more than one bit, so that something moves when it is gathered. */
    final boolean gathers;

    private long[] moves;
    /** [pixel][chunk]: packed values. */
    final short[] packed;
    /** [pixel][chunk]: bits of a slot: presence bits and packed values. */
    final short[] bits;
    /** [pixel][chunk]: switches that the gather network sets to cross for the chunk's mask. */
    final short[] crossings;
    /** By chunk in the group: real presence bits of a chunk. */
    final int[] realBits;
    /** [pixel][chunk]: index of the first packed value; null without values. */
    final int[] firstValue;

    final SparseMap map;

    ChunkedActivations(SparseMap map, int chunk) {
        this.map = map;
        this.width = map.width();
        this.groups = map.groups();
        int channels = map.channels() / groups;
        this.chunksPerGroup = (channels + chunk - 1) / chunk;
        this.chunksPerPixel = groups * chunksPerGroup;
        this.wordsPerChunk = SparseMap.words(Math.min(chunk, channels));
        int pixels = map.height() * map.width();
        int slots = Math.multiplyExact(pixels, chunksPerPixel);
        presence = new long[Math.multiplyExact(slots, wordsPerChunk)];
        packed = new short[slots];
        crossings = new short[slots];
        bits = new short[slots];
        long[] full = new long[(chunk + 63) >>> 6];
        firstValue = map.hasValues() ? new int[slots] : null;
        realBits = new int[chunksPerGroup];
        for (int c = 0; c < chunksPerGroup; c++) {
            realBits[c] = Chunks.bits(channels, c, chunk);
        }
        gathers = Math.min(chunk, channels) > 1;
        int next = 0;
        for (int slot = 0; slot < slots; slot++) {
            int vector = slot / chunksPerGroup * map.wordsPerGroup();
            int at = slot * wordsPerChunk;
            Chunks.copy(map.presence(), vector, channels, slot % chunksPerGroup, chunk, presence, at);
            int count = 0;
            for (int w = 0; w < wordsPerChunk; w++) {
                count += Long.bitCount(presence[at + w]);
            }
            packed[slot] = (short) count;
            bits[slot] = (short) (realBits[slot % chunksPerGroup] + 8 * count);
            System.arraycopy(presence, at, full, 0, wordsPerChunk);
            crossings[slot] = (short) BitGather.crossings(full, 0, chunk);
            if (firstValue != null) {
                firstValue[slot] = next;
            }
            next += count;
        }
    }

    /**
     * [pixel][chunk][word][6]: move masks of the fast gather. Made when first asked for: not all rows gather word by word.
     */
    long[] moves() {
        if (moves == null) {
            moves = new long[Math.multiplyExact(presence.length, BitGather.MOVES)];
            BitGather.prepare(presence, 0, presence.length, moves, 0);
        }
        return moves;
    }

    /** The number of a slot: a chunk of a pixel. */
    int slot(int y, int x, int chunk) {
        return (y * width + x) * chunksPerPixel + chunk;
    }

    /** Bytes of a slot: its presence bits rounded up to bytes, and its packed values. */
    int bytes(int slot) {
        return (realBits[slot % chunksPerGroup] + 7) / 8 + packed[slot];
    }

    /** Presence bits of a slot, those of channels that are there. */
    int realBits(int slot) {
        return realBits[slot % chunksPerGroup];
    }

    /** Bits of a slot: presence bits and packed values. */
    int bits(int slot) {
        return bits[slot];
    }

    /** Packed bits (SparseMap) of each input row, all channels: what moves to and from DRAM. */
    long[] rowBits() {
        long[] bits = new long[map.height()];
        Arrays.fill(bits, (long) width * map.channels());
        for (int slot = 0; slot < packed.length; slot++) {
            bits[slot / (chunksPerPixel * width)] += 8L * packed[slot];
        }
        return bits;
    }
}
