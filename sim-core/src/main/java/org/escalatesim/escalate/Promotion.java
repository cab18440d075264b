package org.escalatesim.escalate;

import org.escalatesim.machine.PromotionPattern;

/**
 * The choice of promoted values: which value of the later beats of the window each empty lane of the current beat takes
 * (combinational logic, no state). The window is {@code window[0 .. size-1]}, one bit per lane, bit = a value is there.
 */
final class Promotion {
    /** Lanes that one look-up of the table decides. */
    private static final int STEP = 2;

    /** Packed windows are taken in groups of this many; arrays of them have room for a whole number of groups. */
    static final int GROUP = 4;

    private final PromotionPattern pattern;
    private final int lanes;
    private final int laneMask;
    private final boolean fewestFirst;
    private final Table table;

    Promotion(PromotionPattern pattern, int lanes, EscalateSpec.Policy policy) {
        this(pattern, lanes, policy, true);
    }

    /**
     * @param tables whether to use a table where there is one; the choice is the same without
     */
    Promotion(PromotionPattern pattern, int lanes, EscalateSpec.Policy policy, boolean tables) {
        this.pattern = pattern;
        this.lanes = lanes;
        this.laneMask = lanes == 32 ? -1 : (1 << lanes) - 1;
        this.fewestFirst = policy == EscalateSpec.Policy.FEWEST_FIRST;
        this.table = fewestFirst || !tables ? null : Table.of(pattern, lanes);
    }

    /** Whether windows are kept as one long, for which there is a table. */
    boolean packed() {
        return table != null;
    }

    /**
     * Takes all values of {@code window[0]} and promotes values of later beats into its empty lanes, clearing the bits
     * of all values taken.
     */
    void take(int[] window, int size) {
        int free = ~window[0] & laneMask;
        window[0] = 0;
        if (fewestFirst) {
            fewestFirst(window, size, free);
        } else {
            inOrder(window, size, free);
        }
    }

    /**
     * The same for {@code count} packed windows (beat 0 in the low lanes, beats that are not there 0), each replaced by
     * what is left of it. Only where {@link #packed} is true. Many at once, because each is a chain of dependent look-ups.
     */
    void take(long[] windows, int count) {
        table.take(windows, count);
    }

    /** The rule itself: empty lanes in order, each takes its first candidate in pattern order. */
    void inOrder(int[] window, int size, int free) {
        for (int rest = free; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            for (int j = 0; j < pattern.candidates(); j++) {
                int bit = 1 << source(lane, j);
                if (pattern.beat(j) < size && (window[pattern.beat(j)] & bit) != 0) {
                    window[pattern.beat(j)] &= ~bit;
                    break;
                }
            }
        }
    }

    private void fewestFirst(int[] window, int size, int free) {
        int rest = free;
        while (rest != 0) {
            int best = -1;
            int fewest = Integer.MAX_VALUE;
            int first = -1;
            for (int scan = rest; scan != 0; scan &= scan - 1) {
                int lane = Integer.numberOfTrailingZeros(scan);
                int found = 0;
                int candidate = -1;
                for (int j = 0; j < pattern.candidates(); j++) {
                    if (pattern.beat(j) < size && (window[pattern.beat(j)] & (1 << source(lane, j))) != 0) {
                        found++;
                        candidate = candidate < 0 ? j : candidate;
                    }
                }
                if (found == 0) {
                    rest &= ~(1 << lane);
                } else if (found < fewest) {
                    fewest = found;
                    best = lane;
                    first = candidate;
                }
            }
            if (best >= 0) {
                window[pattern.beat(first)] &= ~(1 << source(best, first));
                rest &= ~(1 << best);
            }
        }
    }

    /** The lane from which {@code lane} takes its candidate j; lanes wrap. */
    private int source(int lane, int j) {
        return (lane + pattern.side(j)) & (lanes - 1);
    }

    /**
     * The rule of {@link #inOrder} for windows of up to three beats, two lanes at a time: what two neighbouring lanes
     * take depends only on whether they are empty and on the few lanes of beats 1 and 2 that they reach. The state is
     * one word of three 16-bit fields (empty lanes, beat 1, beat 2), each turned by two lanes after a look-up. Made
     * from {@link #inOrder}, to which a test proves it equal.
     */
    private static final class Table {
        private static final int LANES = 16;
        /** Lanes of a later beat that two neighbouring lanes reach together, at most. */
        private static final int WIDTH = 6;

