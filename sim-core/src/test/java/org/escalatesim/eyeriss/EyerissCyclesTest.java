package org.escalatesim.eyeriss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.tensor.ConvShape;
import org.junit.jupiter.api.Test;

/** Whole layers, their cycles, ledger and traffic by hand. */
class EyerissCyclesTest {
    /** 3 filters, 2 channels, 3 x 3, 4 x 4 map, padding 1: 4 x 4 outputs. */
    private static final ConvShape SMALL = ConvShape.of(3, 2, 1, 3, 3, 4, 4, 1, 1);

    private static PublishedMapping published(ConvShape shape, RowMapping mapping) {
        return new PublishedMapping(
                "test",
                shape.k(),
                shape.c(),
                shape.groups(),
                shape.r(),
                shape.s(),
                shape.strideH(),
                shape.p(),
                shape.q(),
                mapping);
    }

    private static EyerissSpec chip(ConvShape shape, RowMapping mapping) {
        return EyerissMachines.with(
                EyerissMachines.chip(),
                EyerissSpec.Choice.PUBLISHED,
                EyerissSpec.Objective.CYCLES,
                published(shape, mapping));
    }

    private static LayerRun run(EyerissSpec spec, ConvShape shape) {
        return spec.build().run(EyerissMachines.dense(shape), false);
    }

    @Test
    void twoFilterGroupsOfTwoChannelPasses() {
        // t = 2: filters 2 and 1; one channel per pass.
        LayerRun run = run(chip(SMALL, new RowMapping(1, 4, 1, 1, 1, 2, 4)), SMALL);

        // Two passes of 2 filters: compute 1 x 3 x 4 = 12, psums 2 x 16 / 4 = 8, ifmap 6 x 6 = 36;
        // ramp ceil(18 / 4) + 6 x 3 = 23: 59 cycles each.
        // Two passes of 1 filter: ifmap 36; ramp ceil(9 / 4) + 18 = 21: 57 each.
        assertThat(run.cycles()).isEqualTo(2 * 59 + 2 * 57);
        assertThat(run.mapping()).isEqualTo("n/e/p/q/r/t 1/4/1/1/1/2, Ft 4 (published for test), 24 of 168 PEs");
        assertThat(run.counters())
                .containsEntry("passes", 4L)
                .containsEntry("active_pes", 24L)
                .containsEntry("compute_cycles", 4 * 12L)
                .containsEntry("ifmap_bus_cycles", 4 * 24L)
                .containsEntry("psum_bus_cycles", 0L)
                .containsEntry("ramp_cycles", 2 * 23L + 2 * 21L)
                // 3 filters x 16 outputs x 2 channels.
                .containsEntry("psum_words_in", 96L)
                .containsEntry("ifmap_words", 4 * 36L)
                .containsEntry("global_buffer_bytes", 2 * (2 * 96L + 144));
        // 3 x 2 x 9 x 16 products; padding: 4 of 6 columns are real, so 10 of 12 taps per row and column.
        assertThat(run.multiplications()).isEqualTo(864);
        assertThat(run.counters()).containsEntry("gated_multiplications", 864L - 6 * 100);
        // PE 0 works in all four passes; PE 12 (second filter set) in two; PE 24 in none.
        assertThat(run.ledger().cycles(0, State.WORKING)).isEqualTo(48);
        assertThat(run.ledger().cycles(0, State.INPUT)).isEqualTo(96 + 88);
        assertThat(run.ledger().cycles(12, State.WORKING)).isEqualTo(24);
        assertThat(run.ledger().cycles(12, State.IDLE)).isEqualTo(114);
        assertThat(run.ledger().cycles(24, State.IDLE)).isEqualTo(232);
    }

    @Test
    void aSetWithFewerFiltersWaitsForItsSibling() {
        // p = 2, t = 2: all 3 filters in one pass, 2 and 1 of them in the two sets.
        LayerRun run = run(chip(SMALL, new RowMapping(1, 4, 2, 1, 1, 2, 4)), SMALL);

        // Two passes: compute 2 x 3 x 4 = 24, ifmap 36, ramp ceil(27 / 4) + 18 = 25: 61 each.
        assertThat(run.cycles()).isEqualTo(122);
        assertThat(run.ledger().cycles(12, State.WORKING)).isEqualTo(24);
        assertThat(run.ledger().cycles(12, State.SIBLINGS)).isEqualTo(24);
    }

