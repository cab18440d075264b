package org.escalatesim.scnn;

import java.util.Arrays;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.memory.Residency;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;

/**
 * One layer on an SCNN machine. Temporal tile by temporal tile, convolution group by group, run of output channels by
 * run: for each phase and input channel the weights of the run are broadcast, and every PE multiplies them with its
 * activations.
 */
final class ScnnLayer {
    /** Indices of lists without placeholders: no gap is too long. */
    private static final int ANY_GAP = 31;

    private final ScnnSpec spec;
    private final LayerTrace layer;
    private final ConvShape shape;
    private final Kernels kernels;
    private final TilePlan plan;
    private final ScnnTotals totals;
    private final StepTimer timer;
    private final RunClock clock;
    private final Residency residency;
    private final Prefetch memory;
    private final int[] sums;
    private final int indexBits;
    private final boolean[] owns;
    private final long[] busy;

    private long pixelsStored;
    private long storedBytes;
    private long waitingOutputs;
    private final long storedBits;

    ScnnLayer(ScnnSpec spec, LayerTrace layer, boolean values, boolean plain) {
        this.spec = spec;
        this.layer = layer;
        shape = layer.shape();
        kernels = (Kernels) layer.weights();
        plan = TilePlan.of(spec, layer);
        totals = new ScnnTotals(spec.pes().count());
        timer = StepTimer.of(spec, plain);
        clock = new RunClock(spec);
        residency = residency(spec, layer);
        memory = new Prefetch(spec.dram(), 8 * spec.fifoBytes());
        sums = values ? new int[shape.k() * shape.p() * shape.q()] : null;
        indexBits = spec.mode() == ScnnSpec.Mode.COMPATIBLE
                ? ANY_GAP
                : spec.compression().indexBits();
        owns = new boolean[spec.pes().count()];
        busy = new long[spec.pes().count()];
        double density = spec.compression().activations() ? layer.outputDensity() : 1;
        storedBits = (long) Math.ceil(layer.post().pooledOutputs() * density) * spec.activationBits();
    }

    /**
     * Maps lie in RAMs that take inputs and outputs in turns: a map stays on chip if all layers that read it hold it, and
     * the layer that reads it finds it there by the same test.
     */
    private static Residency residency(ScnnSpec spec, LayerTrace layer) {
        boolean inputHeld = layer.producerValues() > 0 && TilePlan.holdsInput(spec, layer.shape());
        long outputBits = layer.post().pooledOutputs() * spec.activationBits();
        boolean outputHeld = layer.consumerValues() > 0
                && outputBits <= 8 * spec.pes().count() * spec.activationRam().outputBytes()
                && layer.readers().stream().allMatch(reader -> TilePlan.holdsInput(spec, reader));
        return new Residency(inputHeld && outputHeld, !inputHeld, !outputHeld);
    }

    LayerRun run() {
        memory.weights(OutputStage.parameterBits(layer));
        for (Span rows : plan.rows) {
            for (Span columns : plan.columns) {
                totals.temporalTiles++;
                for (int group = 0; group < shape.groups(); group++) {
                    group(rows, columns, group);
                }
            }
        }
        totals.outputWaits += waitingOutputs;
        long cycles = Math.max(1, memory.finish(waitingOutputs));
        totals.memoryWaits = memory.waited(cycles);
        long fetchedBits = memory.fetchedBits();
        CycleLedger ledger = ledger();
        ScnnLaws.check(spec, layer, totals, ledger, owns, cycles);
        return new LayerRun(
                layer.name(),
                shape,
                plan.describe(),
                cycles,
                totals.landed,
                0,
                totals.useful,
                0,
                ledger,
                ScnnActivity.of(spec, layer, residency, totals, fetchedBits, storedBits),
                totals.counters(spec.pes().lanes(), cycles, owns),
                sums == null ? null : new LayerRun.Values(sums, OutputStage.requantise(layer, sums), 0, 0));
    }

    private void group(Span rows, Span columns, int group) {
        ActivationLists acts = new ActivationLists(
                layer, plan, rows, columns, group, spec.compression().activations(), indexBits, sums != null);
        long inputBits = acts.entries() * spec.activationBits();
        if (residency.inputFromDram() && plan.inputFits) {
            memory.activations(inputBits);
            totals.activationEntries += acts.entries();
        }
        int kPerGroup = shape.kPerGroup();
        int perRun = plan.channels * (plan.fullyConnected ? spec.pes().count() : 1);
        for (int k = 0; k < kPerGroup; k += perRun) {
            int first = group * kPerGroup + k;
            int channels = Math.min(perRun, kPerGroup - k);
            if (residency.inputFromDram() && !plan.inputFits) {
                memory.activations(inputBits);
                totals.activationEntries += acts.entries();
            }
            totals.runs++;
            clock.start();
            Arrays.fill(busy, 0);
            if (plan.fullyConnected) {
                fullyConnected(rows, columns, acts, first, channels);
            } else {
                convolution(rows, columns, acts, first, channels);
            }
            finish(rows, columns, channels);
        }
    }

    private WeightLists weights(int first, int channels) {
        WeightLists weights = new WeightLists(
                shape,
                kernels,
                plan,
                first,
                first + channels,
                spec.compression().weights(),
                indexBits,
                sums != null);
        memory.weights(weights.entries() * spec.weightBits());
        return weights;
    }

