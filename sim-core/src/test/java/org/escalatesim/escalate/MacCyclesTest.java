package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escalatesim.escalate.Runs.cycles;
import static org.escalatesim.escalate.Runs.run;
import static org.escalatesim.fixture.TestMachine.small;

import org.escalatesim.fixture.HandLayer;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the element FIFO to the outputs; fill 8 (see {@link PipelineCyclesTest}). */
class MacCyclesTest {
    /** 1 x 3 over 5 pixels: 1, 2, 3, 2, 1 taps land, 3 outputs. */
    private static HandLayer fiveTaps() {
        return HandLayer.of(ConvShape.of(1, 16, 1, 1, 3, 1, 5, 1, 0), 1);
    }

    /**
     * 8 + MAC + 1 + drain 3. One multiplier: 1+2+3+2+1 = 9, 21 cycles; two: 1+1+2+1+1 = 6, 18; three or more: 5, 17.
     */
    @ParameterizedTest(name = "{0} multipliers: {1} cycles")
    @CsvSource({"1, 21", "2, 18", "3, 17", "9, 17"})
    void anElementTakesItsTapsOverTheMultipliersRoundedUp(int multipliers, long expected) {
        LayerRun run = run(small().mac(multipliers, 16), fiveTaps());
        assertThat(run.cycles()).isEqualTo(expected);
        assertThat(run.multiplications()).isEqualTo(9);
        assertThat(run.ledger().sum("mac", State.WORKING)).isEqualTo(expected - 8 - 1 - 3);
    }

    /**
     * One entry: full at the start of a cycle stalls the concentrator, so elements come in 7, 9, 11, 13, 16; the MAC takes
     * them in 8, 10 (2 cycles), 12 (3), 15 (2), 17; the token goes in in 18 and is taken in 19, drain 20 to 22: 23. Two
     * entries never let the MAC wait: 21.
     */
    @ParameterizedTest(name = "element FIFO of {0}: {1} cycles")
    @CsvSource({"1, 23", "2, 21", "4, 21"})
    void anElementFifoOfOneAlternates(int entries, long expected) {
        assertThat(cycles(small().mac(1, entries), fiveTaps())).isEqualTo(expected);
    }

    /** One tap: one cycle each past the multipliers, 8 + 4 + 1 + 4. */
    @Test
    void oneTapElementsBypassTheMultipliers() {
        LayerRun run = run(small(), HandLayer.line(1, 16, 4));
        assertThat(run.cycles()).isEqualTo(17);
        assertThat(run.multiplications()).isZero();
        assertThat(run.bypassed()).isEqualTo(4);
    }

    /** 5 of 9 pixels are empty: they send no element; beats of the others at 8 .. and one token per line. */
    @Test
    void emptyPixelsCostTheMacNothing() {
        LayerRun run = run(small(), HandLayer.line(1, 16, 9).activations((y, x, c) -> x % 2 == 0 ? 1 : 0));
        assertThat(run.bypassed()).isEqualTo(5);
        // Pixel 8 is concentrated in 15, MAC 16, token 17, drain 18 .. 26.
        assertThat(run.cycles()).isEqualTo(27);
    }

