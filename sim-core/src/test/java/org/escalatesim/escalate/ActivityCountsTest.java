package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escalatesim.fixture.TestMachine.small;

import java.util.Map;
import java.util.TreeMap;
import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.junit.jupiter.api.Test;

/** Every energy-bearing event of small layers, counted by hand. */
class ActivityCountsTest {
    /**
     * 1 x 3 over 5 pixels, 16 channels, all dense, one row, chunks of 16, two multipliers: 5 slots of 16 + 128 bits, 5
     * elements, 9 products, 3 outputs, 1 token.
     */
    @Test
    void everyEventOfADenseLine() {
        LayerTrace layer =
                HandLayer.of(ConvShape.of(1, 16, 1, 1, 3, 1, 5, 1, 0), 1).build();
        Map<String, Long> counts = counts(small(), layer);
        Map<String, Long> expected = new TreeMap<>();
        // 5 x 18 bytes; coefficients 32 bits + requantisation 56 + basis 24 = 112 bits, 14 bytes, written once and
        // read.
        expected.put("global_buffer SRAM_READ 8", 90L + 14);
        // 14, and 3 outputs of 9 bits, 27 bits in 4 bytes.
        expected.put("global_buffer SRAM_WRITE 8", 14L + 4);
        expected.put("encoder GATHER_DECODE 16", 5L);
        expected.put("ring SRAM_WRITE 8", 90L);
        expected.put("ring SRAM_READ 8", 90L);
        expected.put("slot_registers REGISTER_WRITE 1", 720L);
        expected.put("slot_registers REGISTER_READ 1", 720L);
        // 2 x 16 bits for each of 5 chunks; one chunk expanded, 2 x 16 bits.
        expected.put("coefficients SRAM_READ 8", 20L);
        expected.put("coefficients SRAM_WRITE 8", 4L);
        expected.put("coefficients GATHER_PASS 16", 1L);
        expected.put("coefficients GATHER_DECODE 16", 1L);
        // A kernel of 3 taps loaded, a tap read for each product.
        expected.put("basis_kernels REGISTER_WRITE 8", 3L);
        expected.put("basis_kernels REGISTER_READ 8", 9L);
        expected.put("dilution GATHER_PASS 16", 10L);
        expected.put("dilution GATHER_DECODE 16", 5L);
        // 4 stages carry slot and gathered words: 4 x (720 + 5 x 32).
        expected.put("dilution REGISTER_WRITE 1", 3520L);
        expected.put("dilution REGISTER_READ 1", 3520L);
        // 5 beats of 16 lanes x (8 + 2) bits and a token.
        expected.put("dilution_fifo REGISTER_WRITE 1", 801L);
        expected.put("dilution_fifo REGISTER_READ 1", 801L);
        expected.put("concentrator MUX 9", 80L);
        expected.put("adder_tree ADD 16", 80L);
        // 5 elements and a token of 16 + 16 bits.
        expected.put("element_fifo REGISTER_WRITE 1", 192L);
        expected.put("element_fifo REGISTER_READ 1", 192L);
        expected.put("mac MULTIPLY 16", 9L);
        expected.put("mac ADD 24", 9L);
        expected.put("psum_lines SRAM_READ 24", 12L);
        expected.put("psum_lines SRAM_WRITE 24", 12L);
        // Each output: the psum and the bias.
        expected.put("output ADD 32", 6L);
        expected.put("output REGISTER_WRITE 56", 1L);
        expected.put("output REGISTER_READ 56", 3L);
        expected.put("output MULTIPLY 32", 3L);
        expected.put("output COMPARE 8", 3L);
        expected.put("dram DRAM_READ 1", 112L);
        assertThat(counts).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** With three rows in step a slot is decoded three times, or once where the tile shares the decoder. */
    @Test
    void aSharedDecoderDecodesASlotOnce() {
        LayerTrace layer = HandLayer.line(3, 16, 4).build();
        assertThat(counts(small().size(1, 3, 1), layer)).containsEntry("dilution GATHER_DECODE 16", 12L);
        assertThat(counts(small().size(1, 3, 1).sharedDecode(true), layer))
                .containsEntry("dilution GATHER_DECODE 16", 4L);
    }

    /** A value passes one multiplexer per candidate of the pattern: 7 of T<2,5>. */
    @Test
    void selectionsAreCandidatesTimesValues() {
        LayerTrace layer = HandLayer.line(1, 16, 4).build();
        assertThat(counts(small().accumulation(16, 16, "T<2,5>"), layer)).containsEntry("concentrator MUX 9", 64L * 7);
    }

    /** 2 sub-passes: 3 partial sums of 32 bits written and read back, 12 bytes each way beside 4 and 18 bytes of slots. */
    @Test
    void partialSumsAreCountedWhereTheyLie() {
        LayerTrace layer =
                HandLayer.of(ConvShape.of(1, 16, 1, 1, 3, 1, 5, 1, 0), 2).build();
        Map<String, Long> counts = counts(small(), layer);
        // Coefficients 2 x 32 + 56 + basis 48 = 168 bits, 21 bytes; outputs and partial sums 27 + 96 bits, 16 bytes.
        assertThat(counts).containsEntry("global_buffer SRAM_WRITE 8", 21L + 16);
        assertThat(counts).containsEntry("global_buffer SRAM_READ 8", 2 * 90L + 21 + 12);
        assertThat(counts).doesNotContainKey("dram DRAM_WRITE 1");
    }

    /** 8 blocks keep 8 partial maps of 6 x 6 x 32 bits, 1,152 bytes: they do not fit 1 KiB and cross DRAM both ways. */
    @Test
    void partialSumsThatDoNotFitAreDramTraffic() {
        LayerTrace layer =
                HandLayer.of(ConvShape.of(1, 2, 1, 3, 3, 6, 6, 1, 1), 2).build();
        Map<String, Long> counts = counts(small().size(1, 8, 1).bufferBytes(1024), layer);
        assertThat(counts).containsEntry("dram DRAM_WRITE 1", 36L * 32);
        // Coefficients: 2 x (2 + 2) + 56 + 2 x 72 = 208 bits.
        assertThat(counts).containsEntry("dram DRAM_READ 1", 36L * 32 + 208);
    }

    /** Pooling, a shortcut and row scales on the way out of a layer of 12 outputs. */
    @Test
    void operationsOnTheWayOutAreCounted() {
        LayerTrace plain = RandomLayers.layer(1)
                .shape(ConvShape.of(3, 16, 1, 1, 1, 2, 2, 1, 0))
                .rowScales(true)
                .build();
        PostOps post = new PostOps(false, true, "max", 4, 3);
        Map<String, Long> counts = counts(small(), with(plain, post));
        assertThat(counts)
                .containsEntry("output MULTIPLY 24", 12L)
                .containsEntry("output MULTIPLY 16", 12L)
                .containsEntry("output ADD 32", 36L)
                .containsEntry("pooling COMPARE 8", 12L)
                .doesNotContainKey("output COMPARE 8");
        Map<String, Long> average = counts(small(), with(plain, new PostOps(true, false, "average", 4, 3)));
        assertThat(average)
                .containsEntry("pooling ADD 16", 12L)
                .containsEntry("output COMPARE 8", 12L)
                .containsEntry("output ADD 32", 24L)
                .doesNotContainKey("output MULTIPLY 16");
    }

    private static LayerTrace with(LayerTrace layer, PostOps post) {
        return new LayerTrace(
                layer.name(), layer.shape(), layer.weights(), layer.input(), layer.requant(), post, 1, 1, 0.5);
    }

    private static Map<String, Long> counts(TestMachine machine, LayerTrace layer) {
        LayerRun run = new EscalateAccelerator(machine.spec()).run(layer, false);
        Map<String, Long> counts = new TreeMap<>();
        run.activity()
                .counts()
                .forEach((key, count) ->
                        counts.merge(key.component() + " " + key.action() + " " + key.width(), count, Long::sum));
        return counts;
    }
}
