package org.escalatesim.sparten;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;

/** A layer's input map in chunks: masks [H * W][sets][chunks][words], and where the packed values of a chunk begin. */
final class InputChunks {
    final long[] masks;
    /** Index in the map's packed values of a chunk's first one; null without values. */
    final int[] packedAt;

    private final SparseMap map;
    private final ChunkLayout layout;

    InputChunks(SparseMap map, ConvShape shape, ChunkLayout layout, boolean values) {
        this.map = map;
        this.layout = layout;
        int pixels = shape.h() * shape.w();
        int perSet = layout.chunks * layout.words;
        masks = new long[Math.multiplyExact(Math.multiplyExact(pixels, layout.sets), perSet)];
        int words = map.wordsPerGroup();
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int g = 0; g < shape.groups(); g++) {
                layout.place(
                        map.presence(),
                        (pixel * shape.groups() + g) * words,
                        words,
                        masks,
                        (pixel * layout.sets + g / layout.fused) * perSet,
                        layout.firstLane(g));
            }
        }
        packedAt = values ? new int[masks.length / layout.words] : null;
        if (values) {
            int next = 0;
            for (int i = 0; i < packedAt.length; i++) {
                packedAt[i] = next;
                next += InnerJoin.ones(masks, i * layout.words, layout.words);
            }
        }
    }

    /** The index of the first chunk of a set at a pixel. */
    int first(int pixel, int set) {
        return (pixel * layout.sets + set) * layout.chunks;
    }

    /** The packed value at an index. */
    int value(int index) {
        return map.packedValue(index);
    }

    /** Bits of each row of the map as it is stored: a mask bit per value and 8 per non-zero one, or 8 per value. */
    static long[] rowBits(SparseMap map, boolean compressed) {
        long[] bits = new long[map.height()];
        int words = map.width() * map.groups() * map.wordsPerGroup();
        for (int y = 0; y < bits.length; y++) {
            long values = (long) map.width() * map.channels();
            bits[y] = compressed ? values + 8L * InnerJoin.ones(map.presence(), y * words, words) : 8 * values;
        }
        return bits;
    }
}
