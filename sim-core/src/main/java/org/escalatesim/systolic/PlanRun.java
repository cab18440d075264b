package org.escalatesim.systolic;

import org.escalatesim.machine.OutputStage;
import org.escalatesim.memory.DoubleBuffer;
import org.escalatesim.memory.Residency;
import org.escalatesim.trace.LayerTrace;

/**
 * One plan on the array and the DRAM: every fold is a step through the double buffers, or several along T where a half
 * does not hold what it needs. Sums up what the folds do.
 */
final class PlanRun implements FoldPlan.Visitor {
    final FoldPlan plan;
    final Residency residency;
    /** Whether the map buffer holds the whole input, so that it comes from DRAM once at most. */
    final boolean inputHeld;

    long cycles;
    /** Cycles of each phase of the array, summed over the folds. */
    long fill;

    long working;
    long drain;
    /** Cycles in which the array waits for DRAM. */
    long waited;

    long steps;
    long ifmapReads;
    long filterReads;
    long ofmapWrites;
    long ofmapReads;
    long products;
    long neededProducts;
    long operandWrites;
    long operandReads;
    long psumWrites;
    long psumReads;
    /** Sum over the folds of mapped PEs. */
    long mapped;
    /** Sums that were finished, ragged ones left out. */
    long finished;
    /** Bytes into the ifmap and the filter buffer, and from and to DRAM. */
    long ifmapBytes;

    long filterBytes;
    /** Bytes of requantisation parameters, fetched with the first weights. */
    long parameterBytes;

    long dramInputBytes;
    long dramOutputBytes;
    private final SystolicSpec spec;
    private final LayerTrace layer;
    private final DoubleBuffer buffer;
    private final FoldValues values;
    private final SteppedArray array;
    private final FoldWork work = new FoldWork();
    private int group = -1;
    /** Bytes of the group's map that are not in the map buffer yet. */
    private long missing;

    /** Sums finished so far, ragged ones included, and all of them: for the share of the pooled outputs that leaves. */
    private long written;

    private final long toWrite;

    /**
     * Runs a plan.
     *
     * @param values where sums go, or null
     * @param array the array to step through, or null for the closed form
     */
    PlanRun(SystolicSpec spec, LayerTrace layer, FoldPlan plan, FoldValues values, SteppedArray array) {
        this.spec = spec;
        this.layer = layer;
        this.plan = plan;
        this.values = values;
        this.array = array;
        this.residency = Residency.of(layer, 8 * spec.buffers().mapBytes(), spec.dataBits());
        this.inputHeld = residency.resident()
                || plan.mapBytes() * layer.shape().groups() <= spec.buffers().mapBytes();
        this.buffer = new DoubleBuffer(spec.dram());
        this.toWrite = (long) layer.shape().groups() * plan.gemm.m() * plan.gemm.n();
        plan.forEach(this);
        cycles = buffer.finish();
        waited = cycles - fill - working - drain;
    }

    @Override
    public void fold(Fold fold) {
        if (values != null) {
            values.gather(fold);
        }
        if (array == null) {
            work.closedForm(spec, plan.dataflow, fold);
            if (values != null) {
                values.multiply(fold);
            }
        } else {
            array.run(fold, values, work);
        }
        if (values != null) {
            values.accumulate(fold);
        }
        add(fold);
        long output = 0;
        if (fold.closes) {
            boolean os = plan.dataflow == SystolicSpec.Dataflow.OS;
            long lines = os ? fold.rows : fold.t;
            long pooled = spec.dataBytes() * layer.post().pooledOutputs();
            long before = share(pooled, written, toWrite);
            written += lines * fold.columns;
            output = residency.outputToDram() ? share(pooled, written, toWrite) - before : 0;
            finished += outputs(fold);
        }
        dramOutputBytes += output;
        steps(fold, input(fold), output);
    }

    private static long share(long all, long part, long whole) {
        return part == whole ? all : (long) (all * (part / (double) whole));
    }

    private void add(Fold fold) {
        fill += work.fill;
        working += work.working;
        drain += work.drain;
        ifmapReads += work.ifmapReads;
        filterReads += work.filterReads;
        ofmapWrites += work.ofmapWrites;
        ofmapReads += work.ofmapReads;
        products += work.products;
        operandWrites += work.operandWrites;
        operandReads += work.operandReads;
        psumWrites += work.psumWrites;
        psumReads += work.psumReads;
        mapped += (long) fold.rows * fold.columns;
        neededProducts += products(fold);
        ifmapBytes += fold.ifmapBytes;
        filterBytes += fold.filterBytes;
    }

    /** Products of pixels that are outputs. */
    private long products(Fold fold) {
        Gemm gemm = plan.gemm;
        return switch (plan.dataflow) {
            case OS -> gemm.outputs(fold.row, fold.rows) * fold.columns * fold.t;
            case WS -> gemm.outputs(fold.firstT, fold.t) * fold.rows * fold.columns;
            default -> gemm.outputs(fold.column, fold.columns) * fold.rows * fold.t;
        };
    }

    private long outputs(Fold fold) {
        Gemm gemm = plan.gemm;
        return switch (plan.dataflow) {
            case OS -> gemm.outputs(fold.row, fold.rows) * fold.columns;
            case WS -> gemm.outputs(fold.firstT, fold.t) * fold.columns;
            default -> gemm.outputs(fold.column, fold.columns) * fold.t;
        };
    }

    /** Bytes of the input map that come from DRAM for a fold. */
    private long input(Fold fold) {
        if (!residency.inputFromDram()) {
            return 0;
        }
        long bytes = fold.ifmapBytes;
        if (inputHeld) {
            if (fold.group != group) {
                group = fold.group;
                missing = plan.mapBytes();
            }
            bytes = Math.min(bytes, missing);
            missing -= bytes;
        }
        dramInputBytes += bytes;
        return bytes;
    }

    private void steps(Fold fold, long input, long output) {
        long halfIfmap = spec.buffers().ifmapBytes() / 2;
        long halfFilter = spec.buffers().filterBytes() / 2;
        long pieces = Math.max(1, Math.max(up(fold.ifmapBytes, halfIfmap), up(fold.filterBytes, halfFilter)));
        pieces = Math.min(pieces, fold.t);
        steps += pieces;
        long fetch = input + fold.filterBytes;
        if (parameterBytes == 0) {
            parameterBytes = (OutputStage.parameterBits(layer) + 7) / 8;
            fetch += parameterBytes;
        }
        long all = work.cycles();
        long from = 0;
        for (long i = 1; i <= pieces; i++) {
            long to = i == pieces ? all : work.fill + fold.t * i / pieces;
            long bytes = fetch * i / pieces - fetch * (i - 1) / pieces;
            buffer.step(bytes, to - from, i == pieces ? output : 0);
            from = to;
        }
    }

    private static long up(long bytes, long half) {
        return (bytes + half - 1) / half;
    }

    /** Bytes read from DRAM. */
    long dramReadBytes() {
        return buffer.readBytes();
    }

    /** Bytes from and to DRAM. */
    long dramBytes() {
        return buffer.readBytes() + buffer.writtenBytes();
    }

    /** Bytes written to DRAM. */
    long dramWrittenBytes() {
        return buffer.writtenBytes();
    }

    /** [K][P][Q], or null without values. */
    int[] sums() {
        return values == null ? null : values.sums;
    }
}
