package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escalatesim.escalate.Runs.run;
import static org.escalatesim.fixture.TestMachine.small;
import static org.escalatesim.fixture.TestMachine.tile8;

import org.escalatesim.fixture.HandLayer;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;

/** Small whole layers, reckoned by hand. */
class WholeLayerCyclesTest {
    /**
     * 3 x 3 padded over 4 x 4, 5 multipliers: corners have 4 taps (1 cycle), edges 6 (2), inner pixels 9 (2): lines of 6,
     * 8, 8, 6 cycles, 28. The last token ends lines 2 and 3: fill 8 + MAC 28 + 1 + drain 8 = 45.
     */
    @Test
    void aDenseMacBoundLayer() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 16, 1, 3, 3, 4, 4, 1, 1), 1);
        LayerRun run = run(small().mac(5, 16), layer);
        assertThat(run.cycles()).isEqualTo(8 + 28 + 1 + 8);
        assertThat(run.multiplications()).isEqualTo(4 * 4 + 8 * 6 + 4 * 9);
    }

    /** The same on all 192 rows of tile8, K = 32, M = 6: fill 11 with chunks of 128, rows in step: 48. */
    @Test
    void aDenseMacBoundLayerOnTile8() {
        HandLayer layer = HandLayer.of(ConvShape.of(32, 16, 1, 3, 3, 4, 4, 1, 1), 6);
        LayerRun run = run(tile8(), layer);
        assertThat(run.cycles()).isEqualTo(11 + 28 + 1 + 8);
        assertThat(run.multiplications()).isEqualTo(192L * 100);
        assertThat(run.mapping()).isEqualTo("channels, 1 pass");
        assertThat(run.counters()).containsEntry("ring_read_conflicts", 0L);
    }

    /**
     * Stride 2: at most 4 taps land, 1 cycle each with 5 multipliers, so tokens count: a line is 4 pixels and a token. The
     * last pixel's MAC is in 8 + 3 x 5 + 3 = 26, token 27, drain of line 1 in 28, 29: 30.
     */
    @Test
    void aStridedLayerIsBoundByTheConcentrator() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 16, 1, 3, 3, 4, 4, 2, 1), 1);
        LayerRun run = run(small().mac(5, 16), layer);
        assertThat(run.cycles()).isEqualTo(30);
        // Rows land 1, 2, 1, 1 taps, columns too: 5 x 5.
        assertThat(run.multiplications()).isEqualTo(25);
    }

    /** 1 x 1, stride 2 over 4 x 4: 2 x 2 pixels; 8, 9, token, 11, 12, token taken in 13, drain 14, 15: 16. */
    @Test
    void aStridedOneTapLayerStreamsAQuarterOfTheMap() {
        HandLayer layer = HandLayer.of(ConvShape.of(1, 16, 1, 1, 1, 4, 4, 2, 0), 1);
        LayerRun run = run(small(), layer);
        assertThat(run.counters()).containsEntry("slots_written", 4L);
        assertThat(run.cycles()).isEqualTo(16);
    }

    /**
     * Fully connected, 512 inputs, 10 outputs, on tile8: one pass, 6 channels to each of 4 blocks is more than enough:
     * with one row per output 10 rows of 2 blocks work. 4 chunks of 128 (144 bytes, 2 cycles at 128), 8 beats each, all
     * full: slots written in 1, 3, 5, 7; beats from 11 (1 + 10) on, 32 in a row, element in at the end of 42, MAC 43,
     * token taken in 44. Tile 0 has k 0-3, tile 1 4-7, tile 2 8 and 9: one output per block, drain 45: 46.
     */
    @Test
    void aFullyConnectedLayerOnTile8() {
        LayerRun run = run(tile8(), HandLayer.of(ConvShape.fullyConnected(10, 512), 1));
        assertThat(run.cycles()).isEqualTo(46);
        assertThat(run.matchedPairs()).isEqualTo(5120);
        assertThat(run.bypassed()).isEqualTo(10);
        assertThat(run.mapping()).isEqualTo("channels, 1 pass, 6 channels per block");
    }

    /**
     * Depthwise, 4 channels, one row: 4 passes, each streams the one chunk of its group. 1 x 3 over 5 pixels, one
     * multiplier: 9 MAC cycles a pass, tokens taken with the next element: 8 + 36 + 1 + 3 = 48.
     */
    @Test
    void aDepthwiseLayer() {
        HandLayer layer =
                HandLayer.of(ConvShape.of(4, 4, 4, 1, 3, 1, 5, 1, 0), 1).basisPerK();
        LayerRun run = run(small(), layer);
        assertThat(run.cycles()).isEqualTo(8 + 4 * 9 + 1 + 3);
        assertThat(run.counters()).containsEntry("slots_written", 20L);
    }

    /** 4 outputs over 3 channels per block in 2 passes; the second pass leaves two channels of the block without work. */
    @Test
    void passesAreOutputsOverBlocksTimesChannels() {
        LayerRun run = run(small().size(1, 1, 3), HandLayer.line(4, 16, 2));
        assertThat(run.mapping()).isEqualTo("channels, 2 passes, 3 channels per block");
        // Pass 0: MAC 8, 9, token 10, drains 11 .. 16. Pass 1 on channel 0: the element of slot 2 comes after the
        // token,
        // MAC 11, 12, token 13; its line drains after those of line 0: 17, 18.
        assertThat(run.cycles()).isEqualTo(19);
    }
}
