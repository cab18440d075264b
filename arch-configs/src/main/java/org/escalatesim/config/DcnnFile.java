package org.escalatesim.config;

import java.util.List;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.scnn.DcnnSpec;

/** The YAML form of {@link DcnnSpec}: the same sections. */
record DcnnFile(
        String name,
        int clockMhz,
        int idealDenseMultipliers,
        int dataBits,
        boolean opt,
        int indexBits,
        int outputChannels,
        int psumBits,
        DcnnSpec.Array array,
        DcnnSpec.Buffers buffers,
        DramSpec dram)
        implements MachineFile {

    /** Checks the ranges; throws {@link org.escalatesim.machine.SpecException}. */
    DcnnFile {
        Names.checkWord(name);
        new DcnnSpec(
                name,
                clockMhz,
                idealDenseMultipliers,
                dataBits,
                opt,
                indexBits,
                outputChannels,
                psumBits,
                array,
                buffers,
                dram);
    }

    @Override
    public DcnnSpec spec() {
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
                buffers,
                dram);
    }

    /** The YAML form of a specification. */
    static DcnnFile of(DcnnSpec spec) {
        return new DcnnFile(
                spec.name(),
                spec.clockMhz(),
                spec.idealDenseMultipliers(),
                spec.dataBits(),
                spec.opt(),
                spec.indexBits(),
                spec.outputChannels(),
                spec.psumBits(),
                spec.array(),
                spec.buffers(),
                spec.dram());
    }

    @Override
    public List<String> advice() {
        return List.of();
    }
}
