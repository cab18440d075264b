package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network and the fast path against the definition of a bit-gather, and against one another. */
class GatherNetworkTest {
    /** The definition: bit j of the result is the word's bit at the j-th position that the mask selects. */
    private static long[] define(long[] word, long[] mask, int n) {
        long[] out = new long[word.length];
        int next = 0;
        for (int i = 0; i < n; i++) {
            if (bit(mask, i)) {
                if (bit(word, i)) {
                    out[next >>> 6] |= 1L << next;
                }
                next++;
            }
        }
        return out;
    }

    private static boolean bit(long[] words, int i) {
        return (words[i >>> 6] >>> i & 1) != 0;
    }

    private static void checkMask(GatherNetwork network, long mask, long[] words) {
        long[] masks = {mask};
        long[] moves = new long[BitGather.MOVES];
        network.decode(masks, 0);
        BitGather.prepare(mask, moves, 0);
        assertThat(BitGather.crossings(masks, 0, network.width())).isEqualTo(network.crossingsPerPass());
        long[] out = new long[1];
        for (long word : words) {
            long[] source = {word};
            network.pass(source, 0, out, 0);
            long expected = define(source, masks, network.width())[0];
            if (out[0] != expected || BitGather.gather(word, mask, moves, 0) != expected) {
                assertThat(out[0]).as("network, mask %x word %x", mask, word).isEqualTo(expected);
                assertThat(BitGather.gather(word, mask, moves, 0))
                        .as("fast, mask %x word %x", mask, word)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void everyMaskAndWord(int n) {
        GatherNetwork network = new GatherNetwork(n);
        long[] words = new long[1 << n];
        Arrays.setAll(words, i -> i);
        for (int mask = 0; mask < 1 << n; mask++) {
            checkMask(network, mask, words);
        }
    }

    /** Sixteen words with one bit each determine a network that moves bits; the mixed ones check that nothing leaks. */
    @Test
    void everyMaskOfSixteen() {
        GatherNetwork network = new GatherNetwork(16);
        long[] words = new long[20];
        for (int i = 0; i < 16; i++) {
            words[i] = 1L << i;
        }
        words[16] = 0xffff;
        words[17] = 0x5a3c;
        words[18] = 0xa5c3;
        for (int mask = 0; mask < 1 << 16; mask++) {
            words[19] = mask * 0x9E37L & 0xffff;
            checkMask(network, mask, words);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64, 128, 256, 512, 1024})
    void randomMasks(int n) {
        int count = Math.max(1, n / 64);
        long valid = n < 64 ? (1L << n) - 1 : -1;
        GatherNetwork network = new GatherNetwork(n);
        Random random = new Random(n);
        long[] mask = new long[count];
        long[] word = new long[count];
        long[] moves = new long[count * BitGather.MOVES];
        long[] slow = new long[count];
        long[] fast = new long[count];
        for (int trial = 0; trial < 4000; trial++) {
            int kind = trial % 5; // sparse, half, dense, whole words empty or full, whole words among half ones
            for (int w = 0; w < count; w++) {
                long a = random.nextLong();
                long b = random.nextLong();
                long whole = random.nextBoolean() ? -1 : 0;
                mask[w] = valid
                        & switch (kind) {
                            case 0 -> a & b & random.nextLong();
                            case 1 -> a;
                            case 2 -> a | b;
                            case 3 -> whole;
                            default -> random.nextBoolean() ? whole : a;
                        };
                word[w] = random.nextLong() & valid;
            }
            long[] expected = define(word, mask, n);
            network.decode(mask, 0);
            network.pass(word, 0, slow, 0);
            assertThat(slow).as("network, trial %d", trial).isEqualTo(expected);
            BitGather.prepare(mask, 0, count, moves, 0);
            int selected = BitGather.gather(word, 0, mask, 0, count, moves, 0, fast, 0);
            assertThat(fast).as("fast, trial %d", trial).isEqualTo(expected);
            assertThat(selected)
                    .isEqualTo(Arrays.stream(mask).map(Long::bitCount).sum());
            assertThat(BitGather.crossings(mask, 0, n))
                    .as("crossings, trial %d", trial)
                    .isEqualTo(network.crossingsPerPass());
            if (n == 128) {
                BitGather.gather128(word, 0, mask, 0, moves, 0, fast, 0);
                assertThat(fast).as("128, trial %d", trial).isEqualTo(expected);
            }
        }
    }

    /** LROTC one step at a time, as its name says: rotate left by one, the bit that wraps complemented. */
    @Test
    void lrotcRotatesAndComplements() {
        for (int k = 1; k <= 32; k *= 2) {
            long ones = (1L << k) - 1;
            long x = ones;
            for (int distance = 0; distance < 5 * k; distance++) {
                for (int i = 0; i < k; i++) {
                    assertThat(GatherNetwork.lrotc(k, distance, i))
                            .as("k %d distance %d bit %d", k, distance, i)
                            .isEqualTo((x >>> i & 1) != 0);
                }
                long wraps = x >>> (k - 1) & 1;
                x = (x << 1 & ones) | (wraps ^ 1);
            }
        }
    }

    /**
     * n = 8, mask 0b10110100 (positions 2, 4, 5, 7). Ones below x = 1 .. 7: 0 0 1 1 2 3 3. Crossings |k - P mod 2k|:
     * k = 1 at 1, 3, 5, 7: 1 + 0 + |1 - 0| + 0 = 2; k = 2 at 2, 6: 2 + |2 - 3| = 3; k = 4 at 4: |4 - 1| = 3. In all 8
     * of the 12 switches.
     */
    @Test
    void countsItsEvents() {
        GatherNetwork network = new GatherNetwork(8);
        assertThat(network.stages()).isEqualTo(3);
        assertThat(network.switches()).isEqualTo(12);
        network.decode(new long[] {0b1011_0100}, 0);
        assertThat(network.crossingsPerPass()).isEqualTo(8);
        long[] out = new long[3];
        network.pass(new long[] {0, 0b1001_0000}, 1, out, 2);
        network.pass(new long[] {0b0010_0000}, 0, out, 1);
        assertThat(out).containsExactly(0, 0b0100, 0b1010);
        assertThat(network.decodes()).isEqualTo(1);
        assertThat(network.passes()).isEqualTo(2);
        assertThat(network.crossings()).isEqualTo(16);
        assertThat(network.traversals()).isEqualTo(24);
    }

    /** A zero mask crosses every switch: P = 0 at each x, so k of the k switches of each sub-network. */
    @Test
    void startsWithAZeroMask() {
        GatherNetwork network = new GatherNetwork(128);
        assertThat(network.crossingsPerPass()).isEqualTo(7 * 64);
        long[] out = {1, 2};
        network.pass(new long[] {-1, -1}, 0, out, 0);
        assertThat(out).containsExactly(0, 0);
        assertThat(network.decodes()).isZero();
    }

    @Test
    void bitsBeyondTheWidthAreIgnored() {
        GatherNetwork network = new GatherNetwork(4);
        network.decode(new long[] {0xff5}, 0); // positions 0 and 2
        long[] out = new long[1];
        network.pass(new long[] {0xff4}, 0, out, 0);
        assertThat(out[0]).isEqualTo(0b10);
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 1, 3, 96, 2048})
    void refusesOtherWidths(int n) {
        assertThatThrownBy(() -> new GatherNetwork(n)).hasMessageContaining("power of two from 2 to 1024, not " + n);
    }
}
