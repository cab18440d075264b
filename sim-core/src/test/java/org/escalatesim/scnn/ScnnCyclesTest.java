package org.escalatesim.scnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.scnn.ScnnSpec.Barrier;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;

/** Small layers whose cycles can be told by hand. */
class ScnnCyclesTest {
    /** Which weights and activations are there. */
    private interface Present {
        boolean at(int a, int b, int c);
    }

    private static final Present ALL = (a, b, c) -> true;

    /** A layer of ones; weights by (k, c, tap), activations by (c, y, x). */
    private static LayerTrace layer(ConvShape n, Present weights, Present activations) {
        byte[] w = new byte[n.k() * n.cPerGroup() * n.taps()];
        for (int i = 0; i < w.length; i++) {
            int c = i / n.taps() % n.cPerGroup();
            w[i] = (byte) (weights.at(i / (n.taps() * n.cPerGroup()), c, i % n.taps()) ? 1 : 0);
        }
        byte[] a = new byte[n.h() * n.w() * n.c()];
        for (int i = 0; i < a.length; i++) {
            a[i] = (byte) (activations.at(i % n.c(), i / n.c() / n.w(), i / n.c() % n.w()) ? 1 : 0);
        }
        long outputs = (long) n.k() * n.p() * n.q();
        return new LayerTrace(
                "hand",
                n,
                Kernels.of(WeightForm.UNSTRUCTURED, w, n.k(), n.cPerGroup(), n.taps()),
                SparseMap.ofDense(a, n.h(), n.w(), n.c(), n.groups(), false),
                null,
                PostOps.reluOnly(outputs),
                1,
                1,
                1);
    }

    private static LayerRun run(ScnnMachines machine, LayerTrace layer) {
        LayerRun run = new ScnnAccelerator(machine.spec()).run(layer, false);
        assertThat(new ScnnAccelerator(machine.spec(), true).run(layer, false).cycles())
                .isEqualTo(run.cycles());
        return run;
    }

    private static ScnnMachines onePe() {
        ScnnMachines machine = ScnnMachines.paper();
        machine.pes = new ScnnSpec.Pes(1, 1, 4, 4);
        return machine;
    }

    @Test
    void oneActivationPerPe() {
        LayerRun run = run(ScnnMachines.paper(), layer(ConvShape.of(4, 3, 1, 1, 1, 8, 8, 1, 0), ALL, ALL));
        // 3 channels x 1 vector of activations x 1 of weights, then 4 sums of each PE leave: 3 + 4.
        assertThat(run.cycles()).isEqualTo(7);
        // 3 x 4 products in each of 64 PEs; 12 of 16 multipliers without an activation; 4 cycles x 1,024 at the end.
        assertThat(run.counters())
                .containsEntry("useful_slots", 3L * 4 * 64)
                .containsEntry("fragmentation_slots", 3L * 12 * 64)
                .containsEntry("halo_slots", 4L * 1024)
                .containsEntry("slots", 7L * 1024);
    }

    @Test
    void partialVectorsAreVectors() {
        // 5 activations and 9 weights: 2 x 3 steps; 9 x 5 sums leave, one per cycle: 6 + 45. 96 slots, 45 products.
        ScnnMachines machine = onePe();
        machine.outputChannels = 9;
        LayerRun run = run(machine, layer(ConvShape.of(9, 1, 1, 1, 1, 1, 5, 1, 0), ALL, ALL));
        assertThat(run.cycles()).isEqualTo(51);
        assertThat(run.counters()).containsEntry("useful_slots", 45L).containsEntry("fragmentation_slots", 51L);
    }

    @Test
    void sixteenZerosCostAPlaceholder() {
        // 39 zeros, then an activation: 2 placeholders of 16 zeros each, 7 told by the index; 3 entries, 1 vector.
        ScnnMachines machine = onePe();
        LayerRun run = run(machine, layer(ConvShape.of(1, 1, 1, 1, 1, 1, 40, 1, 0), ALL, (c, y, x) -> x == 39));
        assertThat(run.counters())
                .containsEntry("useful_slots", 1L)
                .containsEntry("placeholder_slots", 2L)
                .containsEntry("fragmentation_slots", 13L);
        // With 5 index bits 39 zeros need one.
        machine.compression = new ScnnSpec.Compression(true, true, 5);
        run = run(machine, layer(ConvShape.of(1, 1, 1, 1, 1, 1, 40, 1, 0), ALL, (c, y, x) -> x == 39));
        assertThat(run.counters()).containsEntry("placeholder_slots", 1L);
    }

