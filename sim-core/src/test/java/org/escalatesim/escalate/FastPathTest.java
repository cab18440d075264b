package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.RandomMachines;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What long runs use in place of the units modelled stage by stage and lane by lane is proven equal to them. */
class FastPathTest {
    /** Every slot of random layers under several rows' coefficients and signs: words and crossed switches. */
    @ParameterizedTest(name = "chunks of {0} channels")
    @ValueSource(ints = {2, 8, 16, 32, 64, 128, 256, 512})
    void gatheredWordsEqualTheNetworkStageByStage(int chunk) {
        int slots = 0;
        for (long seed = 0; seed < 12; seed++) {
            ConvShape shape = ConvShape.of(3, 1 + (int) (seed * 53 % 300), 1, 1, 1, 3, 3, 1, 0);
            LayerTrace layer = RandomLayers.layer(seed)
                    .shape(shape)
                    .activationDensity(seed % 4 == 0 ? 1 : 0.1 + 0.07 * seed)
                    .coefficientDensity(0.3)
                    .build();
            slots += equalOnEverySlot(layer, chunk);
        }
        assertThat(slots).isGreaterThan(100);
    }

    private static int equalOnEverySlot(LayerTrace layer, int chunk) {
        ChunkedActivations activations = new ChunkedActivations(layer.input(), chunk);
        ChunkedCoefficients coefficients = new ChunkedCoefficients((Decomposed) layer.weights(), chunk);
        GatherNetwork network = new GatherNetwork(chunk);
        int words = activations.wordsPerChunk;
        int wide = (chunk + 63) / 64;
        for (int slot = 0; slot < activations.packed.length; slot++) {
            long[] mask = Arrays.copyOfRange(activations.presence, slot * words, slot * words + words);
            network.decode(Arrays.copyOf(mask, wide), 0);
            assertThat((int) activations.crossings[slot]).as("crossings").isEqualTo(network.crossingsPerPass());
            for (int k = 0; k < layer.shape().k(); k++) {
                int from = coefficients.word(k, 0, slot % activations.chunksPerGroup);
                for (long[] bits : new long[][] {coefficients.presence, coefficients.sign}) {
                    long[] word = Arrays.copyOf(Arrays.copyOfRange(bits, from, from + words), wide);
                    long[] expected = new long[wide];
                    network.pass(word, 0, expected, 0);
                    long[] fast = new long[wide];
                    if (activations.moves != null) {
                        int at = slot * words * BitGather.MOVES;
                        BitGather.gather(word, 0, mask, 0, words, activations.moves, at, fast, 0);
                    } else {
                        fast[0] = word[0] & mask[0];
                    }
                    assertThat(fast).as("slot %d, k = %d", slot, k).isEqualTo(expected);
                    if (words == 1 && activations.moves != null) {
                        int at = slot * BitGather.MOVES;
                        assertThat(BitGather.gather(word[0], mask[0], activations.moves, at))
                                .isEqualTo(expected[0]);
                    }
                    if (words == 2) {
                        int at = slot * 2 * BitGather.MOVES;
                        BitGather.gather128(word, 0, mask, 0, activations.moves, at, fast, 0);
                        assertThat(Arrays.copyOf(fast, 2)).isEqualTo(Arrays.copyOf(expected, 2));
                    }
                }
            }
        }
        return activations.packed.length;
    }

    static LongStream seeds() {
        return Seeds.of(0, 120);
    }

    /** 16 lanes, h at most 2: windows in one word and promotion by table give the very run of the plain rule. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void packedWindowsGiveTheRunOfThePlainRule(long seed) {
        String pattern = new String[] {"T<2,5>", "L<2,3>", "T<1,2>", "L<1,0>"}[(int) (seed % 4)];
        int chunk = new int[] {16, 32, 64, 128, 256}[(int) (seed % 5)];
        EscalateSpec spec = RandomMachines.any(seed)
                .accumulation(16, chunk, pattern)
                // Without same-lane candidates L<1,0> has none at all, and needs no table.
                .sameLane(seed % 3 > 0 || pattern.equals("L<1,0>"))
                .policy(EscalateSpec.Policy.ONE_SHOT)
                .spec();
        assertThat(promotion(spec, true).packed()).isTrue();
        assertThat(promotion(spec, false).packed()).isFalse();
        LayerTrace layer = RandomLayers.any(seed);
        LayerRun fast = new EscalateAccelerator(spec, false).run(layer, true);
        LayerRun plain = new EscalateAccelerator(spec, true).run(layer, true);
        assertThat(RunText.of(fast)).isEqualTo(RunText.of(plain));
        LayerRun masks = new EscalateAccelerator(spec, false).run(layer, false);
        assertThat(RunText.of(masks)).isEqualTo(RunText.of(plain));
        assertThat(fast.values().sums()).isEqualTo(plain.values().sums());
        assertThat(fast.values().outputs()).isEqualTo(plain.values().outputs());
        assertThat(fast.values().elementSaturations()).isEqualTo(plain.values().elementSaturations());
    }

    /** Large enough that windows of several chunks, full FIFOs and stalls all occur. */
    @Test
    void packedWindowsGiveTheRunOfThePlainRuleOnAWideLayer() {
        LayerTrace layer = RandomLayers.layer(5)
                .shape(ConvShape.of(16, 700, 1, 3, 3, 8, 8, 1, 1))
                .m(6)
                .decay(0.7)
                .unevenness(0.5)
                .build();
        EscalateSpec spec = org.escalatesim.fixture.TestMachine.tile8().spec();
        LayerRun fast = new EscalateAccelerator(spec, false).run(layer, true);
        LayerRun plain = new EscalateAccelerator(spec, true).run(layer, true);
        assertThat(RunText.of(fast)).isEqualTo(RunText.of(plain));
        LayerRun masks = new EscalateAccelerator(spec, false).run(layer, false);
        assertThat(RunText.of(masks)).isEqualTo(RunText.of(plain));
        assertThat(fast.values().sums()).isEqualTo(plain.values().sums());
    }

    /** The reference machine's long runs do take the fast path; runs with values do not. */
    @Test
    void runsWithoutValuesTakeTheFastPath() {
        LayerTrace layer = RandomLayers.any(3);
        EscalateSpec spec = org.escalatesim.fixture.TestMachine.tile8().spec();
        Decomposed weights = (Decomposed) layer.weights();
        ElementFifo elements = new ElementFifo(4, false);
        assertThat(ChannelAccumulation.of(new LayerContext(spec, layer, weights, false, false), elements))
                .isInstanceOf(PackedAccumulation.class);
        assertThat(ChannelAccumulation.of(new LayerContext(spec, layer, weights, true, false), elements))
                .isInstanceOf(PlainAccumulation.class);
        assertThat(ChannelAccumulation.of(new LayerContext(spec, layer, weights, false, true), elements))
                .isInstanceOf(PlainAccumulation.class);
    }

    private static Promotion promotion(EscalateSpec spec, boolean tables) {
        EscalateSpec.ChannelAccumulation ca = spec.channelAccumulation();
        return new Promotion(ca.pattern(), ca.lanes(), ca.policy(), tables);
    }
}
