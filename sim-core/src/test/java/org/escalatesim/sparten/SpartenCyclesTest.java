package org.escalatesim.sparten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.ActivityKey;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.sparten.SpartenSpec.Balance;
import org.escalatesim.sparten.SpartenSpec.Barrier;
import org.escalatesim.sparten.SpartenSpec.Sparsity;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;

/** Small layers by hand, chunks of 8 lanes. The collector takes 4 outputs per cycle, DRAM is ideal, unless said. */
class SpartenCyclesTest {
    private static final ConvShape TWO_PIXELS = ConvShape.of(2, 8, 1, 1, 1, 1, 2, 1, 0);

    /** Filters with 3 and 2 weights; the first pixel is dense, the second has channel 2 alone. */
    private static final LayerTrace LAYER =
            HandKernels.layer(TWO_PIXELS, new String[] {"aaa.....", "..aa...."}, new String[] {"aaaaaaaa", "..a....."});

    private static long[] states(LayerRun run, int unit) {
        return Arrays.stream(State.values())
                .mapToLong(state -> run.ledger().cycles(unit, state))
                .toArray();
    }

    @Test
    void unitsWaitForTheSlowestAtEveryChunk() {
        LayerRun run = TestSparten.of(1, 2, 8).build().run(LAYER, true);
        // First broadcast 1, then max(3, 2) and max(1, 1) matches, then 2 outputs leave in 1 cycle.
        assertThat(run.cycles()).isEqualTo(1 + 3 + 1 + 1);
        // Working, input, blocked, siblings, memory, idle.
        assertThat(states(run, 0)).containsExactly(4, 1, 0, 0, 0, 1);
        assertThat(states(run, 1)).containsExactly(3, 1, 0, 1, 0, 1);
        assertThat(run.ledger().name(1)).isEqualTo("cluster0.unit1");
        assertThat(run.multiplications()).isEqualTo(7);
        // 'a' is 97: three products for one filter, two for the other, then one each.
        assertThat(run.values().sums()).containsExactly(3 * 97 * 97, 97 * 97, 2 * 97 * 97, 97 * 97);
        assertThat(run.counters()).contains(entry("ideal_cycles", 4L), entry("chunks_broadcast", 2L));
    }

    @Test
    void everyEventIsCounted() {
        LayerRun run = TestSparten.of(1, 2, 8).build().run(LAYER, false);
        int unit = 288 + 576 + 160;
        assertThat(run.activity().counts())
                .containsOnly(
                        // Chunks of 8 mask bits and 8 values, 8 mask bits and 1 value: 72 + 16 bits.
                        entry(new ActivityKey("map_buffer", Action.SRAM_READ, 8, 1 << 20), 11L),
                        // 4 outputs of a mask bit and half a value: 20 bits.
                        entry(new ActivityKey("map_buffer", Action.SRAM_WRITE, 8, 1 << 20), 3L),
                        // Both units take both chunks.
                        entry(new ActivityKey("unit_input", Action.SRAM_WRITE, 8, unit), 22L),
                        // 7 products; the masks of 2 chunks in 2 units, 8 lanes each.
                        entry(new ActivityKey("unit_input", Action.SRAM_READ, 8, unit), 11L),
                        entry(new ActivityKey("unit_filters", Action.SRAM_READ, 8, unit), 11L),
                        // Masks of 8 bits, 3 and 2 values: 56 bits.
                        entry(new ActivityKey("unit_filters", Action.SRAM_WRITE, 8, unit), 7L),
                        // And multiplier, shift and bias of 2 filters.
                        entry(new ActivityKey("dram", Action.DRAM_READ, 1, 0), 56L + 2 * 56L),
                        entry(new ActivityKey("priority_encoder", Action.GATHER_DECODE, 8, 0), 4L),
                        entry(new ActivityKey("prefix_sum", Action.GATHER_DECODE, 8, 0), 8L),
                        entry(new ActivityKey("mask_and", Action.COMPARE, 8, 0), 4L),
                        // Two places per product, 3 stages of 3 bits.
                        entry(new ActivityKey("prefix_sum", Action.MUX, 3, 0), 42L),
                        entry(new ActivityKey("mac", Action.MULTIPLY, 8, 8), 7L),
                        entry(new ActivityKey("mac", Action.ADD, 24, 0), 7L),
                        entry(new ActivityKey("mac", Action.REGISTER_READ, 24, 0), 7L),
                        entry(new ActivityKey("mac", Action.REGISTER_WRITE, 24, 0), 7L),
                        entry(new ActivityKey("collector", Action.REGISTER_READ, 24, 0), 4L),
                        entry(new ActivityKey("collector", Action.REGISTER_WRITE, 24, 0), 4L),
                        entry(new ActivityKey("collector", Action.COMPARE, 8, 0), 4L),
                        entry(new ActivityKey("collector", Action.GATHER_DECODE, 8, 0), 1L),
                        entry(new ActivityKey("output", Action.REGISTER_WRITE, 56, 0), 2L),
                        entry(new ActivityKey("output", Action.REGISTER_READ, 56, 0), 4L),
                        entry(new ActivityKey("output", Action.MULTIPLY, 32, 16), 4L),
                        entry(new ActivityKey("output", Action.ADD, 32, 0), 4L),
                        entry(new ActivityKey("output", Action.COMPARE, 8, 0), 4L));
    }

