package org.escalatesim.systolic;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.systolic.SystolicSpec.Dataflow;
import org.escalatesim.systolic.SystolicSpec.Mode;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;

/** Exact cycles and accesses of small layers, with the arithmetic. */
class FoldCyclesTest {
    /** M = 3 x 2 = 6 pixels, K = 5 products, N = 7 filters; one byte each. */
    private static final ConvShape SHAPE = ConvShape.of(7, 5, 1, 1, 1, 3, 2, 1, 0);

    private static LayerRun run(Dataflow dataflow, boolean drain) {
        LayerTrace layer = RandomKernels.layer(1, SHAPE, 1, 1, 0);
        return TestArrays.ideal(4, 3, dataflow, drain, Mode.OWN).build().run(layer, true);
    }

    private static long state(LayerRun run, State state) {
        return run.ledger().sum("array", state);
    }

    @Test
    void outputStationary() {
        LayerRun run = run(Dataflow.OS, false);
        // Pixels on rows: ceil(6 / 4) = 2 folds; filters on columns: ceil(7 / 3) = 3; T + R + C - 2 = 5 + 4 + 3 - 2 =
        // 10.
        assertThat(run.cycles()).isEqualTo(2 * 3 * 10);
        // A fold of r x c PEs works for T + r + c - 2: r = 4, 2; c = 3, 3, 1.
        assertThat(state(run, State.WORKING)).isEqualTo(10 + 10 + 8 + 8 + 8 + 6);
        assertThat(state(run, State.INPUT)).isZero();
        assertThat(state(run, State.BLOCKED)).isEqualTo(60 - 50);
        // Every fold column reads all 6 x 5 inputs, every fold row all 5 x 7 weights.
        assertThat(run.counters())
                .containsEntry("sram_ifmap_reads", 3 * 30L)
                .containsEntry("sram_filter_reads", 2 * 35L)
                .containsEntry("sram_ofmap_writes", 42L)
                .containsEntry("sram_ofmap_reads", 0L);
        assertThat(run.multiplications()).isEqualTo(6 * 5 * 7);
    }

    @Test
    void outputStationaryWithDrain() {
        LayerRun run = run(Dataflow.OS, true);
        // Results of 4 rows shift out one row per cycle: 2 R + C + T - 2 = 14 (SCALE-Sim, ISPASS 2020).
        assertThat(run.cycles()).isEqualTo(2 * 3 * 14);
        assertThat(state(run, State.BLOCKED)).isEqualTo(10 + 6 * 4);
        // Psums: 210 additions and 42 results read; on the way out a psum of row i passes 3 - i rows: with 4 rows
        // mapped
        // 3 + 2 + 1 + 0 = 6, with 2 rows 3 + 2 = 5, for each of 7 columns.
        assertThat(run.activity().counts())
                .extractingByKey(new org.escalatesim.machine.ActivityKey("array", Action.REGISTER_READ, 24, 0))
                .isEqualTo(210L + 42 + 7 * (6 + 5));
    }

    @Test
    void weightStationary() {
        LayerRun run = run(Dataflow.WS, true);
        // Products on rows: ceil(5 / 4) = 2; filters on columns: 3; T = 6: fill 4 + stream 6 + skew 4 + 3 - 2 = 15.
        assertThat(run.cycles()).isEqualTo(2 * 3 * 15);
        assertThat(state(run, State.INPUT)).isEqualTo(6 * 4);
        // T + r + c - 2 with r = 4, 1 and c = 3, 3, 1.
        assertThat(state(run, State.WORKING)).isEqualTo(11 + 11 + 9 + 8 + 8 + 6);
        // Each weight is read once, all inputs per fold column; psums of 6 pixels x 7 filters leave for each of 2 fold
        // rows and are added to in the second.
        assertThat(run.counters())
                .containsEntry("sram_ifmap_reads", 3 * 30L)
                .containsEntry("sram_filter_reads", 35L)
                .containsEntry("sram_ofmap_writes", 2 * 42L)
                .containsEntry("sram_ofmap_reads", 42L);
    }

