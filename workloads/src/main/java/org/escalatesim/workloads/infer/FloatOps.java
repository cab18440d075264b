package org.escalatesim.workloads.infer;

import java.util.List;

/** Operations between layers in floating point, in plain loops, on maps [C][H][W]. */
final class FloatOps {
    private FloatOps() {}

    static float[] clip(float[] x, double max) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) Math.min(max, Math.max(0, x[i]));
        }
        return out;
    }

    static float[] pool(float[] x, Graph.MapShape in, Graph.MapShape to, GraphNode node) {
        Window window = node.window();
        boolean max = node.op() == GraphNode.Op.MAX_POOL;
        float[] out = new float[to.values()];
        int at = 0;
        for (int c = 0; c < in.c(); c++) {
            for (int p = 0; p < to.h(); p++) {
                for (int q = 0; q < to.w(); q++) {
                    double sum = 0;
                    float largest = Float.NEGATIVE_INFINITY;
                    int inside = 0;
                    for (int r = 0; r < window.r(); r++) {
                        int y = p * window.strideH() - window.padTop() + r;
                        for (int s = 0; s < window.s(); s++) {
                            int column = q * window.strideW() - window.padLeft() + s;
                            if (y >= 0 && y < in.h() && column >= 0 && column < in.w()) {
                                float value = x[(c * in.h() + y) * in.w() + column];
                                sum += value;
                                largest = Math.max(largest, value);
                                inside++;
                            }
                        }
                    }
                    out[at++] = max ? largest : (float) (sum / window.divisor(inside));
                }
            }
        }
        return out;
    }

    static float[] concat(List<float[]> parts) {
        float[] out = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }

    /** The second operand may have one value per channel of the first. */
    static float[] multiply(float[] a, float[] b) {
        int each = a.length / b.length;
        float[] out = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            out[i] = a[i] * b[i / each];
        }
        return out;
    }

    static float[] elementwise(float[] x, Elementwise function) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) function.apply(x[i]);
        }
        return out;
    }
}
