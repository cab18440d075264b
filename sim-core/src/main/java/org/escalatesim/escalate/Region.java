package org.escalatesim.escalate;

import org.escalatesim.tensor.ConvShape;

/**
 * A rectangle of the output map and the input pixels it needs: rows and columns on which at least one tap lands, how
 * many taps land, and which output lines they reach. Padding is never among them.
 */
final class Region {
    final int firstRow;
    final int rows;
    final int firstColumn;
    final int columns;
    /** Input rows that are streamed, ascending. */
    final int[] ys;
    /** Input columns that are streamed, ascending. */
    final int[] xs;
    /** Per streamed row, how many kernel rows land on an output row of the region. */
    final int[] rowTaps;
    /** Per streamed column, how many kernel columns land on an output column of the region. */
    final int[] columnTaps;
    /** Per streamed row, the highest output row it reaches, counted from {@link #firstRow}. */
    final int[] highestLine;
    /** Per output row of the region, how many streamed rows must have ended before it is complete. */
    final int[] tokensNeeded;

    Region(ConvShape shape, int firstRow, int rows, int firstColumn, int columns) {
        this.firstRow = firstRow;
        this.rows = rows;
        this.firstColumn = firstColumn;
        this.columns = columns;
        int[] rowCounts = landings(shape.h(), shape.r(), shape.strideH(), shape.padTop(), firstRow, rows);
        int[] columnCounts = landings(shape.w(), shape.s(), shape.strideW(), shape.padLeft(), firstColumn, columns);
        ys = positive(rowCounts);
        xs = positive(columnCounts);
        rowTaps = pick(rowCounts, ys);
        columnTaps = pick(columnCounts, xs);
        highestLine = new int[ys.length];
        for (int i = 0; i < ys.length; i++) {
            int highest = (ys[i] + shape.padTop()) / shape.strideH();
            highestLine[i] = Math.min(highest, firstRow + rows - 1) - firstRow;
        }
        tokensNeeded = new int[rows];
        int ended = 0;
        for (int line = 0; line < rows; line++) {
            int lastInput = (firstRow + line) * shape.strideH() - shape.padTop() + shape.r() - 1;
            while (ended < ys.length && ys[ended] <= lastInput) {
                ended++;
            }
            tokensNeeded[line] = ended;
        }
    }

    /** Output pixels of the region. */
    long pixels() {
        return (long) rows * columns;
    }

    /** For each input coordinate, the number of kernel coordinates that land on an output of the range. */
    private static int[] landings(int size, int kernel, int stride, int pad, int first, int count) {
        int[] landings = new int[size];
        for (int o = first; o < first + count; o++) {
            for (int i = 0; i < kernel; i++) {
                int at = o * stride - pad + i;
                if (at >= 0 && at < size) {
                    landings[at]++;
                }
            }
        }
        return landings;
    }

    private static int[] positive(int[] counts) {
        int found = 0;
        int[] at = new int[counts.length];
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                at[found++] = i;
            }
        }
        return java.util.Arrays.copyOf(at, found);
    }

    private static int[] pick(int[] counts, int[] at) {
        int[] picked = new int[at.length];
        for (int i = 0; i < at.length; i++) {
            picked[i] = counts[at[i]];
        }
        return picked;
    }
}
