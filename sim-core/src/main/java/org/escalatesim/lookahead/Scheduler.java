package org.escalatesim.lookahead;

import java.util.Arrays;
import org.escalatesim.machine.PromotionPattern;

/**
 * Makes the static schedule of the filters that share an activation stream (Bit-Tactical, ASPLOS 2019). In a step every
 * lane of every filter takes its weight of the current row; a lane without one takes the first candidate of the pattern
 * that is there, lanes in order. Then the stream advances past the rows that are empty in all filters, 1 to 1 + h.
 *
 * <p>Used for one group of filters after the other; state is theirs until {@link #begin} is called again.
 */
final class Scheduler {
    private static final int OWN = 0;
    private static final int NONE = -1;
    private final PromotionPattern pattern;
    private final int lanes;
    private final int reach;
    private final int rows;
    /** What is left: lanes with weights by filter and row, h rows more than there are. */
    private final int[] left;

    private final int stride;
    private final int[] beats;
    private final int[] sides;
    private int filters;
    private boolean record;
    /** By step, filter and lane: which candidate the lane takes plus 1, 0 for its own weight, -1 for none. */
    private byte[] selects = {};

    /** The current row of each step. */
    private int[] bases = {};

    private int steps;
    private long scheduled;

    Scheduler(PromotionPattern pattern, int lanes, int maxFilters, int rows) {
        this.pattern = pattern;
        this.lanes = lanes;
        this.reach = 1 + pattern.lookAhead();
        this.rows = rows;
        this.stride = rows + pattern.lookAhead();
        this.left = new int[Math.multiplyExact(maxFilters, stride)];
        this.beats = new int[pattern.candidates()];
        this.sides = new int[pattern.candidates()];
        for (int j = 0; j < beats.length; j++) {
            beats[j] = pattern.beat(j);
            sides[j] = pattern.side(j);
        }
    }

    /**
     * Schedules filters {@code first} to {@code first + count - 1}.
     *
     * @param record whether to keep the selects; without, only the number of steps
     */
    void schedule(FilterRows filterRows, int first, int count, boolean record) {
        Arrays.fill(left, 0);
        for (int i = 0; i < count; i++) {
            filterRows.presence(first + i, left, i * stride);
        }
        begin(count, record);
        int base = 0;
        while (base < rows) {
            base += step(base);
        }
    }

    private void begin(int count, boolean recorded) {
        filters = count;
        record = recorded;
        steps = 0;
        scheduled = 0;
        if (record) {
            int size = Math.multiplyExact(Math.multiplyExact(rows, count), lanes);
            selects = selects.length >= size ? selects : new byte[size];
            bases = bases.length >= rows ? bases : new int[rows];
            Arrays.fill(selects, 0, size, (byte) NONE);
        }
    }

    /** One step at a row; returns the advance. */
    private int step(int base) {
        int advance = Math.min(reach, rows - base);
        if (record) {
            bases[steps] = base;
        }
        for (int filter = 0; filter < filters; filter++) {
            int at = filter * stride + base;
            take(filter, at);
            int empty = 1;
            while (empty < advance && left[at + empty] == 0) {
                empty++;
            }
            advance = empty;
        }
        steps++;
        return advance;
    }

    private void take(int filter, int at) {
        int own = left[at];
        left[at] = 0;
        scheduled += Integer.bitCount(own);
        int to = (steps * filters + filter) * lanes;
        if (record) {
            for (int rest = own; rest != 0; rest &= rest - 1) {
                selects[to + Integer.numberOfTrailingZeros(rest)] = OWN;
            }
        }
        int ahead = 0;
        for (int beat = 1; beat < reach; beat++) {
            ahead |= left[at + beat];
        }
        if (ahead == 0) {
            return;
        }
        for (int free = ~own & (lanes == 32 ? -1 : (1 << lanes) - 1); free != 0; free &= free - 1) {
            int lane = Integer.numberOfTrailingZeros(free);
            for (int j = 0; j < beats.length; j++) {
                int bit = 1 << ((lane + sides[j]) & (lanes - 1));
                if ((left[at + beats[j]] & bit) != 0) {
                    left[at + beats[j]] &= ~bit;
                    scheduled++;
                    if (record) {
                        selects[to + lane] = (byte) (1 + j);
                    }
                    break;
                }
            }
        }
    }

    /** Steps of the schedule, at least 1 and at most the rows. */
    int steps() {
        return steps;
    }

    /** Weights that the schedule holds. */
    long scheduled() {
        return scheduled;
    }

    /** The current row of a recorded step. */
    int base(int step) {
        return bases[step];
    }

    /**
     * Where the weight that a lane takes in a recorded step lies among the weights of its filter, and its activation in
     * the stream: row x lanes + lane; -1 if the lane takes none.
     */
    int source(int step, int filter, int lane) {
        int select = selects[(step * filters + filter) * lanes + lane];
        if (select == NONE) {
            return NONE;
        }
        int beat = select == OWN ? 0 : beats[select - 1];
        int side = select == OWN ? 0 : sides[select - 1];
        return (bases[step] + beat) * lanes + ((lane + side) & (lanes - 1));
    }

    /** The pattern that the schedule was made by. */
    PromotionPattern pattern() {
        return pattern;
    }
}
