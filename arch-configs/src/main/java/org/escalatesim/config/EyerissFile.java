package org.escalatesim.config;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.eyeriss.EyerissSpec;
import org.escalatesim.memory.DramSpec;

/** The YAML form of {@link EyerissSpec}: the same sections; the published mappings follow from {@code mapping.choice}. */
record EyerissFile(
        String name,
        int clockMhz,
        int batch,
        int dataBits,
        int psumBits,
        int idealDenseMultipliers,
        EyerissSpec.Array array,
        EyerissSpec.Spads spads,
        EyerissSpec.GlobalBuffer globalBuffer,
        EyerissSpec.Buses buses,
        EyerissSpec.RunLength runLength,
        DramSpec dram,
        EyerissSpec.Mapping mapping)
        implements MachineFile {

    /** Checks the ranges; throws {@link org.escalatesim.machine.SpecException}. */
    EyerissFile {
        Names.checkWord(name);
        make(
                name,
                clockMhz,
                batch,
                dataBits,
                psumBits,
                idealDenseMultipliers,
                array,
                spads,
                globalBuffer,
                buses,
                runLength,
                dram,
                mapping);
    }

    @Override
    public EyerissSpec spec() {
        return make(
                name,
                clockMhz,
                batch,
                dataBits,
                psumBits,
                idealDenseMultipliers,
                array,
                spads,
                globalBuffer,
                buses,
                runLength,
                dram,
                mapping);
    }

    private static EyerissSpec make(
            String name,
            int clockMhz,
            int batch,
            int dataBits,
            int psumBits,
            int idealDenseMultipliers,
            EyerissSpec.Array array,
            EyerissSpec.Spads spads,
            EyerissSpec.GlobalBuffer globalBuffer,
            EyerissSpec.Buses buses,
            EyerissSpec.RunLength runLength,
            DramSpec dram,
            EyerissSpec.Mapping mapping) {
        return new EyerissSpec(
                name,
                clockMhz,
                batch,
                dataBits,
                psumBits,
                idealDenseMultipliers,
                array,
                spads,
                globalBuffer,
                buses,
                runLength,
                dram,
                mapping,
                MappingTables.of(mapping.choice()));
    }

    /** The YAML form of a specification. */
    static EyerissFile of(EyerissSpec spec) {
        return new EyerissFile(
                spec.name(),
                spec.clockMhz(),
                spec.batch(),
                spec.dataBits(),
                spec.psumBits(),
                spec.idealDenseMultipliers(),
                spec.array(),
                spec.spads(),
                spec.globalBuffer(),
                spec.buses(),
                spec.runLength(),
                spec.dram(),
                spec.mapping());
    }

    @Override
    public List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (spads.filterWords() < spads.ifmapWords()) {
            advice.add("spads.filter_words " + spads.filterWords() + " is less than spads.ifmap_words "
                    + spads.ifmapWords() + ": a PE then never uses all of its ifmap spad");
        }
        if (psumBits < 2 * dataBits && dataBits == 8) {
            advice.add("psum_bits " + psumBits + " is narrower than a product of two 8-bit values");
        }
        if (batch > 1) {
            advice.add("batch " + batch + ": cycles, energy, matched pairs and multiplications are those of " + batch
                    + " images; dense MACs and the ideal dense bound are those of one, so speedups mean nothing");
        }
        return advice;
    }
}
