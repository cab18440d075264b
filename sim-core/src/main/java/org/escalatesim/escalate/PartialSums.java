package org.escalatesim.escalate;

import java.util.Arrays;

/** The values in a row's partial-sum lines; only made when values are computed. */
final class PartialSums {
    private final LayerContext context;
    private final Segment[] segments;
    private final int[][] lines;
    private final int max;
    long saturations;

    PartialSums(LayerContext context, Segment[] segments, int width) {
        this.context = context;
        this.segments = segments;
        this.lines = new int[context.lines][width];
        int bits = context.spec.mac().psumBits();
        this.max = bits == 32 ? Integer.MAX_VALUE : (1 << (bits - 1)) - 1;
    }

    /** Adds an element's products, one for each tap that lands on an output of the region. */
    void multiply(long place, int value, int row) {
        Segment segment = segments[Place.segment(place)];
        Region region = segment.region;
        int k = segment.set.k[row];
        int m = segment.set.m[row];
        int y = region.ys[Place.row(place)];
        int x = region.xs[Place.column(place)];
        var shape = context.shape;
        for (int r = 0; r < shape.r(); r++) {
            int up = y + shape.padTop() - r;
            if (up < 0 || up % shape.strideH() != 0) {
                continue;
            }
            int line = up / shape.strideH() - region.firstRow;
            if (line < 0 || line >= region.rows) {
                continue;
            }
            int[] psums = lines[(segment.firstLine + line) % lines.length];
            for (int s = 0; s < shape.s(); s++) {
                int over = x + shape.padLeft() - s;
                if (over < 0 || over % shape.strideW() != 0) {
                    continue;
                }
                int column = over / shape.strideW() - region.firstColumn;
                if (column >= 0 && column < region.columns) {
                    long sum = (long) psums[column] + (long) value * context.weights.basis(k, m, r * shape.s() + s);
                    psums[column] = saturate(sum);
                }
            }
        }
    }

    private int saturate(long sum) {
        if (sum > max) {
            saturations++;
            return max;
        }
        if (sum < -(long) max - 1) {
            saturations++;
            return -max - 1;
        }
        return (int) sum;
    }

    /** The psums of a line, by column. */
    int[] line(int number) {
        return lines[number % lines.length];
    }

    /** Clears a line for its next use. */
    void clear(int number) {
        Arrays.fill(lines[number % lines.length], 0);
    }
}
