package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.escalatesim.tensor.SparseMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {
    @ParameterizedTest(name = "chunks of {0}")
    @ValueSource(ints = {2, 4, 8, 16, 32, 64, 128, 256, 1024})
    void everyBitIsInItsChunk(int chunk) {
        Random random = new Random(chunk);
        for (int bits : new int[] {1, 2, 31, 63, 64, 65, 127, 128, 129, 200, 300}) {
            int words = SparseMap.words(bits);
            long[] vector = new long[words + 1];
            for (int i = 0; i < bits; i++) {
                if (random.nextBoolean()) {
                    vector[1 + (i >>> 6)] |= 1L << i;
                }
            }
            int found = 0;
            for (int index = 0; index * chunk < bits; index++) {
                long[] to = new long[SparseMap.words(Math.min(chunk, bits)) + 2];
                Chunks.copy(vector, 1, bits, index, chunk, to, 2);
                for (int i = 0; i < Chunks.bits(bits, index, chunk); i++) {
                    int at = index * chunk + i;
                    boolean expected = (vector[1 + (at >>> 6)] >>> at & 1) != 0;
                    assertThat((to[2 + (i >>> 6)] >>> i & 1) != 0)
                            .as("bit %d of %d", at, bits)
                            .isEqualTo(expected);
                    found++;
                }
                assertThat(to[0] | to[1]).isZero();
            }
            assertThat(found).isEqualTo(bits);
        }
    }

    @ParameterizedTest(name = "{0} channels, chunk {1} of {2}: {3} bits")
    @CsvSource({"300, 0, 128, 128", "300, 1, 128, 128", "300, 2, 128, 44", "5, 0, 16, 5", "16, 0, 16, 16"})
    void theLastChunkHoldsOnlyRealBits(int channels, int index, int chunk, int bits) {
        assertThat(Chunks.bits(channels, index, chunk)).isEqualTo(bits);
    }
}
