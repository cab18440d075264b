package org.escalatesim.eyeriss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escalatesim.tensor.SparseMap;
import org.junit.jupiter.api.Test;

class RunLengthMapTest {
    /** Values in raster order, channel by channel, of a map with so many columns and one row per channel. */
    private static SparseMap map(int columns, int... values) {
        int channels = values.length / columns;
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i % columns * channels + i / columns] = (byte) values[i];
        }
        return SparseMap.ofDense(pixels, 1, columns, channels, 1, false);
    }

    @Test
    void pairsByHand() {
        // Runs of 31 at most: (2, 7), (0, 5), (3, 9) across the channels, and the last two zeros (1, 0).
        SparseMap map = map(5, 0, 0, 7, 5, 0, 0, 0, 9, 0, 0);
        RunLengthMap stored = new RunLengthMap(EyerissMachines.chip(), map);

        // 4 pairs, three to a word: 2 words of 64 bits, less than 10 x 16 = 160.
        assertThat(stored.compressed()).isTrue();
        assertThat(stored.bits(0, 2, 0, 1, 0, 5)).isEqualTo(128);
        // The first channel holds the levels 7 and 5.
        assertThat(stored.bits(0, 1, 0, 1, 0, 5)).isEqualTo(64);
        // Columns 0 and 1 hold no level.
        assertThat(stored.bits(0, 1, 0, 1, 0, 2)).isZero();
    }

    @Test
    void aLongRunTakesAZeroLevel() {
        int[] values = new int[80];
        values[79] = 1;
        // 79 zeros, then 1: (31, 0) ends at 31, (31, 0) at 63, (15, 1) at 79.
        RunLengthMap stored = new RunLengthMap(EyerissMachines.chip(), map(80, values));
        assertThat(stored.bits(0, 1, 0, 1, 0, 80)).isEqualTo(64);
        assertThat(stored.bits(0, 1, 0, 1, 0, 31)).isZero();
        assertThat(stored.bits(0, 1, 0, 1, 31, 32)).isEqualTo(64);
        assertThat(stored.bits(0, 1, 0, 1, 63, 64)).isEqualTo(64);
        assertThat(stored.bits(0, 1, 0, 1, 64, 79)).isZero();
    }

    @Test
    void aMapThatWouldGrowStaysAsItIs() {
        RunLengthMap stored = new RunLengthMap(EyerissMachines.chip(), map(3, 1, 2, 3, 4, 0, 6));
        // 5 pairs need 2 words of 64 bits; the values 6 x 16 = 96.
        assertThat(stored.compressed()).isFalse();
        assertThat(stored.bits(0, 2, 0, 1, 0, 3)).isEqualTo(96);
    }

    @Test
    void expectedOutputs() {
        EyerissSpec scaled = EyerissMachines.scaled();
        // Density 1/2: a pair per two values, 13 bits each; runs over 31 hardly occur.
        assertThat(RunLengthMap.bitsPerOutput(scaled, 0.5)).isEqualTo(6.5, within(1e-6));
        // All zero: a pair per 32 values. All non-zero: as they are.
        assertThat(RunLengthMap.bitsPerOutput(scaled, 0)).isEqualTo(13 / 32.0);
        assertThat(RunLengthMap.bitsPerOutput(scaled, 1)).isEqualTo(8);
    }
}
