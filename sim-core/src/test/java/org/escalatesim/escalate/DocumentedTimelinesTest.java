package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.junit.jupiter.api.Test;

/** The worked timelines of docs/microarchitecture.md, computed by hand from that page. Letters are the page's. */
class DocumentedTimelinesTest {

    @Test
    void a_oneElementOfTwoBeats() {
        // 0 written, 1 read, 2 enters, 2 + lg 4 = 4 its two beats and the token go to the FIFO,
        // 5 and 6 the beats leave, 7 the MAC takes the element and the token leaves, 8 the MAC takes the token,
        // 9 the one pixel goes out: 10 cycles.
        LayerRun run = run(spec(4, "L<0,0>", true), pointwise(1, 4, 1, 0b1111, 1));
        assertThat(run.cycles()).isEqualTo(10);
        // Working, input, blocked, siblings, memory, idle.
        assertThat(states(run, "writer")).containsExactly(1, 0, 0, 0, 0, 9);
        assertThat(states(run, "ca")).containsExactly(3, 5, 0, 0, 0, 2);
        assertThat(states(run, "mac")).containsExactly(1, 7, 0, 0, 0, 2);
        assertThat(states(run, "output")).containsExactly(1, 9, 0, 0, 0, 0);
        assertThat(run.matchedPairs()).isEqualTo(4);
    }

    @Test
    void b_promotionSavesABeat() {
        // Coefficients of channels 1 and 2 only: beat 0 is lane 1, beat 1 is lane 0. Without look-ahead 10 cycles as
        // before; with T<1,0> lane 0 of beat 0 takes the value of beat 1, and both beats leave in cycle 5.
        LayerTrace layer = pointwise(1, 4, 1, 0b0110, 1);
        assertThat(run(spec(4, "L<0,0>", true), layer).cycles()).isEqualTo(10);
        LayerRun run = run(spec(4, "T<1,0>", true), layer);
        assertThat(run.cycles()).isEqualTo(9);
        assertThat(run.matchedPairs()).isEqualTo(2);
    }

    @Test
    void c_threeByThreeOnNinePixels() {
        // Taps 4 6 4 / 6 9 6 / 4 6 4, so 1 2 1 / 2 2 2 / 1 2 1 = 14 MAC cycles with 5 multipliers. lg n = 1: the MAC
        // works from 1 + 4 = 5 and never waits, so to cycle 18. Tokens are taken in 9 (with pixel 3), 15 (with pixel 6)
        // and 19. Line 0 needs two tokens: 16 to 18. Lines 1 and 2 need three: 20 to 22 and 23 to 25.
        int[] basis = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        ConvShape shape = ConvShape.of(1, 2, 1, 3, 3, 3, 3, 1, 1);
        LayerRun run = run(spec(2, "L<0,0>", true), layer(shape, 0b11, basis, 1));
        assertThat(run.cycles()).isEqualTo(5 + 14 + 1 + 6);
        // 4 + 6 + 4 + 6 + 9 + 6 + 4 + 6 + 4 taps.
        assertThat(run.multiplications()).isEqualTo(49);
        assertThat(states(run, "mac")).containsExactly(14, 5, 0, 0, 0, 7);
        // Every element is 1 + 1; the middle output sees all nine taps, the first only the last four (5 6 8 9).
        assertThat(run.values().sums()[4]).isEqualTo(2 * 45);
        assertThat(run.values().sums()[0]).isEqualTo(2 * (5 + 6 + 8 + 9));
    }

    @Test
    void d_twoPassesAndTheCoefficientChange() {
        // Two output channels on one row, four pixels each. Pass 0: chunks enter in 2 to 5, MAC in 5 to 8, token in 9,
        // drain in 10 to 13. Pass 1: its first chunk could enter in 6, the change takes that cycle, so chunks enter in
        // 7 to 10 and everything is one cycle later than the stream: MAC in 10 to 13, token in 14, drain in 15 to 18.
        LayerRun run = run(spec(2, "L<0,0>", true), pointwise(2, 2, 4, 0b11, 1));
        assertThat(run.cycles()).isEqualTo(19);
        assertThat(run.counters().get("coefficient_changes")).isEqualTo(1);
        assertThat(run.bypassed()).isEqualTo(8);
    }

