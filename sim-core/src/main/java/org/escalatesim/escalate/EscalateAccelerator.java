package org.escalatesim.escalate;

import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.trace.LayerTrace;

/** Runs decomposed layers on an ESCALATE machine, cycle by cycle. */
public final class EscalateAccelerator implements Accelerator {
    private final EscalateSpec spec;

    /** Makes the machine. */
    public EscalateAccelerator(EscalateSpec spec) {
        this.spec = spec;
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        throw new IllegalStateException("being built");
    }
}