    @Test
    void aSlowCollectorBlocksTheUnits() {
        TestSparten machine = TestSparten.of(1, 2, 8);
        machine.outputsPerCycle = 1;
        LayerRun run = machine.build().run(LAYER, false);
        // Position 0 ends at 4, its outputs have left at 6; position 1 would end at 5, waits until 6, leaves at 8.
        assertThat(run.cycles()).isEqualTo(8);
        assertThat(states(run, 0)).containsExactly(4, 1, 1, 0, 0, 2);
        assertThat(run.counters()).contains(entry("collector_stall_cluster_cycles", 1L));
    }

    @Test
    void aChunkWithoutMatchesTakesTheCycleOfItsBroadcast() {
        LayerTrace layer = HandKernels.layer(
                TWO_PIXELS, new String[] {"aaa.....", "..aa...."}, new String[] {"aaaaaaaa", ".......a"});
        LayerRun run = TestSparten.of(1, 2, 8).build().run(layer, false);
        assertThat(run.cycles()).isEqualTo(1 + 3 + 1 + 1);
        assertThat(states(run, 0)).containsExactly(3, 2, 0, 0, 0, 1);
        assertThat(states(run, 1)).containsExactly(2, 2, 0, 1, 0, 1);
    }

    @Test
    void eachVariantPaysForItsCompressedSide() {
        TestSparten machine = TestSparten.of(1, 2, 8);
        // Dense: 8 lanes per chunk. Activations: 8 and 1. Weights: 3 per chunk. First broadcast and collector 2.
        assertThat(machine.sparsity(Sparsity.NONE).build().run(LAYER, true).cycles())
                .isEqualTo(2 + 16);
        assertThat(machine.sparsity(Sparsity.ACTIVATIONS)
                        .build()
                        .run(LAYER, true)
                        .cycles())
                .isEqualTo(2 + 9);
        LayerRun weights = machine.sparsity(Sparsity.WEIGHTS).build().run(LAYER, true);
        assertThat(weights.cycles()).isEqualTo(2 + 6);
        assertThat(weights.multiplications()).isEqualTo(2 * (3 + 2));
        assertThat(weights.matchedPairs()).isEqualTo(7);
    }

    @Test
    void pairedFiltersAddUp() {
        // One unit: 3 + 2 matches, then 1 + 1; first broadcast, collector.
        LayerRun run = TestSparten.of(1, 1, 8).balance(Balance.GB_S).build().run(LAYER, true);
        assertThat(run.cycles()).isEqualTo(1 + 5 + 2 + 1);
        assertThat(run.values().sums()).containsExactly(3 * 97 * 97, 97 * 97, 2 * 97 * 97, 97 * 97);
    }

    /** Four filters over two chunks with 6 and 2, 2 and 6, 2 and 6, 6 and 2 weights: equally dense as a whole. */
    private static final LayerTrace UNEVEN_CHUNKS = HandKernels.layer(
            ConvShape.of(4, 16, 1, 1, 1, 1, 1, 1, 0),
            new String[] {"aaaaaa..aa......", "aa......aaaaaa..", "aa......aaaaaa..", "aaaaaa..aa......"},
            new String[] {"aaaaaaaaaaaaaaaa"});

