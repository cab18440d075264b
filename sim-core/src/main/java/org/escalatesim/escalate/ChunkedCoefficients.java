package org.escalatesim.escalate;

import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;

/**
 * A layer's coefficients cut into chunks of n channels, {@link #wordsPerChunk} 64-bit words each, so that a row finds
 * the bits of a chunk at one place whatever n is.
 */
final class ChunkedCoefficients {
    final int m;
    final int chunksPerGroup;
    final int wordsPerChunk;
    final long[] presence;
    final long[] sign;
    private final boolean[] empty;
    private final int k;

    ChunkedCoefficients(Decomposed weights, int chunk) {
        this.k = weights.k();
        this.m = weights.m();
        int channels = weights.channelsPerGroup();
        this.chunksPerGroup = (channels + chunk - 1) / chunk;
        this.wordsPerChunk = SparseMap.words(Math.min(chunk, channels));
        int rows = k * m;
        presence = new long[rows * chunksPerGroup * wordsPerChunk];
        sign = new long[presence.length];
        empty = new boolean[rows * chunksPerGroup];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < chunksPerGroup; c++) {
                int to = (row * chunksPerGroup + c) * wordsPerChunk;
                Chunks.copy(weights.presence(), row * weights.wordsPerRow(), channels, c, chunk, presence, to);
                Chunks.copy(weights.sign(), row * weights.wordsPerRow(), channels, c, chunk, sign, to);
                long any = 0;
                for (int w = 0; w < wordsPerChunk; w++) {
                    any |= presence[to + w];
                }
                empty[row * chunksPerGroup + c] = any == 0;
            }
        }
    }

    /** Chunks of the whole layer, all groups. */
    int layerChunks(int outputsPerGroup) {
        return k / outputsPerGroup * chunksPerGroup;
    }

    /** Whether row (k, m) has no coefficient in a chunk of its group. */
    boolean empty(int k, int m, int chunk) {
        return empty[(k * this.m + m) * chunksPerGroup + chunk];
    }

    /** First word of a chunk of row (k, m). */
    int word(int k, int m, int chunk) {
        return ((k * this.m + m) * chunksPerGroup + chunk) * wordsPerChunk;
    }
}
