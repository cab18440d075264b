package org.escalatesim.lookahead;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.lookahead.LookaheadSpec.Partition;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;

/** Exact schedules and cycles of hand-made weights, 4 lanes. */
class ScheduleCyclesTest {
    /** Schedules filters given as rows of four lanes, {@code x} for a weight: {@code "xx.. ..xx"}. */
    private static Scheduler schedule(String pattern, String... filters) {
        String[] rows = filters[0].split(" ");
        byte[] weights = new byte[filters.length * rows.length * 4];
        for (int k = 0; k < filters.length; k++) {
            String flat = filters[k].replace(" ", "");
            for (int i = 0; i < flat.length(); i++) {
                weights[k * flat.length() + i] = (byte) (flat.charAt(i) == 'x' ? 1 + i : 0);
            }
        }
        int channels = rows.length * 4;
        ConvShape shape = ConvShape.fullyConnected(filters.length, channels);
        Kernels kernels = Kernels.of(WeightForm.UNSTRUCTURED, weights, filters.length, channels, 1);
        Scheduler scheduler = new Scheduler(PromotionPattern.parse(pattern, true), 4, filters.length, rows.length);
        scheduler.schedule(new FilterRows(shape, kernels, 4), 0, filters.length, true);
        return scheduler;
    }

    @Test
    void withoutLookAheadEveryRowTakesAStep() {
        Scheduler found = schedule("L<0,0>", "xx.. .... ..xx");
        assertThat(found.steps()).isEqualTo(3);
        assertThat(found.scheduled()).isEqualTo(4);
    }

    @Test
    void lookAheadTakesFromTheSameLane() {
        // Lanes 2 and 3 are empty in row 0 and take those of row 1: both rows go in one step.
        Scheduler found = schedule("L<1,0>", "xx.. ..xx");
        assertThat(found.steps()).isEqualTo(1);
        assertThat(found.source(0, 0, 1)).isEqualTo(1);
        assertThat(found.source(0, 0, 2)).isEqualTo(4 + 2);
        // In the same lanes there is nothing to gain.
        assertThat(schedule("L<1,0>", "xx.. xx..").steps()).isEqualTo(2);
    }

    @Test
    void lookAsideTakesFromOtherLanes() {
        // L<1,1>: lane 2 takes lane 1 of row 1; lane 3 looks at lanes 3 and 2, finds nothing: lane 0 is left.
        Scheduler found = schedule("L<1,1>", "xx.. xx..");
        assertThat(found.steps()).isEqualTo(2);
        assertThat(found.source(0, 0, 2)).isEqualTo(4 + 1);
        assertThat(found.source(0, 0, 3)).isEqualTo(-1);
        assertThat(found.source(1, 0, 0)).isEqualTo(4);
        // T<1,2> looks at lanes +1 and -1: lane 2 takes lane 1, lane 3 takes lane 0 around the end.
        found = schedule("T<1,2>", "xx.. xx..");
        assertThat(found.steps()).isEqualTo(1);
        assertThat(found.source(0, 0, 3)).isEqualTo(4);
    }

    @Test
    void atMostOnePlusHRowsGoInAStep() {
        // Empty rows: 7 rows are 1 + 2 each: 3, 3 and the last 1.
        assertThat(schedule("L<2,0>", ".... .... .... .... .... .... ....").steps())
                .isEqualTo(3);
    }

    @Test
    void theSlowestFilterDecides() {
        // Alone, the first filter needs 1 step of 2 rows; the second keeps both in row 1 for a second step.
        assertThat(schedule("L<1,0>", "xx.. ..xx").steps()).isEqualTo(1);
        assertThat(schedule("L<1,0>", "xx.. ..xx", "x... x...").steps()).isEqualTo(2);
    }

    private static LayerRun run(LookaheadSpec spec, ConvShape shape) {
        LayerTrace random = RandomKernels.layer(1, shape, 1, 1, 0);
        return spec.build()
                .run(
                        new LayerTrace("dense", shape, random.weights(), random.input(), null, random.post(), 1, 1, .5),
                        false);
    }

    @Test
    void tilesSplitTheFilters() {
        // 10 filters, groups of 4, 4 and 2; 2 tiles: passes of (4, 4) and (2, none). 18 weights are 5 rows of 4.
        ConvShape shape = ConvShape.of(10, 2, 1, 3, 3, 4, 3, 1, 1);
        LayerRun run = run(TestLookahead.ideal(2, 4, 4, "L<0,0>", Partition.FILTERS), shape);
        // Dense: 5 steps for each of 12 pixels, 2 passes.
        assertThat(run.cycles()).isEqualTo(2 * 5 * 12);
        assertThat(run.ledger().cycles(0, State.WORKING)).isEqualTo(120);
        assertThat(run.ledger().cycles(1, State.WORKING)).isEqualTo(60);
        assertThat(run.ledger().cycles(1, State.IDLE)).isEqualTo(60);
        assertThat(run.multiplications()).isEqualTo(10 * 18 * 12);
        assertThat(run.counters()).containsEntry("lane_slots", 12L * 5 * 10 * 4);
    }

