package org.escalatesim.escalate;

import java.util.List;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnitCount;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.trace.WeightForm;

/**
 * An ESCALATE machine: all sizes, validated when made. Component names are the keys of the YAML file in camel case
 * ({@code ring.slots}, {@code channelAccumulation} is {@code channel_accumulation}).
 *
 * @param name the machine's name
 * @param clockMhz clock in MHz, 1 to 100,000
 * @param tiles tiles T, 1 to 1,024
 * @param blocks blocks per tile N, 1 to 256
 * @param rows rows per block, 1 to 64
 * @param idealDenseMultipliers multipliers of the ideal dense machine that speedups are given over
 * @param channelAccumulation dilution and concentration
 * @param mac the MAC half of a row
 * @param ring the ring input buffer of a tile
 * @param output the block's output accumulator
 * @param globalBuffer the global buffer
 * @param dram the DRAM channel
 * @param mapping how layers are laid on the machine
 */
public record EscalateSpec(
        String name,
        int clockMhz,
        int tiles,
        int blocks,
        int rows,
        int idealDenseMultipliers,
        ChannelAccumulation channelAccumulation,
        Mac mac,
        Ring ring,
        Output output,
        GlobalBuffer globalBuffer,
        DramSpec dram,
        Mapping mapping)
        implements MachineSpec {

    /** Which values an empty lane prefers when several could be promoted. */
    public enum Policy {
        /** Empty lanes in order, each takes its first candidate in pattern order. */
        ONE_SHOT,
        /** Repeatedly the empty lane with the fewest candidates left (lowest lane first): an upper bound. */
        FEWEST_FIRST
    }

    /** How tiles share a layer. */
    public enum Partition {
        /** Tiles split the output channels. */
        CHANNELS,
        /** Tiles split the output rows. */
        MAP,
        /** Per layer whichever the planner expects to take fewer cycles. */
        AUTO
    }

    /** Which block works on which output channel. */
    public enum Assignment {
        /** Runs of N consecutive k to the tiles in turn. */
        ROUND_ROBIN,
        /** k sorted by the non-zeros of their densest row before dealing. */
        BALANCED
    }

    /** Order of bands and passes for maps that do not fit the global buffer. */
    public enum Refetch {
        /** All passes on a band before the next band; coefficients are fetched again. */
        COEFFICIENTS,
        /** All bands in a pass before the next pass; activations are fetched again. */
        ACTIVATIONS,
        /** Whichever moves fewer DRAM bits. */
        AUTO
    }

    /**
     * The channel-accumulation half of a row.
     *
     * @param lanes lanes of the concentrator L, a power of two, 1 to 32, at most {@code chunk}
     * @param chunk channels per chunk n, a power of two, 2 to 1,024
     * @param pattern promotion pattern
     * @param policy promotion policy
     * @param fifoBeats dilution FIFO in beats, at least 1
     * @param slotRegisters slot registers per row, at least 1
     * @param coefficientBytes coefficient buffer of a row, both halves: a presence and a sign bit per channel, twice;
     *     for energy (a layer with more channels streams its coefficients through it)
     * @param sharedDecode whether the decode of a slot's mask is done once per tile and not once per row
     */
    public record ChannelAccumulation(
            int lanes,
            int chunk,
            PromotionPattern pattern,
            Policy policy,
            int fifoBeats,
            int slotRegisters,
            int coefficientBytes,
            boolean sharedDecode) {
        /** Checks the ranges; throws {@link SpecException}. */
        public ChannelAccumulation {
            SpecException.powerOfTwo("channel_accumulation.lanes", lanes, 1, 32);
            SpecException.powerOfTwo("channel_accumulation.chunk", chunk, 2, 1024);
            if (lanes > chunk) {
                throw new SpecException(
                        "channel_accumulation.lanes",
                        "must be at most channel_accumulation.chunk (" + chunk + "), not " + lanes);
            }
            SpecException.range("channel_accumulation.fifo_beats", fifoBeats, 1, 1 << 16);
            SpecException.range("channel_accumulation.slot_registers", slotRegisters, 1, 1024);
            SpecException.range("channel_accumulation.coefficient_bytes", coefficientBytes, 1, 1 << 30);
        }
    }

    /**
     * The MAC half of a row.
     *
     * @param multipliers multipliers per row, at least 1
     * @param elementBits width of an intermediate element, 2 to 32 bits, saturating
     * @param elementFifo entries of the element FIFO, at least 1
     * @param psumBits width of a partial sum, 2 to 32 bits, saturating
     * @param linePixels pixels of a partial-sum line; wider maps run as column strips
     * @param lines partial-sum lines that the psum memory of a row is built for; for energy (a layer uses
     *     ceil(R / stride) + 1)
     */
    public record Mac(int multipliers, int elementBits, int elementFifo, int psumBits, int linePixels, int lines) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Mac {
            SpecException.range("mac.multipliers", multipliers, 1, 1024);
            SpecException.range("mac.element_bits", elementBits, 2, 32);
            SpecException.range("mac.element_fifo", elementFifo, 1, 1 << 16);
            SpecException.range("mac.psum_bits", psumBits, 2, 32);
            SpecException.range("mac.line_pixels", linePixels, 1, 1 << 16);
            SpecException.range("mac.lines", lines, 1, 1024);
        }
    }

    /**
     * The ring input buffer of a tile.
     *
     * @param slots slots, at least 1
     * @param banks banks; slot i lies in bank i mod banks; at least 1
     */
    public record Ring(int slots, int banks) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Ring {
            SpecException.range("ring.slots", slots, 1, 1 << 20);
            SpecException.range("ring.banks", banks, 1, 1 << 16);
        }
    }

    /**
     * The output accumulator of a block.
     *
     * @param pixelsPerCycle pixels of a line that leave a block per cycle, at least 1
     */
    public record Output(int pixelsPerCycle) {
        /** Checks the range; throws {@link SpecException}. */
        public Output {
            SpecException.range("output.pixels_per_cycle", pixelsPerCycle, 1, 1 << 16);
        }
    }

    /**
     * The global buffer.
     *
     * @param bytes capacity in bytes
     * @param readPortBytes bytes per cycle that one tile's writer reads
     * @param writePortBytes bytes per cycle written, all blocks together
     */
    public record GlobalBuffer(long bytes, int readPortBytes, int writePortBytes) {
        /** Checks the ranges; throws {@link SpecException}. */
        public GlobalBuffer {
            SpecException.range("global_buffer.bytes", bytes, 1024, 1L << 40);
            SpecException.range("global_buffer.read_port_bytes", readPortBytes, 1, 1 << 16);
            SpecException.range("global_buffer.write_port_bytes", writePortBytes, 1, 1 << 16);
        }
    }

    /**
     * How layers are laid on the machine.
     *
     * @param partition how tiles share a layer
     * @param assignment which block works on which output channel
     * @param refetch what is fetched again when a map does not fit
     */
    public record Mapping(Partition partition, Assignment assignment, Refetch refetch) {}

    /** Checks the ranges; throws {@link SpecException}. */
    public EscalateSpec {
        SpecException.range("clock_mhz", clockMhz, 1, 100_000);
        SpecException.range("tiles", tiles, 1, 1024);
        SpecException.range("blocks", blocks, 1, 256);
        SpecException.range("rows", rows, 1, 64);
        SpecException.range("ideal_dense_multipliers", idealDenseMultipliers, 1, 1 << 30);
        long multipliers = (long) tiles * blocks * rows * mac.multipliers();
        if (multipliers > 1 << 24) {
            throw new SpecException(
                    "mac.multipliers",
                    "must be fewer: tiles x blocks x rows x mac.multipliers must be 1 to " + (1 << 24) + ", not "
                            + multipliers);
        }
    }

    @Override
    public int multipliers() {
        return tiles * blocks * rows * mac.multipliers();
    }

    @Override
    public List<MemoryInstance> memories() {
        return EscalateMemories.of(this);
    }

    @Override
    public List<UnitCount> arithmetic() {
        long rowCount = (long) tiles * blocks * rows;
        return List.of(
                new UnitCount("adder_tree", Action.ADD, mac.elementBits(), 0, rowCount * channelAccumulation.lanes()),
                new UnitCount("mac", Action.MULTIPLY, mac.elementBits(), 8, rowCount * mac.multipliers()),
                new UnitCount("mac", Action.ADD, mac.psumBits(), 0, rowCount * mac.multipliers()),
                new UnitCount("output", Action.ADD, 32, 0, (long) tiles * blocks * output.pixelsPerCycle()),
                new UnitCount("output", Action.MULTIPLY, 32, 16, (long) tiles * blocks * output.pixelsPerCycle()));
    }

    @Override
    public List<UnitCount> logic() {
        return EscalateLogic.of(this);
    }

    @Override
    public MachineSpec withTotalSram(long bytes) {
        long others = totalSram() - globalBuffer.bytes();
        if (bytes - others < 1024) {
            throw new SpecException(
                    "global_buffer.bytes", "has no room in " + bytes + " bytes: the other memories take " + others);
        }
        return new EscalateSpec(
                name,
                clockMhz,
                tiles,
                blocks,
                rows,
                idealDenseMultipliers,
                channelAccumulation,
                mac,
                ring,
                output,
                new GlobalBuffer(bytes - others, globalBuffer.readPortBytes(), globalBuffer.writePortBytes()),
                dram,
                mapping);
    }

    @Override
    public List<WeightForm> weightForms() {
        return List.of(WeightForm.DECOMPOSED);
    }

    @Override
    public Accelerator build() {
        return new EscalateAccelerator(this);
    }
}