    @Test
    void allProductsOnOneBank() {
        // Columns 0, 4, 8, 12 and output channels 0, 8, 16, 24 share their bank: one step of 16 products.
        LayerTrace layer =
                layer(ConvShape.of(25, 1, 1, 1, 1, 1, 13, 1, 0), (k, c, tap) -> k % 8 == 0, (c, y, x) -> x % 4 == 0);
        ScnnMachines machine = onePe();
        machine.outputChannels = 25;
        machine.queueDepth = 0;
        // 16 cycles, then 25 x 13 sums leave.
        assertThat(run(machine, layer).cycles()).isEqualTo(16 + 325);
        machine.queueDepth = 4;
        LayerRun run = run(machine, layer);
        // The step waits 12 cycles until 4 are queued, which then drain: the bank is the limit all the same.
        assertThat(run.cycles()).isEqualTo(12 + 4 + 325);
        assertThat(run.counters()).containsEntry("conflict_slots", 15L * 16);
    }

    @Test
    void queuesSmoothConflicts() {
        // Two vectors of weights: 0, 8, 16, 24 share a bank, 1, 2, 3, 4 do not; one activation.
        Present weights = (k, c, tap) -> c == 0 ? k % 8 == 0 : k >= 1 && k <= 4;
        LayerTrace layer = layer(ConvShape.of(25, 2, 1, 1, 1, 1, 1, 1, 0), weights, ALL);
        ScnnMachines machine = onePe();
        machine.outputChannels = 25;
        machine.queueDepth = 0;
        // 4 + 1 cycles, 25 sums.
        assertThat(runAsConvolution(machine, layer)).isEqualTo(5 + 25);
        machine.queueDepth = 3;
        // 4 on the bank: 1 added, 3 queued; next step 2 left; drain 2: 1 + 1 + 2.
        assertThat(runAsConvolution(machine, layer)).isEqualTo(4 + 25);
    }

    /** A 1 x 1 map is the fully connected mode, which on one PE is the same. */
    private static long runAsConvolution(ScnnMachines machine, LayerTrace layer) {
        return run(machine, layer).cycles();
    }

    @Test
    void barriers() {
        ScnnMachines machine = ScnnMachines.paper();
        machine.pes = new ScnnSpec.Pes(1, 2, 4, 4);
        // Channel 0: 8 activations on the left PE, 4 on the right; channel 1 the other way round; 1 vector of weights.
        LayerTrace layer = layer(ConvShape.of(4, 2, 1, 1, 1, 1, 16, 1, 0), ALL, (c, y, x) -> c == 0 ? x < 12 : x >= 4);
        // 4 x 8 sums of a PE leave at the end.
        machine.barrier = Barrier.GROUP;
        assertThat(run(machine, layer).cycles()).isEqualTo(3 + 32);
        machine.barrier = Barrier.CHANNEL;
        LayerRun run = run(machine, layer);
        assertThat(run.cycles()).isEqualTo(2 + 2 + 32);
        // Each PE waits one cycle for the other one.
        assertThat(run.ledger().sum("pe", State.SIBLINGS)).isEqualTo(2);
        machine.barrier = Barrier.FIFO;
        machine.fifoEntries = 1;
        assertThat(run(machine, layer).cycles()).isEqualTo(2 + 2 + 32);
        machine.fifoEntries = 2;
        assertThat(run(machine, layer).cycles()).isEqualTo(3 + 32);
    }

