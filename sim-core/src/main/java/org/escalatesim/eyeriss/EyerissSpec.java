package org.escalatesim.eyeriss;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnitCount;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.trace.WeightForm;

/**
 * An Eyeriss machine: all sizes, validated when made. Component names are the keys of the YAML file in camel case.
 *
 * @param name the machine's name
 * @param clockMhz clock in MHz, 1 to 100,000
 * @param batch images that run back to back, 1 to 64; the same image each, and cycles and counts are those of the batch
 * @param dataBits bits of an activation and of a weight, 8 or 16 (values are 8-bit integers all the same)
 * @param psumBits bits of a psum where it is stored and added, 8 to 32; for energy and storage, sums are exact
 * @param idealDenseMultipliers multipliers of the ideal dense machine that speedups are given over
 * @param array the PEs
 * @param spads scratch pads of a PE
 * @param globalBuffer the global buffer
 * @param buses words per cycle between global buffer and PEs
 * @param runLength compression of maps in DRAM
 * @param dram the DRAM channel
 * @param mapping which mapping a layer gets
 * @param published the mappings that {@code mapping.choice} may take
 */
public record EyerissSpec(
        String name,
        int clockMhz,
        int batch,
        int dataBits,
        int psumBits,
        int idealDenseMultipliers,
        Array array,
        Spads spads,
        GlobalBuffer globalBuffer,
        Buses buses,
        RunLength runLength,
        DramSpec dram,
        Mapping mapping,
        List<PublishedMapping> published)
        implements MachineSpec {

    /** Where a layer's mapping comes from; a layer without a published one that fits is searched. */
    public enum Choice {
        /** The mappings published for AlexNet. */
        PUBLISHED_ALEXNET,
        /** The mappings published for VGG16. */
        PUBLISHED_VGG16,
        /** Any published one. */
        PUBLISHED,
        /** The search alone. */
        SEARCH,
        /** Published and searched are both run, the better one by the objective counts. */
        BEST
    }

    /** What is least for the best mapping. */
    public enum Objective {
        /** Cycles: those of the passes, or of the DRAM traffic where that takes longer. */
        CYCLES,
        /** Data movement in the paper's ratios: spad 1, neighbouring PE 2, global buffer 6, DRAM 200. */
        ENERGY,
        /** DRAM traffic, uncompressed. */
        DRAM
    }

    /**
     * The PEs.
     *
     * @param rows 1 to 1,024
     * @param columns 1 to 1,024
     */
    public record Array(int rows, int columns) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Array {
            SpecException.range("array.rows", rows, 1, 1024);
            SpecException.range("array.columns", columns, 1, 1024);
        }
    }

    /**
     * Scratch pads of a PE, in words.
     *
     * @param filterWords weights: p x q x S fit
     * @param ifmapWords activations: q x S fit
     * @param psumWords psums: p fit
     */
    public record Spads(int filterWords, int ifmapWords, int psumWords) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Spads {
            SpecException.range("spads.filter_words", filterWords, 1, 1 << 16);
            SpecException.range("spads.ifmap_words", ifmapWords, 1, 1 << 16);
            SpecException.range("spads.psum_words", psumWords, 1, 1 << 16);
        }
    }

    /**
     * The global buffer: banks for maps and psums, and a buffer of its own for the filters of the next pass.
     *
     * @param banks banks for maps and psums
     * @param bankBytes bytes of a bank
     * @param residentBanks how many of them may hold maps from one layer to the next, fewer than all
     * @param filterBytes bytes for filters
     */
    public record GlobalBuffer(int banks, int bankBytes, int residentBanks, int filterBytes) {
        /** Checks the ranges; throws {@link SpecException}. */
        public GlobalBuffer {
            SpecException.range("global_buffer.banks", banks, 1, 1 << 20);
            SpecException.range("global_buffer.bank_bytes", bankBytes, 16, 1 << 20);
            SpecException.range("global_buffer.resident_banks", residentBanks, 0, 1 << 20);
            SpecException.range("global_buffer.filter_bytes", filterBytes, 16, 1 << 30);
            if (residentBanks >= banks) {
                throw new SpecException(
                        "global_buffer.resident_banks",
                        "must be less than global_buffer.banks (" + banks + "), which hold psums too, not "
                                + residentBanks);
            }
        }

        /** Bits for maps and psums. */
        long bits() {
            return 8L * banks * bankBytes;
        }
    }

    /**
     * Words per cycle between global buffer and array.
     *
     * @param ifmapWords activations
     * @param filterWords weights
     * @param psumWords psums to the array, and as many from it on a bus of their own
     */
    public record Buses(int ifmapWords, int filterWords, int psumWords) {
        /** Checks the ranges; throws {@link SpecException}. */
        public Buses {
            SpecException.range("buses.ifmap_words", ifmapWords, 1, 1 << 16);
            SpecException.range("buses.filter_words", filterWords, 1, 1 << 16);
            SpecException.range("buses.psum_words", psumWords, 1, 1 << 16);
        }
    }

    /**
     * Run-length compression of maps in DRAM: pairs of a run of zeros and the value after it.
     *
     * @param enabled whether maps are compressed (one that would grow stays as it is)
     * @param runBits bits of a run, 1 to 16; 2^runBits - 1 zeros at most
     * @param pairs pairs in a DRAM word, at least 1
     * @param wordBits bits of that word
     */
    public record RunLength(boolean enabled, int runBits, int pairs, int wordBits) {
        /** Checks the ranges; throws {@link SpecException}. */
        public RunLength {
            SpecException.range("run_length.run_bits", runBits, 1, 16);
            SpecException.range("run_length.pairs", pairs, 1, 1024);
            SpecException.range("run_length.word_bits", wordBits, 1, 1 << 16);
        }
    }

    /**
     * Which mapping a layer gets.
     *
     * @param choice where it comes from
     * @param objective what the search makes least
     */
    public record Mapping(Choice choice, Objective objective) {}

    /** Checks the ranges; throws {@link SpecException}. */
    public EyerissSpec {
        SpecException.range("clock_mhz", clockMhz, 1, 100_000);
        SpecException.range("batch", batch, 1, 64);
        if (dataBits != 8 && dataBits != 16) {
            throw new SpecException("data_bits", "must be 8 or 16, not " + dataBits);
        }
        SpecException.range("psum_bits", psumBits, 8, 32);
        SpecException.range("ideal_dense_multipliers", idealDenseMultipliers, 1, 1 << 30);
        int pairBits = runLength.pairs() * (runLength.runBits() + dataBits);
        if (runLength.wordBits() < pairBits) {
            throw new SpecException(
                    "run_length.word_bits",
                    "must be at least run_length.pairs x (run_length.run_bits + data_bits) = " + pairBits + ", not "
                            + runLength.wordBits());
        }
        published = List.copyOf(published);
    }

    @Override
    public int multipliers() {
        return array.rows() * array.columns();
    }

    /** Bytes of a PE's filter spad. */
    long filterSpadBytes() {
        return (spads.filterWords() * (long) dataBits + 7) / 8;
    }

    /** Bytes of a PE's ifmap spad. */
    long ifmapSpadBytes() {
        return (spads.ifmapWords() * (long) dataBits + 7) / 8;
    }

    /** Bytes of a PE's psum spad. */
    long psumSpadBytes() {
        return (spads.psumWords() * (long) psumBits + 7) / 8;
    }

    @Override
    public List<MemoryInstance> memories() {
        List<MemoryInstance> all = new ArrayList<>(List.of(
                new MemoryInstance("global_buffer", globalBuffer.bankBytes(), globalBuffer.banks()),
                new MemoryInstance("filter_buffer", globalBuffer.filterBytes(), 1),
                new MemoryInstance("filter_spad", filterSpadBytes(), multipliers())));
        smallSpads().filter(spad -> spad.bytes() > Activity.REGISTER_FILE_BYTES).forEach(all::add);
        return List.copyOf(all);
    }

    @Override
    public List<MemoryInstance> registerFiles() {
        return smallSpads()
                .filter(spad -> spad.bytes() <= Activity.REGISTER_FILE_BYTES)
                .toList();
    }

    /** The spads that are registers on the chip; larger ones are SRAM, as accesses to them are priced. */
    private Stream<MemoryInstance> smallSpads() {
        return Stream.of(
                new MemoryInstance("ifmap_spad", ifmapSpadBytes(), multipliers()),
                new MemoryInstance("psum_spad", psumSpadBytes(), multipliers()));
    }

    @Override
    public List<UnitCount> arithmetic() {
        return List.of(
                new UnitCount("mac", Action.MULTIPLY, dataBits, dataBits, multipliers()),
                new UnitCount("mac", Action.ADD, psumBits, 0, multipliers()),
                new UnitCount("output", Action.ADD, 32, 0, 1),
                new UnitCount("output", Action.MULTIPLY, 32, 16, 1));
    }

    @Override
    public List<UnitCount> logic() {
        return List.of(
                new UnitCount("psum_links", Action.REGISTER_WRITE, psumBits, 0, multipliers()),
                new UnitCount("run_length", Action.COMPARE, dataBits, 0, runLength.enabled() ? 2 : 0),
                new UnitCount("output", Action.REGISTER_WRITE, OutputStage.REQUANT_BITS, 0, array.rows()));
    }

    @Override
    public MachineSpec withTotalSram(long bytes) {
        long others = totalSram() - (long) globalBuffer.banks() * globalBuffer.bankBytes();
        long banks = (bytes - others) / globalBuffer.bankBytes();
        if (banks < 1) {
            throw new SpecException(
                    "global_buffer.banks",
                    "has no room in " + bytes + " bytes: the other memories take " + others + " and a bank "
                            + globalBuffer.bankBytes());
        }
        long resident = banks * globalBuffer.residentBanks() / globalBuffer.banks();
        GlobalBuffer resized = new GlobalBuffer(
                (int) Math.min(Integer.MAX_VALUE, banks),
                globalBuffer.bankBytes(),
                (int) resident,
                globalBuffer.filterBytes());
        return new EyerissSpec(
                name,
                clockMhz,
                batch,
                dataBits,
                psumBits,
                idealDenseMultipliers,
                array,
                spads,
                resized,
                buses,
                runLength,
                dram,
                mapping,
                published);
    }

    @Override
    public List<WeightForm> weightForms() {
        return List.of(WeightForm.DENSE, WeightForm.UNSTRUCTURED);
    }

    @Override
    public Accelerator build() {
        return new EyerissAccelerator(this);
    }
}
