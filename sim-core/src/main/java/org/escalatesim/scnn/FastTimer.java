package org.escalatesim.scnn;

import java.util.Arrays;

/**
 * {@link StepTimer} by counting: a step's products per bank are 32 counts of 4 bits in two words, and the sum of one
 * such row per activation of the vector. A row depends on the weight vector and on the class of the activation's
 * position: its lowest two bits on each axis, or the coordinate itself where some of its products land outside. Rows are
 * made when the first activation of their class comes, and serve all PEs.
 *
 * <p>Counts stay below 8 but for rare steps, which are worked out count by count.
 */
final class FastTimer extends StepTimer {
    private static final long ONES = 0x1111111111111111L;
    private static final long EIGHTS = 0x8888888888888888L;

    private final int weightVector;
    private final int activationVector;
    private final int bankMask;
    private final int depth;
    /** Added to a count it sets the count's highest bit if it exceeds the depth. */
    private final long excess;

    private final long[] queuedLow;
    private final long[] queuedHigh;
    /** Pairs of words, by row and weight vector; row 0 is empty, row 1 + class follows. */
    private long[] rows = new long[0];

    private long[] rowLanded = new long[0];
    private long[] rowUseful = new long[0];
    private int[] madeFor = new int[0];
    private int making;

    private Classes rowClasses;
    private Classes columnClasses;
    private int[] channelParts = new int[0];
    /** Of the weights: tap on each axis, bank part of the output channel, 1 if it is not zero. */
    private int[] rowTap = new int[64];

    private int[] columnTap = new int[64];
    private int[] channel = new int[64];
    private int[] nonZero = new int[64];
    private int vectors;

    /** Whether counts of 4 bits do for a machine. */
    static boolean fits(ScnnSpec spec) {
        return spec.pes().weights() <= 4
                && spec.pes().activations() <= 4
                && spec.accumulators().queueDepth() <= 7;
    }

    FastTimer(ScnnSpec spec) {
        weightVector = spec.pes().weights();
        activationVector = spec.pes().activations();
        bankMask = spec.accumulators().banks() - 1;
        depth = spec.accumulators().queueDepth();
        excess = (7 - depth) * ONES;
        queuedLow = new long[spec.pes().count()];
        queuedHigh = new long[spec.pes().count()];
    }

    /** The positions on one axis, by how their products fall on banks. */
    private static final class Classes {
        final int from;
        final int[] of;
        final int count;
        /** Bank part by class and tap, -1 for products outside; then one -1 for placeholders. */
        final int[] parts;

        final int stride;

        Classes(Span span, int taps, boolean isRow) {
            stride = taps + 1;
            from = span.from();
            of = new int[span.to() - span.from()];
            int found = 4;
            int[] made = new int[(4 + of.length) * stride];
            Arrays.fill(made, -1);
            for (int i = 0; i < of.length; i++) {
                int u = from + i;
                boolean inside = span.lands(u) && span.lands(u - taps + 1);
                of[i] = inside ? u & 3 : found++;
                for (int tap = 0; tap < taps; tap++) {
                    int part = isRow ? rowPart(u - tap) : columnPart(u - tap);
                    made[of[i] * stride + tap] = span.lands(u - tap) ? part : -1;
                }
            }
            count = found;
            parts = Arrays.copyOf(made, found * stride);
        }
    }

    @Override
    void plane(Span rowSpan, Span columnSpan, int rowTaps, int columnTaps, int firstChannel) {
        rowClasses = new Classes(rowSpan, rowTaps, true);
        columnClasses = new Classes(columnSpan, columnTaps, false);
        int classes = rowClasses.count * columnClasses.count;
        madeFor = new int[classes];
        making = 0;
        rowLanded = new long[classes];
        rowUseful = new long[classes];
        channelParts = new int[8];
        for (int i = 0; i < 8; i++) {
            channelParts[i] = channelPart(firstChannel + i);
        }
    }

    @Override
    void weights(int[] entries, int from, int to) {
        vectors = (to - from + weightVector - 1) / weightVector;
        if (rowTap.length < vectors * weightVector) {
            rowTap = new int[2 * vectors * weightVector];
            columnTap = new int[rowTap.length];
            channel = new int[rowTap.length];
            nonZero = new int[rowTap.length];
        }
        for (int i = 0; i < vectors * weightVector; i++) {
            // The last vector is filled up with placeholders.
            int weight = from + i < to ? entries[from + i] : WeightLists.PLACEHOLDER;
            boolean placeholder = weight == WeightLists.PLACEHOLDER;
            rowTap[i] = placeholder ? rowClasses.stride - 1 : weight >> 23 & 0x7f;
            columnTap[i] = placeholder ? columnClasses.stride - 1 : weight >> 16 & 0x7f;
            channel[i] = channelParts[weight & 7];
            nonZero[i] = (weight & WeightLists.ZERO) == 0 ? 1 : 0;
        }
        making++;
        int size = 2 * vectors * (1 + madeFor.length);
        if (rows.length < size) {
            rows = new long[Math.max(size, Math.min(2 * rows.length, 1 << 24))];
        } else {
            Arrays.fill(rows, 0, 2 * vectors, 0);
        }
    }

