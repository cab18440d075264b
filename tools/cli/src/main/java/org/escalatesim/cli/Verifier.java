package org.escalatesim.cli;

import java.util.function.Function;
import org.escalatesim.config.InputException;
import org.escalatesim.escalate.EscalateSpec;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.reference.ReferenceConvolution;
import org.escalatesim.reference.ZeroFilled;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;

/** Compares what a machine computed with the reference, bit for bit. */
final class Verifier {
    private final Function<LayerTrace, LayerRun.Values> reference;

    /**
     * A verifier for a machine: ESCALATE saturates at its widths, machines of dense or unstructured weights compute exact
     * sums. Throws {@link InputException} if there is no reference for its arithmetic.
     */
    Verifier(MachineSpec spec) {
        if (spec instanceof EscalateSpec escalate) {
            int elementBits = escalate.mac().elementBits();
            int psumBits = escalate.mac().psumBits();
            reference = trace -> ReferenceConvolution.compute(trace, elementBits, psumBits);
        } else if (spec.weightForms().contains(WeightForm.DECOMPOSED)) {
            throw new InputException("--verify: there is no reference for machine " + spec.name());
        } else {
            reference = KernelConvolution::compute;
        }
    }

    /** Throws {@link IllegalStateException} naming layer, place and both values at the first difference. */
    void check(LayerTrace trace, LayerRun.Values values) {
        String difference = ReferenceConvolution.compare(values, reference.apply(ZeroFilled.of(trace)), trace.shape());
        if (difference != null) {
            throw new IllegalStateException(
                    "internal error: layer " + trace.name() + " differs from the reference: " + difference);
        }
    }
}
