package org.escalatesim.scnn;

import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.trace.LayerTrace;

/** Runs layers on DCNN: every weight and every activation takes its cycle, zero or not. */
public final class DcnnAccelerator implements Accelerator {
    private final DcnnSpec spec;

    /** Makes the machine. */
    public DcnnAccelerator(DcnnSpec spec) {
        this.spec = spec;
    }

    @Override
    public MachineSpec spec() {
        return spec;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        ScnnAccelerator.check(layer, values);
        return new DcnnLayer(spec, layer, values).run();
    }
}