    /** Where the row of an activation begins, made if need be; counts its products. */
    private int row(int activation) {
        if (activation == ActivationLists.PLACEHOLDER) {
            return 0;
        }
        int rowClass = rowClasses.of[(activation >> 15 & 0x7fff) - rowClasses.from];
        int columnClass = columnClasses.of[(activation & 0x7fff) - columnClasses.from];
        int id = rowClass * columnClasses.count + columnClass;
        int at = 2 * vectors * (1 + id);
        if (madeFor[id] != making) {
            madeFor[id] = making;
            make(id, rowClass * rowClasses.stride, columnClass * columnClasses.stride, at);
        }
        landed += rowLanded[id];
        if ((activation & ActivationLists.ZERO) == 0) {
            useful += rowUseful[id];
        }
        return at;
    }

    private void make(int id, int rowParts, int columnParts, int at) {
        int count = 0;
        int countUseful = 0;
        for (int v = 0, i = 0; v < vectors; v++) {
            long low = 0;
            long high = 0;
            for (int j = 0; j < weightVector; j++, i++) {
                int row = rowClasses.parts[rowParts + rowTap[i]];
                int column = columnClasses.parts[columnParts + columnTap[i]];
                int lands = ~(row | column) >>> 31;
                int bank = (row ^ column ^ channel[i]) & bankMask;
                // Shifts of a long look at the lowest 6 bits of the distance alone.
                long one = (long) lands << (bank << 2);
                long upper = -(long) (bank >>> 4);
                low += one & ~upper;
                high += one & upper;
                count += lands;
                countUseful += lands & nonZero[i];
            }
            rows[at + 2 * v] = low;
            rows[at + 2 * v + 1] = high;
        }
        rowLanded[id] = count;
        rowUseful[id] = countUseful;
    }

    @Override
    long run(int pe, int[] entries, int from, int to) {
        long low = queuedLow[pe];
        long high = queuedHigh[pe];
        long cycles = 0;
        int width = 2 * vectors;
        for (int i = from; i < to; i += activationVector) {
            int size = Math.min(activationVector, to - i);
            int row0 = row(entries[i]);
            int row1 = size > 1 ? row(entries[i + 1]) : 0;
            int row2 = size > 2 ? row(entries[i + 2]) : 0;
            int row3 = size > 3 ? row(entries[i + 3]) : 0;
            long[] table = rows;
            cycles += vectors;
            for (int v = 0; v < width; v += 2) {
                long lowA = table[row0 + v] + table[row1 + v];
                long lowB = table[row2 + v] + table[row3 + v];
                long highA = table[row0 + v + 1] + table[row1 + v + 1];
                long highB = table[row2 + v + 1] + table[row3 + v + 1];
                long lowSum = lowA + lowB;
                long highSum = highA + highB;
                // Sums of two rows reach 8 at most; a count of 8 or more anywhere leaves no room for what is queued.
                if (((lowA | lowB | lowSum | highA | highB | highSum) & EIGHTS) != 0) {
                    queuedLow[pe] = low;
                    queuedHigh[pe] = high;
                    cycles += counted(pe, lowA, lowB, highA, highB);
                    low = queuedLow[pe];
                    high = queuedHigh[pe];
                    continue;
                }
                low = served(low + lowSum);
                high = served(high + highSum);
                while (((low + excess | high + excess) & EIGHTS) != 0) {
                    low = served(low);
                    high = served(high);
                    cycles++;
                }
            }
        }
        queuedLow[pe] = low;
        queuedHigh[pe] = high;
        return cycles;
    }

    /** Each count less one, but not below zero. */
    private static long served(long counts) {
        long halves = counts | counts >>> 1;
        return counts - ((halves | halves >>> 2) & ONES);
    }

    /** One step count by count; returns the cycles beyond the first. */
    private int counted(int pe, long lowA, long lowB, long highA, long highB) {
        int[] queued = new int[32];
        int most = 0;
        for (int i = 0; i < 32; i++) {
            int shift = (i & 15) << 2;
            long a = i < 16 ? lowA : highA;
            long b = i < 16 ? lowB : highB;
            long before = i < 16 ? queuedLow[pe] : queuedHigh[pe];
            int count = (int) ((a >>> shift & 15) + (b >>> shift & 15) + (before >>> shift & 15));
            queued[i] = Math.max(0, count - 1);
            most = Math.max(most, queued[i]);
        }
        int wait = Math.max(0, most - depth);
        long low = 0;
        long high = 0;
        for (int i = 0; i < 16; i++) {
            low |= (long) Math.max(0, queued[i] - wait) << (i << 2);
            high |= (long) Math.max(0, queued[i + 16] - wait) << (i << 2);
        }
        queuedLow[pe] = low;
        queuedHigh[pe] = high;
        return wait;
    }

    @Override
    long drain(int pe) {
        long cycles = 0;
        while ((queuedLow[pe] | queuedHigh[pe]) != 0) {
            queuedLow[pe] = served(queuedLow[pe]);
            queuedHigh[pe] = served(queuedHigh[pe]);
            cycles++;
        }
        return cycles;
    }
}
