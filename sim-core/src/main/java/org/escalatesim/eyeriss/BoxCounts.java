package org.escalatesim.eyeriss;

import org.escalatesim.tensor.SparseMap;

/** Marks on a map [C][H][W], and how many of them lie in a box: prefix sums over all three axes. */
final class BoxCounts {
    private final int rowSpan;
    private final int planeSpan;
    private final int[] sums;

    /** No marks yet. */
    BoxCounts(int channels, int rows, int columns) {
        rowSpan = columns + 1;
        planeSpan = Math.multiplyExact(rowSpan, rows + 1);
        sums = new int[Math.multiplyExact(planeSpan, channels + 1)];
    }

    /** Marks a place; before {@link #sum}. */
    void mark(int channel, int row, int column) {
        sums[index(channel, row, column)] = 1;
    }

    /** Whether a place is marked; before {@link #sum}. */
    boolean marked(int channel, int row, int column) {
        return sums[index(channel, row, column)] != 0;
    }

    private int index(int channel, int row, int column) {
        return (channel + 1) * planeSpan + (row + 1) * rowSpan + column + 1;
    }

    /** Marks every place of a non-zero value, its row and column moved to where the two tables say. */
    void markPresent(SparseMap map, int[] rowPlace, int[] columnPlace) {
        int perGroup = map.channels() / map.groups();
        int words = map.groups() * map.wordsPerGroup();
        long[] presence = map.presence();
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                int base = (y * map.width() + x) * words;
                int place = index(0, rowPlace[y], columnPlace[x]);
                for (int i = 0; i < words; i++) {
                    int channel = i / map.wordsPerGroup() * perGroup + (i % map.wordsPerGroup() << 6);
                    for (long bits = presence[base + i]; bits != 0; bits &= bits - 1) {
                        sums[place + (channel + Long.numberOfTrailingZeros(bits)) * planeSpan] = 1;
                    }
                }
            }
        }
    }

    /** Turns marks into prefix sums. */
    void sum() {
        for (int plane = planeSpan; plane < sums.length; plane += planeSpan) {
            for (int row = plane + rowSpan; row < plane + planeSpan; row += rowSpan) {
                int inRow = 0;
                for (int i = row + 1; i < row + rowSpan; i++) {
                    inRow += sums[i];
                    // Box up to here = this row + the rows above + the planes before, less what both count.
                    sums[i] = inRow + sums[i - rowSpan] + sums[i - planeSpan] - sums[i - planeSpan - rowSpan];
                }
            }
        }
    }

    /** Marks in channels {@code c0} to {@code c1}, rows {@code y0} to {@code y1}, columns {@code x0} to {@code x1}, exclusive. */
    long count(int c0, int c1, int y0, int y1, int x0, int x1) {
        if (y1 <= y0 || x1 <= x0) {
            return 0;
        }
        return (long) plane(c1, y0, y1, x0, x1) - plane(c0, y0, y1, x0, x1);
    }

    /** Marks of a rectangle in all channels before one. */
    private int plane(int channel, int y0, int y1, int x0, int x1) {
        int base = channel * planeSpan;
        return sums[base + y1 * rowSpan + x1]
                - sums[base + y0 * rowSpan + x1]
                - sums[base + y1 * rowSpan + x0]
                + sums[base + y0 * rowSpan + x0];
    }
}
