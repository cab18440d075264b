package org.escalatesim.config;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.systolic.SystolicSpec;

/** The YAML form of {@link SystolicSpec}: the same sections. */
record SystolicFile(
        String name,
        int clockMhz,
        SystolicSpec.Mode mode,
        SystolicSpec.Dataflow dataflow,
        boolean drain,
        int dataBits,
        int psumBits,
        int idealDenseMultipliers,
        SystolicSpec.Array array,
        SystolicSpec.Buffers buffers,
        DramSpec dram)
        implements MachineFile {

    /** Checks the ranges; throws {@link org.escalatesim.machine.SpecException}. */
    SystolicFile {
        Names.checkWord(name);
        new SystolicSpec(
                name, clockMhz, mode, dataflow, drain, dataBits, psumBits, idealDenseMultipliers, array, buffers, dram);
    }

    @Override
    public SystolicSpec spec() {
        return new SystolicSpec(
                name, clockMhz, mode, dataflow, drain, dataBits, psumBits, idealDenseMultipliers, array, buffers, dram);
    }

    /** The YAML form of a specification. */
    static SystolicFile of(SystolicSpec spec) {
        return new SystolicFile(
                spec.name(),
                spec.clockMhz(),
                spec.mode(),
                spec.dataflow(),
                spec.drain(),
                spec.dataBits(),
                spec.psumBits(),
                spec.idealDenseMultipliers(),
                spec.array(),
                spec.buffers(),
                spec.dram());
    }

    @Override
    public List<String> advice() {
        List<String> advice = new ArrayList<>();
        boolean os = dataflow == SystolicSpec.Dataflow.OS || dataflow == SystolicSpec.Dataflow.AUTO;
        if (mode == SystolicSpec.Mode.COMPATIBLE && drain && os) {
            advice.add("drain true with mode compatible: SCALE-Sim charges nothing for shifting out the results of os");
        }
        return advice;
    }
}
