package org.escalatesim.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.OutputStage;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;

class KernelConvolutionTest {
    @Test
    void aRowOfThreePixels() {
        // Kernel 1 x 2 = (2, -3) over 5, 7, -1 padded by one zero on the left:
        // 0 * 2 - 5 * 3 = -15, 5 * 2 - 7 * 3 = -11, 7 * 2 + 1 * 3 = 17
        ConvShape shape = new ConvShape(1, 1, 1, 1, 2, 1, 3, 1, 1, 0, 1, 0, 0);
        LayerTrace layer = new LayerTrace(
                "hand",
                shape,
                Kernels.of(WeightForm.DENSE, new byte[] {2, -3}, 1, 1, 2),
                SparseMap.ofDense(new byte[] {5, 7, -1}, 1, 3, 1, 1, true),
                null,
                PostOps.reluOnly(3),
                0,
                0,
                1);
        assertThat(KernelConvolution.compute(layer).sums()).containsExactly(-15, -11, 17);
        assertThat(KernelConvolution.compute(layer).outputs()).isNull();
    }

    @Test
    void theOutputStageOfTheMachinesAgreesWithTheReference() {
        for (long seed = 0; seed < 64; seed++) {
            LayerTrace layer = RandomKernels.any(seed);
            LayerRun.Values values = KernelConvolution.compute(layer);
            assertThat(OutputStage.requantise(layer, values.sums()))
                    .as("seed %d", seed)
                    .isEqualTo(values.outputs());
        }
    }

    @Test
    void otherWeightsAreRefused() {
        assertThatThrownBy(() -> KernelConvolution.compute(RandomLayers.any(0))).hasMessageContaining("unstructured");
    }
}
