package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.fixture.TestMachine;
import org.junit.jupiter.api.Test;

class PaceTest {
    /** A port of 64 bytes for one block: 56 pixels of 9 bits are 504 bits, under one cycle; one pixel per cycle rules. */
    @Test
    void onePixelLeavesPerCycle() {
        Pace pace = new Pace(TestMachine.small().ports(128, 64).spec(), false);
        assertThat(pace.cycles(56, false)).isEqualTo(56);
        assertThat(pace.cycles(1, false)).isEqualTo(1);
    }

    /** ceil(10 / 4) = 3. */
    @Test
    void severalPixelsPerCycleRoundUp() {
        Pace pace =
                new Pace(TestMachine.small().ports(128, 64).pixelsPerCycle(4).spec(), false);
        assertThat(pace.cycles(10, false)).isEqualTo(3);
        assertThat(pace.cycles(12, false)).isEqualTo(3);
        assertThat(pace.cycles(13, false)).isEqualTo(4);
    }

    /** 32 blocks share 64 bytes: 1/32 of 512 bits is 16 bits per cycle and block; 9 bits fit, 32 bits take two cycles. */
    @Test
    void everyBlockOwnsAnEqualShareOfTheWritePort() {
        Pace pace = new Pace(TestMachine.tile8().spec(), false);
        assertThat(pace.cycles(56, false)).isEqualTo(56);
        assertThat(pace.cycles(56, true)).isEqualTo(112);
    }

    /** Two blocks, a port of one byte: 5 pixels x 9 bits x 2 blocks / 8 = 11.25, 12 cycles. */
    @Test
    void aNarrowPortPacesOutputs() {
        Pace pace = new Pace(TestMachine.small().size(1, 2, 1).ports(1, 1).spec(), false);
        assertThat(pace.cycles(5, false)).isEqualTo(12);
        assertThat(pace.cycles(5, true)).isEqualTo(40);
    }

    /** Partial sums in DRAM at 2 bytes per cycle: 5 x 32 / 16 = 10; behind a port of 1 byte 20; ideal DRAM costs none. */
    @Test
    void partialSumsInDramLeaveAtTheSlowerOfPortAndChannel() {
        assertThat(new Pace(TestMachine.small().ports(1, 64).dram(2, 9).spec(), true).cycles(5, true))
                .isEqualTo(10);
        assertThat(new Pace(TestMachine.small().ports(1, 1).dram(2, 9).spec(), true).cycles(5, true))
                .isEqualTo(20);
        assertThat(new Pace(TestMachine.small().ports(1, 64).dram(2, 9).spec(), false).cycles(5, true))
                .isEqualTo(5);
        assertThat(new Pace(TestMachine.small().ports(1, 64).spec(), true).cycles(5, true))
                .isEqualTo(5);
    }
}
