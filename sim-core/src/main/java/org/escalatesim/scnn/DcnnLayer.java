package org.escalatesim.scnn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.memory.Residency;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;

/**
 * One layer on DCNN. A PE goes through its tile position by position; at each, every weight of a run of output channels
 * meets the input channels there, as many per cycle as the dot product has lanes. The channels of all phases of a
 * strided layer that have a tap in common lie side by side in the lanes: AlexNet's conv1 has 3 channels x 16 phases.
 */
final class DcnnLayer {
    private final DcnnSpec spec;
    private final LayerTrace layer;
    private final ConvShape shape;
    private final TilePlan plan;
    private final DcnnTiles tiles;
    private final Span rows;
    private final Span columns;
    /** Cycles of one output channel at one position: dot products over all taps. */
    private final long dots;

    private final int[] sums;
    private final Residency residency;
    private final Prefetch memory;
    private final long[] working;
    private long accumulated;
    private long activationVectors;
    private long inputValues;
    private long stored;

    DcnnLayer(DcnnSpec spec, LayerTrace layer, boolean values) {
        this.spec = spec;
        this.layer = layer;
        shape = layer.shape();
        plan = TilePlan.whole(spec.array().rows(), spec.array().columns(), spec.outputChannels(), shape);
        rows = plan.rows.get(0);
        columns = plan.columns.get(0);
        residency = Residency.of(layer, spec.mapBits(), spec.dataBits());
        int perRun = perRun();
        int runs = (shape.kPerGroup() + perRun - 1) / perRun;
        tiles = new DcnnTiles(spec, shape, plan, runs, residency.inputFromDram());
        memory = new Prefetch(spec.dram(), 8 * spec.buffers().weightBytes());
        sums = values ? new int[shape.k() * shape.p() * shape.q()] : null;
        working = new long[spec.array().count()];
        long count = 0;
        for (int r = 0; r < plan.rowAxis.taps(0); r++) {
            for (int s = 0; s < plan.columnAxis.taps(0); s++) {
                count += vectors(r, s);
            }
        }
        dots = count;
    }

    /** Vectors of input channels, phases side by side, that a tap needs. */
    private long vectors(int r, int s) {
        long channels = (long) phasesWith(plan.rowAxis, r) * phasesWith(plan.columnAxis, s) * shape.cPerGroup();
        return (channels + spec.array().lanes() - 1) / spec.array().lanes();
    }

    private static int phasesWith(Axis axis, int tap) {
        int count = 0;
        for (int phase = 0; phase < axis.phases(); phase++) {
            count += tap < axis.taps(phase) ? 1 : 0;
        }
        return count;
    }

    private int perRun() {
        return plan.channels * (plan.fullyConnected ? spec.array().count() : 1);
    }

    LayerRun run() {
        long outputBits = residency.outputToDram() ? mapBits(layer.post().pooledOutputs(), layer.outputDensity()) : 0;
        memory.weights(OutputStage.parameterBits(layer));
        for (int group = 0; group < shape.groups(); group++) {
            for (int band = 0; band < tiles.bands; band++) {
                band(band, (outputBits + 7) / 8);
            }
        }
        if (sums != null) {
            values();
        }
        long cycles = Math.max(1, memory.finish(0));
        long waited = memory.waited(cycles);
        long needed = needed();
        Pairs pairs = Pairs.of(layer);
        ScnnLaws.equal("products", needed, DenseWork.products(layer, pairs, false, false));
        CycleLedger ledger = ledger(cycles, waited);
        return new LayerRun(
                layer.name(),
                shape,
                tiles.describe(plan.channels),
                cycles,
                needed,
                0,
                pairs.both(),
                0,
                ledger,
                activity(pairs, outputBits),
                counters(cycles, needed, waited),
                sums == null ? null : new LayerRun.Values(sums, OutputStage.requantise(layer, sums), 0, 0));
    }

