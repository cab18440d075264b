package org.escalatesim.scnn;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.LayerTrace;

/**
 * The activations of one temporal tile and convolution group as the input RAMs hold them: for each phase, input channel
 * and PE the list of its activations, rows outer, columns inner; with placeholders where more zeros lie between two of
 * them than an index can tell.
 */
final class ActivationLists {
    /** An entry without an activation. */
    static final int PLACEHOLDER = -1;
    /** Set in entries of zero activations, which uncompressed lists hold. */
    static final int ZERO = 1 << 30;

    /** Where the list of (phase * channels + c) * PEs + pe begins; one more at the end. */
    final int[] start;
    /** Row coordinate << 15 | column coordinate. */
    final int[] entry;
    /** The values of the entries; null without values. */
    final int[] value;

    private final Axis rowAxis;
    private final Axis columnAxis;
    private final Span rows;
    private final Span columns;
    private final ConvShape shape;
    private final SparseMap input;
    private final int group;
    private final boolean compressed;
    private final int indexBits;
    /** Next entry of each list of one PE, by phase and channel; and the place of the one before in the PE's tile. */
    private final int[] next;

    private final int[] before;

    /**
     * Makes the lists.
     *
     * @param indexBits bits of a run-length index; 31 for lists without placeholders
     */
    ActivationLists(
            LayerTrace layer,
            TilePlan plan,
            Span rows,
            Span columns,
            int group,
            boolean compressed,
            int indexBits,
            boolean values) {
        this.rowAxis = plan.rowAxis;
        this.columnAxis = plan.columnAxis;
        this.rows = rows;
        this.columns = columns;
        this.shape = layer.shape();
        this.input = layer.input();
        this.group = group;
        this.compressed = compressed;
        this.indexBits = indexBits;
        int pes = rows.pes() * columns.pes();
        int lists = rowAxis.phases() * columnAxis.phases() * shape.cPerGroup();
        start = new int[lists * pes + 1];
        next = new int[lists];
        before = new int[lists];
        for (int pe = 0; pe < pes; pe++) {
            walk(pe, null, null);
            for (int i = 0; i < lists; i++) {
                start[i * pes + pe + 1] = next[i];
            }
        }
        for (int i = 1; i < start.length; i++) {
            start[i] += start[i - 1];
        }
        entry = new int[start[start.length - 1]];
        value = values ? new int[entry.length] : null;
        for (int pe = 0; pe < pes; pe++) {
            walk(pe, entry, value);
        }
    }

    /** Goes through a PE's tile; counts entries, or writes them where they belong. */
    private void walk(int pe, int[] entries, int[] values) {
        int pes = rows.pes() * columns.pes();
        for (int i = 0; i < next.length; i++) {
            next[i] = entries == null ? 0 : start[i * pes + pe];
        }
        Arrays.fill(before, -1);
        int uFrom = rows.tileFrom(pe / columns.pes());
        int uTo = rows.tileTo(pe / columns.pes());
        int vFrom = columns.tileFrom(pe % columns.pes());
        int vTo = columns.tileTo(pe % columns.pes());
        for (int u = uFrom; u < uTo; u++) {
            for (int v = vFrom; v < vTo; v++) {
                int place = (u - uFrom) * (vTo - vFrom) + v - vFrom;
                for (int a = 0; a < rowAxis.phases(); a++) {
                    int y = rowAxis.input(u, a);
                    for (int b = 0; b < columnAxis.phases() && y >= 0; b++) {
                        int x = columnAxis.input(v, b);
                        if (x >= 0) {
                            pixel(
                                    y,
                                    x,
                                    (a * columnAxis.phases() + b) * shape.cPerGroup(),
                                    place,
                                    u << 15 | v,
                                    entries,
                                    values);
                        }
                    }
                }
            }
        }
    }

    private void pixel(int y, int x, int lists, int place, int position, int[] entries, int[] values) {
        int words = input.wordsPerGroup();
        int base = ((y * shape.w() + x) * shape.groups() + group) * words;
        if (!compressed) {
            for (int c = 0; c < shape.cPerGroup(); c++) {
                boolean zero = (input.presence()[base + (c >>> 6)] >>> c & 1) == 0;
                add(lists + c, zero ? position | ZERO : position, y, x, c, entries, values);
            }
            return;
        }
        for (int word = 0; word < words; word++) {
            for (long bits = input.presence()[base + word]; bits != 0; bits &= bits - 1) {
                int c = (word << 6) + Long.numberOfTrailingZeros(bits);
                int list = lists + c;
                int gap = place - before[list] - 1 >> indexBits;
                before[list] = place;
                for (; gap > 0; gap--) {
                    add(list, PLACEHOLDER, y, x, c, entries, null);
                }
                add(list, position, y, x, c, entries, values);
            }
        }
    }

    private void add(int list, int what, int y, int x, int c, int[] entries, int[] values) {
        if (entries != null) {
            entries[next[list]] = what;
        }
        if (values != null) {
            values[next[list]] = input.value(y, x, group * shape.cPerGroup() + c);
        }
        next[list]++;
    }

    /** Entries of all lists, placeholders included. */
    long entries() {
        return entry.length;
    }
}