    /**
     * Two tiles share a write port of 1 byte: a line of 8 pixels x 9 bits x 2 blocks / 8 = 18 cycles. 1 x 1, two
     * partial-sum lines. Line 0: MAC 8 .. 15, token 16, drain 17 .. 34. Line 1: MAC 17 .. 24, drain 35 .. 52. Line 2 waits
     * from 26 until line 0 is out, MAC 35 .. 42, drain 53 .. 70. Line 3 waits from 43 for line 1, MAC 53 .. 60, drain
     * 71 .. 88: 89 cycles, of which the MAC was blocked 9 + 10.
     */
    @Test
    void anElementWaitsForAPartialSumLine() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 16, 1, 1, 1, 4, 8, 1, 0), 1);
        LayerRun run = run(small().size(2, 1, 1).ports(64, 1), layer);
        assertThat(run.cycles()).isEqualTo(89);
        assertThat(run.ledger().sum("mac", State.BLOCKED)).isEqualTo(19);
        assertThat(run.ledger().sum("mac", State.WORKING)).isEqualTo(32);
        assertThat(run.ledger().sum("output", State.WORKING)).isEqualTo(72);
    }

    /** A 3 x 3 kernel has 4 lines at stride 1, 3 at stride 2; a 1 x 1 kernel has 2 lines. */
    @Test
    void linesAreRowsOfTheKernelOverTheStridePlusOne() {
        assertThat(lines(ConvShape.of(1, 16, 1, 3, 3, 8, 8, 1, 1))).isEqualTo(4);
        assertThat(lines(ConvShape.of(1, 16, 1, 3, 3, 8, 8, 2, 1))).isEqualTo(3);
        assertThat(lines(ConvShape.of(1, 16, 1, 1, 1, 8, 8, 1, 0))).isEqualTo(2);
        assertThat(lines(ConvShape.of(1, 16, 1, 1, 1, 8, 8, 2, 0))).isEqualTo(2);
        assertThat(lines(ConvShape.of(1, 16, 1, 7, 7, 8, 8, 2, 3))).isEqualTo(5);
    }

    private static int lines(ConvShape shape) {
        var layer = HandLayer.of(shape, 1).build();
        return new LayerContext(small().spec(), layer, (org.escalatesim.trace.Decomposed) layer.weights(), false, false)
                .lines;
    }

    /** Two channels on two rows of one block: MACs 8 .. 10, tokens 11, drains 12 .. 14 and 15 .. 17: 18. */
    @Test
    void theChannelsOfABlockShareItsOutput() {
        assertThat(cycles(small().size(1, 1, 2), HandLayer.line(2, 16, 3))).isEqualTo(18);
        assertThat(cycles(small().size(1, 2, 1), HandLayer.line(2, 16, 3))).isEqualTo(15);
    }

    /** Two pixels per cycle: 8 + 5 + 1 + ceil(5 / 2). */
    @Test
    void severalPixelsLeavePerCycle() {
        assertThat(cycles(small().pixelsPerCycle(2), HandLayer.line(1, 16, 5))).isEqualTo(17);
    }

    /** Nothing to stream: every line is ready in cycle 0, 3 lines of 4 pixels. */
    @Test
    void aChannelWithoutCoefficientsStillWritesItsMap() {
        HandLayer layer =
                HandLayer.of(ConvShape.of(1, 16, 1, 1, 1, 3, 4, 1, 0), 1).coefficients((k, m, c) -> 0);
        LayerRun run = run(small(), layer);
        assertThat(run.cycles()).isEqualTo(12);
        assertThat(run.counters()).containsEntry("slots_written", 0L).containsEntry("tokens", 0L);
    }

    /** M = 2 on two rows, row 1 without coefficients: it counts as having every token and never reads. */
    @Test
    void aRowWithoutCoefficientsIsNotWaitedFor() {
        HandLayer layer =
                HandLayer.of(ConvShape.of(1, 16, 1, 1, 3, 1, 5, 1, 0), 2).coefficients((k, m, c) -> 1 - m);
        LayerRun run = run(small().size(1, 1, 2), layer);
        assertThat(run.cycles()).isEqualTo(21);
        assertThat(run.counters()).containsEntry("slot_reads", 5L).containsEntry("slot_marks", 0L);
    }

    /** Row 1 is slower by its second chunk's beats; the line drains when both rows have their token. */
    @Test
    void aLineDrainsWhenAllItsRowsHaveTheirToken() {
        // Row 0 has chunk 0 alone, row 1 both: one pixel, chunks read in 1 and 2; row 1 concentrates 7, 8, MAC 9, token
        // 10, drain 11: 12 cycles; row 0 alone would need 11.
        HandLayer layer = HandLayer.of(ConvShape.of(1, 32, 1, 1, 1, 1, 1, 1, 0), 2)
                .coefficients((k, m, c) -> m == 1 || c < 16 ? 1 : 0);
        assertThat(cycles(small().size(1, 1, 2), layer)).isEqualTo(12);
    }

    /**
     * Two channels on one block, 1 x 1 over 4 lines of 8 pixels; channel 0 has no coefficients, so all its lines are ready
     * in cycle 0: 0 .. 7, 8 .. 15, 16 .. 23. Channel 1's MAC is done with line 0 in 15, its token is taken in 16, and the
     * line that has begun is finished; then the oldest line, 0 of channel 1, 24 .. 31, and 1 of channel 1, 32 .. 39. Its
     * line 2 had to wait for a partial-sum line: MAC 32 .. 39, ready in 41. So line 3 of channel 0 goes 40 .. 47, and
     * lines 2 and 3 of channel 1 48 .. 63: 64 cycles. With the lowest channel first it would be 65.
     */
    @Test
    void theOldestLineDrainsFirst() {
        HandLayer layer =
                HandLayer.of(ConvShape.of(2, 16, 1, 1, 1, 4, 8, 1, 0), 1).coefficients((k, m, c) -> k);
        LayerRun run = run(small().size(1, 1, 2), layer);
        assertThat(run.cycles()).isEqualTo(64);
        assertThat(run.ledger().sum("output", State.WORKING)).isEqualTo(64);
    }
}