    @Test
    void balancingByChunkSeesWhatWholeFiltersHide() {
        TestSparten machine = TestSparten.of(1, 2, 8);
        // Without: filters 0 and 1, max(6, 2) + max(2, 6), leave in 1; then 2 and 3.
        assertThat(machine.build().run(UNEVEN_CHUNKS, true).cycles()).isEqualTo(1 + 12 + 12 + 1);
        // GB-S pairs 0 with 3 and 1 with 2: max(12, 4) + max(4, 12).
        assertThat(machine.balance(Balance.GB_S)
                        .build()
                        .run(UNEVEN_CHUNKS, true)
                        .cycles())
                .isEqualTo(1 + 24 + 1);
        // GB-H pairs 6 with 2 in both chunks.
        LayerRun chunks = machine.balance(Balance.GB_H).build().run(UNEVEN_CHUNKS, true);
        assertThat(chunks.cycles()).isEqualTo(1 + 16 + 1);
        assertThat(chunks.counters()).contains(entry("psums_permuted", 8L), entry("permute_stall_cluster_cycles", 0L));
        assertThat(chunks.values().sums()).containsOnly(8 * 97 * 97);
        // 4 psums at 1 in 3 cycles... at 1 per cycle 4 cycles per chunk, hidden behind 8.
        machine.psumsPerCycle = 1;
        assertThat(machine.build().run(UNEVEN_CHUNKS, false).cycles()).isEqualTo(1 + 16 + 1);
    }

    @Test
    void aNarrowPermuteNetworkBlocks() {
        // Two filters with 3 weights in each chunk, two without any: pairs take 3 cycles per chunk, but 4 psums take 4.
        // (One filter per unit would take 3 for the first pass and a broadcast of 1 for the second.)
        LayerTrace layer = HandKernels.layer(
                ConvShape.of(4, 16, 1, 1, 1, 1, 1, 1, 0),
                new String[] {"aaa.....aaa.....", "................", "aaa.....aaa.....", "................"},
                new String[] {"aaaaaaaaaaaaaaaa"});
        TestSparten machine = TestSparten.of(1, 2, 8).balance(Balance.GB_H);
        machine.psumsPerCycle = 1;
        LayerRun run = machine.build().run(layer, false);
        assertThat(run.cycles()).isEqualTo(1 + 4 + 4 + 1);
        assertThat(states(run, 0)).containsExactly(6, 1, 2, 0, 0, 1);
        assertThat(run.counters()).contains(entry("permute_stall_cluster_cycles", 2L));
    }

    @Test
    void anUnpairedPlanAvoidsANarrowPermuteNetwork() {
        // One match per filter and chunk: pairs take 2 cycles per chunk, but 4 psums take 4; two passes take 1 each.
        LayerTrace layer = HandKernels.layer(
                ConvShape.of(4, 16, 1, 1, 1, 1, 1, 1, 0),
                new String[] {"a.......a.......", "a.......a.......", "a.......a.......", "a.......a......."},
                new String[] {"aaaaaaaaaaaaaaaa"});
        TestSparten machine = TestSparten.of(1, 2, 8).balance(Balance.GB_H);
        machine.psumsPerCycle = 1;
        assertThat(machine.build().run(layer, false).cycles()).isEqualTo(1 + 2 + 2 + 1);
    }

    @Test
    void theOutputBarrierLetsUnitsRunAhead() {
        // Without balancing, filters 0 and 1: 6 + 2 and 2 + 6 are 8 each.
        LayerRun run = TestSparten.of(1, 2, 8).barrier(Barrier.OUTPUT).build().run(UNEVEN_CHUNKS, false);
        assertThat(run.cycles()).isEqualTo(1 + 8 + 8 + 1);
        assertThat(run.ledger().sum("unit", State.SIBLINGS)).isZero();
    }

    @Test
    void clustersTakePositionsInTurn() {
        LayerTrace layer =
                HandKernels.layer(ConvShape.of(1, 8, 1, 1, 1, 1, 3, 1, 0), new String[] {"aaaaaaaa"}, new String[] {
                    "aaaaaaaa", "aa......", "aaa....."
                });
        LayerRun run = TestSparten.of(2, 1, 8).build().run(layer, false);
        // Cluster 0 has positions 0 and 2 (8 + 3), cluster 1 has position 1 (2); first broadcast, collector.
        assertThat(run.cycles()).isEqualTo(1 + 11 + 1);
        assertThat(states(run, 0)).containsExactly(11, 1, 0, 0, 0, 1);
        assertThat(states(run, 1)).containsExactly(2, 1, 0, 0, 0, 10);
        assertThat(run.ledger().name(1)).isEqualTo("cluster1.unit0");
    }

