package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.escalatesim.escalate.EscalateSpec.Policy;
import org.escalatesim.machine.PromotionPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionTest {
    private static final int LANES = 16;

    /** Lane 0 is empty; which value of the later beats goes, by the order of the pattern T<2,5>. */
    @ParameterizedTest(name = "beat 1 = {0}, beat 2 = {1}: left {2}, {3}")
    @CsvSource({
        // (+1, 0) before everything.
        "0b0000000000000011, 0b1, 0b10, 0b1",
        // (+2, 0) before (+1, +1).
        "0b0000000000000010, 0b1, 0b10, 0b0",
        // (+1, +1) before (+1, -1), which is lane 15.
        "0b1000000000000010, 0b0, 0b1000000000000000, 0b0",
        // (+1, -1) before (+2, +2).
        "0b1000000000000000, 0b100, 0b0, 0b100",
        // (+2, +2) before (+2, -2), lane 14.
        "0b0, 0b0100000000000100, 0b0, 0b0100000000000000",
        // (+2, -2) before (+1, +3).
        "0b1000, 0b0100000000000000, 0b1000, 0b0",
        // (+1, +3) last.
        "0b1000, 0b1000, 0b0, 0b1000",
        // (+1, +2), (+2, +1) and (+1, -3) are not candidates.
        "0b0010000000000100, 0b10, 0b0010000000000100, 0b10"
    })
    void anEmptyLaneTakesItsFirstCandidateInPatternOrder(String one, String two, String left1, String left2) {
        int[] window = {0xfffe, bits(one), bits(two)};
        promotion("T<2,5>", LANES, Policy.ONE_SHOT).take(window, 3);
        assertThat(window).containsExactly(0, bits(left1), bits(left2));
    }

    private static int bits(String text) {
        return Integer.parseInt(text.substring(2), 2);
    }

    /** Lanes 0 and 1 are empty, beat 1 has lane 1 alone: lane 0 comes first and takes it aside, (+1, +1). */
    @Test
    void emptyLanesChooseInOrderEvenWhenALaterLaneNeedsTheValueMore() {
        int[] window = {0b1100, 0b0010, 0b0000};
        promotion("T<2,5>", 4, Policy.ONE_SHOT).take(window, 3);
        assertThat(window).containsExactly(0, 0, 0);
        // One shot: lane 0 takes beat 1 lane 0, lane 1 takes beat 1 lane 1; nothing is taken by lanes that are full.
        int[] full = {0b1111, 0b0011, 0b1111};
        promotion("T<2,5>", 4, Policy.ONE_SHOT).take(full, 3);
        assertThat(full).containsExactly(0, 0b0011, 0b1111);
    }

    /**
     * L<1,1>, lanes 1 and 2 empty, beat 1 = lanes 1 and 0: lane 1 could take either, lane 2 only lane 1 (aside -1). In
     * order: lane 1 takes lane 1, lane 2 finds nothing. Fewest first: lane 2 (one candidate) takes lane 1, lane 1 takes
     * lane 0.
     */
    @Test
    void fewestFirstServesTheLaneWithFewestCandidates() {
        int[] inOrder = {0b1001, 0b0011};
        promotion("L<1,1>", 4, Policy.ONE_SHOT).take(inOrder, 2);
        assertThat(inOrder).containsExactly(0, 0b0001);
        int[] fewest = {0b1001, 0b0011};
        promotion("L<1,1>", 4, Policy.FEWEST_FIRST).take(fewest, 2);
        assertThat(fewest).containsExactly(0, 0);
    }

    @Test
    void beatsBeyondTheWindowAreNotCandidates() {
        int[] window = {0, 0, 0xffff};
        promotion("T<2,5>", LANES, Policy.ONE_SHOT).take(window, 2);
        assertThat(window).containsExactly(0, 0, 0xffff);
    }

    @Test
    void thirtyTwoLanesWrap() {
        int[] window = {0x7fff_ffff, 1, 0};
        promotion("T<2,5>", 32, Policy.ONE_SHOT).take(window, 3);
        assertThat(window).containsExactly(0, 0, 0);
    }

    /** Every pattern of h <= 2 that has a table, with and without same-lane candidates, on random windows. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "L<1,0>", "L<1,1>", "L<1,2>", "L<1,3>", "L<2,0>", "L<2,1>", "L<2,2>", "L<2,3>", "T<1,0>", "T<1,1>",
                "T<1,2>", "T<1,3>", "T<2,0>", "T<2,1>", "T<2,2>", "T<2,3>", "T<2,4>", "T<2,5>"
            })
    void theTableEqualsThePlainRule(String pattern) {
        int tables = 0;
        for (boolean sameLane : new boolean[] {true, false}) {
            PromotionPattern parsed = PromotionPattern.parse(pattern, sameLane);
            Promotion promotion = new Promotion(parsed, LANES, Policy.ONE_SHOT);
            if (!promotion.packed()) {
                continue;
            }
            tables++;
            Random random = new Random(pattern.hashCode());
            // Nine windows, in an array with room for whole groups, in which windows may be looked up together.
            long[] windows = new long[16];
            int[][] plain = new int[9][];
            for (int round = 0; round < 2500; round++) {
                for (int i = 0; i < plain.length; i++) {
                    plain[i] = window(random, 1 + parsed.lookAhead());
                    windows[i] = pack(plain[i]);
                    long before = windows[i];
                    int free = ~plain[i][0] & 0xffff;
                    plain[i][0] = 0;
                    promotion.inOrder(plain[i], plain[i].length, free);
                    assertThat(pack(plain[i]) & ~before).isZero();
                }
                promotion.take(windows, plain.length);
                for (int i = 0; i < plain.length; i++) {
                    assertThat(windows[i]).isEqualTo(pack(plain[i]));
                }
            }
        }
        assertThat(tables).as("patterns with a table").isGreaterThanOrEqualTo(pattern.endsWith(",0>") ? 1 : 2);
    }

    /** All 2^17 windows of one empty lane with every choice of its seven candidates, around all 16 lanes. */
    @Test
    void theTableEqualsThePlainRuleAroundEveryLane() {
        Promotion promotion = promotion("T<2,5>", LANES, Policy.ONE_SHOT);
        for (int lane = 0; lane < LANES; lane++) {
            for (int near = 0; near < 1 << 13; near++) {
                // Beat 0 empty in two neighbouring lanes; beat 1 in 7 lanes, beat 2 in 6 lanes around them.
                int[] window = {~turn(0b11, lane) & 0xffff, turn(near & 0x7f, lane - 2), turn(near >>> 7, lane - 2)};
                long[] packed = new long[8];
                packed[0] = pack(window);
                int free = ~window[0] & 0xffff;
                window[0] = 0;
                promotion.inOrder(window, 3, free);
                promotion.take(packed, 1);
                assertThat(packed[0]).isEqualTo(pack(window));
            }
        }
    }

    @Test
    void thereIsNoTableForOtherLanesDeeperWindowsOrFewestFirst() {
        assertThat(promotion("T<2,5>", 8, Policy.ONE_SHOT).packed()).isFalse();
        assertThat(promotion("T<2,5>", 32, Policy.ONE_SHOT).packed()).isFalse();
        assertThat(promotion("L<3,2>", LANES, Policy.ONE_SHOT).packed()).isFalse();
        assertThat(promotion("T<2,7>", LANES, Policy.ONE_SHOT).packed()).isFalse();
        assertThat(promotion("L<0,0>", LANES, Policy.ONE_SHOT).packed()).isFalse();
        assertThat(promotion("T<2,5>", LANES, Policy.FEWEST_FIRST).packed()).isFalse();
        assertThat(promotion("T<2,5>", LANES, Policy.ONE_SHOT).packed()).isTrue();
    }

    /** Fewest first is a greedy bound: over many windows it takes more, though not in every single one. */
    @ParameterizedTest(name = "{0} at density {1}")
    @CsvSource({"'T<2,5>', 0.1", "'T<2,5>', 0.3", "'T<2,5>', 0.6", "'L<2,3>', 0.3", "'T<3,4>', 0.4", "'L<1,1>', 0.5"})
    void fewestFirstTakesMoreInAll(String pattern, double density) {
        Promotion oneShot = promotion(pattern, LANES, Policy.ONE_SHOT);
        Promotion fewest = promotion(pattern, LANES, Policy.FEWEST_FIRST);
        int beats = 1 + PromotionPattern.parse(pattern, true).lookAhead();
        Random random = new Random(3);
        long inOrder = 0;
        long best = 0;
        for (int i = 0; i < 20_000; i++) {
            int[] window = new int[beats];
            for (int beat = 0; beat < beats; beat++) {
                window[beat] = beat(random, density);
            }
            int all = count(window);
            int[] copy = window.clone();
            oneShot.take(window, beats);
            fewest.take(copy, beats);
            inOrder += all - count(window);
            best += all - count(copy);
            assertThat(all - count(copy)).isLessThanOrEqualTo(LANES);
        }
        assertThat(best).isGreaterThanOrEqualTo(inOrder);
    }

    /**
     * 16 lanes, T<2,5>, density .3, one row of 200,000 beats, over one beat per cycle; the window of three beats bounds
     * it by 3x. Public measurements are 2.30x (one shot) and 2.53x (fewest first); ours are 2.35x and 2.50x, 2.3 % above
     * and 1.1 % below. On a row of 32 beats the one shot gives 2.30x.
     */
    @ParameterizedTest(name = "{0}: {1}x, public {2}x")
    @CsvSource({"ONE_SHOT, 2.354, 2.30", "FEWEST_FIRST, 2.503, 2.53"})
    void gainsOfT25AtDensityThreeTenths(Policy policy, double gain, double published) {
        double measured = gain(promotion("T<2,5>", LANES, policy), 3, 200_000);
        assertThat(measured).isCloseTo(gain, within(0.005 * gain));
        assertThat(measured).isCloseTo(published, within(0.03 * published));
    }

    /** Beats per cycle when up to 1 + h empty beats leave in each, over a row of random beats. */
    private static double gain(Promotion promotion, int beats, int length) {
        Random random = new Random(11);
        int[] window = new int[beats];
        int there = 0;
        int next = 0;
        int cycles = 0;
        while (next < length || there > 0) {
            while (there < beats && next < length) {
                window[there++] = beat(random, 0.3);
                next++;
            }
            promotion.take(window, there);
            int leaving = 1;
            while (leaving < there && window[leaving] == 0) {
                leaving++;
            }
            for (int i = 0; i < beats; i++) {
                window[i] = i + leaving < there ? window[i + leaving] : 0;
            }
            there -= leaving;
            cycles++;
        }
        return length / (double) cycles;
    }

    private static Promotion promotion(String pattern, int lanes, Policy policy) {
        return new Promotion(PromotionPattern.parse(pattern, true), lanes, policy);
    }

    private static int[] window(Random random, int beats) {
        int[] window = new int[beats];
        double density = random.nextDouble();
        // Fewer beats than the window is wide happen at the end of an element.
        for (int beat = 0; beat < 1 + random.nextInt(beats); beat++) {
            window[beat] = beat(random, random.nextInt(4) == 0 ? 1 : density);
        }
        return window;
    }

    private static int beat(Random random, double density) {
        int beat = 0;
        for (int lane = 0; lane < LANES; lane++) {
            beat |= random.nextDouble() < density ? 1 << lane : 0;
        }
        return beat;
    }

    private static int turn(int bits, int by) {
        int shift = by & (LANES - 1);
        return ((bits << shift) | (bits >>> (LANES - shift))) & 0xffff;
    }

    private static long pack(int[] window) {
        long packed = 0;
        for (int beat = 0; beat < window.length; beat++) {
            packed |= (long) window[beat] << (LANES * beat);
        }
        return packed;
    }

    private static int count(int[] window) {
        return Arrays.stream(window).map(Integer::bitCount).sum();
    }
}
