package org.escalatesim.systolic;

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
 * A systolic array: all sizes, validated when made. Components are the keys of the YAML file in camel case.
 *
 * @param name the machine's name
 * @param clockMhz clock in MHz, 1 to 100,000
 * @param mode whose output size and fold rules are used
 * @param dataflow what stays in the PEs
 * @param drain whether an os fold pays for shifting its results out of the array; ws and is have no such phase
 * @param dataBits bits of a weight or activation, 8 or 16 (values stay 8-bit integers)
 * @param psumBits bits of a partial sum, for energy and storage, 8 to 32
 * @param idealDenseMultipliers multipliers of the ideal dense machine that speedups are given over
 * @param array the PEs
 * @param buffers the SRAMs
 * @param dram the DRAM channel
 */
public record SystolicSpec(
        String name,
        int clockMhz,
        Mode mode,
        Dataflow dataflow,
        boolean drain,
        int dataBits,
        int psumBits,
        int idealDenseMultipliers,
        Array array,
        Buffers buffers,
        DramSpec dram)
        implements MachineSpec {

    /** Whose rules hold. */
    public enum Mode {
        /** P x Q output pixels; psums that exceed the ofmap buffer cut T into tiles; os in either fold order. */
        OWN,
        /** SCALE-Sim's: ceil((H - R) / stride) + 1 output rows, no tiles, column folds outermost. */
        COMPATIBLE
    }

    /** What stays in the PEs. */
    public enum Dataflow {
        /** Output stationary: pixels on rows, filters on columns. */
        OS,
        /** Weight stationary: products on rows, filters on columns. */
        WS,
        /** Input stationary: products on rows, pixels on columns. */
        IS,
        /** Per layer whichever takes the fewest cycles, then the fewest DRAM bytes; os before ws before is. */
        AUTO
    }

    /**
     * The PEs, one multiplier each.
     *
     * @param rows rows, 1 to 4,096
     * @param columns columns, 1 to 4,096
     */
    public record Array(int rows, int columns) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Array {
            SpecException.range("array.rows", rows, 1, 4096);
            SpecException.range("array.columns", columns, 1, 4096);
        }
    }

    /**
     * The SRAMs, in bytes. The first three are double buffered: a half holds what a fold needs.
     *
     * @param ifmapBytes inputs of the folds, one bank per row (per column where they are stationary)
     * @param filterBytes weights of the folds, one bank per column (per row where they stream)
     * @param ofmapBytes psums and finished sums, one bank per column
     * @param mapBytes maps between layers
     */
    public record Buffers(long ifmapBytes, long filterBytes, long ofmapBytes, long mapBytes) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Buffers {
            SpecException.range("buffers.ifmap_bytes", ifmapBytes, 1024, 1L << 40);
            SpecException.range("buffers.filter_bytes", filterBytes, 1024, 1L << 40);
            SpecException.range("buffers.ofmap_bytes", ofmapBytes, 1024, 1L << 40);
            SpecException.range("buffers.map_bytes", mapBytes, 1024, 1L << 40);
        }
    }

    /** Checks the ranges; throws {@link SpecException}. */
    public SystolicSpec {
        SpecException.range("clock_mhz", clockMhz, 1, 100_000);
        if (dataBits != 8 && dataBits != 16) {
            throw new SpecException("data_bits", "must be 8 or 16, not " + dataBits);
        }
        SpecException.range("psum_bits", psumBits, 8, 32);
        SpecException.range("ideal_dense_multipliers", idealDenseMultipliers, 1, 1 << 30);
        if (mode == Mode.OWN && psumRows(buffers, array, psumBits) < 1) {
            throw new SpecException(
                    "buffers.ofmap_bytes",
                    "must hold two psums of " + psumBits + " bits for each of array.columns (" + array.columns()
                            + "), not " + buffers.ofmapBytes());
        }
    }

    private static long psumRows(Buffers buffers, Array array, int psumBits) {
        return buffers.ofmapBytes() / 2 * 8 / ((long) psumBits * array.columns());
    }

    /** Psums of each column that half the ofmap buffer holds. */
    int psumRows() {
        return (int) Math.min(Integer.MAX_VALUE, psumRows(buffers, array, psumBits));
    }

    /** Bytes of a weight or activation. */
    int dataBytes() {
        return dataBits / 8;
    }

    /** Whether SCALE-Sim's rules hold. */
    boolean compatible() {
        return mode == Mode.COMPATIBLE;
    }

    @Override
    public int multipliers() {
        return array.rows() * array.columns();
    }

    @Override
    public List<MemoryInstance> memories() {
        return List.of(
                new MemoryInstance("map_buffer", buffers.mapBytes(), 1),
                new MemoryInstance("ifmap", bank(buffers.ifmapBytes(), array.rows()), array.rows()),
                new MemoryInstance("filter", bank(buffers.filterBytes(), array.columns()), array.columns()),
                new MemoryInstance("ofmap", bank(buffers.ofmapBytes(), array.columns()), array.columns()));
    }

    /** Bytes of one of {@code banks} banks. */
    static long bank(long bytes, int banks) {
        return (bytes + banks - 1) / banks;
    }

    @Override
    public List<UnitCount> arithmetic() {
        return List.of(
                new UnitCount("array", Action.MULTIPLY, dataBits, dataBits, multipliers()),
                new UnitCount("array", Action.ADD, psumBits, 0, multipliers()),
                new UnitCount("ofmap", Action.ADD, psumBits, 0, array.columns()),
                new UnitCount("output", Action.ADD, 32, 0, array.columns()),
                new UnitCount("output", Action.MULTIPLY, 32, 16, array.columns()));
    }

    @Override
    public List<UnitCount> logic() {
        // A PE holds one value of each operand and a psum; parameters of one output channel per column.
        return List.of(
                new UnitCount("array", Action.REGISTER_WRITE, 2 * dataBits + psumBits, 0, multipliers()),
                new UnitCount("output", Action.REGISTER_WRITE, OutputStage.REQUANT_BITS, 0, array.columns()));
    }

    @Override
    public MachineSpec withTotalSram(long bytes) {
        long others = totalSram() - buffers.mapBytes();
        if (bytes - others < 1024) {
            throw new SpecException(
                    "buffers.map_bytes", "has no room in " + bytes + " bytes: the other memories take " + others);
        }
        Buffers resized =
                new Buffers(buffers.ifmapBytes(), buffers.filterBytes(), buffers.ofmapBytes(), bytes - others);
        return new SystolicSpec(
                name, clockMhz, mode, dataflow, drain, dataBits, psumBits, idealDenseMultipliers, array, resized, dram);
    }

    @Override
    public List<WeightForm> weightForms() {
        return List.of(WeightForm.DENSE, WeightForm.UNSTRUCTURED);
    }

    @Override
    public Accelerator build() {
        return new SystolicAccelerator(this);
    }
}
