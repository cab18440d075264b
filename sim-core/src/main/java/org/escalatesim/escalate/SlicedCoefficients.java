package org.escalatesim.escalate;

/**
 * The coefficients of a tile's rows in one pass, turned: per channel the rows that have one. What the gather network makes of a chunk is, for all rows at once, the columns of the
 * channels whose activation is not zero, one after the other.
 */
final class SlicedCoefficients {
    final CoefficientSet set;
    /** [streamed chunk][channel]: rows with a non-zero coefficient. */
    final long[] columns;
    /** Channels of a chunk in {@link #columns}. */
    final int stride;
    /** [streamed chunk]: rows with a coefficient in it. */
    final long[] has;
    /** [streamed chunk]: rows for which it is the last with a coefficient. */
    final long[] ends;
    /** Rows with a coefficient. */
    final long active;

    /**
     * @param rows numbers in the tile of the used rows
     * @param first bit of the first of them
     */
    SlicedCoefficients(LayerContext context, CoefficientSet set, int[] rows, int first) {
        this.set = set;
        ChunkedCoefficients of = context.coefficients;
        int words = of.wordsPerChunk;
        stride = words * 64;
        int[] chunks = set.chunks;
        columns = new long[chunks.length * stride];
        has = new long[chunks.length];
        ends = new long[chunks.length];
        long some = 0;
        for (int u = 0; u < rows.length; u++) {
            int k = set.k[rows[u]];
            int m = set.m[rows[u]];
            if (!set.active[rows[u]]) {
                continue;
            }
            long row = 1L << first + u;
            some |= row;
            int ofGroup = k / context.shape.kPerGroup() * of.chunksPerGroup;
            int last = -1;
            for (int i = 0; i < chunks.length; i++) {
                int inGroup = chunks[i] - ofGroup;
                if (inGroup < 0 || inGroup >= of.chunksPerGroup || of.empty(k, m, inGroup)) {
                    continue;
                }
                has[i] |= row;
                last = i;
                int word = of.word(k, m, inGroup);
                for (int w = 0; w < words; w++) {
                    int column = i * stride + w * 64;
                    for (long rest = of.presence[word + w]; rest != 0; rest &= rest - 1) {
                        columns[column + Long.numberOfTrailingZeros(rest)] |= row;
                    }
                }
            }
            ends[last] |= row;
        }
        active = some;
    }
}
