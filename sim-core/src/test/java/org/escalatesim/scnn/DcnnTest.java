package org.escalatesim.scnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DcnnTest {
    private static DcnnSpec machine(boolean opt, int rows, int columns, int lanes, DramSpec dram) {
        return new DcnnSpec(
                "test",
                1000,
                1024,
                16,
                opt,
                4,
                8,
                24,
                new DcnnSpec.Array(rows, columns, lanes),
                new DcnnSpec.Buffers(32_768, 400, 1024),
                dram);
    }

    private static DcnnSpec published(boolean opt) {
        return machine(opt, 8, 8, 16, new DramSpec(true, 1, 0));
    }

    private static long cycles(ConvShape shape) {
        return new DcnnAccelerator(published(false))
                .run(RandomKernels.layer(1, shape, .3, .3, 0), false)
                .cycles();
    }

    @Test
    void cyclesAreOutputsTimesTapsTimesVectors() {
        // K R S ceil(C / 16) T^2: 384 x 9 x 16 x 2^2, the tile of a 13 x 13 map being 2 x 2.
        assertThat(cycles(ConvShape.of(384, 256, 1, 3, 3, 13, 13, 1, 1))).isEqualTo(221_184);
        // Two groups of 48 channels: 256 x 25 x 3 x 4^2.
        assertThat(cycles(ConvShape.of(256, 96, 2, 5, 5, 27, 27, 1, 2))).isEqualTo(307_200);
    }

    @Test
    void tilesAreOfTheOutputsWhateverThePadding() {
        // 15 x 15 inputs without padding, 13 x 13 outputs: 384 x 9 x 16 x 2^2 as with padding.
        assertThat(cycles(ConvShape.of(384, 256, 1, 3, 3, 15, 15, 1, 0))).isEqualTo(221_184);
        // 9 x 9 inputs, 9 x 9 outputs of a padded 1 x 1: 16 x 1 x 1 x 2^2; padded by 4 they are 17 x 17: 3^2.
        assertThat(cycles(ConvShape.of(16, 16, 1, 1, 1, 9, 9, 1, 0))).isEqualTo(64);
        assertThat(cycles(ConvShape.of(16, 16, 1, 9, 9, 17, 17, 1, 4))).isEqualTo(16 * 81 * 9);
    }

    /** One PE, 16 columns x 16 rows x 16 channels of 16 bits: 512 bytes a row. */
    private static LayerRun cut(long ramBytes, int k) {
        DcnnSpec spec = new DcnnSpec(
                "test",
                1000,
                1024,
                16,
                false,
                4,
                8,
                24,
                new DcnnSpec.Array(1, 1, 16),
                new DcnnSpec.Buffers(ramBytes, 400, 1024),
                new DramSpec(true, 1, 0));
        ConvShape shape = ConvShape.of(k, 16, 1, 3, 3, 16, 16, 1, 1);
        return new DcnnAccelerator(spec).run(RandomKernels.layer(1, shape, .3, .3, 0), false);
    }

    private static long read(long values, int k) {
        // Besides, requantisation of 56 bits per output channel.
        return 16 * values + 56L * k;
    }

    @Test
    void mapsThatTheRamDoesNotHoldCostTrafficOverAndOver() {
        long weights = 16L * 9 * 64;
        // 16 rows fit: once.
        assertThat(cut(16 * 512, 64).activity().bits(Action.DRAM_READ)).isEqualTo(read(4096 + weights, 64));
        // 10 rows: bands of 8 outputs; 9 rows for each, 2 of them twice; the weights twice. Per run it were 8 maps.
        LayerRun two = cut(10 * 512, 64);
        assertThat(two.activity().bits(Action.DRAM_READ)).isEqualTo(read(18 * 256 + 2 * weights, 64));
        assertThat(two.counters()).containsEntry("temporal_tiles", 2L);
        // The tile is not rounded up by the cut.
        assertThat(two.cycles()).isEqualTo(64L * 9 * 256);
        // 2 rows: no band has its 3; the map comes again for each of 8 runs.
        assertThat(cut(2 * 512, 64).activity().bits(Action.DRAM_READ)).isEqualTo(read(8 * 4096 + weights, 64));
        // One run needs neither.
        assertThat(cut(2 * 512, 8).activity().bits(Action.DRAM_READ)).isEqualTo(read(4096 + 16L * 9 * 8, 8));
    }

    @Test
    void phasesOfAStridedLayerShareTheLanes() {
        // Stride 4: taps 0 and 1 exist in 4 phases, tap 2 in 3. 3 channels x 4 x 4 phases: 3 vectors (4 times);
        // 3 x 4 x 3: 3 (4 times); 3 x 3 x 3: 2. 26 vectors x 96 x 8^2, 57 coordinates in tiles of 8.
        assertThat(cycles(ConvShape.of(96, 3, 1, 11, 11, 227, 227, 4, 0))).isEqualTo(26 * 96 * 64);
    }

    @Test
    void fullyConnectedLayersSpreadOverThePes() {
        // 1,000 output channels: 512 at a time, 8 per PE, ceil(40 / 16) vectors each; then 488, at most 8 per PE.
        assertThat(cycles(ConvShape.fullyConnected(1000, 40))).isEqualTo(2 * 8 * 3);
    }

    @Test
    void zeroGatingSavesEnergyAlone() {
        LayerTrace layer = RandomKernels.layer(1, ConvShape.of(16, 32, 1, 3, 3, 9, 9, 1, 1), .3, .4, 0);
        LayerRun plain = new DcnnAccelerator(published(false)).run(layer, false);
        LayerRun opt = new DcnnAccelerator(published(true)).run(layer, false);
        assertThat(opt.cycles()).isEqualTo(plain.cycles());
        assertThat(opt.activity().count("multipliers", Action.MULTIPLY)).isEqualTo(plain.matchedPairs());
        assertThat(plain.activity().count("multipliers", Action.MULTIPLY)).isGreaterThan(4 * plain.matchedPairs());
    }

    static LongStream seeds() {
        return Seeds.of(700, 120);
    }

    /** Values, and the same cycles and activity without them; laws and ledgers are checked inside every run. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void valuesAreTheReferences(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        Random random = new Random(seed);
        DramSpec dram = new DramSpec(random.nextBoolean(), 1 + random.nextInt(16), random.nextInt(50));
        DcnnAccelerator machine = new DcnnAccelerator(machine(
                random.nextBoolean(), 1 + random.nextInt(8), 1 + random.nextInt(8), 1 + random.nextInt(20), dram));
        LayerRun run = machine.run(layer, true);
        LayerRun.Values expected = KernelConvolution.compute(layer);
        assertThat(run.values().sums()).isEqualTo(expected.sums());
        assertThat(run.values().outputs()).isEqualTo(expected.outputs());
        LayerRun bits = machine.run(layer, false);
        assertThat(bits.cycles()).isEqualTo(run.cycles());
        assertThat(bits.activity().counts()).isEqualTo(run.activity().counts());
    }
}
