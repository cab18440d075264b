package org.escalatesim.lookahead;

import java.util.List;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnitCount;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.trace.WeightForm;

/**
 * A look-ahead machine: all sizes, validated when made. Components are the keys of the YAML file in camel case.
 *
 * @param name the machine's name
 * @param clockMhz clock in MHz, 1 to 100,000
 * @param tiles tiles, 1 to 1,024; each has an activation stream of its own
 * @param filters filters of a tile, 1 to 256; they share its activation stream and advance together
 * @param lanes lanes of a filter, one multiplier each, a power of two, 1 to 32
 * @param pattern from where an empty lane may take a weight
 * @param partition how tiles share a layer
 * @param dataBits bits of a weight or activation, 8 or 16 (values stay 8-bit integers)
 * @param psumBits bits of a partial sum, for energy and storage, 8 to 32
 * @param idealDenseMultipliers multipliers of the ideal dense machine that speedups are given over
 * @param buffers the SRAMs
 * @param dram the DRAM channel
 */
public record LookaheadSpec(
        String name,
        int clockMhz,
        int tiles,
        int filters,
        int lanes,
        PromotionPattern pattern,
        Partition partition,
        int dataBits,
        int psumBits,
        int idealDenseMultipliers,
        Buffers buffers,
        DramSpec dram)
        implements MachineSpec {

    /** How tiles share a layer. */
    public enum Partition {
        /** Tiles split the filters. */
        FILTERS,
        /** Tiles split the output pixels; all hold the same weights. */
        MAP,
        /** Per layer whichever takes fewer cycles, then fewer DRAM bytes; filters before map. */
        AUTO
    }

    /**
     * The SRAMs, in bytes.
     *
     * @param weightBytes scheduled weights, per tile, double buffered, one bank per filter
     * @param inputBytes input rows under the current output row, per tile
     * @param psumBytes psums of a block of pixels, per tile, for schedules that do not fit half the weight buffer; the
     *     least, 1,024, holds those of the most filters
     * @param mapBytes maps between layers
     */
    public record Buffers(long weightBytes, long inputBytes, long psumBytes, long mapBytes) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Buffers {
            SpecException.range("buffers.weight_bytes", weightBytes, 1024, 1L << 40);
            SpecException.range("buffers.input_bytes", inputBytes, 1024, 1L << 40);
            SpecException.range("buffers.psum_bytes", psumBytes, 1024, 1L << 40);
            SpecException.range("buffers.map_bytes", mapBytes, 1024, 1L << 40);
        }
    }

    /** Checks the ranges; throws {@link SpecException}. */
    public LookaheadSpec {
        SpecException.range("clock_mhz", clockMhz, 1, 100_000);
        SpecException.range("tiles", tiles, 1, 1024);
        SpecException.range("filters", filters, 1, 256);
        SpecException.powerOfTwo("lanes", lanes, 1, 32);
        if (dataBits != 8 && dataBits != 16) {
            throw new SpecException("data_bits", "must be 8 or 16, not " + dataBits);
        }
        SpecException.range("psum_bits", psumBits, 8, 32);
        SpecException.range("ideal_dense_multipliers", idealDenseMultipliers, 1, 1 << 30);
        long step = (long) filters * stepBits(lanes, dataBits, pattern);
        if (buffers.weightBytes() / 2 * 8 < step) {
            throw new SpecException(
                    "buffers.weight_bytes",
                    "must hold two steps of a tile's schedule, " + (2 * step + 7) / 8 + " bytes, not "
                            + buffers.weightBytes());
        }
    }

    /** A weight and its activation select for each lane, and how many rows the activations advance. */
    private static int stepBits(int lanes, int dataBits, PromotionPattern pattern) {
        return lanes * (dataBits + bits(1 + pattern.candidates())) + bits(1 + pattern.lookAhead());
    }

    /** Bits that tell {@code count} things apart. */
    private static int bits(int count) {
        return 32 - Integer.numberOfLeadingZeros(count - 1);
    }

    /** Bits of one step of one filter's schedule. */
    int stepBits() {
        return stepBits(lanes, dataBits, pattern);
    }

    /**
     * Bytes of a group's schedule in DRAM: as it is, or packed, with a presence bit per lane and its weights and selects
     * alone, whichever is smaller.
     *
     * @param steps steps of one filter, all filters together
     * @param weights scheduled weights
     */
    long scheduleBytes(long steps, long weights) {
        long weightBits = dataBits + bits(1 + pattern.candidates());
        long packed = steps * (lanes + bits(1 + pattern.lookAhead())) + weights * weightBits;
        return (Math.min(steps * stepBits(), packed) + 7) / 8;
    }

    /** Steps of a tile's schedule that half the weight buffer holds. */
    long stepsHeld() {
        return buffers.weightBytes() / 2 * 8 / ((long) filters * stepBits());
    }

    /** Pixels whose psums a tile's psum buffer holds. */
    int pixelsHeld() {
        return (int) Math.min(Integer.MAX_VALUE, buffers.psumBytes() * 8 / ((long) filters * psumBits));
    }

    /** Bytes of an activation. */
    int dataBytes() {
        return dataBits / 8;
    }

    @Override
    public int multipliers() {
        return tiles * filters * lanes;
    }

    @Override
    public List<MemoryInstance> memories() {
        return List.of(
                new MemoryInstance("map_buffer", buffers.mapBytes(), 1),
                new MemoryInstance("weights", weightBank(), tiles * filters),
                new MemoryInstance("inputs", buffers.inputBytes(), tiles),
                new MemoryInstance("psums", buffers.psumBytes(), tiles));
    }

    /** Bytes of the weight buffer's bank of one filter. */
    long weightBank() {
        return (buffers.weightBytes() + filters - 1) / filters;
    }

    @Override
    public List<UnitCount> arithmetic() {
        long outputs = (long) tiles * filters;
        return List.of(
                new UnitCount("pe", Action.MULTIPLY, dataBits, dataBits, multipliers()),
                new UnitCount("pe", Action.ADD, psumBits, 0, multipliers()),
                new UnitCount("output", Action.ADD, 32, 0, outputs),
                new UnitCount("output", Action.MULTIPLY, 32, 16, outputs));
    }

    @Override
    public List<UnitCount> logic() {
        long all = (long) tiles * filters;
        return List.of(
                new UnitCount("pe", Action.REGISTER_WRITE, psumBits, 0, all),
                // The window of a tile, 1 + h rows of activations; every lane of every filter selects from it.
                new UnitCount("window", Action.REGISTER_WRITE, (1 + pattern.lookAhead()) * lanes * dataBits, 0, tiles),
                new UnitCount("window", Action.MUX, dataBits, 0, all * lanes * pattern.candidates()),
                new UnitCount("output", Action.REGISTER_WRITE, OutputStage.REQUANT_BITS, 0, all));
    }

    @Override
    public MachineSpec withTotalSram(long bytes) {
        long others = totalSram() - buffers.mapBytes();
        if (bytes - others < 1024) {
            throw new SpecException(
                    "buffers.map_bytes", "has no room in " + bytes + " bytes: the other memories take " + others);
        }
        Buffers resized = new Buffers(buffers.weightBytes(), buffers.inputBytes(), buffers.psumBytes(), bytes - others);
        return new LookaheadSpec(
                name,
                clockMhz,
                tiles,
                filters,
                lanes,
                pattern,
                partition,
                dataBits,
                psumBits,
                idealDenseMultipliers,
                resized,
                dram);
    }

    @Override
    public List<WeightForm> weightForms() {
        return List.of(WeightForm.UNSTRUCTURED, WeightForm.DENSE);
    }

    @Override
    public Accelerator build() {
        return new LookaheadAccelerator(this);
    }
}
