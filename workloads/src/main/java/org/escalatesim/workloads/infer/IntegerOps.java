package org.escalatesim.workloads.infer;

/** The operations between layers, on 8-bit maps of layout [H][W][C]. */
final class IntegerOps {
    private static final int POOL_SHIFT = 30;

    private IntegerOps() {}

    /** Every stride-th row and column, with zero channels on both sides; the scale stays. */
    static byte[] subsample(byte[] x, Graph.MapShape in, Graph.MapShape to, GraphNode node) {
        byte[] out = new byte[to.values()];
        for (int p = 0; p < to.h(); p++) {
            for (int q = 0; q < to.w(); q++) {
                int from = (p * node.stride() * in.w() + q * node.stride()) * in.c();
                System.arraycopy(x, from, out, (p * to.w() + q) * to.c() + node.zeroChannels(), in.c());
            }
        }
        return out;
    }

    /** The mean of each channel at the scale {@code to}: an integer sum times a 31-bit fixed-point factor, rounded. */
    static byte[] average(byte[] x, Graph.MapShape in, Quant from, Quant to) {
        int pixels = in.h() * in.w();
        double factor = from.scale() / (to.scale() * pixels);
        // The mean's scale is at most about that of the values, so the factor is well under 2.
        long mult = (long) Math.rint(factor * (1L << POOL_SHIFT));
        int top = Quant.top(to.signed());
        byte[] out = new byte[in.c()];
        for (int c = 0; c < in.c(); c++) {
            long sum = 0;
            for (int i = 0; i < pixels; i++) {
                byte value = x[i * in.c() + c];
                sum += from.signed() ? value : value & 0xff;
            }
            long rounded = roundedShift(sum * mult, POOL_SHIFT);
            out[c] = (byte) Math.max(to.signed() ? -top : 0, Math.min(top, rounded));
        }
        return out;
    }

    /** Divides by 2^shift, rounding to the nearest integer, ties to even. */
    static long roundedShift(long value, int shift) {
        long floor = value >> shift;
        long rest = value - (floor << shift);
        long half = 1L << (shift - 1);
        return rest > half || (rest == half && (floor & 1) == 1) ? floor + 1 : floor;
    }
}
