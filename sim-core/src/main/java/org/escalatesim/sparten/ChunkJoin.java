package org.escalatesim.sparten;

/** What the units of a cluster do with a broadcast chunk: how many cycles each multiplies, and its products. */
interface ChunkJoin {
    /** Begins an output position with a pass. */
    void begin(FilterPass pass, int position);

    /**
     * Joins an input chunk with the chunk of each filter.
     *
     * @param kernelChunk the chunk's index in the kernel
     * @param inputChunk its index in {@link InputChunks}
     * @param cycles takes the cycles of each used unit, 0 where nothing matches
     */
    void chunk(FilterPass pass, int kernelChunk, int inputChunk, int[] cycles);

    /** Ends the position. */
    void end(FilterPass pass, int position);
}