    @Test
    void wideSetsFold() {
        MappingProblem problem = new MappingProblem(
                EyerissMachines.chip(), EyerissMachines.dense(ConvShape.of(4, 4, 1, 5, 5, 27, 27, 1, 2)));

        // Two strips of 5 rows: two sets of 14 columns, four of 7; one of 27 (14 + 13); none of 29.
        assertThat(problem.sets(14)).isEqualTo(2);
        assertThat(problem.sets(7)).isEqualTo(4);
        assertThat(problem.sets(27)).isEqualTo(1);
        assertThat(problem.sets(29)).isZero();
        assertThat(problem.illegal(new RowMapping(1, 27, 16, 2, 1, 1, 27))).isNull();
        assertThat(problem.illegal(new RowMapping(1, 27, 16, 2, 2, 1, 27))).contains("exceed the array");
        assertThat(problem.illegal(new RowMapping(1, 27, 16, 3, 1, 1, 27))).contains("spads");
    }

    @Test
    void kernelsLargerThanTheArrayOrTheSpadAreCut() {
        // 13 rows on 12: 12 + 1. 14 columns on 12 words: 12 + 2. Padding 6.
        ConvShape shape = ConvShape.of(1, 1, 1, 13, 14, 14, 14, 1, 6);
        LayerRun run = run(chip(shape, new RowMapping(1, 1, 1, 1, 1, 1, shape.q())), shape);

        // 14 output rows, each in 4 passes of its kernel tiles.
        assertThat(run.counters()).containsEntry("passes", 4L * shape.p());
        assertThat(run.mapping()).contains("kernel in 4 tiles");
        assertThat(run.multiplications()).isEqualTo(shape.denseMacs());
    }

    @Test
    void aBatchRunsImagesTogetherWhereTheMappingSaysSo() {
        EyerissSpec two = EyerissMachines.with(
                chip(SMALL, new RowMapping(4, 4, 1, 1, 1, 1, 4)),
                new EyerissSpec.Buses(1, 4, 4),
                EyerissMachines.IDEAL,
                2);
        LayerRun run = run(two, SMALL);

        // n = 4 is cut to the batch of 2. Six passes (3 filters x 2 channels): compute 2 x 12, ifmap 2 x 36 = 72,
        // ramp ceil(9 / 4) + 18 = 21.
        assertThat(run.cycles()).isEqualTo(6 * (72 + 21));
        assertThat(run.multiplications()).isEqualTo(2 * 864);
        assertThat(run.counters()).containsEntry("images", 2L);
    }

    @Test
    void dramCostsWhatDoubleBufferingLeaves() {
        EyerissSpec slow = EyerissMachines.with(
                chip(SMALL, new RowMapping(1, 4, 3, 1, 1, 1, 4)),
                new EyerissSpec.Buses(1, 4, 4),
                new DramSpec(false, 1, 10),
                1);
        LayerRun run = run(slow, SMALL);

        // All filters fit their buffer, and each pass has one channel of all 3: fetched are 16 values of 16 bits and
        // 27 weights, 32 + 54 = 86 bytes, and at first 3 x 56 bits of requantisation, 21 bytes: done at 10 + 107 = 117
        // and, for the second pass, at 117 + 86 = 203.
        // A pass: compute 36, ifmap 36, psums 48 / 4, ramp 7 + 18 = 25: 61 cycles. 117 .. 178, 203 .. 264.
        // 48 outputs of 16 bits go out at one byte per cycle: 96 cycles.
        assertThat(run.cycles()).isEqualTo(264 + 96);
        assertThat(run.counters())
                .containsEntry("dram_wait_cycles", 117 + 25L)
                .containsEntry("dram_input_bits", 2 * 16 * 16L)
                .containsEntry("dram_weight_bits", 54 * 16L)
                .containsEntry("dram_output_bits", 48 * 16L);
        assertThat(run.ledger().cycles(0, State.MEMORY)).isEqualTo(142);
        assertThat(run.ledger().cycles(0, State.IDLE)).isEqualTo(96);
    }

    @Test
    void energyBearingEvents() {
        LayerRun run = run(chip(SMALL, new RowMapping(1, 4, 3, 2, 1, 1, 4)), SMALL);

        // One pass. 600 of 864 products have an activation that is not zero; each psum crosses 3 PEs.
        assertThat(run.activity().count("mac", Action.MULTIPLY)).isEqualTo(600);
        assertThat(run.activity().count("filter_spad", Action.SRAM_READ)).isEqualTo(600);
        assertThat(run.activity().count("ifmap_spad", Action.REGISTER_READ)).isEqualTo(864);
        assertThat(run.activity().count("psum_links", Action.REGISTER_WRITE)).isEqualTo(48 * 3);
        assertThat(run.activity().count("mac", Action.ADD)).isEqualTo(600 + 144);
        // 54 filter words, each to 4 columns; 12 PEs take 2 channels of 6 words.
        assertThat(run.activity().count("filter_spad", Action.SRAM_WRITE)).isEqualTo(54 * 4);
        assertThat(run.activity().count("ifmap_spad", Action.REGISTER_WRITE)).isEqualTo(12 * 12);
        // Psums 48 and 2 x 36 activations read; psums 48 and 32 values from DRAM written.
        assertThat(run.activity().count("global_buffer", Action.SRAM_READ)).isEqualTo(48 + 72);
        assertThat(run.activity().count("global_buffer", Action.SRAM_WRITE)).isEqualTo(48 + 32);
        assertThat(run.activity().count("filter_buffer", Action.SRAM_READ)).isEqualTo(54);
        assertThat(run.activity().count("dram", Action.DRAM_WRITE)).isEqualTo(48 * 16);
    }

