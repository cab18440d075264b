package org.escalatesim.second;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/** A layer of one group as plain arrays, and which taps land where. */
final class PlainLayer {
    final ConvShape shape;
    /** Basis kernels M. */
    final int m;
    /** [H][W][C], whether the activation is non-zero. */
    final boolean[][][] activation;
    /** [K][M][C], whether the coefficient is non-zero. */
    final boolean[][][] coefficient;
    /** [H] and [W], taps of the kernel's rows and columns that land on some output; 0 is not streamed. */
    final int[] rowTaps;

    final int[] columnTaps;
    /** Input rows that are streamed. */
    final int streamedRows;

    PlainLayer(LayerTrace layer) {
        shape = layer.shape();
        Decomposed weights = (Decomposed) layer.weights();
        m = weights.m();
        coefficient = new boolean[shape.k()][m][shape.c()];
        for (int k = 0; k < shape.k(); k++) {
            for (int i = 0; i < m; i++) {
                for (int c = 0; c < shape.c(); c++) {
                    coefficient[k][i][c] = weights.coefficient(k, c, i) != 0;
                }
            }
        }
        SparseMap input = layer.input();
        activation = new boolean[shape.h()][shape.w()][shape.c()];
        for (int y = 0; y < shape.h(); y++) {
            for (int x = 0; x < shape.w(); x++) {
                int base = (y * shape.w() + x) * input.wordsPerGroup();
                for (int c = 0; c < shape.c(); c++) {
                    activation[y][x][c] = (input.presence()[base + c / 64] >>> (c % 64) & 1) == 1;
                }
            }
        }
        rowTaps = taps(shape.h(), shape.r(), shape.padTop(), shape.strideH(), shape.p());
        columnTaps = taps(shape.w(), shape.s(), shape.padLeft(), shape.strideW(), shape.q());
        int streamed = 0;
        for (int taps : rowTaps) {
            streamed += taps > 0 ? 1 : 0;
        }
        streamedRows = streamed;
    }

    private static int[] taps(int inputs, int kernel, int pad, int stride, int outputs) {
        int[] taps = new int[inputs];
        for (int output = 0; output < outputs; output++) {
            for (int tap = 0; tap < kernel; tap++) {
                int input = output * stride - pad + tap;
                if (input >= 0 && input < inputs) {
                    taps[input]++;
                }
            }
        }
        return taps;
    }

    /** The lowest output row that input row y has no tap on or beyond: one more than the highest that it adds to. */
    int endLine(int y) {
        for (int p = shape.p() - 1; p >= 0; p--) {
            int r = y - (p * shape.strideH() - shape.padTop());
            if (r >= 0 && r < shape.r()) {
                return p + 1;
            }
        }
        return 0;
    }

    /** Streamed rows, from the top, after which output row p is complete. */
    int rowsNeeded(int p) {
        int last = Math.min(shape.h() - 1, p * shape.strideH() - shape.padTop() + shape.r() - 1);
        int rows = 0;
        for (int y = 0; y <= last; y++) {
            rows += rowTaps[y] > 0 ? 1 : 0;
        }
        return rows;
    }

    /** Whether column x is the last one streamed of a row. */
    boolean lastStreamedColumn(int x) {
        for (int later = x + 1; later < shape.w(); later++) {
            if (columnTaps[later] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether row (k, i) has a coefficient in channels {@code from} to {@code to - 1}. */
    boolean anyCoefficient(int k, int i, int from, int to) {
        for (int c = from; c < to; c++) {
            if (coefficient[k][i][c]) {
                return true;
            }
        }
        return false;
    }
}