    /** All runs of a group on a band. */
    private void band(int band, long outputBytes) {
        long allSums = (long) shape.k() * tiles.rows.outputs() * tiles.columns.outputs();
        long positions = (long) (tiles.rows.to() - tiles.rows.from()) * (tiles.columns.to() - tiles.columns.from());
        for (int k = 0; k < shape.kPerGroup(); k += perRun()) {
            int channels = Math.min(perRun(), shape.kPerGroup() - k);
            if (residency.inputFromDram() && (k == 0 || tiles.inputPerRun)) {
                long values = tiles.inputValues(band);
                inputValues += values;
                memory.activations(mapBits(values, layer.input().density()));
            }
            memory.weights((long) channels * shape.cPerGroup() * shape.taps() * spec.dataBits());
            long cycles = channels(channels, band);
            // Positions of strided layers are not outputs: bytes leave by the share of positions done.
            long share = plan.fullyConnected ? allSums : positions * shape.k();
            long bytes = (long) (outputBytes * Math.min(1, accumulated / (double) share));
            memory.run(cycles, bytes - stored);
            stored = bytes;
        }
    }

    /** All PEs on so many output channels of a band; returns the cycles of the slowest. */
    private long channels(int channels, int band) {
        long most = 0;
        long lanes = (long) plan.rowAxis.phases() * plan.columnAxis.phases() * shape.cPerGroup();
        long vectorsPerPosition =
                (lanes + spec.array().lanes() - 1) / spec.array().lanes();
        for (int pe = 0; pe < working.length; pe++) {
            long area = plan.fullyConnected ? 1 : tiles.area(pe, band);
            long read = plan.fullyConnected ? 1 : tiles.read(pe, band);
            long own = plan.fullyConnected
                    ? Math.max(0, Math.min(plan.channels, channels - (long) pe * plan.channels))
                    : channels;
            long cycles = area * own * dots;
            working[pe] += cycles;
            activationVectors += cycles > 0 ? read * vectorsPerPosition : 0;
            accumulated += area * own;
            most = Math.max(most, cycles);
        }
        return most;
    }

    /** Products of an activation of the map that land on an output, counted along the tiles. */
    private long needed() {
        return axisProducts(plan.rowAxis, rows)
                * axisProducts(plan.columnAxis, columns)
                * shape.cPerGroup()
                * shape.k();
    }

