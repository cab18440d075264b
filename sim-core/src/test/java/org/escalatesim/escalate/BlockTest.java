package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;

/** One block of two rows, a channel on each; 1 x 1 over two lines of 3 pixels, so a line needs one token. */
class BlockTest {
    private final ElementFifo[] fifos = {new ElementFifo(8), new ElementFifo(8)};
    private final MacUnit[] macs = new MacUnit[2];
    private final Block block;
    private long cycle;

    BlockTest() {
        LayerTrace layer =
                HandLayer.of(ConvShape.of(2, 16, 1, 1, 1, 2, 3, 1, 0), 1).build();
        EscalateSpec spec = TestMachine.small().size(1, 1, 2).spec();
        LayerContext context = new LayerContext(spec, layer, (Decomposed) layer.weights(), false, true);
        LayerPlan plan = new LayerPlan(context);
        Segment[] segments = plan.tiles[0].segments();
        block = new Block(segments, 0, 1, 2, null, new Pace(spec, false));
        for (int row = 0; row < 2; row++) {
            macs[row] = new MacUnit(context, segments, fifos[row], block, row, row, null);
            block.connect(row, macs[row]);
        }
    }

    private void token(int row, int line) {
        fifos[row].add(Place.of(0, line, 2) | Place.TOKEN, 0);
    }

    private boolean step() {
        boolean worked = block.step(cycle);
        macs[0].step(cycle);
        macs[1].step(cycle);
        block.endCycle();
        cycle++;
        return worked;
    }

    /** Token taken in cycle 0; drain 1, 2, 3; the line is free from 4 on. */
    @Test
    void aLineDrainsFromTheCycleAfterItsToken() {
        token(0, 0);
        assertThat(step()).isFalse();
        assertThat(step()).isTrue();
        assertThat(step()).isTrue();
        assertThat(block.drained(0)).isZero();
        assertThat(step()).isTrue();
        assertThat(block.drained(0)).isEqualTo(1);
        assertThat(step()).isFalse();
        assertThat(block.lastOutput()).isEqualTo(3);
        assertThat(block.pixels).isEqualTo(3);
        assertThat(block.done()).isFalse();
    }

    /**
     * Channel 1 has both its lines in cycle 0, channel 0 in cycle 2, while line 0 of channel 1 drains (1 .. 3). Then line
     * 0 of channel 0 (4 .. 6), the oldest; then of the two lines 1 that of the lowest channel (7 .. 9), then channel 1.
     */
    @Test
    void theOldestLineDrainsFirstThenTheLowestChannel() {
        token(1, 0);
        token(1, 1);
        step();
        step();
        token(0, 0);
        token(0, 1);
        step();
        step();
        assertThat(drained()).containsExactly(0, 1);
        step();
        step();
        step();
        assertThat(drained()).containsExactly(1, 1);
        step();
        step();
        step();
        assertThat(drained()).containsExactly(2, 1);
        assertThat(block.done()).isFalse();
        step();
        step();
        assertThat(block.drains()).isEqualTo(3);
        step();
        assertThat(block.done()).isTrue();
        assertThat(block.lastOutput()).isEqualTo(12);
        assertThat(block.pixels).isEqualTo(12);
        assertThat(block.psumReads).isEqualTo(12);
    }

    /** A line that has begun is finished, though an older one of channel 0 comes in between. */
    @Test
    void aLineThatHasBegunIsFinished() {
        token(1, 0);
        step();
        step();
        token(0, 0);
        step();
        assertThat(block.draining()).isTrue();
        step();
        assertThat(drained()).containsExactly(0, 1);
    }

    /** Tokens at the head are taken in no time, together with the next element: one tap, one cycle. */
    @Test
    void tokensAreTakenTogetherWithTheNextElement() {
        fifos[0].add(Place.of(0, 0, 2), 5);
        token(0, 0);
        fifos[0].add(Place.of(0, 1, 0), 6);
        assertThat(macs[0].step(0)).isEqualTo(MacUnit.Outcome.WORKED);
        assertThat(fifos[0].count()).isEqualTo(2);
        assertThat(macs[0].hasTokens(0, 1)).isFalse();
        assertThat(macs[0].hasTokens(0, 0)).isTrue();
        assertThat(macs[0].step(1)).isEqualTo(MacUnit.Outcome.WORKED);
        assertThat(fifos[0].count()).isZero();
        assertThat(macs[0].hasTokens(0, 1)).isTrue();
        assertThat(macs[0].hasTokens(0, 2)).isFalse();
        assertThat(macs[0].step(2)).isEqualTo(MacUnit.Outcome.EMPTY);
        assertThat(macs[0].elementsTaken).isEqualTo(2);
        assertThat(macs[0].tokensTaken).isEqualTo(1);
    }

    private int[] drained() {
        int[] lines = {block.drained(0), block.drained(1)};
        // A channel that is through keeps the number of its last line.
        return lines;
    }
}
