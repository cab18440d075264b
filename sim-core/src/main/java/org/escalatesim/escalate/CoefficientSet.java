package org.escalatesim.escalate;

/**
 * What one tile's rows hold during one pass (or sub-pass): which output channel and basis kernel each row works on, and
 * which chunks the pass streams. Rows are numbered block by block.
 */
final class CoefficientSet {
    /** Output channel of each row, -1 where nothing is mapped. */
    final int[] k;
    /** Basis kernel of each row. */
    final int[] m;
    /** Whether the row has a coefficient in this pass; rows without never read. */
    final boolean[] active;
    /** Rows with coefficients. */
    final int activeRows;
    /** Chunks that are streamed, as layer chunk numbers (group by group), ascending. */
    final int[] chunks;
    /** Whether the set is the last sub-pass of its channels. */
    final boolean lastSub;
    /** Packed bits of the set in DRAM and in the global buffer: coefficients, own basis kernels, scales. */
    final long storedBits;

    CoefficientSet(
            int[] k, int[] m, boolean lastSub, ChunkedCoefficients coefficients, int groupOutputs, long storedBits) {
        this.k = k;
        this.m = m;
        this.lastSub = lastSub;
        this.storedBits = storedBits;
        int rows = k.length;
        active = new boolean[rows];
        boolean[] used = new boolean[coefficients.layerChunks(groupOutputs)];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (k[row] < 0) {
                continue;
            }
            int group = k[row] / groupOutputs;
            for (int chunk = 0; chunk < coefficients.chunksPerGroup; chunk++) {
                if (!coefficients.empty(k[row], m[row], chunk)) {
                    active[row] = true;
                    used[group * coefficients.chunksPerGroup + chunk] = true;
                }
            }
            if (active[row]) {
                count++;
            }
        }
        activeRows = count;
        int streamed = 0;
        for (boolean use : used) {
            streamed += use ? 1 : 0;
        }
        chunks = new int[streamed];
        int next = 0;
        for (int chunk = 0; chunk < used.length; chunk++) {
            if (used[chunk]) {
                chunks[next++] = chunk;
            }
        }
    }
}
