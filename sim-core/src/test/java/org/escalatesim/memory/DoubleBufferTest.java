package org.escalatesim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** 10 bytes per cycle, latency 5. */
class DoubleBufferTest {
    private static final DramSpec DRAM = new DramSpec(false, 10, 5);

    @Test
    void aStepWaitsForItsDataAndTheNextIsFetchedMeanwhile() {
        DoubleBuffer buffer = new DoubleBuffer(DRAM);
        // Both halves are free: fetches go out at once, one after the other.
        // 0: channel 0-10, there at 0 + 5 + 10 = 15. 1: channel 10-20, there at 10 + 5 + 10 = 25.
        assertThat(buffer.step(100, 4, 0)).isEqualTo(15);
        assertThat(buffer.end()).isEqualTo(19);
        assertThat(buffer.step(100, 30, 0)).isEqualTo(25);
        // 2 takes the half of step 0, free at 19: channel 20-30, there at 35; step 1 runs until 55.
        assertThat(buffer.step(100, 7, 0)).isEqualTo(55);
        assertThat(buffer.finish()).isEqualTo(62);
        // 15 + 6 + 0
        assertThat(buffer.waited()).isEqualTo(21);
        assertThat(buffer.readBytes()).isEqualTo(300);
    }

    @Test
    void whatAStepLeavesIsWrittenBeforeTheNextFetchIntoItsHalf() {
        DoubleBuffer buffer = new DoubleBuffer(DRAM);
        // No data to wait for: step 0 runs 0-3 and leaves 40 bytes: channel 3-7.
        assertThat(buffer.step(0, 3, 40)).isEqualTo(0);
        // Step 1 runs 3-4 and leaves nothing.
        assertThat(buffer.step(0, 1, 0)).isEqualTo(3);
        // Step 2's 20 bytes are asked for at 3, behind the write: channel 7-9, there at 7 + 5 + 2 = 14.
        assertThat(buffer.step(20, 2, 15)).isEqualTo(14);
        // 15 bytes are 2 beats, after 16.
        assertThat(buffer.finish()).isEqualTo(18);
        assertThat(buffer.finish()).isEqualTo(18);
        assertThat(buffer.writtenBytes()).isEqualTo(55);
    }

    @Test
    void anIdealDramCostsNoTimeButCountsItsTraffic() {
        DoubleBuffer buffer = new DoubleBuffer(new DramSpec(true, 1, 100));
        assertThat(buffer.step(1000, 4, 500)).isEqualTo(0);
        assertThat(buffer.step(1000, 4, 500)).isEqualTo(4);
        assertThat(buffer.finish()).isEqualTo(8);
        assertThat(buffer.waited()).isZero();
        assertThat(buffer.readBytes()).isEqualTo(2000);
        assertThat(buffer.writtenBytes()).isEqualTo(1000);
    }
}
