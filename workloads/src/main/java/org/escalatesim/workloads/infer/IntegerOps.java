package org.escalatesim.workloads.infer;

import java.util.List;
import java.util.Map;

/**
 * The operations between layers, on 8-bit maps of layout [H][W][C]. Where scales differ, a value is an integer times a
 * fixed-point factor of {@value #SHIFT} fractional bits, rounded to nearest, ties to even.
 */
final class IntegerOps {
    private static final int SHIFT = 30;

    private IntegerOps() {}

    /**
     * Runs a node that no layer takes in.
     *
     * @param quants the scale of every value
     * @param in the maps that the node reads, in order
     */
    static byte[] apply(GraphNode node, Graph graph, Map<String, Quant> quants, List<byte[]> in) {
        Graph.MapShape from = graph.shape(node.inputs().get(0));
        Graph.MapShape to = graph.shape(node.output());
        Quant x = quants.get(node.inputs().get(0));
        Quant y = quants.get(node.output());
        byte[] map = in.get(0);
        return switch (node.op()) {
            case SUBSAMPLE_PAD -> subsample(map, from, to, node);
            case GLOBAL_AVERAGE_POOL ->
                average(map, from, to, new Window(from.h(), from.w(), 1, 1, 0, 0, 0, 0, false), x, y);
            case AVERAGE_POOL -> average(map, from, to, node.window(), x, y);
            case MAX_POOL -> largest(map, from, to, node.window(), x);
            case FLATTEN -> flatten(map, from);
            case RELU, CLIP -> clip(map, node, x);
            case CONCAT -> concat(node, graph, quants, in);
            case ADD -> add(map, in.get(1), x, quants.get(node.inputs().get(1)), y);
            case MULTIPLY ->
                multiply(map, in.get(1), x, quants.get(node.inputs().get(1)), y);
            case ELEMENTWISE -> table(map, node.function(), x, y);
            case CONV, FC -> throw new IllegalArgumentException("a layer runs on the machine, not here");
        };
    }

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

    /** The mean under a window at the scale {@code to}: an integer sum times a fixed-point factor, rounded. */
    static byte[] average(byte[] x, Graph.MapShape in, Graph.MapShape out, Window window, Quant from, Quant to) {
        byte[] made = new byte[out.values()];
        for (int p = 0; p < out.h(); p++) {
            int top = Math.max(0, p * window.strideH() - window.padTop());
            int bottom = Math.min(in.h(), p * window.strideH() - window.padTop() + window.r());
            for (int q = 0; q < out.w(); q++) {
                int left = Math.max(0, q * window.strideW() - window.padLeft());
                int right = Math.min(in.w(), q * window.strideW() - window.padLeft() + window.s());
                int over = window.divisor((bottom - top) * (right - left));
                // The mean's scale is at most about that of the values, so the factor is well under 2.
                long mult = factor(from.scale() / (to.scale() * over));
                for (int c = 0; c < in.c(); c++) {
                    long sum = 0;
                    for (int row = top; row < bottom; row++) {
                        for (int column = left; column < right; column++) {
                            sum += value(x[(row * in.w() + column) * in.c() + c], from);
                        }
                    }
                    made[(p * out.w() + q) * in.c() + c] = clamp(roundedShift(sum * mult, SHIFT), to);
                }
            }
        }
        return made;
    }

    /** The largest under a window; the scale stays. */
    private static byte[] largest(byte[] x, Graph.MapShape in, Graph.MapShape out, Window window, Quant quant) {
        byte[] made = new byte[out.values()];
        for (int p = 0; p < out.h(); p++) {
            int top = Math.max(0, p * window.strideH() - window.padTop());
            int bottom = Math.min(in.h(), p * window.strideH() - window.padTop() + window.r());
            for (int q = 0; q < out.w(); q++) {
                int left = Math.max(0, q * window.strideW() - window.padLeft());
                int right = Math.min(in.w(), q * window.strideW() - window.padLeft() + window.s());
                for (int c = 0; c < in.c(); c++) {
                    int largest = Integer.MIN_VALUE;
                    for (int row = top; row < bottom; row++) {
                        for (int column = left; column < right; column++) {
                            largest = Math.max(largest, value(x[(row * in.w() + column) * in.c() + c], quant));
                        }
                    }
                    made[(p * out.w() + q) * in.c() + c] = (byte) largest;
                }
            }
        }
        return made;
    }

