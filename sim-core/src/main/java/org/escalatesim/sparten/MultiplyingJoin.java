package org.escalatesim.sparten;

import java.util.Arrays;
import org.escalatesim.sparten.SpartenSpec.Sparsity;
import org.escalatesim.trace.Kernels;

/**
 * Cycles and values, match by match: the priority encoder gives the next position, prefix sums of the masks give where
 * the two packed values lie, their product goes to the partial sum of the place's filter (under GB-H through the permute
 * network). An operand that is not compressed is a value per lane, zeros among them.
 */
final class MultiplyingJoin implements ChunkJoin {
    private final Sparsity sparsity;
    private final ChunkLayout layout;
    private final InputChunks input;
    private final Kernels weights;
    private final int pixels;
    private final int[] sums;
    private final long[] drive;
    private int[] psums = new int[0];

    /**
     * @param pixels P * Q
     * @param sums [K][P][Q], takes the psums of positions that are left and come back
     */
    MultiplyingJoin(Sparsity sparsity, ChunkLayout layout, InputChunks input, Kernels weights, int pixels, int[] sums) {
        this.sparsity = sparsity;
        this.layout = layout;
        this.input = input;
        this.weights = weights;
        this.pixels = pixels;
        this.sums = sums;
        this.drive = new long[layout.words];
    }

    @Override
    public void begin(FilterPass pass, int position) {
        psums = new int[pass.filters.length];
        for (int i = 0; i < psums.length; i++) {
            psums[i] = sums[pass.filters[i] * pixels + position];
        }
    }

    @Override
    public void end(FilterPass pass, int position) {
        for (int i = 0; i < psums.length; i++) {
            sums[pass.filters[i] * pixels + position] = psums[i];
        }
    }

    @Override
    public void chunk(FilterPass pass, int kernelChunk, int inputChunk, int[] cycles) {
        int n = pass.filters.length;
        Arrays.fill(cycles, 0, pass.used, 0);
        for (int place = 0; place < n; place++) {
            int unit = place < pass.singles ? place : pass.singles + (place - pass.singles) / 2;
            cycles[unit] += join(pass, kernelChunk * n + place, inputChunk);
        }
    }

    /** One filter's chunk; returns the cycles, one per position that is multiplied. */
    private int join(FilterPass pass, int filterChunk, int inputChunk) {
        int words = layout.words;
        int a = inputChunk * words;
        int w = filterChunk * words;
        drive(pass, filterChunk, a, w);
        int psum = 0;
        int cycles = 0;
        for (int at = InnerJoin.next(drive, 0, words, 0); at >= 0; at = InnerJoin.next(drive, 0, words, at + 1)) {
            cycles++;
            if ((input.masks[a + (at >>> 6)] >>> at & 1) != 0 && (pass.masks[w + (at >>> 6)] >>> at & 1) != 0) {
                int activation = input.value(input.packedAt[inputChunk] + InnerJoin.rank(input.masks, a, at));
                int weight = weights.packedValue(pass.packedAt[filterChunk] + InnerJoin.rank(pass.masks, w, at));
                psum += activation * weight;
            }
        }
        psums[pass.filterOf[filterChunk]] += psum;
        return cycles;
    }

    /** The positions that cost a cycle. */
    private void drive(FilterPass pass, int filterChunk, int a, int w) {
        for (int i = 0; i < drive.length; i++) {
            drive[i] = switch (sparsity) {
                case TWO_SIDED -> input.masks[a + i] & pass.masks[w + i];
                case ACTIVATIONS -> input.masks[a + i];
                case WEIGHTS -> pass.masks[w + i];
                case NONE -> {
                    int lanes = layout.lanes(pass.set, filterChunk / pass.filters.length % layout.chunks) - 64 * i;
                    yield lanes >= 64 ? -1L : lanes <= 0 ? 0 : (1L << lanes) - 1;
                }
            };
        }
    }
}