    @Test
    void inputStationary() {
        LayerRun run = run(Dataflow.IS, true);
        // Products on rows: 2; pixels on columns: ceil(6 / 3) = 2; T = 7 filters: 4 + 7 + 4 + 3 - 2 = 16.
        assertThat(run.cycles()).isEqualTo(2 * 2 * 16);
        assertThat(run.counters())
                .containsEntry("sram_ifmap_reads", 30L)
                .containsEntry("sram_filter_reads", 2 * 35L)
                .containsEntry("sram_ofmap_writes", 2 * 42L);
    }

    @Test
    void autoTakesTheFewestCycles() {
        // os 60, ws 90, is 64.
        LayerRun run = run(Dataflow.AUTO, false);
        assertThat(run.cycles()).isEqualTo(60);
        assertThat(run.mapping()).startsWith("os, 2 x 3 folds of T = 5");
        // os 84, ws 90, is 64: with drain input stationary wins.
        run = run(Dataflow.AUTO, true);
        assertThat(run.cycles()).isEqualTo(64);
        assertThat(run.mapping()).startsWith("is, 2 x 2 folds of T = 7");
    }

    @Test
    void groupsRunOneAfterTheOther() {
        // Depthwise, 6 channels: M = 4, K = 9, N = 1 each; 1 fold of 9 + 4 + 3 - 2 = 14.
        LayerTrace layer = RandomKernels.layer(2, ConvShape.of(6, 6, 6, 3, 3, 2, 2, 1, 1), 1, 1, 0);
        LayerRun run =
                TestArrays.ideal(4, 3, Dataflow.OS, false, Mode.OWN).build().run(layer, false);
        assertThat(run.cycles()).isEqualTo(6 * 14);
        assertThat(run.counters()).containsEntry("folds", 6L);
    }

    @Test
    void theCompatibleModeChargesRaggedOutputs() {
        // 7 x 7, kernel 2, stride 2, no padding: P = Q = 3; SCALE-Sim: ceil(5 / 2) + 1 = 4.
        LayerTrace layer = RandomKernels.layer(3, ConvShape.of(1, 1, 1, 2, 2, 7, 7, 2, 0), 1, 1, 0);
        LayerRun own =
                TestArrays.ideal(8, 8, Dataflow.OS, false, Mode.OWN).build().run(layer, true);
        LayerRun theirs = TestArrays.ideal(8, 8, Dataflow.OS, false, Mode.COMPATIBLE)
                .build()
                .run(layer, true);
        // T + R + C - 2 = 4 + 14 = 18; 9 pixels are 2 folds of rows, 16 are 2 as well.
        assertThat(own.cycles()).isEqualTo(2 * 18);
        assertThat(theirs.cycles()).isEqualTo(2 * 18);
        assertThat(own.counters()).containsEntry("gemm_m_pixels", 9L).containsEntry("array_products", 36L);
        assertThat(theirs.counters()).containsEntry("gemm_m_pixels", 16L).containsEntry("array_products", 64L);
        assertThat(theirs.multiplications()).isEqualTo(36);
        assertThat(theirs.values().sums()).isEqualTo(own.values().sums());
    }

    @Test
    void psumsThatDoNotFitCutTimeIntoTiles() {
        // Half of 1,024 bytes holds 512 / 3 = 170 psums, 170 / 3 columns = 56 rows of them: 64 pixels are 2 tiles.
        SystolicSpec spec = new SystolicSpec(
                "tiled",
                800,
                Mode.OWN,
                Dataflow.WS,
                true,
                8,
                24,
                1024,
                new SystolicSpec.Array(4, 3),
                new SystolicSpec.Buffers(1 << 20, 1 << 20, 1024, 1 << 20),
                new org.escalatesim.memory.DramSpec(true, 1, 0));
        LayerTrace layer = RandomKernels.layer(4, ConvShape.of(3, 4, 1, 1, 1, 8, 8, 1, 0), 1, 1, 0);
        // Each tile is one fold: 4 + 56 + 5 and 4 + 8 + 5.
        LayerRun run = spec.build().run(layer, true);
        assertThat(run.cycles()).isEqualTo(65 + 17);
        assertThat(run.mapping()).isEqualTo("ws, 1 x 1 folds of T = 56, 2 tiles of T");
    }

