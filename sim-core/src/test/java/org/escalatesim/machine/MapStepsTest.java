package org.escalatesim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.escalatesim.machine.BranchedLayersTest.Recorder;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.MapStep;
import org.escalatesim.trace.MapStep.Kind;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;

/** Are steps behind a layer counted as their rule says, and layers without them left alone? */
class MapStepsTest {
    private static LayerTrace layer(MapStep... steps) {
        return new LayerTrace(
                        "layer",
                        ConvShape.of(1, 1, 1, 1, 1, 2, 2, 1, 0),
                        Kernels.of(WeightForm.DENSE, new byte[] {3}, 1, 1, 1),
                        SparseMap.ofDense(new byte[] {1, 2, 3, 4}, 2, 2, 1, 1, false),
                        null,
                        new PostOps(true, false, "none", 1, 4),
                        1,
                        1,
                        0.5)
                .withSteps(List.of(steps));
    }

    private static LayerRun run(int batch, MapStep... steps) {
        return new MapSteps(new Recorder(batch)).run(layer(steps), true);
    }

    private static long count(LayerRun run, Action action, int width, long size) {
        return run.activity().counts().getOrDefault(new ActivityKey("steps", action, width, size), 0L);
    }

    /**
     * A mean of each of 2 channels over 10 x 10 values reads 200: 4 cycles of 64. The table makes 2 values, the product of
     * a map of 200 with them reads 400 and writes 200: 1 and 7 cycles.
     */
    @Test
    void aSqueezeAndExcite() {
        LayerRun run = run(
                1,
                new MapStep(Kind.AVERAGE_POOL, 200, 200, 2),
                new MapStep(Kind.TABLE, 2, 2, 2),
                new MapStep(Kind.MULTIPLY, 400, 200, 200));
        assertThat(run.cycles()).isEqualTo(10 + 4 + 1 + 7);
        assertThat(run.counters())
                .containsEntry("step_cycles", 12L)
                .containsEntry("step_values_read", 602L)
                .containsEntry("step_operations", 402L)
                .containsEntry("step_values_written", 204L);
        // The map buffer of the recorder has 4,096 bytes.
        assertThat(count(run, Action.SRAM_READ, 8, 4096)).isEqualTo(602);
        assertThat(count(run, Action.SRAM_WRITE, 8, 4096)).isEqualTo(204);
        assertThat(count(run, Action.ADD, 16, 0)).isEqualTo(200);
        assertThat(count(run, Action.SRAM_READ, 8, 256)).isEqualTo(2);
        assertThat(count(run, Action.SRAM_WRITE, 8, 256)).isEqualTo(256);
        assertThat(run.activity().bits(Action.DRAM_READ)).isEqualTo(2048);
        assertThat(count(run, Action.MULTIPLY, 8, 8)).isEqualTo(200);
        assertThat(count(run, Action.MULTIPLY, 16, 16)).isEqualTo(200);
    }

    /** Three maxima of 4 taps, 2 of them padding; bounds, a sum and a concatenation of 5 values each. */
    @Test
    void everyOtherKind() {
        LayerRun run = run(
                1,
                new MapStep(Kind.MAX_POOL, 10, 12, 3),
                new MapStep(Kind.CLIP, 5, 5, 5),
                new MapStep(Kind.ADD, 10, 5, 5),
                new MapStep(Kind.CONCAT, 5, 5, 5));
        assertThat(run.cycles()).isEqualTo(10 + 4);
        assertThat(count(run, Action.SRAM_READ, 8, 4096)).isEqualTo(30);
        assertThat(count(run, Action.SRAM_WRITE, 8, 4096)).isEqualTo(18);
        assertThat(count(run, Action.COMPARE, 8, 0)).isEqualTo(12 + 5);
        assertThat(count(run, Action.ADD, 32, 0)).isEqualTo(5);
        assertThat(count(run, Action.MULTIPLY, 16, 8)).isEqualTo(2 * 5 + 5);
    }

    @Test
    void unitsAreDoneWhileStepsRunAndEveryImageHasItsOwn() {
        LayerRun run = run(3, new MapStep(Kind.CLIP, 100, 100, 100), new MapStep(Kind.TABLE, 1, 1, 1));
        assertThat(run.cycles()).isEqualTo(10 + 3 * (2 + 1));
        assertThat(run.ledger().kinds()).containsExactly("pe", "steps");
        assertThat(run.ledger().sum("pe", State.WORKING)).isEqualTo(10);
        assertThat(run.ledger().sum("pe", State.IDLE)).isEqualTo(9);
        assertThat(run.ledger().sum("steps", State.WORKING)).isEqualTo(9);
        assertThat(run.ledger().sum("steps", State.IDLE)).isEqualTo(10);
        assertThat(count(run, Action.COMPARE, 8, 0)).isEqualTo(300);
        // The table comes once for all images.
        assertThat(count(run, Action.SRAM_WRITE, 8, 256)).isEqualTo(256);
    }

    @Test
    void aLayerWithoutStepsIsHandedOn() {
        LayerRun run = run(1);
        assertThat(run.cycles()).isEqualTo(10);
        assertThat(run.ledger().kinds()).containsExactly("pe");
        assertThat(run.counters()).containsOnlyKeys("steps");
        LayerRun more = run(1, new MapStep(Kind.CLIP, 4, 4, 4));
        assertThat(more.values().sums()).containsExactly(run.values().sums());
        assertThat(more.multiplications()).isEqualTo(run.multiplications());
    }

    @Test
    void aStepMakesSomething() {
        assertThatThrownBy(() -> new MapStep(Kind.CLIP, 4, 3, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CLIP: 3 operations on 4 values cannot make 4 values");
    }
}
