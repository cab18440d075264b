package org.escalatesim.escalate;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/**
 * The work of a layer counted output by output with plain loops, over the output rectangles and rows (k, m) that a plan
 * gives each tile; nothing else of the machine's code is used.
 */
final class WorkCount {
    final long matchedPairs;
    final long elements;
    final long taps;

    WorkCount(LayerTrace layer, LayerPlan plan) {
        long pairs = 0;
        long sent = 0;
        long landed = 0;
        Decomposed weights = (Decomposed) layer.weights();
        for (TilePlan tile : plan.tiles) {
            for (Segment segment : tile.segments()) {
                Region at = segment.region;
                int[][] landings = landings(layer.shape(), at.firstRow, at.rows, at.firstColumn, at.columns);
                for (int row = 0; row < segment.set.k.length; row++) {
                    if (segment.set.k[row] < 0) {
                        continue;
                    }
                    for (int y = 0; y < landings.length; y++) {
                        for (int x = 0; x < landings[y].length; x++) {
                            if (landings[y][x] > 0) {
                                int here = pairs(layer, weights, segment.set.k[row], segment.set.m[row], y, x);
                                pairs += here;
                                sent += here > 0 ? 1 : 0;
                                landed += here > 0 ? landings[y][x] : 0;
                            }
                        }
                    }
                }
            }
        }
        matchedPairs = pairs;
        elements = sent;
        taps = landed;
    }

    /** [H][W]: how many taps of outputs in the rectangle read the pixel. */
    private static int[][] landings(ConvShape n, int firstRow, int rows, int firstColumn, int columns) {
        int[][] landings = new int[n.h()][n.w()];
        for (int p = firstRow; p < firstRow + rows; p++) {
            for (int q = firstColumn; q < firstColumn + columns; q++) {
                for (int tap = 0; tap < n.taps(); tap++) {
                    int y = p * n.strideH() - n.padTop() + tap / n.s();
                    int x = q * n.strideW() - n.padLeft() + tap % n.s();
                    if (y >= 0 && y < n.h() && x >= 0 && x < n.w()) {
                        landings[y][x]++;
                    }
                }
            }
        }
        return landings;
    }

    private static int pairs(LayerTrace layer, Decomposed weights, int k, int m, int y, int x) {
        SparseMap input = layer.input();
        int first = k / layer.shape().kPerGroup() * layer.shape().cPerGroup();
        int pairs = 0;
        for (int c = 0; c < layer.shape().cPerGroup(); c++) {
            if (weights.coefficient(k, c, m) != 0 && input.value(y, x, first + c) != 0) {
                pairs++;
            }
        }
        return pairs;
    }
}
