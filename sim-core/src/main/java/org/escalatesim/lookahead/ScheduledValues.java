package org.escalatesim.lookahead;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;

/**
 * What the lanes compute: each scheduled weight times the activation that its select picks from the window, added over
 * the lanes and steps of its filter. A few pixels at a time, which follow the same schedule.
 */
final class ScheduledValues {
    private static final int PIXELS = 32;
    private final LookaheadSpec spec;
    private final ConvShape shape;
    private final Schedules schedules;
    /** [H][W][C]. */
    private final short[] map;
    /** By place in the stream (row x lanes + lane) and pixel of a block. */
    private final int[] stream;

    /** Of the scheduled weights of a filter, in the order of the steps: place in the stream, and value. */
    private int[] places = {};

    private byte[] values = {};
    private final int[] psums = new int[PIXELS];

    private ScheduledValues(LookaheadSpec spec, Schedules schedules, SparseMap input) {
        this.spec = spec;
        this.shape = schedules.shape;
        this.schedules = schedules;
        map = new short[Math.multiplyExact(Math.multiplyExact(shape.h(), shape.w()), shape.c())];
        int words = input.wordsPerGroup();
        int next = 0;
        for (int i = 0; i < input.presence().length; i++) {
            int at = i / (words * shape.groups()) * shape.c()
                    + i / words % shape.groups() * shape.cPerGroup()
                    + (i % words << 6);
            for (long bits = input.presence()[i]; bits != 0; bits &= bits - 1) {
                map[at + Long.numberOfTrailingZeros(bits)] = (short) input.packedValue(next++);
            }
        }
        stream = new int[Math.multiplyExact(schedules.rows * spec.lanes(), PIXELS)];
    }

    /** The sums [K][P][Q] of a layer with values. */
    static int[] compute(LookaheadSpec spec, Schedules schedules, SparseMap input) {
        return new ScheduledValues(spec, schedules, input).sums();
    }

    private int[] sums() {
        int pixels = shape.p() * shape.q();
        int[] sums = new int[Math.multiplyExact(shape.k(), pixels)];
        byte[] weights = new byte[schedules.rows * spec.lanes()];
        for (int group = 0; group < schedules.count; group++) {
            Scheduler schedule = schedules.recorded(group);
            int filters = schedules.filters(group);
            int[] from = decode(schedule, group, filters, weights);
            for (int first = 0; first < pixels; first += PIXELS) {
                int count = Math.min(PIXELS, pixels - first);
                for (int i = 0; i < count; i++) {
                    fetch(schedules.convolution(group), first + i, i);
                }
                for (int filter = 0; filter < filters; filter++) {
                    multiply(from[filter], from[filter + 1]);
                    int to = (schedules.firstFilter(group) + filter) * pixels + first;
                    System.arraycopy(psums, 0, sums, to, count);
                }
            }
        }
        return sums;
    }

    /** Lists the scheduled weights filter by filter; returns where each filter's begin. */
    private int[] decode(Scheduler schedule, int group, int filters, byte[] weights) {
        int size = (int) schedules.weights[group];
        places = places.length >= size ? places : new int[size];
        values = values.length >= size ? values : new byte[size];
        int[] from = new int[filters + 1];
        int next = 0;
        for (int filter = 0; filter < filters; filter++) {
            schedules.filterRows().values(schedules.firstFilter(group) + filter, weights);
            for (int step = 0; step < schedule.steps(); step++) {
                for (int lane = 0; lane < spec.lanes(); lane++) {
                    int source = schedule.source(step, filter, lane);
                    if (source >= 0) {
                        places[next] = source * PIXELS;
                        values[next++] = weights[source];
                    }
                }
            }
            from[filter + 1] = next;
        }
        return from;
    }

    private void multiply(int from, int to) {
        java.util.Arrays.fill(psums, 0);
        for (int i = from; i < to; i++) {
            int value = values[i];
            int place = places[i];
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                psums[pixel] += value * stream[place + pixel];
            }
        }
    }

    /** The activation stream of one output pixel: tap by tap, channels innermost; padding is 0. */
    private void fetch(int convolution, int pixel, int to) {
        int top = pixel / shape.q() * shape.strideH() - shape.padTop();
        int left = pixel % shape.q() * shape.strideW() - shape.padLeft();
        int channels = shape.cPerGroup();
        int at = to;
        for (int tap = 0; tap < shape.taps(); tap++) {
            int y = top + tap / shape.s();
            int x = left + tap % shape.s();
            boolean on = y >= 0 && y < shape.h() && x >= 0 && x < shape.w();
            int from = on ? (y * shape.w() + x) * shape.c() + convolution * channels : 0;
            for (int c = 0; c < channels; c++, at += PIXELS) {
                stream[at] = on ? map[from + c] : 0;
            }
        }
    }
}