    private void convolution(Span rows, Span columns, ActivationLists acts, int first, int channels) {
        WeightLists weights = weights(first, channels);
        Accumulation values = sums == null ? null : new Accumulation(plan, rows, columns, first, channels);
        int pes = spec.pes().count();
        int usedPes = rows.used() * columns.used();
        for (int pe = 0; pe < pes; pe++) {
            owns[pe] |= pe / columns.pes() < rows.used() && pe % columns.pes() < columns.used();
        }
        for (int a = 0; a < plan.rowAxis.phases(); a++) {
            for (int b = 0; b < plan.columnAxis.phases(); b++) {
                timer.plane(rows, columns, plan.rowAxis.taps(a), plan.columnAxis.taps(b), first);
                int lists = (a * plan.columnAxis.phases() + b) * shape.cPerGroup();
                for (int list = lists; list < lists + shape.cPerGroup(); list++) {
                    int from = weights.start[list];
                    int to = weights.start[list + 1];
                    int vectors = vectors(to - from, spec.pes().weights());
                    clock.channel(vectors);
                    totals.weightVectorsReceived += (long) vectors * usedPes;
                    if (to == from) {
                        continue;
                    }
                    timer.weights(weights.entry, from, to);
                    long real = real(weights.entry, from, to);
                    for (int pe = 0; pe < pes; pe++) {
                        int actsFrom = acts.start[list * pes + pe];
                        int actsTo = acts.start[list * pes + pe + 1];
                        if (actsTo > actsFrom) {
                            clock.work(pe, step(pe, acts, actsFrom, actsTo, to - from, vectors, real));
                            if (values != null) {
                                values.products(pe, acts, actsFrom, actsTo, weights, from, to);
                            }
                        }
                    }
                }
            }
        }
        if (values != null) {
            values.leave(shape, sums);
        }
    }

    /** Output channels spread over the PEs, each with its own weights; activations go to all of them one by one. */
    private void fullyConnected(Span rows, Span columns, ActivationLists acts, int first, int channels) {
        int pes = spec.pes().count();
        for (int pe = 0; pe < pes && pe * plan.channels < channels; pe++) {
            owns[pe] = true;
            int k = first + pe * plan.channels;
            WeightLists weights = weights(k, Math.min(plan.channels, first + channels - k));
            Accumulation values = sums == null
                    ? null
                    : new Accumulation(plan, rows, columns, k, Math.min(plan.channels, first + channels - k));
            timer.plane(rows, columns, 1, 1, k);
            for (int c = 0; c < shape.cPerGroup(); c++) {
                int from = weights.start[c];
                int to = weights.start[c + 1];
                int actsFrom = acts.start[c * pes];
                int actsTo = acts.start[c * pes + 1];
                if (from == to || actsFrom == actsTo) {
                    continue;
                }
                int vectors = vectors(to - from, spec.pes().weights());
                totals.weightVectorsReceived += vectors;
                timer.weights(weights.entry, from, to);
                long real = real(weights.entry, from, to);
                clock.finish(pe, step(pe, acts, actsFrom, actsTo, to - from, vectors, real));
                if (values != null) {
                    values.products(0, acts, actsFrom, actsTo, weights, from, to);
                }
            }
            if (values != null) {
                values.leave(shape, sums);
            }
        }
    }

    /** One PE's Cartesian product; counts it and returns its cycles. */
    private long step(int pe, ActivationLists acts, int from, int to, int weights, int vectors, long realWeights) {
        int groups = vectors(to - from, spec.pes().activations());
        long cycles = timer.run(pe, acts.entry, from, to);
        long steps = (long) groups * vectors;
        totals.steps[pe] += steps;
        totals.stalls[pe] += cycles - steps;
        busy[pe] += cycles;
        totals.pairs += (long) (to - from) * weights;
        totals.realPairs += real(acts.entry, from, to) * realWeights;
        totals.activationVectors += groups;
        return cycles;
    }

    private static int vectors(int entries, int size) {
        return (entries + size - 1) / size;
    }

    private static long real(int[] entries, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += entries[i] == ActivationLists.PLACEHOLDER ? 0 : 1;
        }
        return count;
    }

    /** The run's end: queues drain, PEs meet, halos and outputs leave. */
    private void finish(Span rows, Span columns, int channels) {
        for (int pe = 0; pe < busy.length; pe++) {
            long drain = timer.drain(pe);
            totals.stalls[pe] += drain;
            busy[pe] += drain;
            clock.finish(pe, drain);
        }
        long compute = clock.latest();
        for (int pe = 0; pe < busy.length; pe++) {
            totals.waits[pe] += compute - busy[pe];
        }
        Outputs outputs = Outputs.of(spec, plan, rows, columns, channels);
        totals.haloWords += outputs.haloWords();
        totals.accumulatorsRead += outputs.accumulators();
        totals.outputs += outputs.sums();
        long held = spec.postProcessing().overlapped() ? Math.max(0, waitingOutputs - compute) : outputs.cycles();
        waitingOutputs = spec.postProcessing().overlapped() ? outputs.cycles() : 0;
        totals.outputWaits += held;
        pixelsStored += outputs.sums();
        long all = (long) shape.k() * shape.p() * shape.q();
        long bytes =
                residency.outputToDram() ? (long) Math.ceil((double) pixelsStored / all * ((storedBits + 7) / 8)) : 0;
        memory.run(compute + held, bytes - storedBytes);
        storedBytes = bytes;
        totals.landed = timer.landed;
        totals.useful = timer.useful;
    }

    private CycleLedger ledger() {
        CycleLedger ledger = new CycleLedger();
        for (int pe = 0; pe < busy.length; pe++) {
            long wait = totals.waits[pe];
            ledger.add(
                    "pe",
                    "pe" + pe / spec.pes().columns() + "." + pe % spec.pes().columns(),
                    new long[] {
                        totals.steps[pe],
                        0,
                        totals.stalls[pe] + totals.outputWaits,
                        owns[pe] ? wait : 0,
                        totals.memoryWaits,
                        owns[pe] ? 0 : wait
                    });
        }
        return ledger;
    }
}
