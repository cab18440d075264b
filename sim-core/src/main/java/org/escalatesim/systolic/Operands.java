package org.escalatesim.systolic;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;

/** The address generators: which activation and which weight belong to (pixel, product) and (product, filter). */
final class Operands {
    private final Gemm gemm;
    private final ConvShape shape;
    /** [H][W][C]. */
    private final short[] map;
    /** [groups][K][N]: products by filters. */
    private final byte[] weights;

    Operands(Gemm gemm, SparseMap input, Kernels kernels) {
        this.gemm = gemm;
        this.shape = gemm.shape();
        map = new short[Math.multiplyExact(Math.multiplyExact(shape.h(), shape.w()), shape.c())];
        int words = input.wordsPerGroup();
        int next = 0;
        for (int i = 0; i < input.presence().length; i++) {
            int pixel = i / (words * shape.groups());
            int group = i / words % shape.groups();
            int at = pixel * shape.c() + group * shape.cPerGroup() + (i % words << 6);
            for (long bits = input.presence()[i]; bits != 0; bits &= bits - 1) {
                map[at + Long.numberOfTrailingZeros(bits)] = (short) input.packedValue(next++);
            }
        }
        int n = gemm.n();
        weights = new byte[Math.toIntExact(shape.parameters())];
        int tapWords = kernels.wordsPerTap();
        next = 0;
        for (int i = 0; i < kernels.presence().length; i++) {
            int k = i / (tapWords * shape.taps());
            int tap = i / tapWords % shape.taps();
            int product = tap * shape.cPerGroup() + (i % tapWords << 6);
            int base = k / n * gemm.k() * n + k % n;
            for (long bits = kernels.presence()[i]; bits != 0; bits &= bits - 1) {
                weights[base + (product + Long.numberOfTrailingZeros(bits)) * n] = (byte) kernels.packedValue(next++);
            }
        }
    }

    /** Activations of one pixel for products {@code first} on, to {@code to[at ..]}, {@code step} apart; padding is 0. */
    void activations(int group, int pixel, int first, int count, int[] to, int at, int step) {
        int top = pixel / gemm.columns() * shape.strideH() - shape.padTop();
        int left = pixel % gemm.columns() * shape.strideW() - shape.padLeft();
        int channels = shape.cPerGroup();
        for (int k = first; k < first + count; ) {
            int tap = k / channels;
            int end = Math.min(first + count, (tap + 1) * channels);
            int y = top + tap / shape.s();
            int x = left + tap % shape.s();
            boolean on = y >= 0 && y < shape.h() && x >= 0 && x < shape.w();
            int from = on ? (y * shape.w() + x) * shape.c() + group * channels - tap * channels : 0;
            for (; k < end; k++) {
                to[at] = on ? map[from + k] : 0;
                at += step;
            }
        }
    }

    /** Weights of one product for filters {@code first} on, to {@code to[at ..]}, {@code step} apart. */
    void weights(int group, int product, int first, int count, int[] to, int at, int step) {
        int from = (group * gemm.k() + product) * gemm.n() + first;
        for (int i = 0; i < count; i++) {
            to[at + i * step] = weights[from + i];
        }
    }
}
