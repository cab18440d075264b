package org.escalatesim.sparten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.sparten.SpartenSpec.Sparsity;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    /** Dense, so that bits can be reckoned by hand: 16 filters of 3 x 3 x 16 on a map of 8 x 8. */
    private static final ConvShape SHAPE = ConvShape.of(16, 16, 1, 3, 3, 8, 8, 1, 1);

    private static LayerTrace layer(long producer, long consumer) {
        LayerTrace layer = RandomKernels.layer(3, SHAPE, 1, 1, 0);
        return new LayerTrace(
                layer.name(),
                SHAPE,
                layer.weights(),
                layer.input(),
                null,
                layer.post(),
                producer,
                consumer,
                layer.outputDensity());
    }

    private static Schedule schedule(TestSparten machine, LayerTrace layer) {
        SpartenSpec spec = machine.spec();
        return new Schedule(
                spec,
                layer,
                FilterPlan.of(
                        spec,
                        layer.shape(),
                        (Kernels) layer.weights(),
                        layer.input().density()));
    }

    private static long weightBits(Schedule schedule) {
        return schedule.steps.stream().mapToLong(Schedule.Step::weightBits).sum();
    }

    private static long inputBits(Schedule schedule) {
        return schedule.steps.stream().mapToLong(Schedule.Step::inputBits).sum();
    }

    /** A map buffer of 4 KiB: at 8 bits per value input and output take 2 x 1,024 bytes. */
    private static TestSparten machine(int units) {
        TestSparten machine = TestSparten.of(1, units, 16).sparsity(Sparsity.NONE);
        machine.mapBytes = 4096;
        // A filter has 9 chunks of 16 bytes: 144 bytes, half of 288.
        machine.filterBytes = 288;
        return machine;
    }

    @Test
    void residentMapsAndWholeFiltersMoveWeightsOnce() {
        Schedule schedule = schedule(machine(8), layer(1, 1));
        // Two passes of 8 filters.
        assertThat(schedule.steps).hasSize(2);
        assertThat(weightBits(schedule)).isEqualTo(16 * 9 * 16 * 8);
        assertThat(inputBits(schedule)).isZero();
    }

    @Test
    void anInputFromDramComesOnceRowByRow() {
        Schedule schedule = schedule(machine(8), layer(0, 1));
        // Spans of a row of 8 outputs in both rounds; the first needs input rows 0 and 1, the next ones one row each.
        assertThat(schedule.steps).hasSize(16);
        assertThat(schedule.steps.get(0).inputBits()).isEqualTo(2 * 8 * 16 * 8);
        assertThat(schedule.steps.get(1).inputBits()).isEqualTo(8 * 16 * 8);
        assertThat(inputBits(schedule)).isEqualTo(8 * 8 * 16 * 8);
        assertThat(weightBits(schedule)).isEqualTo(16 * 9 * 16 * 8);
    }

    @Test
    void filtersThatDoNotFitComeAgainForEverySpan() {
        TestSparten machine = machine(8);
        // Half of 286 bytes holds 8 of 9 chunks: 2 slices; 150 bytes are 50 psums of 3 bytes: spans of 50 and 14.
        machine.filterBytes = 286;
        machine.psumBytes = 150;
        Schedule schedule = schedule(machine, layer(1, 1));
        assertThat(schedule.steps).hasSize(2 * 2 * 2);
        assertThat(weightBits(schedule)).isEqualTo(2 * 16 * 9 * 16 * 8);
        assertThat(schedule.steps.get(0).weightBits()).isEqualTo(8 * 8 * 16 * 8);
        assertThat(schedule.steps.get(0).outputs()).isZero();
        assertThat(schedule.steps.get(1).outputs()).isEqualTo(8 * 50);
    }

    @Test
    void mapsThatDoNotFitTakeTheOrderThatMovesLess() {
        // 1 KiB: bands of half of it, two for the input of 1 KiB. Weights are 2,304 bytes, so one more band costs
        // 2,304 bytes, while each round after the first costs the map again, 1,024 bytes.
        TestSparten machine = machine(8);
        machine.mapBytes = 1024;
        Schedule rounds = schedule(machine, layer(1, 1));
        assertThat(rounds.residency.resident()).isFalse();
        assertThat(rounds.bands).isFalse();
        assertThat(inputBits(rounds)).isEqualTo(2 * 8 * 1024);
        assertThat(weightBits(rounds)).isEqualTo(8 * 2304);
        // Four filters per pass are four rounds: three times the map again is more.
        TestSparten narrow = machine(4);
        narrow.mapBytes = 1024;
        Schedule bands = schedule(narrow, layer(1, 1));
        assertThat(bands.bands).isTrue();
        assertThat(inputBits(bands)).isEqualTo(8 * 1024);
        assertThat(weightBits(bands)).isEqualTo(2 * 8 * 2304);
    }

    @Test
    void outputsThatLeaveTakeTheChannel() {
        TestSparten machine = machine(16).dram(1, 0);
        LayerTrace stays = layer(1, 1);
        LayerTrace leaves = layer(1, 0);
        long without = machine.build().run(stays, false).cycles();
        // 16 x 64 bytes at 1 per cycle, written after the only step; the last outputs' 4 cycles in the collector
        // overlap.
        long with = machine.build().run(leaves, false).cycles();
        assertThat(with - without).isEqualTo(1024 - 4);
        assertThat(machine.build().run(leaves, false).counters().get("dram_output_bits"))
                .isEqualTo(8 * 1024);
    }

    @Test
    void aBrokenLawIsNamed() {
        LayerTrace layer = layer(1, 1);
        SpartenSpec spec = TestSparten.of(1, 8, 16).spec();
        Kernels weights = (Kernels) layer.weights();
        FilterPlan plan = FilterPlan.of(spec, SHAPE, weights, 1);
        Totals nothing = new Totals(spec, new Cluster[0], new Schedule(spec, layer, plan));
        assertThatThrownBy(() -> Laws.check(spec, layer, weights, Pairs.of(layer), plan, nothing, new CycleLedger(), 1))
                .isInstanceOf(ConservationException.class)
                .hasMessageContaining("multiplications");
        assertThatThrownBy(
                        () -> Laws.check(spec, layer, weights, new Pairs(0, 0, 0), plan, nothing, new CycleLedger(), 1))
                .isInstanceOf(ConservationException.class)
                .hasMessageContaining("'outputs'");
        CycleLedger short1 = new CycleLedger();
        short1.add("unit", "cluster0.unit0", new long[] {1, 0, 0, 0, 0, 0});
        assertThatThrownBy(() -> Laws.check(spec, layer, weights, new Pairs(0, 0, 0), plan, nothing, short1, 2))
                .isInstanceOf(ConservationException.class)
                .hasMessageContaining("cycle ledger");
    }
}