    private static long axisProducts(Axis axis, Span span) {
        long count = 0;
        for (int u = span.from(); u < span.to(); u++) {
            for (int phase = 0; phase < axis.phases(); phase++) {
                for (int tap = 0; tap < axis.taps(phase); tap++) {
                    count += axis.input(u, phase) >= 0 && span.lands(u - tap) ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** The sums, position by position and tap by tap. */
    private void values() {
        Kernels kernels = (Kernels) layer.weights();
        for (int u = rows.from(); u < rows.to(); u++) {
            for (int v = columns.from(); v < columns.to(); v++) {
                for (int a = 0; a < plan.rowAxis.phases(); a++) {
                    int y = plan.rowAxis.input(u, a);
                    for (int b = 0; b < plan.columnAxis.phases(); b++) {
                        int x = plan.columnAxis.input(v, b);
                        for (int c = 0; c < shape.c() && y >= 0 && x >= 0; c++) {
                            int activation = layer.input().value(y, x, c);
                            if (activation != 0) {
                                multiply(kernels, u, v, a, b, c, activation);
                            }
                        }
                    }
                }
            }
        }
    }

    private void multiply(Kernels kernels, int u, int v, int a, int b, int c, int activation) {
        int first = c / shape.cPerGroup() * shape.kPerGroup();
        for (int r = 0; r < plan.rowAxis.taps(a); r++) {
            for (int s = 0; s < plan.columnAxis.taps(b); s++) {
                if (!rows.lands(u - r) || !columns.lands(v - s)) {
                    continue;
                }
                int tap = (a + r * shape.strideH()) * shape.s() + b + s * shape.strideW();
                for (int k = first; k < first + shape.kPerGroup(); k++) {
                    sums[(k * shape.p() + u - r) * shape.q() + v - s] +=
                            activation * kernels.value(k, c % shape.cPerGroup(), tap);
                }
            }
        }
    }

    private long mapBits(long values, double density) {
        return spec.opt()
                ? (long) Math.ceil(values * density) * (spec.dataBits() + spec.indexBits())
                : values * spec.dataBits();
    }

    private CycleLedger ledger(long cycles, long waited) {
        CycleLedger ledger = new CycleLedger();
        for (int pe = 0; pe < working.length; pe++) {
            long rest = cycles - waited - working[pe];
            String name =
                    "pe" + pe / spec.array().columns() + "." + pe % spec.array().columns();
            ledger.add("pe", name, new long[] {
                working[pe], 0, 0, working[pe] > 0 ? rest : 0, waited, working[pe] > 0 ? 0 : rest
            });
        }
        ledger.check(cycles);
        return ledger;
    }

    private Map<String, Long> counters(long cycles, long needed, long waited) {
        long busy = ScnnTotals.sum(working);
        long pes = working.length;
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("busy_pe_cycles", busy);
        counters.put("idle_pe_cycles", pes * (cycles - waited) - busy);
        counters.put("memory_pe_cycles", pes * waited);
        counters.put("unused_lane_slots", busy * spec.array().lanes() - needed);
        counters.put("temporal_tiles", (long) tiles.bands);
        return counters;
    }

    private Activity activity(Pairs pairs, long outputBits) {
        Activity activity = new Activity();
        long busy = ScnnTotals.sum(working);
        int lanes = spec.array().lanes();
        int data = spec.dataBits();
        long ram = spec.buffers().activationBytes();
        // Zero gating stops multipliers and their part of the adder tree; DCNN multiplies zeros as well.
        long multiplied = spec.opt() ? pairs.both() : busy * lanes;
        activity.add("multipliers", Action.MULTIPLY, data, data, multiplied);
        if (spec.opt()) {
            activity.add("multipliers", Action.COMPARE, data, 2 * busy * lanes);
        }
        activity.add("adder_tree", Action.ADD, spec.psumBits(), multiplied);
        activity.read("activation_ram", lanes * data, ram, activationVectors);
        activity.add("input_vector", Action.REGISTER_WRITE, lanes * data, activationVectors);
        activity.add("input_vector", Action.REGISTER_READ, lanes * data, busy);
        long weightBytes = spec.buffers().weightBytes();
        activity.read("weight_buffer", lanes * data, weightBytes, busy);
        long weightBits = (long) shape.k() * shape.cPerGroup() * shape.taps() * data;
        int receivers = plan.fullyConnected ? 1 : tiles.rows.used() * tiles.columns.used();
        activity.write(
                "weight_buffer",
                lanes * data,
                weightBytes,
                (weightBits + (long) lanes * data - 1) / ((long) lanes * data) * receivers * tiles.bands);
        activity.read("accumulators", spec.psumBits(), spec.accumulatorBytes(), busy + accumulated);
        activity.write("accumulators", spec.psumBits(), spec.accumulatorBytes(), busy + accumulated);
        OutputStage.count(activity, layer, (long) shape.k() * shape.p() * shape.q());
        OutputStage.countParameters(activity, layer);
        activity.write("activation_ram", data, ram, layer.post().pooledOutputs());
        if (layer.post().residual()) {
            activity.read("activation_ram", data, ram, (long) shape.k() * shape.p() * shape.q());
        }
        if (residency.inputFromDram()) {
            activity.write("activation_ram", data, ram, inputValues);
        }
        if (residency.outputToDram()) {
            activity.read("activation_ram", data, ram, layer.post().pooledOutputs());
        }
        activity.add("dram", Action.DRAM_READ, 1, memory.fetchedBits());
        activity.add("dram", Action.DRAM_WRITE, 1, outputBits);
        return activity;
    }
}
