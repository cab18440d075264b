package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.reference.ReferenceConvolution;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A map split in which a tile has rows of some bands and not of others. */
class UnevenBandsTest {

    @ParameterizedTest
    @EnumSource(EscalateSpec.Refetch.class)
    void tilesWithoutRowsOfABandDoNotHoldUpTheOthers(EscalateSpec.Refetch refetch) {
        // A row is 9 * 16 * 64 bits = 1,152 bytes. In 4,700 bytes 5 input and 10 output rows do not fit (6,120 bytes),
        // nor do twice the 3 rows of the taller of two bands; twice 2 rows do (4,608): bands of 1, 2 and 2 rows, of
        // whose first tile 0 has none. One block of one row: two passes.
        LayerTrace layer = layer();
        LayerRun run = assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> spec(refetch).build().run(layer, true));
        assertThat(run.mapping()).startsWith("map, 2 passes, 3 bands");
        assertThat(ReferenceConvolution.compare(
                        run.values(), ReferenceConvolution.compute(layer, 16, 24), layer.shape()))
                .isNull();
        // Per set and channel 64 presence bits, 2 signs and 56 bits; fetched with each band, or once.
        long loads = run.mapping().contains("coefficients fetched") ? 6 : 2;
        assertThat(run.counters().get("dram_coefficient_bits")).isEqualTo(loads * 122);
    }

    private static EscalateSpec spec(EscalateSpec.Refetch refetch) {
        return new EscalateSpec(
                "bands",
                800,
                2,
                1,
                1,
                1024,
                new EscalateSpec.ChannelAccumulation(
                        2, 64, PromotionPattern.parse("L<0,0>", true), EscalateSpec.Policy.ONE_SHOT, 8, 2, 64, false),
                new EscalateSpec.Mac(5, 16, 4, 24, 64, 4),
                new EscalateSpec.Ring(64, 16),
                new EscalateSpec.Output(1),
                new EscalateSpec.GlobalBuffer(4700, 128, 64),
                new DramSpec(false, 4, 10),
                new EscalateSpec.Mapping(EscalateSpec.Partition.MAP, EscalateSpec.Assignment.ROUND_ROBIN, refetch));
    }

    private static LayerTrace layer() {
        ConvShape shape = ConvShape.of(2, 64, 1, 1, 1, 5, 16, 1, 0);
        byte[] activations = new byte[5 * 16 * 64];
        Arrays.fill(activations, (byte) 1);
        Decomposed weights = new Decomposed(
                Decomposed.Form.TERNARY, 2, 64, 1, 1, new long[] {3, 5}, new long[] {1, 0}, null, false, null);
        SparseMap input = SparseMap.ofDense(activations, 5, 16, 64, 1, false);
        return new LayerTrace("bands", shape, weights, input, null, PostOps.reluOnly(160), 1, 1, 1);
    }
}
