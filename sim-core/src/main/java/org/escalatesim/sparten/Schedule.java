package org.escalatesim.sparten;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.memory.Residency;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;

/**
 * The order of work as steps in front of DRAM. A step is a span of the output positions, a round of passes (one per
 * part) and a slice of their filters. Slices of a pass whose filters do not fit half the filter part of a unit come
 * again for each span, whose partial sums must fit the unit; a pass of one slice stays while spans change.
 *
 * <p>Rounds enclose spans, unless the maps are not resident and the other way round moves fewer bits: then a band of
 * the map stays in the map buffer for all rounds, and filters come again for each band.
 */
final class Schedule {
    /**
     * A step.
     *
     * @param from first output position of a cluster, counted in the cluster
     * @param to the position after the last
     * @param round the round of passes
     * @param slice the slice of each pass that has so many
     * @param weightBits fetched
     * @param inputBits fetched
     * @param outputs finished in the step
     */
    record Step(int from, int to, int round, int slice, long weightBits, long inputBits, long outputs) {}

    final Residency residency;
    final List<Step> steps;
    /** Requantisation parameters, fetched with the filters of the first step. */
    final long requantBits;
    /** Whether spans enclose rounds. */
    final boolean bands;

    private final SpartenSpec spec;
    private final ConvShape shape;
    private final FilterPlan plan;
    private final long[] rowBits;

    Schedule(SpartenSpec spec, LayerTrace layer, FilterPlan plan) {
        this.spec = spec;
        this.shape = layer.shape();
        this.plan = plan;
        this.requantBits = (long) OutputStage.REQUANT_BITS * shape.k();
        boolean compressed = spec.sparsity().activationsCompressed();
        // A compressed map is not known to be small before its layer has run: mask and value are set aside.
        this.residency = Residency.of(layer, 8 * spec.mapBuffer().bytes(), compressed ? 9 : 8);
        this.rowBits = InputChunks.rowBits(layer.input(), compressed);
        int most = (shape.p() * shape.q() + plan.perPart - 1) / plan.perPart;
        int span = Math.min(most, psumPositions());
        boolean sliced = span < most || anySliced();
        int row = (shape.q() + plan.perPart - 1) / plan.perPart;
        List<Step> byRound = steps(most, sliced || !residency.inputFromDram() ? span : Math.min(span, row), false);
        if (residency.resident()) {
            steps = byRound;
            bands = false;
            return;
        }
        long half = 4 * spec.mapBuffer().bytes();
        long bandCount = Math.max(1, (Arrays.stream(rowBits).sum() + half - 1) / half);
        int band = (int) Math.max(1, Math.min(span, (most + bandCount - 1) / bandCount));
        List<Step> byBand = steps(most, band, true);
        bands = bits(byBand) < bits(byRound);
        steps = bands ? byBand : byRound;
    }

    private static long bits(List<Step> steps) {
        return steps.stream()
                .mapToLong(step -> step.weightBits() + step.inputBits())
                .sum();
    }

    private boolean anySliced() {
        return Arrays.stream(plan.passes).anyMatch(pass -> pass.slices() > 1);
    }

    /** Positions whose partial sums fit a unit at the same time, where a pass has slices; else any number. */
    private int psumPositions() {
        int fit = Integer.MAX_VALUE;
        for (FilterPass pass : plan.passes) {
            if (pass.slices() > 1) {
                int filters = pass.paired() ? 2 : 1;
                fit = Math.min(fit, spec.unitBuffer().psumBytes() * 8 / (spec.psumBits() * filters));
            }
        }
        return fit;
    }

    private List<Step> steps(int most, int span, boolean bandsOutside) {
        List<Step> list = new ArrayList<>();
        FilterPass[] held = new FilterPass[plan.parts];
        boolean[] fetched = new boolean[shape.h()];
        int rounds = plan.rounds();
        int spans = (most + span - 1) / span;
        for (int outer = 0; outer < (bandsOutside ? spans : rounds); outer++) {
            if (!bandsOutside && !residency.resident()) {
                Arrays.fill(fetched, false);
            }
            for (int inner = 0; inner < (bandsOutside ? rounds : spans); inner++) {
                int round = bandsOutside ? inner : outer;
                int from = (bandsOutside ? outer : inner) * span;
                addSlices(list, from, Math.min(most, from + span), round, held, fetched);
            }
        }
        return list;
    }

    private void addSlices(List<Step> list, int from, int to, int round, FilterPass[] held, boolean[] fetched) {
        long input = residency.inputFromDram() ? inputBits(from, to, fetched) : 0;
        int slices = 1;
        for (int slice = 0; slice < slices; slice++) {
            long weights = 0;
            long outputs = 0;
            for (int part = 0; part < plan.parts; part++) {
                FilterPass pass = plan.pass(part, round);
                if (pass == null) {
                    continue;
                }
                slices = Math.max(slices, pass.slices());
                if (slice < pass.slices() && held[part] != pass) {
                    weights += pass.sliceBits[slice];
                    held[part] = pass.slices() == 1 ? pass : null;
                }
                if (slice == pass.slices() - 1) {
                    int all = shape.p() * shape.q();
                    outputs += pass.filters.length
                            * (Math.min((long) to * plan.perPart, all) - Math.min((long) from * plan.perPart, all));
                }
            }
            list.add(new Step(from, to, round, slice, weights, slice == 0 ? input : 0, outputs));
        }
    }

    /** Bits of the input rows under a span's outputs that are not there yet. */
    private long inputBits(int from, int to, boolean[] fetched) {
        long bits = 0;
        int first = (int) ((long) from * plan.perPart / shape.q());
        int last = (int) ((Math.min((long) to * plan.perPart, (long) shape.p() * shape.q()) - 1) / shape.q());
        for (int p = first; p <= last; p++) {
            for (int r = 0; r < shape.r(); r++) {
                int y = p * shape.strideH() - shape.padTop() + r;
                if (y >= 0 && y < shape.h() && !fetched[y]) {
                    fetched[y] = true;
                    bits += rowBits[y];
                }
            }
        }
        return bits;
    }
}
