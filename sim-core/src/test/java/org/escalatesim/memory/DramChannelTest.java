package org.escalatesim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DramChannelTest {
    /** 100 bytes at 32 per cycle are 4 beats: start 10 + latency 20 + 4 = 34. */
    @Test
    void aTransferTakesLatencyAndItsBeats() {
        DramChannel channel = new DramChannel(32, 20);
        assertThat(channel.transfer(10, 100)).isEqualTo(34);
        assertThat(channel.freeFrom()).isEqualTo(14);
        assertThat(channel.bytes()).isEqualTo(100);
    }

    /** The second starts when the first has moved, 14, not when it has arrived: 14 + 20 + 1 = 35. */
    @Test
    void latenciesOverlapAndBandwidthDoesNot() {
        DramChannel channel = new DramChannel(32, 20);
        channel.transfer(10, 100);
        assertThat(channel.transfer(10, 1)).isEqualTo(35);
        assertThat(channel.freeFrom()).isEqualTo(15);
        assertThat(channel.transfer(100, 32)).isEqualTo(121);
        assertThat(channel.bytes()).isEqualTo(133);
    }

    @Test
    void anEmptyTransferTakesTheLatencyAlone() {
        DramChannel channel = new DramChannel(8, 5);
        assertThat(channel.transfer(3, 0)).isEqualTo(8);
        assertThat(channel.freeFrom()).isEqualTo(3);
    }

    @Test
    void withoutLatencyATransferIsThereWhenItHasMoved() {
        assertThat(new DramChannel(1, 0).transfer(0, 7)).isEqualTo(7);
    }
}
