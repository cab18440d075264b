package org.escalatesim.eyeriss;

import java.util.LinkedHashMap;
import java.util.Map;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.memory.DoubleBuffer;
import org.escalatesim.tensor.ConvShape;

/**
 * The passes of a layer, one after the other, in front of DRAM. The order: groups, images, strips of e output rows, tiles
 * of Ft columns, groups of p x t filters, groups of q x r channels, kernel tiles. The psums of a strip so stay in the
 * global buffer from their first channel to their last, and its input may stay there for all filters.
 */
final class RowStationaryArray {
    /** Sizes of a pass; passes of one kind take the same cycles. */
    record Kind(int n, int m, int ch, int e, int f, int kernelRows, int kernelColumns) {}

    /** How often a kind of pass ran, and how long it waited for DRAM, all its passes together. */
    static final class Tally {
        long passes;
        long waited;
    }

    private final MappingProblem problem;
    private final ConvShape shape;
    private final RowMapping mapping;
    private final Activations activations;
    private final RunLengthMap stored;
    private final RowPrimitives values;
    private final KernelTile[] tiles;
    private final Pass pass;
    private final DoubleBuffer buffer;
    private final boolean inputKept;
    private final double bitsPerOutput;

    final Map<Kind, Tally> kinds = new LinkedHashMap<>();
    long passes;
    long cycles;
    long end;
    long passCycles;
    long computeCycles;
    long rampCycles;
    long psumBusCycles;
    long ifmapBusCycles;
    long psumWords;
    long ifmapWords;
    long filterWords;
    long multiplications;
    /** Products with a non-zero activation. */
    long ungated;

    long hops;
    long ifmapSpadWrites;
    long filterSpadWrites;
    int activePes;
    long inputValues;
    long inputBits;
    long weightValues;
    long finished;
    long channelLoads;
    long outputBits;

    private int before;
    private int beforeColumn;

    /**
     * @param stored the input map in DRAM, or null where it is not fetched
     * @param values where to compute values, or null
     * @param outputDensity fraction of non-zero outputs
     */
    RowStationaryArray(
            MappingProblem problem,
            RowMapping mapping,
            Activations activations,
            RunLengthMap stored,
            RowPrimitives values,
            double outputDensity) {
        this.problem = problem;
        this.shape = problem.shape;
        this.mapping = mapping;
        this.activations = activations;
        this.stored = stored;
        this.values = values;
        this.tiles = KernelTile.of(problem);
        this.pass = new Pass(problem.spec.buses(), shape, mapping);
        this.buffer = new DoubleBuffer(problem.spec.dram());
        this.inputKept = problem.inputKept(mapping);
        this.bitsPerOutput = problem.outputToDram ? RunLengthMap.bitsPerOutput(problem.spec, outputDensity) : 0;
        run();
    }

    private void run() {
        for (int g = 0; g < problem.groups; g++) {
            for (int n0 = 0; n0 < problem.images; n0 += mapping.n()) {
                int n = Math.min(mapping.n(), problem.images - n0);
                before = 0;
                for (int p0 = 0; p0 < problem.p; p0 += mapping.e()) {
                    int e = Math.min(mapping.e(), problem.p - p0);
                    beforeColumn = 0;
                    for (int q0 = 0; q0 < problem.q; q0 += mapping.ft()) {
                        int f = Math.min(mapping.ft(), problem.q - q0);
                        strip(g, n0, n, p0, e, q0, f);
                        beforeColumn = problem.endColumn(q0 + f - 1);
                    }
                    before = problem.endRow(p0 + e - 1);
                }
            }
        }
        end = buffer.end();
        cycles = Math.max(1, buffer.finish());
    }