    @Test
    void aPublishedMappingThatDoesNotFitIsLeftForTheSearch() {
        ConvShape shape = ConvShape.of(4, 4, 1, 3, 3, 20, 20, 1, 1);
        // e = 20 folds over two strips: two sets at most.
        LayerRun run = run(chip(shape, new RowMapping(1, 20, 1, 1, 2, 2, 20)), shape);
        assertThat(run.mapping()).contains("(searched)");
    }

    @Test
    void theBetterOfPublishedAndSearchedRuns() {
        RowMapping poor = new RowMapping(1, 1, 1, 1, 1, 1, 1);
        EyerissSpec best = EyerissMachines.with(
                EyerissMachines.chip(), EyerissSpec.Choice.BEST, EyerissSpec.Objective.CYCLES, published(SMALL, poor));
        LayerRun searched = run(EyerissMachines.chip(), SMALL);
        LayerRun forced = run(chip(SMALL, poor), SMALL);

        assertThat(run(best, SMALL).cycles()).isEqualTo(searched.cycles()).isLessThan(forced.cycles());
    }

    @Test
    void aLayerWithoutRoomIsRefusedWithAReason() {
        EyerissSpec spec = EyerissMachines.chip();
        EyerissSpec tiny = new EyerissSpec(
                "tiny",
                200,
                1,
                16,
                16,
                168,
                spec.array(),
                spec.spads(),
                new EyerissSpec.GlobalBuffer(1, 16, 0, 8192),
                spec.buses(),
                spec.runLength(),
                spec.dram(),
                spec.mapping(),
                java.util.List.of());
        assertThatThrownBy(() -> run(tiny, SMALL))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessage("layer dense cannot run on this machine: no mapping of it fits; one output row, column, "
                        + "filter and channel at a time: psums and input of a pass exceed the global buffer");
    }

    @Test
    void impossibleMachines() {
        assertThatThrownBy(() -> new EyerissSpec.GlobalBuffer(4, 4096, 4, 8192))
                .isInstanceOf(SpecException.class)
                .hasMessage(
                        "global_buffer.resident_banks must be less than global_buffer.banks (4), which hold psums too, not 4");
        EyerissSpec chip = EyerissMachines.chip();
        assertThatThrownBy(() -> new EyerissSpec(
                        "bad",
                        200,
                        1,
                        12,
                        16,
                        168,
                        chip.array(),
                        chip.spads(),
                        chip.globalBuffer(),
                        chip.buses(),
                        chip.runLength(),
                        chip.dram(),
                        chip.mapping(),
                        chip.published()))
                .hasMessage("data_bits must be 8 or 16, not 12");
        assertThatThrownBy(() -> new RowMapping(1, 1, 0, 1, 1, 1, 1)).hasMessageStartingWith("p must be 1 to ");
    }

    @Test
    void totalSramIsMetInWholeBanks() {
        EyerissSpec scaled = EyerissMachines.scaled();
        // 152 x 4,096 + 24,966 + 1,024 x 224.
        assertThat(scaled.totalSram()).isEqualTo(622_592 + 24_966 + 229_376);

        EyerissSpec resized = (EyerissSpec) scaled.withTotalSram(1_500_000);
        // (1,500,000 - 254,342) / 4,096 = 304 banks, three quarters of them for maps.
        assertThat(resized.globalBuffer().banks()).isEqualTo(304);
        assertThat(resized.globalBuffer().residentBanks()).isEqualTo(228);
        assertThat(resized.totalSram()).isLessThanOrEqualTo(1_500_000).isGreaterThan(1_500_000 - 4096);
        assertThatThrownBy(() -> scaled.withTotalSram(254_342 + 4095)).hasMessageContaining("has no room in");
    }

    @Test
    void theSearchIsDeterministic() {
        ConvShape shape = ConvShape.of(24, 16, 1, 3, 3, 14, 14, 1, 1);
        RowMapping first = MappingSearch.best(
                        new MappingProblem(EyerissMachines.scaled(), EyerissMachines.dense(shape)))
                .mapping();
        RowMapping second = MappingSearch.best(
                        new MappingProblem(EyerissMachines.scaled(), EyerissMachines.dense(shape)))
                .mapping();
        assertThat(first).isEqualTo(second);
        assertThat(EyerissMachines.legal(
                        new MappingProblem(EyerissMachines.scaled(), EyerissMachines.dense(shape)), new Random(1)))
                .isNotNull();
    }
}
