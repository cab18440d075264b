package org.escalatesim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escalatesim.machine.SpecException;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;

class ResidencyTest {
    /** 3 x 5 pixels of 2 channels are 30 values in, 7 channels of them 105 out: 135 together. */
    private static LayerTrace layer(long producerValues, long consumerValues) {
        ConvShape shape = ConvShape.of(7, 2, 1, 1, 1, 3, 5, 1, 0);
        return new LayerTrace(
                "layer",
                shape,
                Kernels.ofPresence(WeightForm.DENSE, new long[7], 7, 2, 1),
                SparseMap.ofPresence(new long[15], 3, 5, 2, 1, false),
                null,
                PostOps.reluOnly(105),
                producerValues,
                consumerValues,
                1);
    }

    @Test
    void mapsThatFitTogetherStay() {
        assertThat(Residency.of(layer(135, 135), 9 * 135, 9)).isEqualTo(new Residency(true, false, false));
        assertThat(Residency.of(layer(135, 135), 9 * 135 - 1, 9)).isEqualTo(new Residency(false, true, true));
    }

    @Test
    void neighboursThatDidNotFitAndTheNetworksOwnMapsLieInDram() {
        assertThat(Residency.of(layer(136, 1), 9 * 135, 9)).isEqualTo(new Residency(true, true, false));
        assertThat(Residency.of(layer(1, 136), 9 * 135, 9)).isEqualTo(new Residency(true, false, true));
        assertThat(Residency.of(layer(0, 0), 9 * 135, 9)).isEqualTo(new Residency(true, true, true));
    }

    @Test
    void dramFieldsHaveBounds() {
        new DramSpec(false, 1, 0);
        new DramSpec(false, 1 << 20, 1 << 20);
        assertThatThrownBy(() -> new DramSpec(false, 0, 0))
                .isInstanceOf(SpecException.class)
                .hasMessage("dram.bytes_per_cycle must be 1 to 1048576, not 0");
        assertThatThrownBy(() -> new DramSpec(false, 1, -1))
                .hasMessage("dram.latency_cycles must be 0 to 1048576, not -1");
    }
}