    @Test
    void halosGoAfterTheRunOrBesideTheNext() {
        ScnnMachines machine = ScnnMachines.paper();
        LayerTrace layer = layer(ConvShape.of(16, 1, 1, 3, 3, 16, 16, 1, 1), ALL, ALL);
        // 2 runs of 8 output channels, tiles 2 x 2: 1 vector of activations x 72 / 4 of weights = 18 cycles.
        // Halo: the largest of 1 x 2, 2 x 1, 1 x 1 words x 8 = 16 cycles; sums 4 x 8 = 32.
        machine.postProcessing = new ScnnSpec.PostProcessing(false, 1, 1);
        machine.queueDepth = 0;
        machine.banks = 32;
        long stalls = run(machine, layer).counters().get("conflict_slots");
        assertThat(stalls).isZero();
        assertThat(run(machine, layer).cycles()).isEqualTo(2 * (18 + 48));
        // The first run's 48 hide behind the second run's 18; the rest, and the second run's 48, do not.
        machine.postProcessing = new ScnnSpec.PostProcessing(true, 1, 1);
        assertThat(run(machine, layer).cycles()).isEqualTo(18 + 18 + 30 + 48);
        machine.postProcessing = new ScnnSpec.PostProcessing(true, 2, 4);
        // Halo 8, sums 8: hidden but for the last.
        assertThat(run(machine, layer).cycles()).isEqualTo(18 + 18 + 16);
    }

    @Test
    void stridedLayersRunByPhases() {
        ScnnMachines machine = onePe();
        machine.outputChannels = 1;
        LayerRun run = run(machine, layer(ConvShape.of(1, 1, 1, 3, 3, 5, 5, 2, 0), ALL, ALL));
        // Rows 0, 2, 4 meet taps 0 and 2, rows 1 and 3 tap 1: phases of 9 x 4, 6 x 2, 6 x 2 and 4 x 1 pairs.
        // Steps: ceil(9 / 4) x 1 + 2 x ceil(6 / 4) x 1 + 1 = 3 + 4 + 1.
        assertThat(run.counters()).containsEntry("useful_slots", 36L);
        assertThat(run.ledger().sum("pe", State.WORKING)).isEqualTo(8);
        assertThat(run.counters()).containsEntry("dropped_slots", 9L * 4 + 2 * 6 * 2 + 4 - 36);
        assertThat(run.mapping()).isEqualTo("3x3 tiles on 1x1 PEs, 1 k/run, 4 phases");
    }

    @Test
    void fullyConnectedLayersSpreadOverThePes() {
        LayerRun run =
                run(ScnnMachines.paper(), layer(ConvShape.fullyConnected(512, 10), ALL, (c, y, x) -> c % 2 == 0));
        // 8 output channels per PE: 2 vectors of weights for each of 5 activations, then 8 sums leave.
        assertThat(run.cycles()).isEqualTo(5 * 2 + 8);
        // 4 of 16 multipliers.
        assertThat(run.counters()).containsEntry("useful_slots", 5L * 512).containsEntry("busy_pe_cycles", 10L * 64);
    }

    @Test
    void mapsThatTheAccumulatorsDoNotHoldAreCut() {
        LayerRun run = run(ScnnMachines.paper(), layer(ConvShape.of(8, 1, 1, 3, 3, 120, 120, 1, 1), ALL, ALL));
        // Whole tiles of 15 x 15 need 17 x 17 x 8 = 2,312 accumulators of 1,024.
        assertThat(run.counters().get("temporal_tiles")).isGreaterThan(1);
        assertThat(run.counters().get("useful_slots")).isEqualTo(8L * (3 * 120 - 2) * (3 * 120 - 2));
    }

    @Test
    void weightsComeFromDram() {
        ScnnMachines machine = onePe();
        machine.dram = new DramSpec(false, 1, 10);
        // 8 weights of 20 bits and requantisation of 8 x 56 are 76 bytes: there after 10 + 76 cycles; 2 steps, 8 sums.
        LayerRun run = run(machine, layer(ConvShape.fullyConnected(8, 1), ALL, ALL));
        assertThat(run.ledger().sum("pe", State.MEMORY)).isEqualTo(86);
        assertThat(run.cycles()).isEqualTo(86 + 2 + 8);
        assertThat(run.activity().bits(Action.DRAM_READ)).isEqualTo(8 * 76);
        assertThat(run.activity().bits(Action.DRAM_WRITE)).isZero();
    }
}
