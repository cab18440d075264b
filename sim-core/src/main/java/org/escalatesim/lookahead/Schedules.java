package org.escalatesim.lookahead;

import org.escalatesim.machine.ConservationException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;

/**
 * The filters of a layer in groups that share an activation stream, consecutive filters of one convolution group, and
 * the lengths of their schedules.
 */
final class Schedules {
    final ConvShape shape;
    /** Rows of every filter. */
    final int rows;
    /** Number of groups. */
    final int count;
    /** Steps of a group's schedule. */
    final int[] steps;
    /** Non-zero weights of a group. */
    final long[] weights;

    private final int perGroup;
    private final int groupsPerConvolution;
    private final FilterRows filterRows;
    private final Scheduler scheduler;

    Schedules(LookaheadSpec spec, ConvShape shape, Kernels kernels) {
        this.shape = shape;
        filterRows = new FilterRows(shape, kernels, spec.lanes());
        rows = filterRows.rows;
        perGroup = Math.min(spec.filters(), shape.kPerGroup());
        groupsPerConvolution = (shape.kPerGroup() + perGroup - 1) / perGroup;
        count = Math.multiplyExact(shape.groups(), groupsPerConvolution);
        steps = new int[count];
        weights = new long[count];
        scheduler = new Scheduler(spec.pattern(), spec.lanes(), perGroup, rows);
        int reach = 1 + spec.pattern().lookAhead();
        long all = 0;
        for (int group = 0; group < count; group++) {
            scheduler.schedule(filterRows, firstFilter(group), filters(group), false);
            steps[group] = scheduler.steps();
            weights[group] = scheduler.scheduled();
            all += weights[group];
            if (steps[group] > rows || (long) steps[group] * reach < rows) {
                throw new ConservationException(
                        "steps", steps[group] + " steps for " + rows + " rows, at most " + reach + " at a time");
            }
        }
        if (all != kernels.nonZeros()) {
            throw new ConservationException(
                    "scheduled weights", all + " were scheduled, the layer has " + kernels.nonZeros());
        }
    }

    /** First filter of a group. */
    int firstFilter(int group) {
        return convolution(group) * shape.kPerGroup() + group % groupsPerConvolution * perGroup;
    }

    /** Filters of a group. */
    int filters(int group) {
        return Math.min(perGroup, shape.kPerGroup() - group % groupsPerConvolution * perGroup);
    }

    /** The convolution group of a group of filters. */
    int convolution(int group) {
        return group / groupsPerConvolution;
    }

    /** Makes a group's schedule with its selects; valid until the next call. */
    Scheduler recorded(int group) {
        scheduler.schedule(filterRows, firstFilter(group), filters(group), true);
        return scheduler;
    }

    /** The weights of filters by their place. */
    FilterRows filterRows() {
        return filterRows;
    }
}
