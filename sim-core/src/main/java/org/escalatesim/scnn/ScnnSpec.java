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
 * An SCNN machine (Parashar et al., ISCA 2017), its one-sided variants included.
 *
 * @param name the machine's name
 * @param clockMhz clock frequency in MHz
 * @param idealDenseMultipliers multipliers of the ideal dense machine that speedups are given over
 * @param dataBits width of weights and activations, 8 or 16; for energy and storage
 * @param mode whose rules tiles, halos and lists follow
 * @param outputChannels most output channels of a run (the paper's output-channel group, Kc), at least 1
 * @param barrier what PEs wait for each other at
 * @param pes the array of PEs
 * @param accumulators the accumulators of a PE
 * @param compression which operands are compressed, and how
 * @param activationRam the activation RAMs of a PE
 * @param weightFifo the weight FIFO of a PE
 * @param postProcessing halo exchange and outputs
 * @param dram the DRAM channel
 */
public record ScnnSpec(
        String name,
        int clockMhz,
        int idealDenseMultipliers,
        int dataBits,
        Mode mode,
        int outputChannels,
        Barrier barrier,
        Pes pes,
        Accumulators accumulators,
        Compression compression,
        ActivationRam activationRam,
        WeightFifo weightFifo,
        PostProcessing postProcessing,
        DramSpec dram)
        implements MachineSpec {
    /** Bits of a product's address in its accumulator bank. */
    static final int ADDRESS_BITS = 5;

    /** Whose rules tiles, halos and lists follow. */
    public enum Mode {
        /** The paper's: tiles of the map, phases of strided layers, placeholders, temporal tiles, fully connected mode. */
        PAPER,
        /** Those of a public SCNN simulator: tiles of the padded map, no placeholders, stride 1 alone. */
        COMPATIBLE
    }

    /** What PEs wait for each other at. */
    public enum Barrier {
        /** After each input channel of a run. */
        CHANNEL,
        /** After each run, and before weights that the slowest PE's weight FIFO has no room for. */
        FIFO,
        /** After each run alone: weight FIFOs never fill. */
        GROUP
    }

    /**
     * The array of PEs.
     *
     * @param rows rows of PEs, 1 to 64
     * @param columns columns of PEs, 1 to 64
     * @param weights weights of a vector F, 1 to 8
     * @param activations activations of a vector I, 1 to 8
     */
    public record Pes(int rows, int columns, int weights, int activations) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Pes {
            SpecException.range("pes.rows", rows, 1, 64);
            SpecException.range("pes.columns", columns, 1, 64);
            SpecException.range("pes.weights", weights, 1, 8);
            SpecException.range("pes.activations", activations, 1, 8);
        }

        /** PEs of the machine. */
        public int count() {
            return rows * columns;
        }

        /** Multipliers of a PE, F * I. */
        public int lanes() {
            return weights * activations;
        }
    }

    /**
     * The accumulators of a PE, one half of the double buffer.
     *
     * @param perPe accumulators of a PE, at least 1
     * @param banks banks they lie in, a power of two, 1 to 32
     * @param psumBits width of a partial sum, for energy and storage
     * @param queueDepth products that a bank's queue holds beyond the one being added, 0 to 64
     */
    public record Accumulators(int perPe, int banks, int psumBits, int queueDepth) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Accumulators {
            SpecException.range("accumulators.per_pe", perPe, 1, 1 << 24);
            SpecException.powerOfTwo("accumulators.banks", banks, 1, 32);
            SpecException.range("accumulators.psum_bits", psumBits, 8, 64);
            SpecException.range("accumulators.queue_depth", queueDepth, 0, 64);
        }
    }

    /**
     * Which operands are compressed, and how.
     *
     * @param weights whether zero weights are left out; without, every weight takes a place in a vector
     * @param activations whether zero activations are left out
     * @param indexBits bits of a run-length index; 2^bits zeros in a row cost a placeholder
     */
    public record Compression(boolean weights, boolean activations, int indexBits) {
        /** Checks the range; throws {@link SpecException}. */
        public Compression {
            SpecException.range("compression.index_bits", indexBits, 1, 16);
        }
    }

    /**
     * The activation RAMs of a PE.
     *
     * @param inputBytes bytes of the input RAM
     * @param outputBytes bytes of the output RAM
     */
    public record ActivationRam(long inputBytes, long outputBytes) {
        /** Checks the ranges; throws {@link SpecException}. */
        public ActivationRam {
            SpecException.range("activation_ram.input_bytes", inputBytes, 64, 1L << 32);
            SpecException.range("activation_ram.output_bytes", outputBytes, 64, 1L << 32);
        }
    }

    /**
     * The weight FIFO of a PE.
     *
     * @param entries vectors of F weights
     */
    public record WeightFifo(int entries) {
        /** Checks the range; throws {@link SpecException}. */
        public WeightFifo {
            SpecException.range("weight_fifo.entries", entries, 1, 1 << 20);
        }
    }

    /**
     * What happens to a run's partial sums.
     *
     * @param overlapped whether it happens beside the next run, out of the other half of the accumulators
     * @param haloWordsPerCycle partial sums per cycle to each neighbour
     * @param outputsPerCycle finished sums of a PE per cycle; not counted in the compatible mode
     */
    public record PostProcessing(boolean overlapped, int haloWordsPerCycle, int outputsPerCycle) {
        /** Checks the ranges; throws {@link SpecException}. */
        public PostProcessing {
            SpecException.range("post_processing.halo_words_per_cycle", haloWordsPerCycle, 1, 1024);
            SpecException.range("post_processing.outputs_per_cycle", outputsPerCycle, 1, 1024);
        }
    }

    /** Checks the ranges; throws {@link SpecException}. */
    public ScnnSpec {
        SpecException.range("clock_mhz", clockMhz, 1, 100_000);
        SpecException.range("ideal_dense_multipliers", idealDenseMultipliers, 1, 1 << 30);
        if (dataBits != 8 && dataBits != 16) {
            throw new SpecException("data_bits", "must be 8 or 16, not " + dataBits);
        }
        SpecException.range("output_channels", outputChannels, 1, 1 << 16);
        if (mode == Mode.COMPATIBLE) {
            compatible("pes.rows", pes.rows(), 8);
            compatible("pes.columns", pes.columns(), 8);
            compatible("pes.weights", pes.weights(), 4);
            compatible("pes.activations", pes.activations(), 4);
            compatible("accumulators.banks", accumulators.banks(), 32);
            compatible("accumulators.queue_depth", accumulators.queueDepth(), 0);
            compatible("post_processing.halo_words_per_cycle", postProcessing.haloWordsPerCycle(), 1);
            compatible("post_processing.overlapped", postProcessing.overlapped(), false);
            compatible("compression.weights", compression.weights(), true);
            compatible("compression.activations", compression.activations(), true);
            if (barrier != Barrier.CHANNEL) {
                throw new SpecException("barrier", "must be channel in the compatible mode");
            }
        }
    }

    private static void compatible(String path, Object value, Object wanted) {
        if (!value.equals(wanted)) {
            throw new SpecException(path, "must be " + wanted + " in the compatible mode, not " + value);
        }
    }

    @Override
    public int multipliers() {
        return pes.count() * pes.lanes();
    }

    /** Bits of a stored weight. */
    int weightBits() {
        return dataBits + (compression.weights() ? compression.indexBits() : 0);
    }

    /** Bits of a stored activation. */
    int activationBits() {
        return dataBits + (compression.activations() ? compression.indexBits() : 0);
    }

    /** Bytes of one accumulator bank. */
    long bankBytes() {
        long entries = (accumulators.perPe() + accumulators.banks() - 1L) / accumulators.banks();
        return (entries * accumulators.psumBits() + 7) / 8;
    }

    /** Bytes of one weight FIFO. */
    long fifoBytes() {
        return ((long) weightFifo.entries() * pes.weights() * weightBits() + 7) / 8;
    }

    @Override
    public List<MemoryInstance> memories() {
        return List.of(
                new MemoryInstance("input_ram", activationRam.inputBytes(), pes.count()),
                new MemoryInstance("output_ram", activationRam.outputBytes(), pes.count()),
                new MemoryInstance("weight_fifo", fifoBytes(), pes.count()),
                new MemoryInstance("accumulators", bankBytes(), 2 * accumulators.banks() * pes.count()));
    }

    @Override
    public List<UnitCount> arithmetic() {
        long count = pes.count();
        return List.of(
                new UnitCount("multipliers", Action.MULTIPLY, dataBits, dataBits, count * pes.lanes()),
                new UnitCount("coordinates", Action.ADD, 8, 0, 3 * count * pes.lanes()),
                new UnitCount("accumulators", Action.ADD, accumulators.psumBits(), 0, count * accumulators.banks()),
                new UnitCount("output", Action.ADD, 32, 0, count * postProcessing.outputsPerCycle()),
                new UnitCount("output", Action.MULTIPLY, 32, 16, count * postProcessing.outputsPerCycle()));
    }

    @Override
    public List<UnitCount> logic() {
        long count = pes.count();
        int product = 2 * dataBits + ADDRESS_BITS;
        long banks = count * accumulators.banks();
        return List.of(
                new UnitCount("input_vector", Action.REGISTER_WRITE, pes.activations() * activationBits(), 0, count),
                // A bank takes any of the F * I products: a tree of 2:1 multiplexers each.
                new UnitCount("crossbar", Action.MUX, product, 0, banks * (pes.lanes() - 1)),
                new UnitCount("bank_queues", Action.REGISTER_WRITE, product, 0, banks * accumulators.queueDepth()),
                new UnitCount("halo", Action.REGISTER_WRITE, accumulators.psumBits(), 0, count),
                new UnitCount("halo", Action.ADD, accumulators.psumBits(), 0, count),
                new UnitCount("output", Action.COMPARE, dataBits, 0, count * postProcessing.outputsPerCycle()),
                new UnitCount("output", Action.REGISTER_WRITE, OutputStage.REQUANT_BITS, 0, count));
    }

    @Override
    public MachineSpec withTotalSram(long bytes) {
        long maps = pes.count() * (activationRam.inputBytes() + activationRam.outputBytes());
        long others = totalSram() - maps;
        long each = (bytes - others) / (2L * pes.count());
        if (each < 64) {
            throw new SpecException(
                    "activation_ram.input_bytes",
                    "has no room in " + bytes + " bytes: the other memories take " + others);
        }
        return new ScnnSpec(
                name,
                clockMhz,
                idealDenseMultipliers,
                dataBits,
                mode,
                outputChannels,
                barrier,
                pes,
                accumulators,
                compression,
                new ActivationRam(each, each),
                weightFifo,
                postProcessing,
                dram);
    }

    @Override
    public List<WeightForm> weightForms() {
        return List.of(WeightForm.UNSTRUCTURED, WeightForm.DENSE);
    }

    @Override
    public Accelerator build() {
        return new ScnnAccelerator(this);
    }
}
