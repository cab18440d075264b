package org.escalatesim.workloads.compress;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;

class MagnitudePruningTest {
    private static final float[] LAYER = {.5f, -.1f, 0, -.9f, .3f, .2f, -.4f, .7f, .6f, -.8f};

    @Test
    void theLargestMagnitudesStay() {
        // Three tenths of ten: .9, .8 and .7.
        float threshold = MagnitudePruning.threshold(.3, LAYER);
        assertThat(threshold).isEqualTo(.7f);
        assertThat(MagnitudePruning.prune(LAYER, threshold)).containsExactly(0, 0, 0, -.9f, 0, 0, 0, .7f, 0, -.8f);
        assertThat(MagnitudePruning.prune(LAYER, MagnitudePruning.threshold(1, LAYER)))
                .containsExactly(LAYER);
        assertThat(MagnitudePruning.prune(LAYER, MagnitudePruning.threshold(0, LAYER)))
                .containsOnly(0);
    }

    @Test
    void oneThresholdForSeveralLayersKeepsMoreOfTheLargerOne() {
        float[] small = {.01f, .02f, .03f, .95f};
        // Half of fourteen: .95 .9 .8 .7 .6 .5 .4.
        float threshold = MagnitudePruning.threshold(.5, LAYER, small);
        assertThat(threshold).isEqualTo(.4f);
        assertThat(MagnitudePruning.prune(small, threshold)).containsExactly(0, 0, 0, .95f);
    }

    @Test
    void weightsAreQuantisedPerOutputChannelToTheirLargestMagnitude() {
        ConvShape shape = ConvShape.fullyConnected(3, 4);
        float[] weights = {.5f, -1, .25f, .001f, 0, 0, 0, 0, 2, -2, 1, .01f};
        MachineWeights made = KernelWeights.quantise(WeightForm.DENSE, shape, weights);
        Kernels kernels = (Kernels) made.weights();
        // Steps of 1/127: .5 is 63.5, to the even 64; .25 is 31.75; .001 is .127 of a step and becomes zero.
        int[] expected = {64, -127, 32, 0, 0, 0, 0, 0, 127, -127, 64, 1};
        for (int i = 0; i < expected.length; i++) {
            assertThat(kernels.value(i / 4, i % 4, 0)).as("weight " + i).isEqualTo(expected[i]);
        }
        assertThat(made.scale()).containsExactly(1 / 127.0, 0, 2 / 127.0);
        assertThat(kernels.nonZeros()).isEqualTo(7);
        assertThat(made.dequantised()[1]).isEqualTo(-1);
    }
}
