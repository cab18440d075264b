package org.escalatesim.workloads.infer;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.tensor.ConvShape;

/**
 * A dilated convolution of stride 1 as the interleaved dense convolutions that it is made of (space-to-batch): output
 * rows p of one remainder modulo d read only input rows of one remainder, so that each pair of remainders is a
 * convolution with the kernel as it is, over every d-th row and column. Their dense MACs sum to those of the layer.
 *
 * @param whole the layer as a dense convolution whose kernel has zeros between the taps, (R - 1) * d + 1 rows
 * @param vertical distance of taps in rows, at least 1; 1 is no dilation
 * @param horizontal distance of taps in columns, at least 1
 */
public record Dilation(ConvShape whole, int vertical, int horizontal) {

    /**
     * One of the dense convolutions.
     *
     * @param of what it is a part of
     * @param row first output row, 0 to vertical - 1
     * @param column first output column, 0 to horizontal - 1
     * @param firstY first input row
     * @param firstX first input column
     * @param shape the convolution
     */
    public record Phase(Dilation of, int row, int column, int firstY, int firstX, ConvShape shape) {
        /** The part of an input map [H][W][C] that the phase reads. */
        public byte[] input(byte[] map) {
            return part(map, of.whole.w(), of.whole.c(), firstY, firstX, shape.h(), shape.w());
        }

        /** The part of an output map [P][Q][K] that the phase makes. */
        public byte[] output(byte[] map) {
            return part(map, of.whole.q(), of.whole.k(), row, column, shape.p(), shape.q());
        }

        /** Puts the phase's outputs [P][Q][K] where they belong. */
        public void place(byte[] made, byte[] map) {
            int k = shape.k();
            for (int p = 0; p < shape.p(); p++) {
                for (int q = 0; q < shape.q(); q++) {
                    int y = row + p * of.vertical;
                    int x = column + q * of.horizontal;
                    System.arraycopy(made, (p * shape.q() + q) * k, map, (y * of.whole.q() + x) * k, k);
                }
            }
        }

        private byte[] part(byte[] map, int width, int channels, int fromY, int fromX, int rows, int columns) {
            if (of.none()) {
                return map;
            }
            byte[] part = new byte[rows * columns * channels];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    int at = (fromY + i * of.vertical) * width + fromX + j * of.horizontal;
                    System.arraycopy(map, at * channels, part, (i * columns + j) * channels, channels);
                }
            }
            return part;
        }
    }

    /** Throws {@link IllegalArgumentException} for a stride, which the phases do not have. */
    public Dilation {
        if ((vertical > 1 && whole.strideH() > 1) || (horizontal > 1 && whole.strideW() > 1)) {
            throw new IllegalArgumentException("a dilated convolution must have stride 1, not " + whole.strideH() + ", "
                    + whole.strideW() + " with dilation " + vertical + ", " + horizontal);
        }
    }

    /** Whether taps are neighbours. */
    public boolean none() {
        return vertical == 1 && horizontal == 1;
    }

    /** Kernel rows R without the zeros. */
    public int r() {
        return (whole.r() - 1) / vertical + 1;
    }

    /** Kernel columns S without the zeros. */
    public int s() {
        return (whole.s() - 1) / horizontal + 1;
    }

    /** The phases that make any output, by row and column; without dilation the one that is the whole. */
    public List<Phase> phases() {
        if (none()) {
            return List.of(new Phase(this, 0, 0, 0, 0, whole));
        }
        List<Phase> phases = new ArrayList<>();
        for (int a = 0; a < Math.min(vertical, whole.p()); a++) {
            int[] rows = along(a, vertical, whole.h(), whole.p(), r(), whole.padTop(), whole.padBottom());
            for (int b = 0; b < Math.min(horizontal, whole.q()); b++) {
                int[] columns = along(b, horizontal, whole.w(), whole.q(), s(), whole.padLeft(), whole.padRight());
                ConvShape shape = new ConvShape(
                        whole.k(),
                        whole.c(),
                        whole.groups(),
                        r(),
                        s(),
                        rows[1],
                        columns[1],
                        whole.strideH(),
                        whole.strideW(),
                        rows[2],
                        columns[2],
                        rows[3],
                        columns[3]);
                phases.add(new Phase(this, a, b, rows[0], columns[0], shape));
            }
        }
        return phases;
    }

    /**
     * Along one side, for the outputs of remainder {@code offset}: first input, number of inputs, padding before and
     * after. Output {@code offset + d * i} reads inputs {@code offset - pad + d * (i + tap)}.
     */
    private static int[] along(int offset, int d, int inputs, int outputs, int taps, int before, int after) {
        if (d == 1) {
            return new int[] {0, inputs, before, after};
        }
        int first = Math.floorMod(offset - before, d);
        int padBefore = (first + before - offset) / d;
        int read = Math.max(0, (inputs - first + d - 1) / d);
        int made = (outputs - offset + d - 1) / d;
        return new int[] {first, read, padBefore, made - 1 + taps - padBefore - read};
    }

    /**
     * A kernel with zeros between its taps, as {@code whole} has it.
     *
     * @param weights [K][C/groups][R][S]
     */
    public float[] spread(float[] weights) {
        if (none()) {
            return weights;
        }
        int r = r();
        int s = s();
        int kernels = weights.length / (r * s);
        float[] spread = new float[kernels * whole.taps()];
        for (int i = 0; i < kernels; i++) {
            for (int y = 0; y < r; y++) {
                for (int x = 0; x < s; x++) {
                    spread[(i * whole.r() + y * vertical) * whole.s() + x * horizontal] = weights[(i * r + y) * s + x];
                }
            }
        }
        return spread;
    }
}