    /** [H][W][C] as a vector in the order [C][H][W]; the scale stays. */
    private static byte[] flatten(byte[] x, Graph.MapShape in) {
        byte[] out = new byte[x.length];
        int pixels = in.h() * in.w();
        for (int i = 0; i < x.length; i++) {
            out[i % in.c() * pixels + i / in.c()] = x[i];
        }
        return out;
    }

    /** Zero for negative values, and the largest for those above it; the scale stays, so signed values keep 7 bits. */
    private static byte[] clip(byte[] x, GraphNode node, Quant from) {
        long top = (long) Math.min(255, Math.rint(node.max() / from.scale()));
        byte[] out = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (byte) Math.max(0, Math.min(top, value(x[i], from)));
        }
        return out;
    }

    private static byte[] concat(GraphNode node, Graph graph, Map<String, Quant> quants, List<byte[]> in) {
        Graph.MapShape to = graph.shape(node.output());
        Quant y = quants.get(node.output());
        byte[] out = new byte[to.values()];
        int first = 0;
        for (int part = 0; part < in.size(); part++) {
            byte[] map = in.get(part);
            int channels = graph.shape(node.inputs().get(part)).c();
            Quant x = quants.get(node.inputs().get(part));
            long mult = factor(x.scale() / y.scale());
            for (int i = 0; i < map.length; i++) {
                out[i / channels * to.c() + first + i % channels] =
                        clamp(roundedShift(value(map[i], x) * mult, SHIFT), y);
            }
            first += channels;
        }
        return out;
    }

    private static byte[] add(byte[] a, byte[] b, Quant qa, Quant qb, Quant y) {
        long ma = factor(qa.scale() / y.scale());
        long mb = factor(qb.scale() / y.scale());
        byte[] out = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = clamp(roundedShift(value(a[i], qa) * ma + value(b[i], qb) * mb, SHIFT), y);
        }
        return out;
    }

    /** The second map may have one value per channel; channels are innermost, so its values repeat. */
    private static byte[] multiply(byte[] a, byte[] b, Quant qa, Quant qb, Quant y) {
        long mult = factor(qa.scale() * qb.scale() / y.scale());
        byte[] out = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = clamp(roundedShift((long) value(a[i], qa) * value(b[i % b.length], qb) * mult, SHIFT), y);
        }
        return out;
    }

    private static byte[] table(byte[] x, Elementwise function, Quant from, Quant to) {
        byte[] table = new byte[256];
        for (int i = 0; i < 256; i++) {
            double real = function.apply(value((byte) i, from) * from.scale());
            table[i] = clamp((long) Math.rint(real / to.scale()), to);
        }
        byte[] out = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = table[x[i] & 0xff];
        }
        return out;
    }

    private static long factor(double real) {
        return (long) Math.rint(Math.scalb(real, SHIFT));
    }

    private static int value(byte stored, Quant quant) {
        return quant.signed() ? stored : stored & 0xff;
    }

    private static byte clamp(long value, Quant to) {
        int top = Quant.top(to.signed());
        return (byte) Math.max(to.signed() ? -top : 0, Math.min(top, value));
    }

    /** Divides by 2^shift, rounding to the nearest integer, ties to even. */
    static long roundedShift(long value, int shift) {
        long floor = value >> shift;
        long rest = value - (floor << shift);
        long half = 1L << (shift - 1);
        return rest > half || (rest == half && (floor & 1) == 1) ? floor + 1 : floor;
    }
}
