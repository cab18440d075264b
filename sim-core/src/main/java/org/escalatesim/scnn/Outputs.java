package org.escalatesim.scnn;

/**
 * What leaves the accumulators at the end of a run.
 *
 * @param accumulators accumulators read, tiles and halos of all PEs
 * @param haloWords partial sums sent to neighbours
 * @param sums finished sums
 * @param cycles cycles of the exchange and of the PE with the most finished sums
 */
record Outputs(long accumulators, long haloWords, long sums, long cycles) {
    /**
     * The words that PEs exchange are products of what hangs over on each axis: R' - 1 - lead before the tile, the tile
     * itself, lead behind it. All neighbours are served at the same time, so that the largest product but the tile's own
     * counts.
     */
    static Outputs of(ScnnSpec spec, TilePlan plan, Span rows, Span columns, int channels) {
        if (plan.fullyConnected) {
            long most = Math.min(channels, plan.channels);
            return new Outputs(
                    channels, 0, channels, ceil(most, spec.postProcessing().outputsPerCycle()));
        }
        long accumulators = covered(rows, plan.rowAxis.taps(0)) * covered(columns, plan.columnAxis.taps(0));
        long sums = (long) rows.outputs() * columns.outputs();
        int[] a = {plan.rowAxis.taps(0) - 1 - rows.lead(), rows.tile(), rows.lead()};
        int[] b = {plan.columnAxis.taps(0) - 1 - columns.lead(), columns.tile(), columns.lead()};
        long largest = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                largest = i == 1 && j == 1 ? largest : Math.max(largest, (long) a[i] * b[j]);
            }
        }
        long cycles = ceil(largest * channels, spec.postProcessing().haloWordsPerCycle());
        if (spec.mode() == ScnnSpec.Mode.PAPER) {
            long most = Math.min((long) rows.tile() * columns.tile(), sums) * channels;
            cycles += ceil(most, spec.postProcessing().outputsPerCycle());
        }
        return new Outputs(
                accumulators * channels, Math.max(0, accumulators - sums) * channels, sums * channels, cycles);
    }

    /** Outputs along an axis that PEs' products land on, those of two PEs twice. */
    private static long covered(Span span, int taps) {
        long covered = 0;
        for (int pe = 0; pe < span.used(); pe++) {
            covered += span.landTo(pe) - span.landFrom(pe, taps);
        }
        return covered;
    }

    private static long ceil(long words, int perCycle) {
        return (words + perCycle - 1) / perCycle;
    }
}
