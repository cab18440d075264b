package org.escalatesim.cli;

import org.escalatesim.config.InputException;
import org.escalatesim.escalate.EscalateSpec;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.reference.ReferenceConvolution;
import org.escalatesim.trace.LayerTrace;

/** Compares what a machine computed with the reference, bit for bit. */
final class Verifier {
    private final int elementBits;
    private final int psumBits;

    /** A verifier for a machine; throws {@link InputException} if there is no reference for its arithmetic. */
    Verifier(MachineSpec spec) {
        if (!(spec instanceof EscalateSpec escalate)) {
            throw new InputException("--verify: there is no reference for machine " + spec.name());
        }
        elementBits = escalate.mac().elementBits();
        psumBits = escalate.mac().psumBits();
    }

    /** Throws {@link IllegalStateException} naming layer, place and both values at the first difference. */
    void check(LayerTrace trace, LayerRun.Values values) {
        LayerRun.Values reference = ReferenceConvolution.compute(trace, elementBits, psumBits);
        String difference = ReferenceConvolution.compare(values, reference, trace.shape());
        if (difference != null) {
            throw new IllegalStateException(
                    "internal error: layer " + trace.name() + " differs from the reference: " + difference);
        }
    }
}
