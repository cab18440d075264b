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
     * Runs a pass for one image.
     *
     * @param pass its sizes
     * @param k0 first output channel, of all groups'
     * @param c0 first channel in the group
     * @param p0 first output row
     * @param q0 first output column
     * @param tile the kernel tile
     */
    void run(Pass pass, int k0, int c0, int p0, int q0, KernelTile tile) {
        int firstChannel = k0 / shape.kPerGroup() * shape.cPerGroup() + c0;
        for (int k = k0; k < k0 + pass.m; k++) {
            for (int p = p0; p < p0 + pass.e; p++) {
                int psum = (k * shape.p() + p) * shape.q() + q0;
                // Up a column of a set, then through the sets of the other channels.
                for (int c = 0; c < pass.ch; c++) {
                    for (int r = tile.row(); r < tile.row() + tile.rows(); r++) {
                        int filter = ((k * shape.cPerGroup() + c0 + c) * shape.r() + r) * shape.s() + tile.column();
                        int row = ((firstChannel + c) * rows + p * shape.strideH() + r) * columns
                                + q0 * shape.strideW()
                                + tile.column();
                        primitive(filter, tile.columns(), row, psum, pass.f);
                    }
                }
            }
        }
    }

    private void primitive(int filter, int taps, int row, int psum, int outputs) {
        int stride = shape.strideW();
        for (int s = 0; s < taps; s++) {
            int weight = weights[filter + s];
            if (weight == 0) {
                continue;
            }
            if (stride == 1) {
                for (int x = 0; x < outputs; x++) {
                    sums[psum + x] += weight * input[row + s + x];
                }
            } else {
                for (int x = 0; x < outputs; x++) {
                    sums[psum + x] += weight * input[row + s + x * stride];
                }
            }
        }
    }
}
