package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
    /** 3 x 3 over 4 x 5, padded by 1: border rows meet two kernel rows, inner ones three. */
    @Test
    void aWholePaddedMap() {
        Region region = new Region(ConvShape.of(1, 1, 1, 3, 3, 4, 5, 1, 1), 0, 4, 0, 5);
        assertThat(region.ys).containsExactly(0, 1, 2, 3);
        assertThat(region.xs).containsExactly(0, 1, 2, 3, 4);
        assertThat(region.rowTaps).containsExactly(2, 3, 3, 2);
        assertThat(region.columnTaps).containsExactly(2, 3, 3, 3, 2);
        assertThat(region.highestLine).containsExactly(1, 2, 3, 3);
        assertThat(region.tokensNeeded).containsExactly(2, 3, 4, 4);
        assertThat(region.pixels()).isEqualTo(20);
    }

    /** 1 x 1, stride 2 over 5 x 5: every second row and column, a quarter of the map; odd ones are never streamed. */
    @Test
    void aStridedOneTapLayerStreamsOnlyWhatItReads() {
        Region region = new Region(ConvShape.of(1, 1, 1, 1, 1, 5, 5, 2, 0), 0, 3, 0, 3);
        assertThat(region.ys).containsExactly(0, 2, 4);
        assertThat(region.xs).containsExactly(0, 2, 4);
        assertThat(region.rowTaps).containsExactly(1, 1, 1);
        assertThat(region.tokensNeeded).containsExactly(1, 2, 3);
    }

    /** Output rows 2 and 3 of 8, 3 x 3 padded by 1: input rows 1 to 4, one of halo on either side. */
    @Test
    void aBandHasItsHalo() {
        Region region = new Region(ConvShape.of(1, 1, 1, 3, 3, 8, 8, 1, 1), 2, 2, 0, 8);
        assertThat(region.ys).containsExactly(1, 2, 3, 4);
        assertThat(region.rowTaps).containsExactly(1, 2, 2, 1);
        assertThat(region.highestLine).containsExactly(0, 1, 1, 1);
        assertThat(region.tokensNeeded).containsExactly(3, 4);
        assertThat(region.pixels()).isEqualTo(16);
    }

    /** Output columns 4 to 6 of 8: input columns 3 to 7. */
    @Test
    void aStripHasItsHalo() {
        Region region = new Region(ConvShape.of(1, 1, 1, 3, 3, 8, 8, 1, 1), 0, 8, 4, 3);
        assertThat(region.xs).containsExactly(3, 4, 5, 6, 7);
        assertThat(region.columnTaps).containsExactly(1, 2, 3, 2, 1);
    }

    /** R = 1, S = 3, stride 3 down: rows 0, 3; padding below beyond the map: the last line needs no token of its own. */
    @Test
    void aLineInPaddingAloneNeedsNoFurtherToken() {
        // H = 3, R = 2, stride 2, padded by 1 above and below: windows at rows -1..0, 1..2; P = 2.
        Region region = new Region(new ConvShape(1, 1, 1, 2, 1, 3, 1, 2, 1, 1, 0, 1, 0), 0, 2, 0, 1);
        assertThat(region.ys).containsExactly(0, 1, 2);
        assertThat(region.tokensNeeded).containsExactly(1, 3);
        // H = 1, R = 2, stride 3, padded 1 above, 1 below: one window, rows -1..0.
        Region one = new Region(new ConvShape(1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 0, 1, 0), 0, 2, 0, 1);
        assertThat(one.ys).containsExactly(0);
        assertThat(one.rowTaps).containsExactly(2);
        assertThat(one.tokensNeeded).containsExactly(1, 1);
        assertThat(one.highestLine).containsExactly(1);
    }

    @Test
    void anEmptyBandStreamsNothing() {
        Region region = new Region(ConvShape.of(1, 1, 1, 3, 3, 4, 4, 1, 1), 2, 0, 0, 4);
        assertThat(region.ys).isEmpty();
        assertThat(region.pixels()).isZero();
    }

    /** Against plain loops over outputs and taps, for random shapes and rectangles. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void tapsAndTokensEqualPlainLoops(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int r = 1 + random.nextInt(5);
            ConvShape n = new ConvShape(
                    1,
                    1,
                    1,
                    r,
                    3,
                    r + random.nextInt(9),
                    4,
                    1 + random.nextInt(3),
                    1,
                    random.nextInt(r),
                    1,
                    random.nextInt(r),
                    1);
            int first = random.nextInt(n.p());
            int rows = 1 + random.nextInt(n.p() - first);
            Region region = new Region(n, first, rows, 0, n.q());
            check(n, region, first, rows);
        }
    }

    private static void check(ConvShape n, Region region, int first, int rows) {
        int at = 0;
        for (int y = 0; y < n.h(); y++) {
            int taps = 0;
            int highest = -1;
            for (int line = 0; line < rows; line++) {
                int offset = y - ((first + line) * n.strideH() - n.padTop());
                if (offset >= 0 && offset < n.r()) {
                    taps++;
                    highest = line;
                }
            }
            if (taps > 0) {
                assertThat(region.ys[at]).isEqualTo(y);
                assertThat(region.rowTaps[at]).isEqualTo(taps);
                assertThat(region.highestLine[at]).as("%s row %d", n, y).isEqualTo(highest);
                for (int line = 0; line <= highest; line++) {
                    int offset = y - ((first + line) * n.strideH() - n.padTop());
                    if (offset >= 0 && offset < n.r()) {
                        assertThat(region.tokensNeeded[line]).isGreaterThan(at);
                    }
                }
                at++;
            }
        }
        assertThat(region.ys).hasSize(at);
        for (int line = 0; line < rows; line++) {
            int last = (first + line) * n.strideH() - n.padTop() + n.r() - 1;
            int needed = 0;
            for (int y : region.ys) {
                needed += y <= last ? 1 : 0;
            }
            assertThat(region.tokensNeeded[line]).isEqualTo(needed);
        }
    }
}
