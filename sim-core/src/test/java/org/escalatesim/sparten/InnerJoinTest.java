package org.escalatesim.sparten;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InnerJoinTest {
    @Test
    void theExampleOfThePage() {
        // Positions:        76543210
        long[] a = {0b01011010};
        long[] b = {0b11010110};
        // Matches at 1, 4 and 6; values of position 6 are a's fourth and b's fourth.
        assertThat(InnerJoin.matches(a, 0, b, 0, 1)).isEqualTo(3);
        assertThat(InnerJoin.rank(a, 0, 6)).isEqualTo(3);
        assertThat(InnerJoin.rank(b, 0, 6)).isEqualTo(3);
        assertThat(InnerJoin.rank(b, 0, 4)).isEqualTo(2);
    }

    @Test
    void equalsPositionByPosition() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int words = 1 + random.nextInt(3);
            long[] masks = new long[1 + 2 * words];
            for (int i = 0; i < masks.length; i++) {
                masks[i] = random.nextLong();
            }
            int b = 1 + words;
            int count = 0;
            int ones = 0;
            List<Integer> positions = new ArrayList<>();
            for (int i = 0; i < 64 * words; i++) {
                boolean inA = (masks[1 + i / 64] >>> i % 64 & 1) != 0;
                boolean inB = (masks[b + i / 64] >>> i % 64 & 1) != 0;
                assertThat(InnerJoin.rank(masks, 1, i))
                        .as("seed " + seed + " at " + i)
                        .isEqualTo(ones);
                ones += inA ? 1 : 0;
                count += inA && inB ? 1 : 0;
                if (inA) {
                    positions.add(i);
                }
            }
            assertThat(InnerJoin.ones(masks, 1, words)).as("seed " + seed).isEqualTo(ones);
            assertThat(InnerJoin.matches(masks, 1, masks, b, words))
                    .as("seed " + seed)
                    .isEqualTo(count);
            List<Integer> found = new ArrayList<>();
            for (int at = InnerJoin.next(masks, 1, words, 0); at >= 0; at = InnerJoin.next(masks, 1, words, at + 1)) {
                found.add(at);
            }
            assertThat(found).as("seed " + seed).isEqualTo(positions);
        }
    }
}
