package org.escalatesim.workloads.compress;

import org.escalatesim.tensor.ConvShape;

/**
 * What a layer's weights take to store, and its work. Work is in FLOPs as PENNI (ICML 2020) counts them: one per
 * multiply-accumulate. No activation sparsity is in it. Biases and batch norms, alike on both sides, are left out.
 *
 * @param denseBits 32 per weight
 * @param bits as compressed, indices included: see the methods that make one
 * @param denseFlops P * Q * K * C/groups * R * S
 * @param penniFlops basis convolutions first, their results combined with the coefficients: {@code P*Q*(C*M*R*S + nnz)}
 * @param reorganisedAdditions channels combined first (ESCALATE, MICRO 2021): H * W * nnz
 * @param reorganisedMultiplications then convolved with the basis kernels: P * Q * R * S for each row (k, m) that has a
 *     coefficient
 */
public record LayerCost(
        long denseBits,
        long bits,
        long denseFlops,
        long penniFlops,
        long reorganisedAdditions,
        long reorganisedMultiplications) {
    private static final int FLOAT = 32;
    private static final int INTEGER = 8;

    /**
     * M basis kernels: a presence bit per coefficient, a sign bit per non-zero one, 8 bits per tap of the basis, 32 per
     * scale.
     *
     * @param nonZeros coefficients that are not zero
     * @param rows rows (k, m) that have a coefficient
     * @param scales scales: 1, K or K * M
     */
    public static LayerCost decomposed(ConvShape shape, int m, long nonZeros, int rows, int scales) {
        long coefficients = (long) shape.k() * shape.cPerGroup() * m;
        long pixels = (long) shape.p() * shape.q();
        return new LayerCost(
                FLOAT * shape.parameters(),
                coefficients + nonZeros + (long) INTEGER * m * shape.taps() + (long) FLOAT * scales,
                shape.denseMacs(),
                pixels * ((long) shape.c() * m * shape.taps() + nonZeros),
                (long) shape.h() * shape.w() * nonZeros,
                pixels * shape.taps() * rows);
    }

    /** Single weights left: a presence bit per weight, 8 bits per one that is left, 32 per output channel's scale. */
    public static LayerCost pruned(ConvShape shape, long nonZeros) {
        long flops = (long) shape.p() * shape.q() * nonZeros;
        return new LayerCost(
                FLOAT * shape.parameters(),
                shape.parameters() + INTEGER * nonZeros + (long) FLOAT * shape.k(),
                shape.denseMacs(),
                flops,
                0,
                flops);
    }

    /** Left whole: 8 bits per weight and 32 per output channel's scale, as machines run it; its work is the dense one. */
    public static LayerCost whole(ConvShape shape) {
        return new LayerCost(
                FLOAT * shape.parameters(),
                INTEGER * shape.parameters() + (long) FLOAT * shape.k(),
                shape.denseMacs(),
                shape.denseMacs(),
                0,
                shape.denseMacs());
    }

    /** Additions and multiplications of the reorganised order. */
    public long reorganisedFlops() {
        return reorganisedAdditions + reorganisedMultiplications;
    }

    /** Bits of 32-bit weights over bits as compressed. */
    public double ratio() {
        return denseBits / (double) bits;
    }

    /** Both together. */
    public LayerCost plus(LayerCost other) {
        return new LayerCost(
                denseBits + other.denseBits,
                bits + other.bits,
                denseFlops + other.denseFlops,
                penniFlops + other.penniFlops,
                reorganisedAdditions + other.reorganisedAdditions,
                reorganisedMultiplications + other.reorganisedMultiplications);
    }
}
