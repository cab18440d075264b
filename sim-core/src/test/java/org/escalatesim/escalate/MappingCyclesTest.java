package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escalatesim.escalate.Runs.cycles;
import static org.escalatesim.escalate.Runs.run;
import static org.escalatesim.fixture.TestMachine.small;

import org.escalatesim.escalate.EscalateSpec.Partition;
import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passes, sub-passes, strips, bands and map splits, and what waits for DRAM; fill 8 (see {@link PipelineCyclesTest}). */
class MappingCyclesTest {
    /**
     * Two passes of one pixel, slots of 18 bytes at 9 per cycle, written in 1 and 3. The second is read in 4, the row
     * changes coefficients in 5, it enters in 6, is concentrated in 11, MAC 12, token 13, drain 14: 15 cycles, 1 more than
     * without the change.
     */
    @Test
    void aCoefficientChangeTakesOneCycle() {
        LayerRun run = run(small().ports(9, 64), HandLayer.line(2, 16, 1));
        assertThat(run.cycles()).isEqualTo(15);
        assertThat(run.counters()).containsEntry("coefficient_changes", 1L);
    }

    /** No barrier: 3 passes of 4 pixels. MAC 8 .. 11, a token, 13 .. 16, a token, 18 .. 21, 1, drain 4: 27. */
    @Test
    void passesFollowEachOtherWithoutABarrier() {
        assertThat(cycles(small(), HandLayer.line(3, 16, 4))).isEqualTo(8 + 3 * 4 + 2 + 1 + 4);
    }

    /** The second channel has coefficients in chunk 1 alone: its pass streams only that chunk, 3 slots in all. */
    @Test
    void aPassStreamsOnlyChunksThatSomeRowNeeds() {
        HandLayer layer = HandLayer.line(2, 32, 1).coefficients((k, m, c) -> k == 0 || c >= 16 ? 1 : 0);
        assertThat(run(small(), layer).counters()).containsEntry("slots_written", 3L);
    }

    /**
     * Coefficients of a channel: 16 presence bits, 16 signs, 56 bits of requantisation, 88 bits = 11 bytes. At 1 byte per
     * cycle and latency 100 those of pass 1, issued in 0, are there in 111: the row changes in 111, enters 112,
     * concentrates 117, MAC 118, token 119, drain 120: 121 cycles. Those of pass 2 are issued in 112, when the row has
     * changed: 112 + 111 = 223, and 233 cycles.
     */
    @Test
    void lateCoefficientsHoldTheRow() {
        TestMachine machine = small().dram(1, 100);
        assertThat(cycles(machine, HandLayer.line(1, 16, 1))).isEqualTo(11);
        LayerRun two = run(machine, HandLayer.line(2, 16, 1));
        assertThat(two.cycles()).isEqualTo(121);
        assertThat(two.counters()).containsEntry("dram_coefficient_bits", 176L);
        assertThat(two.ledger().sum("ca", State.MEMORY)).isGreaterThan(90);
        assertThat(cycles(machine, HandLayer.line(3, 16, 1))).isEqualTo(233);
    }

    /**
     * The input lies in DRAM: rows of 16 + 128 bits, 18 bytes, 9 cycles at 2 bytes; latency 10. Row 0 is there in 19, row
     * 1, which starts in 9, in 28. Its slot is written in 28, MAC 36, token 37, drain 38: 39. The writer waits 19 + 8.
     */
    @Test
    void theWriterWaitsForInputRowsFromDram() {
        HandLayer layer =
                HandLayer.of(ConvShape.of(1, 16, 1, 1, 1, 2, 1, 1, 0), 1).neighbours(0, 1);
        LayerRun run = run(small().dram(2, 10), layer);
        assertThat(run.cycles()).isEqualTo(39);
        assertThat(run.ledger().sum("writer", State.MEMORY)).isEqualTo(27);
        assertThat(run.counters()).containsEntry("dram_input_bits", 288L).containsEntry("dram_output_bits", 0L);
        assertThat(run(small(), layer).cycles()).isEqualTo(8 + 2 + 1 + 1 + 1);
    }

    /**
     * 8 outputs of 1 + 8 x .5 bits, 5 bytes, leave in 8 + 8 + 1 + 8 = 25 cycles; they are written back at the end of the
     * window of 11 cycles in which the line ended, 33, and DRAM is quiet after 5 more.
     */
    @Test
    void outputsToDramAreWrittenBackBeforeTheLayerEnds() {
        HandLayer layer = HandLayer.line(1, 16, 8).neighbours(1, 0);
        LayerRun run = run(small().dram(1, 10), layer);
        assertThat(run.counters()).containsEntry("dram_output_bits", 40L);
        assertThat(run.activity().count("dram", Action.DRAM_WRITE)).isEqualTo(40);
        assertThat(run.cycles()).isEqualTo(38);
        assertThat(run(small(), layer).cycles()).isEqualTo(25);
    }

