package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escalatesim.escalate.Runs.cycles;
import static org.escalatesim.escalate.Runs.run;
import static org.escalatesim.fixture.TestMachine.small;

import org.escalatesim.fixture.HandLayer;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.LayerRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One pixel unless said otherwise, all activations present, so that packed position = channel and the holes are where the
 * coefficients are zero. The first beat is concentrated in cycle 2 + lg n + 1: 8 with 32 channels, 9 with 64. A pixel
 * whose beats take b cycles ends at first + b - 1; then MAC 1, token 1, drain 1: first + b + 3 cycles.
 */
class ConcentratorCyclesTest {
    /** Coefficients in beat 0 alone, beats 1 to 3 are empty: h = 0 4 cycles, h = 1 2 (0 1, 2 3), h = 2 2 (0 1 2, 3). */
    @ParameterizedTest(name = "{0}: {1} cycles")
    @CsvSource({"'L<0,0>', 16", "'L<1,0>', 14", "'L<2,0>', 14", "'L<3,0>', 13", "'T<2,5>', 14"})
    void upToOnePlusHEmptyBeatsLeavePerCycle(String pattern, long expected) {
        HandLayer layer = HandLayer.line(1, 64, 1).coefficients((k, m, c) -> c < 16 ? 1 : 0);
        assertThat(cycles(machine(64, pattern), layer)).isEqualTo(expected);
    }

    /** Beat 0 is empty, beat 1 full: taken from the same lanes in the first cycle; beats 2, 3 leave in the second. */
    @Test
    void lookAheadFillsHolesFromTheSameLane() {
        HandLayer layer = HandLayer.line(1, 64, 1).coefficients((k, m, c) -> c / 16 == 1 ? 1 : 0);
        assertThat(cycles(machine(64, "L<1,0>"), layer)).isEqualTo(9 + 2 + 3);
        assertThat(cycles(machine(64, "L<0,0>"), layer)).isEqualTo(9 + 4 + 3);
    }

    /**
     * Both beats have lane {0} alone: only a neighbour can take the second. L asks lanes -1, so lane + 1 takes it (lane 15
     * is taken by lane 0: lanes wrap); T asks +1 first, so lane - 1 does.
     */
    @ParameterizedTest(name = "lane {0}, {1}: {2} cycles")
    @CsvSource({
        "1, 'L<1,0>', 13",
        "1, 'L<1,1>', 12",
        "1, 'T<1,1>', 12",
        "15, 'L<1,1>', 12",
        "0, 'T<1,1>', 12",
        "15, 'L<1,0>', 13"
    })
    void lookAsideFillsHolesFromOtherLanesWhichWrap(int lane, String pattern, long expected) {
        HandLayer layer = HandLayer.line(1, 32, 1).coefficients((k, m, c) -> c % 16 == lane ? 1 : 0);
        assertThat(cycles(machine(32, pattern), layer)).isEqualTo(expected);
    }

    /** Beat 0 empty, beat 1 lane 4: without same-lane candidates T<1,2> still reaches it from lanes 3 and 5. */
    @Test
    void withoutLookAheadTheWindowStays() {
        HandLayer layer = HandLayer.line(1, 32, 1).coefficients((k, m, c) -> c == 20 ? 1 : 0);
        assertThat(cycles(machine(32, "T<1,2>").sameLane(false), layer)).isEqualTo(8 + 1 + 3);
        // L<1,0> without same-lane candidates only lets empty beats leave: beat 0 and, a cycle later, beat 1.
        assertThat(cycles(machine(32, "L<1,0>").sameLane(false), layer)).isEqualTo(8 + 2 + 3);
    }

    /**
     * Two chunks of 32 channels, 2 beats each, L<1,0>. Beats: 0 full; 1 lanes 0-7; 2 (the next chunk) lanes 8-15; 3 full.
     * Cycle 8: beat 0. The second chunk is there at the start of 9: beats 1 and 2 together. 10: beat 3. A window that
     * stopped at the chunk would take beat 1 in 9, beat 2 with half of 3 in 10, the rest in 11.
     */
    @Test
    void theWindowSpansChunksOfOneElement() {
        HandLayer layer = HandLayer.line(1, 64, 1).coefficients((k, m, c) -> c < 24 || c >= 40 ? 1 : 0);
        assertThat(cycles(machine(32, "L<1,0>"), layer)).isEqualTo(8 + 3 + 3);
    }

