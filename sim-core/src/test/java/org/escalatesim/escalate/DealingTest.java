package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.escalate.EscalateSpec.Assignment;
import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;

class DealingTest {
    /** 2 tiles of 3 blocks, one channel each: runs of 3, 6 per pass, ceil(8 / 6) = 2 passes. */
    @Test
    void roundRobinDealsRunsOfBlocksToTheTilesInTurn() {
        Dealing dealing = dealing(Assignment.ROUND_ROBIN, 2, 3, 1, layer(8, k -> 1));
        assertThat(dealing.passes).isEqualTo(2);
        assertThat(run(dealing, 0, 0, 3, 0)).containsExactly(0, 1, 2);
        assertThat(run(dealing, 0, 1, 3, 0)).containsExactly(3, 4, 5);
        assertThat(run(dealing, 1, 0, 3, 0)).containsExactly(6, 7, -1);
        assertThat(run(dealing, 1, 1, 3, 0)).containsExactly(-1, -1, -1);
    }

    /** 2 tiles, 2 blocks, 2 channels per block: the second round of a pass fills the second channel of each block. */
    @Test
    void furtherRoundsFillTheNextChannelOfEachBlockBeforeTheNextPass() {
        Dealing dealing = dealing(Assignment.ROUND_ROBIN, 2, 2, 2, layer(11, k -> 1));
        assertThat(dealing.passes).isEqualTo(2);
        assertThat(run(dealing, 0, 0, 2, 0)).containsExactly(0, 1);
        assertThat(run(dealing, 0, 1, 2, 0)).containsExactly(2, 3);
        assertThat(run(dealing, 0, 0, 2, 1)).containsExactly(4, 5);
        assertThat(run(dealing, 0, 1, 2, 1)).containsExactly(6, 7);
        assertThat(run(dealing, 1, 0, 2, 0)).containsExactly(8, 9);
        assertThat(run(dealing, 1, 1, 2, 0)).containsExactly(10, -1);
    }

    /** Non-zeros 1, 5, 3, 8, 2, 7, 4, 6 of k = 0 .. 7: sorted 3 5 7 1 6 2 4 0; the order of tiles turns every pass. */
    @Test
    void balancedSortsByTheDensestRowAndTurnsTheTilesEveryPass() {
        int[] nonZeros = {1, 5, 3, 8, 2, 7, 4, 6};
        Dealing dealing = dealing(Assignment.BALANCED, 2, 2, 1, layer(8, k -> nonZeros[k]));
        assertThat(run(dealing, 0, 0, 2, 0)).containsExactly(3, 5);
        assertThat(run(dealing, 0, 1, 2, 0)).containsExactly(7, 1);
        assertThat(run(dealing, 1, 1, 2, 0)).containsExactly(6, 2);
        assertThat(run(dealing, 1, 0, 2, 0)).containsExactly(4, 0);
    }

    /** Equal non-zeros stay in order. */
    @Test
    void balancedKeepsTheOrderOfLikeChannels() {
        Dealing dealing = dealing(Assignment.BALANCED, 1, 4, 1, layer(4, k -> 3));
        assertThat(run(dealing, 0, 0, 4, 0)).containsExactly(0, 1, 2, 3);
    }

    /** Two groups of two: k = 3 is denser than all, but comes after the channels of its group's predecessor. */
    @Test
    void groupedLayersAreDealtGroupByGroup() {
        LayerTrace layer = HandLayer.of(ConvShape.of(4, 8, 2, 1, 1, 1, 1, 1, 0), 1)
                .coefficients((k, m, c) -> c <= k ? 1 : 0)
                .build();
        Dealing dealing = dealing(Assignment.BALANCED, 1, 4, 1, layer);
        assertThat(run(dealing, 0, 0, 4, 0)).containsExactly(1, 0, 3, 2);
    }

    /** The densest of a channel's rows counts, not their sum. */
    @Test
    void balancedLooksAtTheDensestRowAlone() {
        LayerTrace layer = HandLayer.of(ConvShape.of(2, 8, 1, 3, 3, 4, 4, 1, 1), 2)
                .coefficients((k, m, c) -> c < (k == 0 ? 3 : 4 * (1 - m)) ? 1 : 0)
                .build();
        Dealing dealing = dealing(Assignment.BALANCED, 1, 2, 1, layer);
        assertThat(run(dealing, 0, 0, 2, 0)).containsExactly(1, 0);
    }

    private interface NonZeros {
        int of(int k);
    }

    private static LayerTrace layer(int k, NonZeros nonZeros) {
        return HandLayer.line(k, 8, 1)
                .coefficients((output, m, c) -> c < nonZeros.of(output) ? 1 : 0)
                .build();
    }

    private static Dealing dealing(
            Assignment assignment, int tiles, int blocks, int channelsPerBlock, LayerTrace layer) {
        EscalateSpec spec = TestMachine.small()
                .size(tiles, blocks, 2)
                .assignment(assignment)
                .spec();
        return new Dealing(spec, layer.shape(), (Decomposed) layer.weights(), tiles, channelsPerBlock);
    }

    private static int[] run(Dealing dealing, int pass, int tile, int blocks, int channel) {
        int[] run = new int[blocks];
        for (int block = 0; block < blocks; block++) {
            run[block] = dealing.k(pass, tile, block, channel);
        }
        return run;
    }
}
