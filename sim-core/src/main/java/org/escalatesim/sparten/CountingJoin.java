package org.escalatesim.sparten;

import org.escalatesim.sparten.SpartenSpec.Sparsity;

/** Cycles alone, by population counts. */
final class CountingJoin implements ChunkJoin {
    private final Sparsity sparsity;
    private final ChunkLayout layout;
    private final InputChunks input;

    CountingJoin(Sparsity sparsity, ChunkLayout layout, InputChunks input) {
        this.sparsity = sparsity;
        this.layout = layout;
        this.input = input;
    }

    @Override
    public void begin(FilterPass pass, int position) {
        // Nothing is kept.
    }

    @Override
    public void end(FilterPass pass, int position) {
        // Nothing is kept.
    }

    @Override
    public void chunk(FilterPass pass, int kernelChunk, int inputChunk, int[] cycles) {
        int words = layout.words;
        int n = pass.filters.length;
        int at = kernelChunk * n * words;
        switch (sparsity) {
            case TWO_SIDED -> {
                if (words == 2) {
                    long low = input.masks[inputChunk * 2];
                    long high = input.masks[inputChunk * 2 + 1];
                    both(pass.masks, at, low, high, pass.singles, pass.used, cycles);
                } else if (words == 1) {
                    both(pass.masks, at, input.masks[inputChunk], pass.singles, pass.used, cycles);
                } else {
                    both(pass, at, inputChunk * words, cycles);
                }
            }
            case ACTIVATIONS -> same(pass, InnerJoin.ones(input.masks, inputChunk * words, words), cycles);
            case WEIGHTS -> weights(pass, at, cycles);
            case NONE -> same(pass, layout.lanes(pass.set, kernelChunk % layout.chunks), cycles);
        }
    }

    /** The common case, chunks of 128. */
    private static void both(long[] masks, int from, long low, long high, int singles, int used, int[] cycles) {
        int at = from;
        for (int unit = 0; unit < singles; unit++, at += 2) {
            cycles[unit] = Long.bitCount(masks[at] & low) + Long.bitCount(masks[at + 1] & high);
        }
        for (int unit = singles; unit < used; unit++, at += 4) {
            cycles[unit] = Long.bitCount(masks[at] & low)
                    + Long.bitCount(masks[at + 1] & high)
                    + Long.bitCount(masks[at + 2] & low)
                    + Long.bitCount(masks[at + 3] & high);
        }
    }

    /** Chunks of up to 64 lanes. */
    private static void both(long[] masks, int from, long word, int singles, int used, int[] cycles) {
        int at = from;
        for (int unit = 0; unit < singles; unit++, at++) {
            cycles[unit] = Long.bitCount(masks[at] & word);
        }
        for (int unit = singles; unit < used; unit++, at += 2) {
            cycles[unit] = Long.bitCount(masks[at] & word) + Long.bitCount(masks[at + 1] & word);
        }
    }

    private void both(FilterPass pass, int from, int inputAt, int[] cycles) {
        int words = layout.words;
        int at = from;
        for (int unit = 0; unit < pass.used; unit++) {
            int count = InnerJoin.matches(pass.masks, at, input.masks, inputAt, words);
            at += words;
            if (unit >= pass.singles) {
                count += InnerJoin.matches(pass.masks, at, input.masks, inputAt, words);
                at += words;
            }
            cycles[unit] = count;
        }
    }

    private void weights(FilterPass pass, int from, int[] cycles) {
        int words = layout.words;
        int at = from;
        for (int unit = 0; unit < pass.used; unit++) {
            int filters = unit < pass.singles ? 1 : 2;
            cycles[unit] = InnerJoin.ones(pass.masks, at, filters * words);
            at += filters * words;
        }
    }

    private static void same(FilterPass pass, int each, int[] cycles) {
        for (int unit = 0; unit < pass.used; unit++) {
            cycles[unit] = unit < pass.singles ? each : 2 * each;
        }
    }
}