    @Test
    void tilesSplitTheMap() {
        // 3 groups one after the other, each tile 6 of 12 pixels: 3 x 5 x 6 = 90, so auto takes it.
        ConvShape shape = ConvShape.of(10, 2, 1, 3, 3, 4, 3, 1, 1);
        assertThat(run(TestLookahead.ideal(2, 4, 4, "L<0,0>", Partition.MAP), shape)
                        .cycles())
                .isEqualTo(90);
        LayerRun auto = run(TestLookahead.ideal(2, 4, 4, "L<0,0>", Partition.AUTO), shape);
        assertThat(auto.cycles()).isEqualTo(90);
        assertThat(auto.mapping()).isEqualTo("3 filter groups, 3 passes, tiles split the map, 5 rows");
        // Three tiles: passes of 4 pixels; with 5 tiles 2, 2, 3, 2, 3 pixels: the ones with 2 wait.
        assertThat(run(TestLookahead.ideal(3, 4, 4, "L<0,0>", Partition.MAP), shape)
                        .cycles())
                .isEqualTo(60);
        LayerRun uneven = run(TestLookahead.ideal(5, 4, 4, "L<0,0>", Partition.MAP), shape);
        assertThat(uneven.cycles()).isEqualTo(45);
        assertThat(uneven.ledger().sum("tile", State.SIBLINGS)).isEqualTo(3 * 3 * 5);
    }

    @Test
    void depthwiseLayersUseOneFilterOfATile() {
        // 6 channels: 6 groups of one filter, 9 weights are 3 rows; 2 tiles: 3 passes of 3 x 4 pixels.
        LayerRun run =
                run(TestLookahead.ideal(2, 4, 4, "L<0,0>", Partition.FILTERS), ConvShape.of(6, 6, 6, 3, 3, 2, 2, 1, 1));
        assertThat(run.cycles()).isEqualTo(3 * 3 * 4);
        assertThat(run.multiplications()).isEqualTo(6 * 9 * 4);
    }

    @Test
    void schedulesThatDoNotFitComeInSegmentsForEachBlock() {
        // A step is 4 weights of 8 bits and nothing else: 4 filters x 32 bits = 16 bytes; half of 1,024 bytes holds 32
        // of 64 steps: 2 segments. 1,024 bytes of psums hold 1024 / (4 x 3) = 85 pixels: 100 pixels are 2 blocks.
        LookaheadSpec spec = new LookaheadSpec(
                "segments",
                800,
                1,
                4,
                4,
                PromotionPattern.parse("L<0,0>", true),
                Partition.FILTERS,
                8,
                24,
                16,
                new LookaheadSpec.Buffers(1024, 1 << 20, 1024, 1 << 20),
                new DramSpec(false, 4, 10));
        LayerRun run = run(spec, ConvShape.of(4, 256, 1, 1, 1, 10, 10, 1, 0));
        // Each block fetches all 64 steps of 16 bytes again.
        assertThat(run.counters()).containsEntry("dram_weight_bytes", 2 * 1024L);
        // The first segment and 4 x 56 bits of requantisation arrive after 10 + (512 + 28) / 4 = 145 cycles; computing
        // (32 x 85 = 2720 and 32 x 15 = 480 cycles
        // a segment) then hides all further fetches: 145 + 64 x 100.
        assertThat(run.cycles()).isEqualTo(145 + 6400);
        assertThat(run.ledger().sum("tile", State.MEMORY)).isEqualTo(145);
        // 100 pixels x 4 filters leave a psum between the segments.
        assertThat(run.activity().count("psums", org.escalatesim.machine.Action.SRAM_WRITE))
                .isEqualTo(400);
    }

    /** 64 channels of 16 x 16 = 16 KiB; 8 filters on one tile of 2 sweep over it 4 times. */
    @Test
    void anInputThatFitsTheMapBufferAloneIsFetchedOnce() {
        ConvShape shape = ConvShape.of(8, 64, 1, 1, 1, 16, 16, 1, 0);
        assertThat(fetched(shape, 1 << 15)).isZero();
        assertThat(fetched(shape, 1 << 14)).isEqualTo(1 << 14);
        assertThat(fetched(shape, (1 << 14) - 1)).isEqualTo(4 << 14);
    }

    private static long fetched(ConvShape shape, long mapBytes) {
        LookaheadSpec spec = new LookaheadSpec(
                "map",
                800,
                1,
                2,
                16,
                PromotionPattern.parse("L<0,0>", true),
                Partition.FILTERS,
                8,
                24,
                32,
                new LookaheadSpec.Buffers(4096, 4096, 4096, mapBytes),
                new DramSpec(true, 4, 10));
        return run(spec, shape).counters().get("dram_input_bytes");
    }

    @Test
    void schedulesInDramArePackedWhereThatIsSmaller() {
        // 16 lanes, T<2,5>: 8 candidates are 3 bits, an advance of 1 to 3 is 2 bits. 10 steps of full lanes:
        // 10 x (16 x 11 + 2) = 1,780 bits as they are, 10 x (16 + 2) + 160 x 11 = 1,940 packed.
        LookaheadSpec spec = TestLookahead.ideal(1, 1, 16, "T<2,5>", Partition.FILTERS);
        assertThat(spec.scheduleBytes(10, 160)).isEqualTo(223);
        // With 40 weights 10 x 18 + 40 x 11 = 620 bits.
        assertThat(spec.scheduleBytes(10, 40)).isEqualTo(78);
    }
}
