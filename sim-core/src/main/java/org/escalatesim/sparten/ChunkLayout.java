package org.escalatesim.sparten;

import org.escalatesim.tensor.ConvShape;

/**
 * How the channels of a pixel are cut into chunks: channels first, so that a chunk holds channels of one pixel, as one
 * chunk of a filter holds channels of one tap; the last chunk of a pixel may be short. A kernel is its taps in the order
 * (r, s), each with its chunks.
 *
 * <p>Groups: filters see only the channels of their own group. Where a chunk and the units of a cluster have room,
 * several groups lie in one chunk together (fused), each filter with zeros outside its own group: masks make this free.
 */
final class ChunkLayout {
    /** Convolution groups that share chunks. */
    final int fused;
    /** Sets of fused groups; only the last may have fewer. */
    final int sets;
    /** Chunks of a pixel and set. */
    final int chunks;
    /** 64-bit words of a chunk's mask, as many as the lanes of the widest chunk need. */
    final int words;

    private final ConvShape shape;
    private final int chunk;

    ChunkLayout(ConvShape shape, int chunk, int fused) {
        this.shape = shape;
        this.chunk = chunk;
        this.fused = fused;
        this.sets = (shape.groups() + fused - 1) / fused;
        this.chunks = (fused * shape.cPerGroup() + chunk - 1) / chunk;
        this.words = (Math.min(chunk, fused * shape.cPerGroup()) + 63) >>> 6;
    }

    /** Groups that can be fused for passes of {@code capacity} filters; 1 where weights have no masks. */
    static int fusable(ConvShape shape, int chunk, int capacity, boolean weightsCompressed) {
        if (!weightsCompressed) {
            return 1;
        }
        int fit = Math.min(chunk / shape.cPerGroup(), capacity / shape.kPerGroup());
        return Math.max(1, Math.min(fit, shape.groups()));
    }

    /** Groups of a set. */
    int groups(int set) {
        return Math.min(fused, shape.groups() - set * fused);
    }

    /** Lanes of a chunk of a set that hold channels. */
    int lanes(int set, int index) {
        return Math.min(chunk, groups(set) * shape.cPerGroup() - index * chunk);
    }

    /** Chunks of a kernel. */
    int kernelChunks() {
        return shape.taps() * chunks;
    }

    /** The first lane of a group in its set. */
    int firstLane(int group) {
        return group % fused * shape.cPerGroup();
    }

    /**
     * Sets the bits of one group at one pixel or tap in the masks of its chunks.
     *
     * @param from presence words of the group, from {@code fromAt}
     * @param to masks of the set's chunks, from {@code toAt}
     * @param firstLane lane of the group's first channel
     */
    void place(long[] from, int fromAt, int fromWords, long[] to, int toAt, int firstLane) {
        boolean aligned = chunk >= 64 && (firstLane & 63) == 0;
        for (int w = 0; w < fromWords; w++) {
            long bits = from[fromAt + w];
            if (aligned) {
                // Chunks are whole words: the word of a lane is the same counted over all chunks.
                if (bits != 0) {
                    to[toAt + (firstLane >>> 6) + w] |= bits;
                }
                continue;
            }
            for (; bits != 0; bits &= bits - 1) {
                int lane = firstLane + (w << 6) + Long.numberOfTrailingZeros(bits);
                int inChunk = lane % chunk;
                to[toAt + lane / chunk * words + (inChunk >>> 6)] |= 1L << inChunk;
            }
        }
    }
}