    @Test
    void e_inputAndOutputInDram() {
        // A in a machine with DRAM of 4 bytes per cycle and a latency of 10. The input row is 4 + 8 * 4 bits = 5 bytes,
        // two cycles of the channel: there in 0 + 10 + 2 = 12, so the writer waits 12 cycles and the output leaves in
        // 9 + 12 = 21. Outputs are written back at multiples of 11; the first after cycle 21 is 22. 9 bits are 2 bytes,
        // one cycle of the channel: it is quiet from 23 on.
        LayerRun run = run(spec(4, "L<0,0>", false), pointwise(1, 4, 1, 0b1111, 0));
        assertThat(run.cycles()).isEqualTo(23);
        assertThat(states(run, "writer")).containsExactly(1, 0, 0, 0, 12, 10);
        assertThat(run.counters().get("dram_input_bits")).isEqualTo(36);
        assertThat(run.counters().get("dram_output_bits")).isEqualTo(9);
        // A presence bit and a sign bit for each of four coefficients, and 56 bits of requantisation.
        assertThat(run.counters().get("dram_coefficient_bits")).isEqualTo(64);
    }

    private static LayerRun run(EscalateSpec spec, LayerTrace layer) {
        return spec.build().run(layer, true);
    }

    /** One tile, block and row; two lanes, five multipliers, everything else too large to matter. */
    private static EscalateSpec spec(int chunk, String pattern, boolean ideal) {
        return new EscalateSpec(
                "documented",
                800,
                1,
                1,
                1,
                1024,
                new EscalateSpec.ChannelAccumulation(
                        2, chunk, PromotionPattern.parse(pattern, true), EscalateSpec.Policy.ONE_SHOT, 8, 2, 64, false),
                new EscalateSpec.Mac(5, 16, 4, 24, 64, 4),
                new EscalateSpec.Ring(64, 16),
                new EscalateSpec.Output(1),
                new EscalateSpec.GlobalBuffer(1 << 20, 128, 64),
                new DramSpec(ideal, 4, 10),
                new EscalateSpec.Mapping(
                        EscalateSpec.Partition.CHANNELS,
                        EscalateSpec.Assignment.ROUND_ROBIN,
                        EscalateSpec.Refetch.AUTO));
    }

    private static LayerTrace pointwise(int k, int c, int width, long coefficients, long neighbours) {
        return layer(ConvShape.of(k, c, 1, 1, 1, 1, width, 1, 0), coefficients, null, neighbours);
    }

    /**
     * All activations 1, and the same coefficients, all +1, for each k.
     *
     * @param neighbours values of the neighbouring layers' maps; 0 if they lie in DRAM
     */
    private static LayerTrace layer(ConvShape shape, long coefficients, int[] basis, long neighbours) {
        byte[] activations = new byte[shape.h() * shape.w() * shape.c()];
        Arrays.fill(activations, (byte) 1);
        long[] presence = new long[shape.k()];
        Arrays.fill(presence, coefficients);
        byte[] kernel = basis == null ? null : new byte[basis.length];
        for (int i = 0; basis != null && i < basis.length; i++) {
            kernel[i] = (byte) basis[i];
        }
        Decomposed weights = new Decomposed(
                Decomposed.Form.TERNARY,
                shape.k(),
                shape.c(),
                1,
                shape.taps(),
                presence,
                new long[shape.k()],
                kernel,
                false,
                null);
        SparseMap input = SparseMap.ofDense(activations, shape.h(), shape.w(), shape.c(), 1, false);
        PostOps post = PostOps.reluOnly((long) shape.k() * shape.p() * shape.q());
        return new LayerTrace("documented", shape, weights, input, null, post, neighbours, neighbours, 1);
    }

    private static long[] states(LayerRun run, String kind) {
        CycleLedger ledger = run.ledger();
        return Arrays.stream(State.values())
                .mapToLong(state -> ledger.sum(kind, state))
                .toArray();
    }
}