    @Test
    void dramIsWaitedFor() {
        // 64 x 64 fully connected layer, os: M = 1, so 1 x 16 folds of T + R + C - 2 = 64 + 6 = 70 + drain 4 = 74.
        SystolicSpec spec = new SystolicSpec(
                "dram",
                800,
                Mode.OWN,
                Dataflow.OS,
                true,
                8,
                24,
                1024,
                new SystolicSpec.Array(4, 4),
                new SystolicSpec.Buffers(1 << 14, 1 << 14, 1 << 14, 1 << 14),
                new org.escalatesim.memory.DramSpec(false, 2, 10));
        LayerTrace random = RandomKernels.layer(5, ConvShape.fullyConnected(64, 64), 1, 1, 0);
        LayerTrace layer =
                new LayerTrace("fc", random.shape(), random.weights(), random.input(), null, random.post(), 1, 1, .5);
        LayerRun run = spec.build().run(layer, false);
        // A fold's 4 x 64 weights are 128 beats: slower than its 74 cycles. The channel is busy from 0 on and serves
        // transfer i until 128 (i + 1); the fetch of fold i is issued at end(i - 2), always after that of fold i - 1
        // began. Fold 0 starts at 10 + 128 = 138 and ends at 212; fold 1 starts at 10 + 256 = 266, ends at 340. Fold
        // i >= 2 is issued at end(i - 2): fetch 2 begins at max(212, 256) = 256, is there at 394, ends at 468.
        // So fold i starts at 138 + 128 i; the last, 15, ends at 138 + 1920 + 74 = 2132. Before all that come 64 x 56
        // bits of requantisation, 224 beats: 2356. The output stays on chip.
        assertThat(run.cycles()).isEqualTo(2356);
        assertThat(state(run, State.MEMORY)).isEqualTo(2356 - 16 * 74);
        assertThat(run.counters()).containsEntry("dram_weight_bytes", 4096L).containsEntry("dram_input_bytes", 0L);
    }

    /** 64 channels of 16 x 16 = 16 KiB; 64 filters on 4 columns sweep over it 16 times. */
    @Test
    void anInputThatFitsTheMapBufferAloneIsFetchedOnce() {
        LayerTrace random = RandomKernels.layer(6, ConvShape.of(64, 64, 1, 1, 1, 16, 16, 1, 0), 1, 1, 0);
        LayerTrace layer = new LayerTrace(
                "large", random.shape(), random.weights(), random.input(), null, random.post(), 1, 1, .5);
        // In 32 KiB input and output lie together; 16 KiB hold the input alone.
        assertThat(fetched(layer, 1 << 15)).isZero();
        assertThat(fetched(layer, 1 << 14)).isEqualTo(1 << 14);
        // Without room for it: once for each of 16 column folds.
        assertThat(fetched(layer, (1 << 14) - 1)).isEqualTo(16 << 14);
    }

    private static long fetched(LayerTrace layer, long mapBytes) {
        SystolicSpec spec = new SystolicSpec(
                "map",
                800,
                Mode.COMPATIBLE,
                Dataflow.OS,
                false,
                8,
                24,
                1024,
                new SystolicSpec.Array(4, 4),
                new SystolicSpec.Buffers(4096, 4096, 4096, mapBytes),
                new org.escalatesim.memory.DramSpec(true, 2, 10));
        return spec.build().run(layer, false).counters().get("dram_input_bytes");
    }
}
