package org.escalatesim.sparten;

import java.util.List;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnitCount;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.trace.WeightForm;

/**
 * A SparTen machine: all sizes, validated when made. Component names are the keys of the YAML file in camel case.
 *
 * @param name the machine's name
 * @param clockMhz clock in MHz, 1 to 100,000
 * @param clusters clusters, 1 to 1,024
 * @param units compute units per cluster, one 8 x 8 multiplier each, 1 to 256
 * @param idealDenseMultipliers multipliers of the ideal dense machine that speedups are given over
 * @param chunk lanes of a chunk, a power of two, 8 to 1,024
 * @param psumBits width of a partial sum, 16 to 32 bits, for energy and room (sums are exact)
 * @param sparsity which operands are compressed and skipped
 * @param balance how filters share a unit
 * @param barrier where the units of a cluster wait for each other
 * @param assignment what the clusters split
 * @param unitBuffer the SRAM of a unit
 * @param collector the output collector of a cluster
 * @param permute the permute network of a cluster, used by GB-H
 * @param mapBuffer the buffer of the feature maps
 * @param dram the DRAM channel
 */
public record SpartenSpec(
        String name,
        int clockMhz,
        int clusters,
        int units,
        int idealDenseMultipliers,
        int chunk,
        int psumBits,
        Sparsity sparsity,
        Balance balance,
        Barrier barrier,
        Assignment assignment,
        UnitBuffer unitBuffer,
        Collector collector,
        Permute permute,
        MapBuffer mapBuffer,
        DramSpec dram)
        implements MachineSpec {

    /** Which operands are bit-mask compressed, and so which zeros cost no cycle. */
    public enum Sparsity {
        /** Both: a cycle per matched pair. */
        TWO_SIDED,
        /** A cycle per non-zero activation and filter. */
        ACTIVATIONS,
        /** A cycle per non-zero weight and output. */
        WEIGHTS,
        /** Neither: a cycle per lane. */
        NONE;

        boolean activationsCompressed() {
            return this == TWO_SIDED || this == ACTIVATIONS;
        }

        boolean weightsCompressed() {
            return this == TWO_SIDED || this == WEIGHTS;
        }
    }

    /** Greedy balancing. */
    public enum Balance {
        /** One filter per unit, in the order of the output channels. */
        NONE,
        /** Whole filters sorted by density, a dense and a sparse one on a unit. */
        GB_S,
        /** As GB-S, but paired anew for every chunk; partial sums are permuted back. */
        GB_H
    }

    /** Where the units of a cluster wait for each other. */
    public enum Barrier {
        /** At every broadcast chunk. */
        CHUNK,
        /** At the end of the chunks of an output position that lie in the unit buffers together. */
        OUTPUT
    }

    /** What the clusters split. */
    public enum Assignment {
        /** Output positions alone; every cluster works on all filters. */
        POSITIONS,
        /** Output positions, and passes of filters as well where that leaves fewer clusters without work. */
        AUTO
    }

    /**
     * The SRAM of a unit, in its three parts.
     *
     * @param inputBytes broadcast chunks, both halves
     * @param filterBytes filter chunks, both halves
     * @param psumBytes partial sums of output positions whose filters do not lie in the buffer whole
     */
    public record UnitBuffer(int inputBytes, int filterBytes, int psumBytes) {
        /** Checks the ranges; throws {@link SpecException}. */
        public UnitBuffer {
            SpecException.range("unit_buffer.input_bytes", inputBytes, 1, 1 << 24);
            SpecException.range("unit_buffer.filter_bytes", filterBytes, 1, 1 << 24);
            SpecException.range("unit_buffer.psum_bytes", psumBytes, 1, 1 << 24);
        }

        /** Bytes of all parts. */
        public int bytes() {
            return inputBytes + filterBytes + psumBytes;
        }
    }

    /**
     * The output collector of a cluster.
     *
     * @param outputsPerCycle finished outputs that it takes from the units per cycle, at least 1
     */
    public record Collector(int outputsPerCycle) {
        /** Checks the range; throws {@link SpecException}. */
        public Collector {
            SpecException.range("collector.outputs_per_cycle", outputsPerCycle, 1, 1 << 16);
        }
    }

    /**
     * The permute network of a cluster.
     *
     * @param psumsPerCycle partial sums that it moves per cycle, at least 1
     */
    public record Permute(int psumsPerCycle) {
        /** Checks the range; throws {@link SpecException}. */
        public Permute {
            SpecException.range("permute.psums_per_cycle", psumsPerCycle, 1, 1 << 16);
        }
    }

    /**
     * The buffer of the feature maps, shared by the clusters.
     *
     * @param bytes capacity in bytes
     * @param banks banks of equal size, for the energy of an access
     */
    public record MapBuffer(long bytes, int banks) {
        /** Checks the ranges; throws {@link SpecException}. */
        public MapBuffer {
            SpecException.range("map_buffer.bytes", bytes, 1024, 1L << 40);
            SpecException.range("map_buffer.banks", banks, 1, 1024);
        }

        /** Bytes of a bank. */
        public long bankBytes() {
            return (bytes + banks - 1) / banks;
        }
    }

    /** Checks the ranges; throws {@link SpecException}. */
    public SpartenSpec {
        SpecException.range("clock_mhz", clockMhz, 1, 100_000);
        SpecException.range("clusters", clusters, 1, 1024);
        SpecException.range("units", units, 1, 256);
        SpecException.range("ideal_dense_multipliers", idealDenseMultipliers, 1, 1 << 30);
        SpecException.powerOfTwo("chunk", chunk, 8, 1024);
        SpecException.range("psum_bits", psumBits, 16, 32);
        if (balance != Balance.NONE && !sparsity.weightsCompressed()) {
            throw new SpecException(
                    "balance",
                    "must be none where weights are not compressed (filters then take equal time), not "
                            + word(balance));
        }
        int filters = balance == Balance.NONE ? 1 : 2;
        atLeast("unit_buffer.input_bytes", unitBuffer.inputBytes(), 2 * chunkBytes(chunk), "two chunks");
        atLeast(
                "unit_buffer.filter_bytes",
                unitBuffer.filterBytes(),
                2 * filters * chunkBytes(chunk),
                "two chunks of each of " + filters + " filters");
        atLeast(
                "unit_buffer.psum_bytes",
                unitBuffer.psumBytes(),
                (filters * psumBits + 7) / 8,
                "a partial sum of each of " + filters + " filters");
    }

    private static void atLeast(String path, int value, int least, String what) {
        if (value < least) {
            throw new SpecException(path, "must be at least " + least + " (" + what + "), not " + value);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Bytes of a chunk without zeros: its mask and a byte per lane. */
    static int chunkBytes(int chunk) {
        return (9 * chunk + 7) / 8;
    }

    /** Filters that a unit can hold at a time. */
    int filtersPerUnit() {
        return balance == Balance.NONE ? 1 : 2;
    }

    @Override
    public int multipliers() {
        return clusters * units;
    }

    @Override
    public List<MemoryInstance> memories() {
        return List.of(
                new MemoryInstance("map_buffer", mapBuffer.bankBytes(), mapBuffer.banks()),
                new MemoryInstance("unit_buffer", unitBuffer.bytes(), clusters * units));
    }

    @Override
    public List<UnitCount> arithmetic() {
        long all = multipliers();
        long outputs = (long) clusters * collector.outputsPerCycle();
        return List.of(
                new UnitCount("mac", Action.MULTIPLY, 8, 8, all),
                new UnitCount("mac", Action.ADD, psumBits, 0, all),
                new UnitCount("output", Action.ADD, 32, 0, outputs),
                new UnitCount("output", Action.MULTIPLY, 32, 16, outputs));
    }

    @Override
    public List<UnitCount> logic() {
        long all = (long) clusters * units;
        boolean both = sparsity == Sparsity.TWO_SIDED;
        int stages = 31 - Integer.numberOfLeadingZeros(chunk);
        boolean permuted = balance == Balance.GB_H;
        boolean packs = sparsity.activationsCompressed();
        // Skipping activations alone, the units of a cluster share the places of the broadcast chunk.
        long encoders = sparsity.weightsCompressed() ? all : packs ? clusters : 0;
        // Prefix sums and encoders are n lg n adder bits, as their energy is; the permute network is a butterfly.
        int sum = chunk * stages;
        int ports = 2 * units;
        int permuteStages = 32 - Integer.numberOfLeadingZeros(ports - 1);
        long moved = permuted ? (long) clusters * permute.psumsPerCycle() : 0;
        long outputs = (long) clusters * collector.outputsPerCycle();
        return List.of(
                new UnitCount("priority_encoder", Action.ADD, sum, 0, encoders),
                new UnitCount("prefix_sum", Action.ADD, sum, 0, both ? 2 * all : 0),
                // The places of a match in the two packed chunks: one of the chunk's prefix sums each.
                new UnitCount("prefix_sum", Action.MUX, stages, 0, both ? 2 * all * (chunk - 1) : 0),
                new UnitCount("mask_and", Action.COMPARE, chunk, 0, both ? all : 0),
                new UnitCount("mac", Action.REGISTER_WRITE, filtersPerUnit() * psumBits, 0, all),
                new UnitCount(
                        "permute", Action.MUX, psumBits, 0, permuted ? (long) clusters * ports * permuteStages : 0),
                new UnitCount("permute", Action.ADD, psumBits, 0, moved),
                new UnitCount("permute", Action.REGISTER_WRITE, psumBits, 0, moved),
                new UnitCount("collector", Action.REGISTER_WRITE, psumBits, 0, outputs),
                new UnitCount("collector", Action.COMPARE, 8, 0, packs ? outputs : 0),
                new UnitCount("collector", Action.ADD, sum, 0, packs ? clusters : 0),
                new UnitCount("output", Action.REGISTER_WRITE, filtersPerUnit() * OutputStage.REQUANT_BITS, 0, all));
    }

    @Override
    public MachineSpec withTotalSram(long bytes) {
        long others = (long) unitBuffer.bytes() * multipliers();
        long room = bytes - others;
        room -= Math.floorMod(room, (long) mapBuffer.banks());
        if (room < 1024) {
            throw new SpecException(
                    "map_buffer.bytes", "has no room in " + bytes + " bytes: the other memories take " + others);
        }
        return new SpartenSpec(
                name,
                clockMhz,
                clusters,
                units,
                idealDenseMultipliers,
                chunk,
                psumBits,
                sparsity,
                balance,
                barrier,
                assignment,
                unitBuffer,
                collector,
                permute,
                new MapBuffer(room, mapBuffer.banks()),
                dram);
    }

    @Override
    public List<WeightForm> weightForms() {
        return sparsity == Sparsity.NONE
                ? List.of(WeightForm.DENSE, WeightForm.UNSTRUCTURED)
                : List.of(WeightForm.UNSTRUCTURED, WeightForm.DENSE);
    }

    @Override
    public Accelerator build() {
        return new SpartenAccelerator(this);
    }
}