    /**
     * M = 2 on one row: two sub-passes of 1 x 3 over 5 pixels, 9 MAC cycles each. A port of 2 bytes takes 2 cycles per
     * 32-bit partial sum: 8 + 9 + 9 + 1 + 6 = 33; a wide one 1: 30.
     */
    @Test
    void subPassesWriteAndReadPartialSumsAtTheirPace() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 16, 1, 1, 3, 1, 5, 1, 0), 2);
        LayerRun run = run(small().ports(64, 2), layer);
        assertThat(run.cycles()).isEqualTo(33);
        assertThat(run.counters()).containsEntry("partial_sum_pixels", 3L);
        assertThat(run.mapping()).isEqualTo("channels, 1 pass of 2 sub-passes");
        assertThat(cycles(small(), layer)).isEqualTo(30);
    }

    /**
     * 1 x 3 over 6 pixels, lines of 2: strips of outputs 0-1 (pixels 0-3: 1, 2, 2, 1 taps) and 2-3 (pixels 2-5), 8
     * elements. MAC 8 .. 13 and 14 .. 19, token 20, drain 21, 22: 23. Whole, 6 elements of 1+2+3+3+2+1 = 12 taps and
     * a drain of 4: 25.
     */
    @Test
    void mapsWiderThanALineRunAsStripsWithTheirHalo() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 16, 1, 1, 3, 1, 6, 1, 0), 1);
        LayerRun strips = run(small().linePixels(2), layer);
        assertThat(strips.cycles()).isEqualTo(23);
        assertThat(strips.counters()).containsEntry("elements", 8L);
        assertThat(strips.multiplications()).isEqualTo(12);
        assertThat(strips.mapping()).isEqualTo("channels, 1 pass, 2 strips");
        assertThat(cycles(small(), layer)).isEqualTo(25);
    }

    /**
     * 3 x 1 over 12 x 8 x 16 in a buffer of 1 KiB: a row is 1,152 bits, two bands of 3 rows fit: 10 bands of 1 output row,
     * 30 rows streamed. Every line is 8 pixels and a token: 7 + 30 x 9, token taken 1 later, drain 8: 286.
     */
    @Test
    void mapsThatDoNotFitRunAsBandsWithTheirHalo() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 16, 1, 3, 1, 12, 8, 1, 0), 1);
        LayerRun run = run(small().bufferBytes(1024), layer);
        assertThat(run.mapping()).isEqualTo("channels, 1 pass, 10 bands");
        assertThat(run.counters()).containsEntry("elements", 240L);
        assertThat(run.cycles()).isEqualTo(7 + 30 * 9 + 1 + 8);
    }

    /**
     * 3 x 1 over 6 x 4 on two tiles: 2 output rows each, from 4 input rows of 1, 2, 2, 1 taps: MAC 4 (8 .. 11), a cycle
     * for the token, 8 + 8 + 4 (13 .. 32), token 33, drain of the second line 34 .. 37: 38. One tile: 1, 2, 3, 3, 2, 1
     * taps, 48 MAC cycles: 8 + 48 + 1 + 1 + 4 = 62.
     */
    @Test
    void tilesSplitTheMapWithItsHalo() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 16, 1, 3, 1, 6, 4, 1, 0), 1);
        LayerRun split = run(small().size(2, 1, 1).partition(Partition.MAP), layer);
        assertThat(split.cycles()).isEqualTo(38);
        assertThat(split.mapping()).isEqualTo("map, 1 pass");
        assertThat(split.counters()).containsEntry("elements", 32L);
        assertThat(cycles(small(), layer)).isEqualTo(62);
        assertThat(cycles(small().size(2, 1, 1), layer)).isEqualTo(62);
        assertThat(cycles(small().size(2, 1, 1).partition(Partition.AUTO), layer))
                .isEqualTo(38);
    }

    /**
     * Two tiles; passes x streamed rows of channels against those of the map with its tallest band. One row per tile,
     * 3 x 1: over 6 rows K = 1: 1 x 6 > 1 x 4; K = 2: 1 x 6 < 2 x 4; K = 3: 2 x 6 = 3 x 4, a tie; over 7 rows bands of 2
     * and 3 outputs, K = 3: 2 x 7 < 3 x 5. Two blocks of 3 channels, 1 x 1 over 8 rows: K = 6: 1 x 8 > 1 x 4; K = 7 and 12:
     * 1 x 8 = 2 x 4; K = 13: 2 x 8 > 3 x 4; K = 24: 2 x 8 = 4 x 4; K = 25: 3 x 8 > 5 x 4.
     */
    @ParameterizedTest(name = "{0} blocks of {1} rows, K = {2}, R = {3}, H = {4}: {5}")
    @CsvSource({
        "1, 1, 1, 3, 6, map",
        "1, 1, 2, 3, 6, channels",
        "1, 1, 3, 3, 6, channels",
        "1, 1, 3, 3, 7, channels",
        "2, 3, 6, 1, 8, map",
        "2, 3, 7, 1, 8, channels",
        "2, 3, 12, 1, 8, channels",
        "2, 3, 13, 1, 8, map",
        "2, 3, 24, 1, 8, channels",
        "2, 3, 25, 1, 8, map"
    })
    void whatStreamsFewerRowsIsSplit(int blocks, int rows, int k, int r, int h, String split) {
        HandLayer layer = HandLayer.of(ConvShape.of(k, 16, 1, r, 1, h, 2, 1, 0), 1);
        TestMachine machine = small().size(2, blocks, rows).partition(Partition.AUTO);
        assertThat(run(machine, layer).mapping()).startsWith(split + ", ");
    }

    /** Two tiles stream the same 3 slots in the same cycles: 6 requests, 3 accesses of the global buffer. */
    @Test
    void tilesInStepShareGlobalBufferReads() {
        LayerRun run = run(small().size(2, 1, 1), HandLayer.line(2, 16, 3));
        assertThat(run.cycles()).isEqualTo(8 + 3 + 1 + 3);
        assertThat(run.counters())
                .containsEntry("tile_slot_requests", 6L)
                .containsEntry("global_buffer_slot_accesses", 3L);
        // 3 slots of 18 bytes and, once, the coefficients of the two channels, 2 x 88 bits.
        assertThat(run.activity().count("global_buffer", Action.SRAM_READ)).isEqualTo(3 * 18 + 22);
    }

    /**
     * Four rows of one pixel of 256 channels, one of them present: rows of 264 bits, 33 bytes. A buffer of 1 KiB holds two
     * bands of one row. At 1 byte per cycle and latency 10 band 0 is there in 43, band 1, which starts in 33, in 76. Band
     * 2 goes where band 0 was, streamed in 43: issued in 44, starts in 66, there in 109. The first output, a bit in a byte,
     * is written back from 99 to 100. Band 3 is issued in 77, starts in 100, there in 143. From its slot on 2 + 8 + 1
     * cycles to the concentrator (154), MAC 155, token 156, drain 157: 158.
     */
    @Test
    void aBandIsFetchedIntoThePlaceOfTheBandBeforeLast() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 256, 1, 1, 1, 4, 1, 1, 0), 1)
                .activations((y, x, c) -> c == 7 ? 1 : 0)
                .outputDensity(0);
        TestMachine machine = small().chunk(256).bufferBytes(1024).dram(1, 10);
        LayerRun run = run(machine, layer);
        assertThat(run.mapping()).contains("4 bands");
        assertThat(run.cycles()).isEqualTo(158);
        assertThat(run.counters()).containsEntry("dram_input_bits", 4L * 264).containsEntry("dram_output_bits", 4L);
        // The writer has nothing to do but wait, and writes 4 slots.
        assertThat(run.ledger().sum("writer", State.MEMORY)).isEqualTo(143 - 3);
    }

    /**
     * Two passes on two tiles, 11 bytes of coefficients each. Split by map they are the same and fetched once: 111, as on
     * one tile, 121 cycles. Split by channel tile 1's follow tile 0's in DRAM: 122, and 132 cycles.
     */
    @Test
    void aMapSplitFetchesCoefficientsOnce() {
        TestMachine machine = small().size(2, 1, 1).dram(1, 100);
        HandLayer rows = HandLayer.of(ConvShape.of(2, 16, 1, 1, 1, 2, 1, 1, 0), 1);
        LayerRun map = run(machine.partition(Partition.MAP), rows);
        assertThat(map.cycles()).isEqualTo(121);
        assertThat(map.counters()).containsEntry("dram_coefficient_bits", 176L);
        LayerRun channels = run(machine.partition(Partition.CHANNELS), HandLayer.line(4, 16, 1));
        assertThat(channels.cycles()).isEqualTo(132);
        assertThat(channels.counters()).containsEntry("dram_coefficient_bits", 352L);
    }

    /**
     * Three passes over 3 x 40 pixels split by map: tile 0 has a row of 40, tile 1 has two. 11 bytes of coefficients take
     * a cycle of DRAM and 30 of latency: those of pass 1 are there in 31. Tile 0 changes to them in 42, tile 1, 80 slots
     * being first, in 82: only then is there room in all, so those of pass 2 are issued in 83 and there in 114. Tile 0 has
     * concentrated pass 1 in 48 .. 87 and its token in 88, and misses them until 113: 25 cycles, as long as its MAC.
     * Tile 1 misses nothing: 6 lines of 40 and a token without a gap from 7 to 252, taken in 253, drain 254 .. 293: 294.
     */
    @Test
    void sharedCoefficientsWaitForRoomInAllTiles() {
        HandLayer layer = HandLayer.of(ConvShape.of(3, 16, 1, 1, 1, 3, 40, 1, 0), 1);
        LayerRun run =
                run(small().size(2, 1, 1).partition(Partition.MAP).ring(64, 16).dram(11, 30), layer);
        assertThat(run.cycles()).isEqualTo(294);
        assertThat(run.ledger().sum("ca", State.MEMORY)).isEqualTo(25);
        assertThat(run.ledger().sum("mac", State.MEMORY)).isEqualTo(25);
    }
}
