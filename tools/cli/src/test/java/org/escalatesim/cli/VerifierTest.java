package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.reference.ReferenceConvolution;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
import org.junit.jupiter.api.Test;

class VerifierTest {
    @Test
    void aDifferenceNamesLayerPlaceAndBothValues() {
        // the last 3 x 3 layer of ResNet-20: 64 channels of 8 x 8
        LayerTrace trace =
                Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS).load(18, true);
        Verifier verifier = new Verifier(Machines.load("tile8", List.of()));
        LayerRun.Values values = ReferenceConvolution.compute(trace, 16, 24);
        verifier.check(trace, values);
        int right = values.sums()[2 * 64 + 3 * 8 + 5]++;
        assertThatThrownBy(() -> verifier.check(trace, values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("internal error: layer " + trace.name() + " differs from the reference: ")
                .hasMessageContaining("k = 2, p = 3, q = 5")
                .hasMessageContaining(Integer.toString(right))
                .hasMessageContaining(Integer.toString(right + 1));
    }
}
