package org.escalatesim.eyeriss;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;

/**
 * The values of the passes: 1-D primitives of one filter row and one input row, each adding to the psum row that waits
 * in the global buffer. 32-bit sums, wrapping.
 */
final class RowPrimitives {
    private final ConvShape shape;
    private final int rows;
    private final int columns;
    /** [C][rows][columns], padding included, as far as outputs reach. */
    private final int[] input;

    /** [K][C / groups][R][S]. */
    private final byte[] weights;

    /** [K][P][Q]. */
    final int[] sums;

    RowPrimitives(LayerTrace layer, Kernels kernels) {
        shape = layer.shape();
        rows = (shape.p() - 1) * shape.strideH() + shape.r();
        columns = (shape.q() - 1) * shape.strideW() + shape.s();
        input = new int[Math.multiplyExact(shape.c(), Math.multiplyExact(rows, columns))];
        weights = new byte[Math.toIntExact(shape.parameters())];
        sums = new int[Math.multiplyExact(shape.k(), shape.p() * shape.q())];
        unpack(layer.input());
        unpack(kernels);
    }

    private void unpack(SparseMap map) {
        int words = map.groups() * map.wordsPerGroup();
        int next = 0;
        for (int pixel = 0; pixel < shape.h() * shape.w(); pixel++) {
            int y = pixel / shape.w() + shape.padTop();
            int x = pixel % shape.w() + shape.padLeft();
            boolean seen = y < rows && x < columns;
            for (int i = 0; i < words; i++) {
                int channel = i / map.wordsPerGroup() * shape.cPerGroup() + (i % map.wordsPerGroup() << 6);
                for (long bits = map.presence()[pixel * words + i]; bits != 0; bits &= bits - 1) {
                    int value = map.packedValue(next++);
                    if (seen) {
                        input[((channel + Long.numberOfTrailingZeros(bits)) * rows + y) * columns + x] = value;
                    }
                }
            }
        }
    }

    private void unpack(Kernels kernels) {
        int taps = shape.taps();
        int words = kernels.wordsPerTap();
        int next = 0;
        for (int k = 0; k < shape.k(); k++) {
            for (int i = 0; i < taps * words; i++) {
                int at = (k * shape.cPerGroup() + (i % words << 6)) * taps + i / words;
                for (long bits = kernels.presence()[k * taps * words + i]; bits != 0; bits &= bits - 1) {
                    weights[at + Long.numberOfTrailingZeros(bits) * taps] = (byte) kernels.packedValue(next++);
                }
            }
        }
    }

    /**
     * Runs a pass for one image: psums come from the buffer, every PE slides its filter rows along its input row, psums
     * go back. An input row is handed to all PEs on its diagonal at once, tap by tap, so that it is lined up once.
     *
     * @param pass its sizes
     * @param k0 first output channel, of all groups'
     * @param c0 first channel in the group
     * @param p0 first output row
     * @param q0 first output column
     * @param tile the kernel tile
     */
    void run(Pass pass, int k0, int c0, int p0, int q0, KernelTile tile) {
        int[][] psums = psumsIn(pass, k0, p0, q0);
        int[] line = new int[pass.f];
        int firstChannel = k0 / shape.kPerGroup() * shape.cPerGroup() + c0;
        int strideH = shape.strideH();
        int inputRows = (pass.e - 1) * strideH + tile.rows();
        int perFilter = shape.cPerGroup() * shape.taps();
        for (int c = 0; c < pass.ch; c++) {
            for (int y = 0; y < inputRows; y++) {
                int row = ((firstChannel + c) * rows + p0 * strideH + tile.row() + y) * columns
                        + q0 * shape.strideW()
                        + tile.column();
                for (int s = 0; s < tile.columns(); s++) {
                    lineUp(line, row + s);
                    // PE (r, p) of a set works on input row p * U + r.
                    for (int r = y % strideH; r < tile.rows() && r <= y; r += strideH) {
                        int p = (y - r) / strideH;
                        if (p < pass.e) {
                            int tap = (tile.row() + r) * shape.s() + tile.column() + s;
                            int weight = k0 * perFilter + (c0 + c) * shape.taps() + tap;
                            for (int m = 0; m < pass.m; m++, weight += perFilter) {
                                accumulate(psums[m * pass.e + p], line, weights[weight]);
                            }
                        }
                    }
                }
            }
        }
        psumsOut(pass, k0, p0, q0, psums);
    }

    /** The activations that one tap meets at the outputs of a row. */
    private void lineUp(int[] line, int from) {
        int stride = shape.strideW();
        for (int x = 0; x < line.length; x++) {
            line[x] = input[from + x * stride];
        }
    }

    /** Two arrays and no offsets: the form that the compiler turns into vector instructions. */
    private static void accumulate(int[] psums, int[] line, int weight) {
        if (weight != 0) {
            for (int x = 0; x < psums.length; x++) {
                psums[x] += weight * line[x];
            }
        }
    }

    private int[][] psumsIn(Pass pass, int k0, int p0, int q0) {
        int[][] psums = new int[pass.m * pass.e][pass.f];
        for (int i = 0; i < psums.length; i++) {
            System.arraycopy(sums, place(pass, i, k0, p0, q0), psums[i], 0, pass.f);
        }
        return psums;
    }

    private void psumsOut(Pass pass, int k0, int p0, int q0, int[][] psums) {
        for (int i = 0; i < psums.length; i++) {
            System.arraycopy(psums[i], 0, sums, place(pass, i, k0, p0, q0), pass.f);
        }
    }

    private int place(Pass pass, int row, int k0, int p0, int q0) {
        return ((k0 + row / pass.e) * shape.p() + p0 + row % pass.e) * shape.q() + q0;
    }
}
