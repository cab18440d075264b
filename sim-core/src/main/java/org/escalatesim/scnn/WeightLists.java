package org.escalatesim.scnn;

import java.util.Arrays;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * The weights of one run of output channels, as they are broadcast: for each phase and input channel the list of its
 * weights over kernel rows, kernel columns and output channels, these innermost; with placeholders where more zeros lie
 * between two of them than an index can tell.
 */
final class WeightLists {
    /** Most taps of a kernel's side, and most output channels of a run. */
    static final int MAX_TAPS = 128;

    static final int MAX_CHANNELS = 1 << 16;
    static final int PLACEHOLDER = ActivationLists.PLACEHOLDER;
    static final int ZERO = ActivationLists.ZERO;

    /** Where the list of phase * channels + c begins; one more at the end. */
    final int[] start;
    /** Row tap of the phase << 23 | column tap << 16 | output channel of the run. */
    final int[] entry;
    /** The values of the entries; null without values. */
    final int[] value;

    private final Axis rowAxis;
    private final Axis columnAxis;
    private final ConvShape shape;
    private final Kernels kernels;
    private final int kFrom;
    private final int kTo;
    private final boolean compressed;
    private final int indexBits;
    private final int[] next;
    private final int[] before;

    /**
     * Makes the lists.
     *
     * @param kFrom first output channel of the run
     * @param kTo first output channel after it, of the same group
     * @param indexBits bits of a run-length index; 31 for lists without placeholders
     */
    WeightLists(
            ConvShape shape,
            Kernels kernels,
            TilePlan plan,
            int kFrom,
            int kTo,
            boolean compressed,
            int indexBits,
            boolean values) {
        this.rowAxis = plan.rowAxis;
        this.columnAxis = plan.columnAxis;
        this.shape = shape;
        this.kernels = kernels;
        this.kFrom = kFrom;
        this.kTo = kTo;
        this.compressed = compressed;
        this.indexBits = indexBits;
        int lists = rowAxis.phases() * columnAxis.phases() * shape.cPerGroup();
        start = new int[lists + 1];
        next = new int[lists];
        before = new int[lists];
        walk(null, null);
        for (int i = 0; i < lists; i++) {
            start[i + 1] = start[i] + next[i];
        }
        entry = new int[start[lists]];
        value = values ? new int[entry.length] : null;
        walk(entry, value);
    }

    private void walk(int[] entries, int[] values) {
        System.arraycopy(start, 0, next, 0, next.length);
        if (entries == null) {
            Arrays.fill(next, 0);
        }
        Arrays.fill(before, -1);
        for (int a = 0; a < rowAxis.phases(); a++) {
            for (int b = 0; b < columnAxis.phases(); b++) {
                int lists = (a * columnAxis.phases() + b) * shape.cPerGroup();
                for (int r = 0; r < rowAxis.taps(a); r++) {
                    for (int s = 0; s < columnAxis.taps(b); s++) {
                        int tap = (a + r * rowAxis.stride()) * shape.s() + b + s * columnAxis.stride();
                        int place = (r * columnAxis.taps(b) + s) * (kTo - kFrom);
                        for (int k = kFrom; k < kTo; k++) {
                            weights(k, tap, lists, place + k - kFrom, r << 23 | s << 16 | k - kFrom, entries, values);
                        }
                    }
                }
            }
        }
    }

    private void weights(int k, int tap, int lists, int place, int what, int[] entries, int[] values) {
        int words = kernels.wordsPerTap();
        int base = (k * shape.taps() + tap) * words;
        if (!compressed) {
            for (int c = 0; c < shape.cPerGroup(); c++) {
                boolean zero = (kernels.presence()[base + (c >>> 6)] >>> c & 1) == 0;
                add(lists + c, zero ? what | ZERO : what, k, c, tap, entries, values);
            }
            return;
        }
        for (int word = 0; word < words; word++) {
            for (long bits = kernels.presence()[base + word]; bits != 0; bits &= bits - 1) {
                int c = (word << 6) + Long.numberOfTrailingZeros(bits);
                int list = lists + c;
                int gap = place - before[list] - 1 >> indexBits;
                before[list] = place;
                for (; gap > 0; gap--) {
                    add(list, PLACEHOLDER, k, c, tap, entries, null);
                }
                add(list, what, k, c, tap, entries, values);
            }
        }
    }

    private void add(int list, int what, int k, int c, int tap, int[] entries, int[] values) {
        if (entries != null) {
            entries[next[list]] = what;
        }
        if (values != null) {
            values[next[list]] = kernels.value(k, c, tap);
        }
        next[list]++;
    }

    /** Entries of all lists, placeholders included. */
    long entries() {
        return entry.length;
    }
}
