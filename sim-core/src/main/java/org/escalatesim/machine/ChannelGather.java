package org.escalatesim.machine;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.LayerTrace;

/**
 * What it takes to bring a branch its input channels, by one rule for all machines, since their map layouts differ and a
 * copy suits each: before a branch runs, the planes of its channels are copied one after the other to where the branch
 * finds them side by side, in the buffer that holds the machine's maps.
 *
 * <ul>
 *   <li>Time: one cycle per channel to look its index up, then {@value #VALUES_PER_CYCLE} values per cycle, read and
 *       written in the same cycle. The machine computes nothing meanwhile: layers and branches do not overlap.
 *   <li>Energy: a read and a write of the map buffer per value; an index table, loaded from DRAM once per layer, one entry
 *       per input and per output channel of each branch, each read once. The output index is the place to which the
 *       machine writes a channel anyway, so scattering outputs costs no more than that.
 *   <li>A branch that reads all input channels needs no copy.
 *   <li>Output channels in no branch have sums of zero, but bias and shortcut still make outputs of them: the output stage
 *       does so at {@value #VALUES_PER_CYCLE} outputs per cycle.
 * </ul>
 *
 * <p>The rate is ours: the width in bytes of the reference machine's global buffer when written
 * ({@code global_buffer.write_port_bytes} of tile8), twice the bytes that DRAM brings in a cycle.
 */
public final class ChannelGather {
    /** Values copied, or outputs made of zero sums, per cycle. */
    public static final int VALUES_PER_CYCLE = 64;

    /** The component that events are counted under, and the kind of unit in the cycle ledger. */
    public static final String UNIT = "gather";

    private final LayerTrace layer;
    private final Grouped weights;
    private final BranchParts parts;
    private final MachineSpec machine;
    private final long planeCycles;

    ChannelGather(LayerTrace layer, BranchParts parts, MachineSpec machine) {
        this.layer = layer;
        this.parts = parts;
        this.weights = (Grouped) layer.weights();
        this.machine = machine;
        ConvShape s = layer.shape();
        this.planeCycles = ceil((long) s.h() * s.w());
    }

    /** Cycles of all copies and of the outputs that no branch makes, for one image. */
    long cycles() {
        return channels() * (1 + planeCycles) + ceil(idleOutputs());
    }

    /** Values copied for one image. */
    long values() {
        return channels() * layer.shape().h() * layer.shape().w();
    }

    /** Bits of the layer's index table. */
    long indexBits() {
        long bits = 0;
        for (Grouped.Branch branch : weights.branches()) {
            bits += (long) branch.out().length * indexBits(layer.shape().k());
            bits += branch.readsAll(layer.shape().c())
                    ? 0
                    : (long) branch.in().length * indexBits(layer.shape().c());
        }
        return bits;
    }

    /** Counts the events of all images. */
    void count(Activity activity) {
        int images = machine.batch();
        MemoryInstance maps = machine.memories().get(0);
        activity.read(UNIT, machine.dataBits(), maps.bytes(), images * values());
        activity.write(UNIT, machine.dataBits(), maps.bytes(), images * values());
        long tableBytes = (indexBits() + 7) / 8;
        for (Grouped.Branch branch : weights.branches()) {
            index(activity, layer.shape().k(), branch.out().length, tableBytes, images);
            if (!branch.readsAll(layer.shape().c())) {
                index(activity, layer.shape().c(), branch.in().length, tableBytes, images);
            }
        }
        activity.add("dram", Action.DRAM_READ, 1, indexBits());
        long idle = images * idleOutputs();
        if (idle > 0) {
            int channels = weights.without();
            long parameters = (long) OutputStage.REQUANT_BITS * channels;
            OutputStage.count(activity, parts.post(channels), idle);
            activity.add("output", Action.REGISTER_WRITE, OutputStage.REQUANT_BITS, channels);
            activity.add("dram", Action.DRAM_READ, 1, parameters);
            activity.read(UNIT, machine.dataBits(), maps.bytes(), layer.post().residual() ? idle : 0);
            activity.write(
                    UNIT,
                    machine.dataBits(),
                    maps.bytes(),
                    images * parts.post(channels).pooledOutputs());
        }
    }

    private static void index(Activity activity, int of, int entries, long tableBytes, int images) {
        activity.write(UNIT, indexBits(of), tableBytes, entries);
        activity.read(UNIT, indexBits(of), tableBytes, (long) images * entries);
    }

    private long channels() {
        return weights.branches().stream()
                .filter(branch -> !branch.readsAll(layer.shape().c()))
                .mapToLong(branch -> branch.in().length)
                .sum();
    }

    /** Outputs of channels in no branch, for one image. */
    private long idleOutputs() {
        return (long) weights.without() * layer.shape().p() * layer.shape().q();
    }

    /** Bits that tell {@code channels} channels apart, at least 1. */
    private static int indexBits(int channels) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(channels - 1));
    }

    private static long ceil(long values) {
        return (values + VALUES_PER_CYCLE - 1) / VALUES_PER_CYCLE;
    }
}
