package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.RandomMachines;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.fixture.TestMachine;
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
                    if (activations.gathers) {
                        int at = slot * words * BitGather.MOVES;
                        BitGather.gather(word, 0, mask, 0, words, activations.moves(), at, fast, 0);
                    } else {
                        fast[0] = word[0] & mask[0];
                    }
                    assertThat(fast).as("slot %d, k = %d", slot, k).isEqualTo(expected);
                    if (words == 1 && activations.gathers) {
                        int at = slot * BitGather.MOVES;
                        assertThat(BitGather.gather(word[0], mask[0], activations.moves(), at))
                                .isEqualTo(expected[0]);
                    }
                    if (words == 2) {
                        int at = slot * 2 * BitGather.MOVES;
                        BitGather.gather128(word, 0, mask, 0, activations.moves(), at, fast, 0);
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
        EscalateSpec spec = TestMachine.tile8().spec();
        LayerRun fast = new EscalateAccelerator(spec, false).run(layer, true);
        LayerRun plain = new EscalateAccelerator(spec, true).run(layer, true);
        assertThat(RunText.of(fast)).isEqualTo(RunText.of(plain));
        LayerRun masks = new EscalateAccelerator(spec, false).run(layer, false);
        assertThat(RunText.of(masks)).isEqualTo(RunText.of(plain));
        assertThat(fast.values().sums()).isEqualTo(plain.values().sums());
    }

    static LongStream manySeeds() {
        return Seeds.of(1_000, 400);
    }

    /** Random machines that sliced rows are for: the very run of rows unit by unit. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    void slicedRowsGiveTheRunOfRowsUnitByUnit(long seed) {
        Random random = new Random(seed);
        int lanes = 1 << random.nextInt(5);
        int chunk = Math.max(2, lanes << random.nextInt(5));
        String[] patterns = {"L<0,0>", "L<1,0>", "L<2,3>", "L<4,2>", "T<1,2>", "T<2,5>", "T<3,4>", "T<6,13>"};
        EscalateSpec spec = RandomMachines.any(seed)
                .accumulation(lanes, chunk, patterns[random.nextInt(patterns.length)])
                .fifoBeats(1 + random.nextInt(16))
                .slotRegisters(1 + random.nextInt(5))
                .policy(EscalateSpec.Policy.ONE_SHOT)
                .spec();
        slicedEqualsPlain(spec, RandomLayers.any(seed));
    }

    private static void slicedEqualsPlain(EscalateSpec spec, LayerTrace layer) {
        LayerContext context = new LayerContext(spec, layer, (Decomposed) layer.weights(), false, false);
        assertThat(SlicedRows.fits(context, spec.blocks() * spec.rows())).isTrue();
        LayerRun sliced = new EscalateAccelerator(spec, false).run(layer, false);
        LayerRun plain = new EscalateAccelerator(spec, true).run(layer, false);
        assertThat(RunText.of(sliced)).isEqualTo(RunText.of(plain));
    }

    static LongStream limitSeeds() {
        return Seeds.of(50_000, 150);
    }

    /** Up to the limits: 64 rows a tile, groups of tiles that do not come out even, long FIFOs, many registers, rings. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("limitSeeds")
    void slicedRowsGiveTheRunOfRowsUnitByUnitAtTheirLimits(long seed) {
        Random random = new Random(seed);
        int[][] sizes = {{1, 64}, {8, 8}, {4, 16}, {7, 9}, {16, 4}, {21, 3}, {31, 1}, {2, 13}};
        int[] size = sizes[random.nextInt(sizes.length)];
        int lanes = 1 << random.nextInt(5);
        int chunk = Math.max(2, lanes << random.nextInt(5));
        int stages = Integer.numberOfTrailingZeros(chunk);
        int slots = new int[] {1, 63, 64, 65, 128, 200, 1_000}[random.nextInt(7)];
        EscalateSpec spec = RandomMachines.any(seed)
                .size(1 + random.nextInt(9), size[0], size[1])
                .accumulation(lanes, chunk, random.nextBoolean() ? "T<6,15>" : "L<6,4>")
                .fifoBeats(random.nextBoolean() ? 16 : 1 + random.nextInt(16))
                .slotRegisters(random.nextBoolean() ? MaskCounter.MOST - stages : 1)
                .mac(1 + random.nextInt(5), random.nextBoolean() ? MaskCounter.MOST : 1 + random.nextInt(31))
                .ring(slots, 1 + random.nextInt(2 * slots))
                .policy(EscalateSpec.Policy.ONE_SHOT)
                .spec();
        slicedEqualsPlain(spec, RandomLayers.any(seed));
    }

    /** A kernel of 40,000 taps, all of which land on one pixel's element: more than 15 bits. */
    @Test
    void manyTapsAreOneElementsWork() {
        long work = MacWork.of(0x7fff_fff0, 40_000, 65_535);
        assertThat(work).isNotNegative();
        assertThat(MacWork.line(work)).isEqualTo(0x7fff_fff0);
        assertThat(MacWork.taps(work)).isEqualTo(40_000);
        assertThat(MacWork.cycles(work)).isEqualTo(65_535);
        assertThat(MacWork.token(5)).isNegative();
        assertThat(MacWork.segment(MacWork.token(5))).isEqualTo(5);
    }

    /** The reference machine's long runs take sliced rows, two tiles of 24 in step; runs with values do not. */
    @Test
    void runsWithoutValuesTakeSlicedRows() {
        LayerTrace layer = RandomLayers.any(3);
        EscalateSpec spec = TestMachine.tile8().spec();
        Decomposed weights = (Decomposed) layer.weights();
        LayerContext context = new LayerContext(spec, layer, weights, false, false);
        // The machine of the hand-reckoned tests takes them too.
        EscalateSpec small = TestMachine.small().spec();
        assertThat(SlicedRows.fits(new LayerContext(small, layer, weights, false, false), 1))
                .isTrue();
        assertThat(TileGroup.tiles(context, 24)).isEqualTo(2);
        assertThat(TileGroup.tiles(context, 8)).isEqualTo(8);
        assertThat(TileGroup.tiles(context, 64)).isEqualTo(1);
        assertThat(SlicedRows.fits(context, 64)).isTrue();
        assertThat(SlicedRows.fits(context, 65)).isFalse();
        assertThat(TileGroup.tiles(context, 65)).isEqualTo(1);
        assertThat(SlicedRows.fits(new LayerContext(spec, layer, weights, true, false), 24))
                .isFalse();
        assertThat(SlicedRows.fits(new LayerContext(spec, layer, weights, false, true), 24))
                .isFalse();
    }

    /** Slots of rings are kept gathered for all rows, so rings share 8,192: 8 tiles of 1,024, 1 of more than 4,096. */
    @Test
    void ringsLimitHowManyTilesRunInStep() {
        LayerTrace layer = RandomLayers.any(3);
        Decomposed weights = (Decomposed) layer.weights();
        int[] slots = {1, 1_024, 4_096, 4_097, 8_192, 8_193};
        int[] tiles = {16, 8, 2, 1, 1, 1};
        for (int i = 0; i < slots.length; i++) {
            EscalateSpec spec = TestMachine.tile8().ring(slots[i], 16).spec();
            LayerContext context = new LayerContext(spec, layer, weights, false, false);
            assertThat(TileGroup.tiles(context, 4)).as("%d slots", slots[i]).isEqualTo(tiles[i]);
            assertThat(SlicedRows.fits(context, 4)).isEqualTo(slots[i] <= 8_192);
        }
    }

    private static Promotion promotion(EscalateSpec spec, boolean tables) {
        EscalateSpec.ChannelAccumulation ca = spec.channelAccumulation();
        return new Promotion(ca.pattern(), ca.lanes(), ca.policy(), tables);
    }
}
