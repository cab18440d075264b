package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.reference.ReferenceConvolution;
import org.escalatesim.trace.LayerTrace;

/** Runs a layer for a test of its timing; values are checked too, so that no timing is of a machine that computes wrong. */
final class Runs {
    private Runs() {}

    static LayerRun run(TestMachine machine, HandLayer layer) {
        return run(machine, layer.build());
    }

    static LayerRun run(TestMachine machine, LayerTrace layer) {
        EscalateSpec spec = machine.spec();
        LayerRun run = new EscalateAccelerator(spec).run(layer, true);
        LayerRun.Values reference = ReferenceConvolution.compute(
                layer, spec.mac().elementBits(), spec.mac().psumBits());
        assertThat(ReferenceConvolution.compare(run.values(), reference, layer.shape()))
                .isNull();
        // Runs without values take bit-sliced rows where the machine is of their sizes, as the small one is: the same
        // run.
        assertThat(RunText.of(new EscalateAccelerator(spec).run(layer, false))).isEqualTo(RunText.of(run));
        return run;
    }

    static long cycles(TestMachine machine, HandLayer layer) {
        return run(machine, layer).cycles();
    }
}