        private static final int WIDTH_MASK = (1 << WIDTH) - 1;
        private static final long REACHED = (long) WIDTH_MASK << 16 | (long) WIDTH_MASK << 32;
        private static final long LOOKED_AT = REACHED | (1 << STEP) - 1;
        private static final long TOGETHER = 1L << 50 | 1L << 36 | 1L << 26;
        // Two lanes take two values at most, so what overlaps in the sum never carries into the upper field.
        private static final long APART = 1L << 16 | 1L << 26;
        private static final long TURN_LOW = 0x0003_0003_0003L;
        private static final long TURN_HIGH = 0x3fff_3fff_3fffL;
        private final int low1;
        private final int low2;
        /** By two empty-lane bits, six of beat 1, six of beat 2 (low to high): what is taken of beats 1 and 2. */
        private final char[] taken = new char[1 << (STEP + 2 * WIDTH)];

        private Table(int low1, int low2) {
            this.low1 = low1;
            this.low2 = low2;
        }

        /** The table of a pattern, or null where it would be too large or lanes are not 16. */
        static Table of(PromotionPattern pattern, int lanes) {
            if (lanes != LANES || pattern.lookAhead() > 2 || pattern.candidates() == 0) {
                return null;
            }
            int[] low = {0, 0, 0};
            int[] high = {0, 0, 0};
            for (int j = 0; j < pattern.candidates(); j++) {
                int beat = pattern.beat(j);
                low[beat] = Math.min(low[beat], pattern.side(j));
                high[beat] = Math.max(high[beat], pattern.side(j));
            }
            if (high[1] - low[1] + STEP > WIDTH || high[2] - low[2] + STEP > WIDTH) {
                return null;
            }
            Table table = new Table(low[1], low[2]);
            table.fill(new Promotion(pattern, LANES, EscalateSpec.Policy.ONE_SHOT, false));
            return table;
        }

        private void fill(Promotion rule) {
            int[] window = new int[3];
            // Lanes 8 and 9 stand for any two: nothing wraps around them.
            int lane = LANES / 2;
            for (int index = 0; index < taken.length; index++) {
                int one = index >>> STEP & WIDTH_MASK;
                int two = index >>> (STEP + WIDTH);
                window[1] = one << (lane + low1);
                window[2] = two << (lane + low2);
                rule.inOrder(window, 3, (index & ((1 << STEP) - 1)) << lane);
                int left1 = window[1] >>> (lane + low1);
                int left2 = window[2] >>> (lane + low2);
                taken[index] = (char) ((one ^ left1) | (two ^ left2) << WIDTH);
            }
        }

        /** Four at a time, in registers: their chains of look-ups are independent. The array has room to round up. */
        void take(long[] windows, int count) {
            for (int i = 0; i < count; i += GROUP) {
                long a = start(windows[i]);
                long b = start(windows[i + 1]);
                long c = start(windows[i + 2]);
                long d = start(windows[i + 3]);
                for (int lane = 0; lane < LANES; lane += STEP) {
                    a = step(a);
                    b = step(b);
                    c = step(c);
                    d = step(d);
                }
                windows[i] = finish(a);
                windows[i + 1] = finish(b);
                windows[i + 2] = finish(c);
                windows[i + 3] = finish(d);
            }
        }

        private long start(long window) {
            int one = turn((int) (window >>> 16) & 0xffff, low1);
            int two = turn((int) (window >>> 32) & 0xffff, low2);
            return ~window & 0xffff | (long) one << 16 | (long) two << 32;
        }

        /**
         * The first two lanes of the state take their values; the state turns on by two lanes. The multiplications
         * bring the three fields together for the look-up, and apart again what was taken.
         */
        private long step(long state) {
            int took = taken[(int) ((state & LOOKED_AT) * TOGETHER >>> 50)];
            long left = state ^ (took * APART & REACHED);
            return left >>> STEP & TURN_HIGH | (left & TURN_LOW) << (16 - STEP);
        }

        private long finish(long state) {
            int one = turn((int) (state >>> 16) & 0xffff, -low1);
            int two = turn((int) (state >>> 32) & 0xffff, -low2);
            return (long) one << 16 | (long) two << 32;
        }

        /** Turns 16 lanes so that lane {@code by} becomes lane 0. */
        private static int turn(int beat, int by) {
            int shift = by & (LANES - 1);
            return ((beat >>> shift) | (beat << (LANES - shift))) & 0xffff;
        }
    }
}