    /**
     * Two pixels, three chunks of 64 channels. Pixel 0 has two full beats in each: cycles 9 to 14, in which pixel 1's
     * beats gather, one per chunk with lane 0, 1 and 2. h = 2: all three in 15, token 16, taken 17, drain 18, 19: 20
     * cycles. h = 1: two in 15, the third in 16.
     */
    @ParameterizedTest(name = "{0}: {1} cycles")
    @CsvSource({"'L<2,0>', 20", "'L<1,0>', 21"})
    void theWindowSpansThreeChunksOfOneBeat(String pattern, long expected) {
        HandLayer layer = HandLayer.line(1, 192, 2)
                .coefficients((k, m, c) -> c % 64 < 32 || c % 64 == 48 + c / 64 ? 1 : 0)
                .activations((y, x, c) -> x == 0 == c % 64 < 32 && (x == 0 || c % 64 >= 48) ? 1 : 0);
        assertThat(cycles(machine(64, pattern), layer)).isEqualTo(expected);
    }

    /** The same chunks of 16 channels come one per cycle: the window never waits to fill, 4 chunks take 4 cycles. */
    @Test
    void theWindowUsesTheBeatsPresentAtTheStartOfTheCycle() {
        HandLayer layer = HandLayer.line(1, 64, 1).coefficients((k, m, c) -> c % 16 == 0 ? 1 : 0);
        // First 7, 4 beats in 7 .. 10, MAC 11, token 12, drain 13.
        assertThat(cycles(machine(16, "T<2,5>"), layer)).isEqualTo(7 + 4 + 3);
        // All four beats in one chunk: two windows, 9 (3 beats) and 10.
        assertThat(cycles(machine(64, "T<2,5>"), layer)).isEqualTo(9 + 2 + 3);
    }

    /**
     * Two pixels, L<1,0>. Pixel 0: beats 0 (full) and 1 (lanes 8-15); pixel 1 has channels 8-15 alone: one beat, lanes
     * 0-7, there at the start of 9. Cycle 8 beat 0; 9 beat 1 alone, though the next would fit; 10 pixel 1; token 11; the
     * MAC takes it in 12, drain 13, 14: 15 cycles.
     */
    @Test
    void theWindowNeverSpansTwoElements() {
        HandLayer layer = HandLayer.line(1, 32, 2)
                .coefficients((k, m, c) -> c < 16 || c >= 24 ? 1 : 0)
                .activations((y, x, c) -> x == 0 || c >= 8 && c < 16 ? 3 : 0);
        assertThat(cycles(machine(32, "L<1,0>"), layer)).isEqualTo(15);
    }

    /**
     * A line's token is a beat of its own. 2 lines of 1 pixel, one beat each: 8 pixel, 9 token, 10 pixel, 11 token taken
     * in 12, drain 13: 14 cycles, one more than two pixels of one line need before their drain.
     */
    @Test
    void anEndOfLineTokenTakesAConcentratorCycle() {
        HandLayer lines = HandLayer.of(org.escalatesim.tensor.ConvShape.of(1, 32, 1, 1, 1, 2, 1, 1, 0), 1)
                .activations((y, x, c) -> c < 16 ? 1 : 0);
        assertThat(cycles(machine(32, "T<2,5>"), lines)).isEqualTo(14);
        HandLayer line = HandLayer.line(1, 32, 2).activations((y, x, c) -> c < 16 ? 1 : 0);
        // 8 and 9 pixels, 10 token taken in 11, drain 12, 13.
        assertThat(cycles(machine(32, "T<2,5>"), line)).isEqualTo(14);
    }

    /** No activation has a coefficient: the beat leaves in 8 and no element is sent; token 9, taken 10, drain 11. */
    @Test
    void anElementWithoutAMatchedPairCostsItsBeatsAndIsNotSent() {
        HandLayer layer = HandLayer.line(1, 32, 1)
                .coefficients((k, m, c) -> c < 16 ? 1 : 0)
                .activations((y, x, c) -> c >= 16 ? 1 : 0);
        LayerRun run = run(machine(32, "L<0,0>"), layer);
        assertThat(run.cycles()).isEqualTo(12);
        assertThat(run.counters()).containsEntry("elements", 0L).containsEntry("beats", 1L);
    }

    /** No activation at all: the token is written in 7, handled in 8, taken in 9, drain 10. */
    @Test
    void aPixelWithoutActivationsHasNoBeats() {
        LayerRun run = run(machine(32, "L<0,0>"), HandLayer.line(1, 32, 1).activations((y, x, c) -> 0));
        assertThat(run.cycles()).isEqualTo(11);
        assertThat(run.counters()).containsEntry("beats", 0L).containsEntry("tokens", 1L);
    }

    /** 17 values: the second beat has one value and 15 lanes of padding; it is not merged with the next pixel's. */
    @Test
    void aChunksLastBeatIsPadded() {
        LayerRun run = run(machine(32, "L<0,0>"), HandLayer.line(1, 17, 2));
        assertThat(run.counters()).containsEntry("beats", 4L);
        // 8, 9 and 10, 11; token 12 taken in 13; drain 14, 15.
        assertThat(run.cycles()).isEqualTo(16);
    }

    private static TestMachine machine(int chunk, String pattern) {
        return small().accumulation(16, chunk, pattern);
    }
}