    /** All filters and channels of a group on a strip and column tile. */
    private void strip(int g, int n0, int n, int p0, int e, int q0, int f) {
        boolean firstLoads = n0 == 0 && p0 == 0 && q0 == 0;
        int filters = problem.filters(mapping);
        int channels = problem.channels(mapping);
        for (int m0 = 0; m0 < problem.m; m0 += filters) {
            int m = Math.min(filters, problem.m - m0);
            int k0 = g * problem.m + m0;
            for (int c0 = 0; c0 < problem.c; c0 += channels) {
                int ch = Math.min(channels, problem.c - c0);
                int first = g * problem.c + c0;
                boolean lastChannels = c0 + ch == problem.c;
                for (int i = 0; i < tiles.length; i++) {
                    pass.set(n, m, ch, e, f, tiles[i].rows(), tiles[i].columns());
                    long fetched = 0;
                    if (stored != null && i == 0 && (m0 == 0 || !inputKept)) {
                        fetched += fetchInput(n, first, first + ch, p0, e, q0, f);
                    }
                    if (firstLoads || !problem.filtersKept()) {
                        weightValues += pass.filters;
                        fetched += Pass.ceil(pass.filters * problem.spec.dataBits(), 8);
                    }
                    long left = lastChannels && i == tiles.length - 1 ? finish() : 0;
                    step(fetched, left);
                    long pairs = activations.underTaps(first, first + ch, p0, e, q0, f, tiles[i]);
                    ungated += n * m * pairs;
                    // The images of a batch are the same, so one of them is computed.
                    if (values != null && n0 == 0) {
                        values.run(pass, k0, c0, p0, q0, tiles[i]);
                    }
                }
            }
        }
    }

    private void step(long weightsAndInput, long left) {
        long fetched = weightsAndInput;
        if (passes == 0) {
            // Requantisation parameters come with the first weights, once for all images.
            fetched += Pass.ceil((long) OutputStage.REQUANT_BITS * shape.k(), 8);
        }
        long waited = buffer.end();
        waited = buffer.step(fetched, pass.cycles(), left) - waited;
        Kind kind = new Kind(pass.n, pass.m, pass.ch, pass.e, pass.f, pass.kernelRows, pass.kernelColumns);
        Tally tally = kinds.computeIfAbsent(kind, unused -> new Tally());
        tally.passes++;
        tally.waited += waited;
        passes++;
        passCycles += pass.cycles();
        computeCycles += pass.compute;
        rampCycles += pass.ramp;
        long beyond = pass.body() - pass.compute;
        if (pass.psumCycles >= pass.ifmapCycles) {
            psumBusCycles += beyond;
        } else {
            ifmapBusCycles += beyond;
        }
        psumWords += pass.psums;
        ifmapWords += pass.ifmap;
        filterWords += pass.filters;
        multiplications += pass.multiplications();
        hops += pass.hops();
        ifmapSpadWrites += pass.ifmapSpadWrites();
        filterSpadWrites += pass.filterSpadWrites();
        activePes = Math.max(activePes, pass.activePes());
    }

    /** Counts the input that a pass fetches; a resident map is fetched where no pass has been before. */
    private long fetchInput(int n, int c0, int c1, int p0, int e, int q0, int f) {
        int y0 = problem.firstRow(p0);
        int y1 = problem.endRow(p0 + e - 1);
        int x0 = problem.firstColumn(q0);
        int x1 = problem.endColumn(q0 + f - 1);
        if (problem.resident) {
            y0 = Math.max(y0, before);
            x0 = Math.max(x0, beforeColumn);
        }
        if (y1 <= y0 || x1 <= x0) {
            return 0;
        }
        long bits = n * stored.bits(c0, c1, y0, y1, x0, x1);
        inputBits += bits;
        inputValues += (long) n * (c1 - c0) * (y1 - y0) * (x1 - x0);
        return Pass.ceil(bits, 8);
    }

    /** The outputs of a pass are complete; returns the bytes that go to DRAM. */
    private long finish() {
        finished += pass.psums;
        channelLoads += pass.m;
        long outputs = (long) shape.k() * problem.p * problem.q;
        long kept = finished * problem.pooledOutputs / outputs;
        long bits = (long) Math.ceil(kept * bitsPerOutput);
        long bytes = Pass.ceil(bits, 8) - Pass.ceil(outputBits, 8);
        outputBits = bits;
        return bytes;
    }

    /** Cycles in which passes waited for DRAM. */
    long waited() {
        return buffer.waited();
    }
}