    @Test
    void clustersWithoutPositionsTakeOtherFilters() {
        // One position, two filters, one unit per cluster: the other cluster stays idle, or takes the second filter.
        LayerTrace layer = HandKernels.layer(
                ConvShape.fullyConnected(2, 8), new String[] {"aaaaaa..", "aaaa...."}, new String[] {"aaaaaaaa"});
        TestSparten machine = TestSparten.of(2, 1, 8);
        LayerRun alone = machine.build().run(layer, false);
        assertThat(alone.cycles()).isEqualTo(1 + 6 + 4 + 1);
        assertThat(states(alone, 1)).containsExactly(0, 0, 0, 0, 0, 12);
        LayerRun shared = machine.auto().build().run(layer, false);
        assertThat(shared.cycles()).isEqualTo(1 + 6 + 1);
        assertThat(states(shared, 1)).containsExactly(4, 1, 0, 0, 0, 3);
    }

    @Test
    void paddingIsNotBroadcast() {
        // 3 x 3 on one pixel with padding: the centre tap alone, 2 of its 8 channels.
        String taps = "aaaaaaaa".repeat(4) + "aa......" + "aaaaaaaa".repeat(4);
        LayerTrace layer = HandKernels.layer(
                ConvShape.of(1, 8, 1, 3, 3, 1, 1, 1, 1), new String[] {taps}, new String[] {"aaaaaaaa"});
        LayerRun run = TestSparten.of(1, 1, 8).build().run(layer, true);
        assertThat(run.cycles()).isEqualTo(1 + 2 + 1);
        assertThat(run.counters()).contains(entry("chunks_broadcast", 1L));
    }

    @Test
    void masksLetGroupsShareAChunk() {
        LayerTrace layer = HandKernels.layer(
                ConvShape.of(4, 4, 4, 1, 1, 1, 1, 1, 0), new String[] {"a", "a", ".", "a"}, new String[] {"aa.a"});
        TestSparten machine = TestSparten.of(1, 4, 8);
        LayerRun fused = machine.build().run(layer, true);
        // One chunk with all four channels, one match in three units.
        assertThat(fused.cycles()).isEqualTo(1 + 1 + 1);
        assertThat(fused.values().sums()).containsExactly(97 * 97, 97 * 97, 0, 97 * 97);
        // Dense: four passes of one lane; the collector takes each output in 1.
        assertThat(machine.sparsity(Sparsity.NONE).build().run(layer, true).cycles())
                .isEqualTo(1 + 4 + 1);
    }

    @Test
    void filtersAreFetchedBeforeTheyAreUsed() {
        LayerTrace layer = HandKernels.layer(
                ConvShape.of(2, 8, 1, 1, 1, 1, 1, 1, 0), new String[] {"aaa.....", "aaaaaaa."}, new String[] {"aaaaaaaa"
                });
        LayerRun run = TestSparten.of(1, 1, 8).dram(2, 10).build().run(layer, false);
        // 8 + 24 bits are 4 bytes, the parameters of 2 filters 14: 9 cycles and the latency of 10, there in 19.
        // 8 + 56 bits: 4 cycles more, there in 23. 19 + first broadcast 1 + 3 matches = 23, the second filter is there:
        // 7 matches, collector 1.
        assertThat(run.cycles()).isEqualTo(23 + 7 + 1);
        assertThat(states(run, 0)).containsExactly(10, 1, 0, 0, 19, 1);
    }

    @Test
    void filtersThatDoNotFitComeInSlices() {
        TestSparten machine = TestSparten.of(1, 1, 8).dram(1, 0);
        // Half of 18 bytes holds one dense chunk of 9 bytes; three psums of 3 bytes fit 9 bytes.
        machine.filterBytes = 18;
        machine.psumBytes = 9;
        String dense = "aaaaaaaa".repeat(2);
        LayerTrace layer =
                HandKernels.layer(ConvShape.of(1, 16, 1, 1, 1, 1, 5, 1, 0), new String[] {dense}, new String[] {
                    dense, dense, dense, dense, dense
                });
        LayerRun run = machine.build().run(layer, true);
        // Positions 0 to 2, then 3 and 4, each with both slices.
        // Fetches of 9 cycles, with 7 bytes of parameters in the first: there in 16, 25, then issued when the step
        // before
        // the last has ended.
        // Step 0: 16 + 1 + 3 * 8 = 41. Step 1: 65; step 2 (fetched 41 to 50): 81; step 3 (65 to 74): 97; collector 1.
        assertThat(run.cycles()).isEqualTo(98);
        assertThat(run.counters())
                .contains(entry("steps", 4L), entry("psums_read_back", 5L), entry("dram_weight_bits", 4 * 72L + 56));
    }
}
