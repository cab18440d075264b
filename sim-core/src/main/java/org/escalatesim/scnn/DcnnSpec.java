package org.escalatesim.scnn;

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
 * DCNN, the dense reference of SCNN (ISCA 2017, section 6): the same array of PEs and tiles of the map, each PE with one
 * dot product over input channels per cycle. With {@code opt} it is DCNN-opt: multipliers are gated where an
 * operand is zero, and maps go to DRAM and back compressed.
 *
 * @param name the machine's name
 * @param clockMhz clock frequency in MHz
 * @param idealDenseMultipliers multipliers of the ideal dense machine that speedups are given over
 * @param dataBits width of weights and activations, 8 or 16; for energy and storage
 * @param opt whether zeros save energy
 * @param indexBits bits of a run-length index of a compressed map, with {@code opt}
 * @param outputChannels output channels whose weights are in use at the same time, at least 1
 * @param psumBits width of a partial sum, for energy and storage
 * @param array the array of PEs
 * @param buffers the memories of a PE
 * @param dram the DRAM channel
 */
public record DcnnSpec(
        String name,
        int clockMhz,
        int idealDenseMultipliers,
        int dataBits,
        boolean opt,
        int indexBits,
        int outputChannels,
        int psumBits,
        Array array,
        Buffers buffers,
        DramSpec dram)
        implements MachineSpec {

    /**
     * The array of PEs.
     *
     * @param rows rows of PEs, 1 to 64
     * @param columns columns of PEs, 1 to 64
     * @param lanes multipliers of a PE's dot product, 1 to 256
     */
    public record Array(int rows, int columns, int lanes) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Array {
            SpecException.range("array.rows", rows, 1, 64);
            SpecException.range("array.columns", columns, 1, 64);
            SpecException.range("array.lanes", lanes, 1, 256);
        }

        int count() {
            return rows * columns;
        }
    }

    /**
     * The memories of a PE.
     *
     * @param activationBytes input and output activations
     * @param weightBytes weights that wait to be used
     * @param accumulators partial sums, one half of the double buffer; for energy and storage
     */
    public record Buffers(long activationBytes, long weightBytes, int accumulators) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Buffers {
            SpecException.range("buffers.activation_bytes", activationBytes, 64, 1L << 32);
            SpecException.range("buffers.weight_bytes", weightBytes, 16, 1L << 32);
            SpecException.range("buffers.accumulators", accumulators, 1, 1 << 24);
        }
    }

    /** Checks the ranges; throws {@link SpecException}. */
    public DcnnSpec {
        SpecException.range("clock_mhz", clockMhz, 1, 100_000);
        SpecException.range("ideal_dense_multipliers", idealDenseMultipliers, 1, 1 << 30);
        if (dataBits != 8 && dataBits != 16) {
            throw new SpecException("data_bits", "must be 8 or 16, not " + dataBits);
        }
        SpecException.range("index_bits", indexBits, 1, 16);
        SpecException.range("output_channels", outputChannels, 1, 1 << 16);
        SpecException.range("psum_bits", psumBits, 8, 64);
    }

    @Override
    public int multipliers() {
        return array.count() * array.lanes();
    }

    long mapBits() {
        return 8 * array.count() * buffers.activationBytes();
    }

    long accumulatorBytes() {
        return ((long) buffers.accumulators() * psumBits + 7) / 8;
    }

    @Override
    public List<MemoryInstance> memories() {
        return List.of(
                new MemoryInstance("activation_ram", buffers.activationBytes(), array.count()),
                new MemoryInstance("weight_buffer", buffers.weightBytes(), array.count()),
                new MemoryInstance("accumulators", accumulatorBytes(), 2 * array.count()));
    }

    @Override
    public List<UnitCount> arithmetic() {
        long lanes = multipliers();
        return List.of(
                new UnitCount("multipliers", Action.MULTIPLY, dataBits, dataBits, lanes),
                new UnitCount("adder_tree", Action.ADD, psumBits, 0, lanes),
                new UnitCount("output", Action.ADD, 32, 0, array.count()),
                new UnitCount("output", Action.MULTIPLY, 32, 16, array.count()));
    }

    @Override
    public List<UnitCount> logic() {
        long count = array.count();
        return List.of(
                new UnitCount("input_vector", Action.REGISTER_WRITE, array.lanes() * dataBits, 0, count),
                // DCNN-opt looks for zeros in both operands of each lane.
                new UnitCount("multipliers", Action.COMPARE, dataBits, 0, opt ? 2 * count * array.lanes() : 0),
                new UnitCount("output", Action.REGISTER_WRITE, OutputStage.REQUANT_BITS, 0, count));
    }

    @Override
    public MachineSpec withTotalSram(long bytes) {
        long others = totalSram() - array.count() * buffers.activationBytes();
        long each = (bytes - others) / array.count();
        if (each < 64) {
            throw new SpecException(
                    "buffers.activation_bytes",
                    "has no room in " + bytes + " bytes: the other memories take " + others);
        }
        return new DcnnSpec(
                name,
                clockMhz,
                idealDenseMultipliers,
                dataBits,
                opt,
                indexBits,
                outputChannels,
                psumBits,
                array,
                new Buffers(each, buffers.weightBytes(), buffers.accumulators()),
                dram);
    }

    @Override
    public List<WeightForm> weightForms() {
        return List.of(WeightForm.DENSE, WeightForm.UNSTRUCTURED);
    }

    @Override
    public Accelerator build() {
        return new DcnnAccelerator(this);
    }
}
