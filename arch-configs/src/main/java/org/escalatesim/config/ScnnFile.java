package org.escalatesim.config;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.scnn.ScnnSpec;

/** The YAML form of {@link ScnnSpec}: the same sections. */
record ScnnFile(
        String name,
        int clockMhz,
        int idealDenseMultipliers,
        int dataBits,
        ScnnSpec.Mode mode,
        int outputChannels,
        ScnnSpec.Barrier barrier,
        ScnnSpec.Pes pes,
        ScnnSpec.Accumulators accumulators,
        ScnnSpec.Compression compression,
        ScnnSpec.ActivationRam activationRam,
        ScnnSpec.WeightFifo weightFifo,
        ScnnSpec.PostProcessing postProcessing,
        DramSpec dram)
        implements MachineFile {

    /** Checks the ranges; throws {@link org.escalatesim.machine.SpecException}. */
    ScnnFile {
        Names.checkWord(name);
        new ScnnSpec(
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
                activationRam,
                weightFifo,
                postProcessing,
                dram);
    }

    @Override
    public ScnnSpec spec() {
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
                activationRam,
                weightFifo,
                postProcessing,
                dram);
    }

    /** The YAML form of a specification. */
    static ScnnFile of(ScnnSpec spec) {
        return new ScnnFile(
                spec.name(),
                spec.clockMhz(),
                spec.idealDenseMultipliers(),
                spec.dataBits(),
                spec.mode(),
                spec.outputChannels(),
                spec.barrier(),
                spec.pes(),
                spec.accumulators(),
                spec.compression(),
                spec.activationRam(),
                spec.weightFifo(),
                spec.postProcessing(),
                spec.dram());
    }

    @Override
    public List<String> advice() {
        List<String> advice = new ArrayList<>();
        if (accumulators.banks() < pes.lanes()) {
            advice.add("accumulators.banks " + accumulators.banks() + " cannot take the " + pes.lanes()
                    + " products of a step in one cycle");
        }
        if (!compression.weights() && !compression.activations()) {
            advice.add("compression.weights and compression.activations are both false: no zero is left out");
        }
        return advice;
    }
}
