package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arithmetic on 64 rows at once against the same on 64 ints. */
class SlicesTest {
    private static final int ROWS = 64;

    @Test
    void aMaskCounterCountsEachRow() {
        Random random = new Random(1);
        MaskCounter counter = new MaskCounter();
        int[] expected = new int[ROWS];
        for (int step = 0; step < 2_000; step++) {
            boolean adds = step % 100 < 60;
            long rows = random.nextLong();
            for (int u = 0; u < ROWS; u++) {
                boolean can = adds ? expected[u] < MaskCounter.MOST : expected[u] > 0;
                if (!can) {
                    rows &= ~(1L << u);
                } else if ((rows >>> u & 1) != 0) {
                    expected[u] += adds ? 1 : -1;
                }
            }
            if (adds) {
                counter.add(rows);
            } else {
                counter.subtract(rows);
            }
            assertThat(counts(counter)).isEqualTo(expected);
            int n = step % (MaskCounter.MOST + 1);
            assertThat(counter.equal(n)).isEqualTo(rowsOf(expected, n, n));
            assertThat(counter.nonZero()).isEqualTo(rowsOf(expected, 1, MaskCounter.MOST));
        }
        assertThat(Arrays.stream(expected).max().orElseThrow()).isGreaterThan(7);
    }

    /** Both ways to count the same: the one for 8 numbers and the one for any. */
    @Test
    void greaterSaysWhichNumbersAre() {
        Random random = new Random(2);
        for (int count : new int[] {1, 3, 8, 16}) {
            int[] numbers = new int[ROWS];
            for (int u = 0; u < ROWS; u++) {
                numbers[u] = random.nextInt(count + 1);
            }
            long[] slices = new long[Slices.BITS];
            for (int u = 0; u < ROWS; u++) {
                for (int i = 0; i < Slices.BITS; i++) {
                    slices[i] |= (long) (numbers[u] >> i & 1) << u;
                }
            }
            long[] greater = new long[count];
            Slices.greater(slices[0], slices[1], slices[2], slices[3], slices[4], greater, count);
            for (int n = 0; n < count; n++) {
                assertThat(greater[n]).as("greater than %d of %d", n, count).isEqualTo(rowsOf(numbers, n + 1, count));
            }
            for (int u = 0; u < ROWS; u++) {
                assertThat(Slices.of(slices, u)).isEqualTo(numbers[u]);
            }
        }
    }

    /** One slice of a + b + c and a - b - c: 0 or 1 here, the carry or borrow to the next. */
    @Test
    void carryAndBorrowAreThoseOfOneBit() {
        for (int bits = 0; bits < 8; bits++) {
            int a = bits & 1;
            int b = bits >> 1 & 1;
            int c = bits >> 2;
            assertThat(Slices.carry(a, b, c) & 1).isEqualTo(a + b + c > 1 ? 1 : 0);
            assertThat(Slices.borrow(a, b, c) & 1).isEqualTo(a - b - c < 0 ? 1 : 0);
        }
    }

    /** More cycles than are kept at once (124), each row in one state at random: every ledger entry. */
    @Test
    void aMaskLedgerCountsEachRowAndState() {
        Random random = new Random(3);
        int rows = 40;
        long[][] counted = new long[rows][RowLedgers.STATES];
        long[][] expected = new long[rows][RowLedgers.STATES];
        MaskLedger ledger = new MaskLedger(counted);
        for (int cycle = 0; cycle < 1_001; cycle++) {
            long[] masks = new long[RowLedgers.STATES];
            for (int u = 0; u < rows; u++) {
                int state = Math.min(random.nextInt(9), RowLedgers.STATES - 1);
                masks[state] |= 1L << u;
                expected[u][state]++;
            }
            ledger.add(
                    masks[Outcomes.WORKED],
                    masks[Outcomes.BLOCKED],
                    masks[Outcomes.IDLE],
                    masks[Outcomes.SIBLINGS],
                    masks[Outcomes.MEMORY],
                    masks[Outcomes.INPUT]);
            if (cycle == 500) {
                ledger.count();
                assertThat(counted).isDeepEqualTo(expected);
            }
        }
        ledger.count();
        assertThat(counted).isDeepEqualTo(expected);
    }

    private static int[] counts(MaskCounter counter) {
        int[] counts = new int[ROWS];
        Arrays.setAll(counts, counter::of);
        return counts;
    }

    private static long rowsOf(int[] numbers, int from, int to) {
        long rows = 0;
        for (int u = 0; u < ROWS; u++) {
            rows |= (numbers[u] >= from && numbers[u] <= to ? 1L : 0) << u;
        }
        return rows;
    }
}
