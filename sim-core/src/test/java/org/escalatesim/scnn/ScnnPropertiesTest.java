package org.escalatesim.scnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.scnn.ScnnSpec.Barrier;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded random layers on seeded random machines; laws and ledgers are checked inside every run. */
class ScnnPropertiesTest {
    static LongStream seeds() {
        return Seeds.of(4000, 300);
    }

    /** Whatever the sizes, barriers, queues and DRAM: the reference's sums and outputs. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void valuesAreTheReferences(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        LayerRun run = runOf(ScnnMachines.any(seed), layer, true);
        LayerRun.Values expected = KernelConvolution.compute(layer);
        assertThat(run.values().sums()).isEqualTo(expected.sums());
        assertThat(run.values().outputs()).isEqualTo(expected.outputs());
        assertThat(run.matchedPairs()).isEqualTo(Pairs.of(layer).both());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void presenceBitsGiveTheSameRunAndSoDoesThePlainPath(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        ScnnSpec spec = ScnnMachines.any(seed).spec();
        LayerRun fast = runOf(ScnnMachines.any(seed), layer, false);
        LayerRun plain = new ScnnAccelerator(spec, true).run(layer, false);
        LayerRun valued = new ScnnAccelerator(spec).run(layer, true);
        for (LayerRun other : new LayerRun[] {plain, valued}) {
            assertThat(other.cycles()).isEqualTo(fast.cycles());
            assertThat(other.counters()).isEqualTo(fast.counters());
            assertThat(other.activity().counts()).isEqualTo(fast.activity().counts());
        }
    }

    /** Deeper queues never cost time; nor do barriers that come less often. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void freedomNeverCostsTime(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        ScnnMachines machine = ScnnMachines.any(seed);
        machine.dram = new DramSpec(true, 1, 0);
        long last = Long.MAX_VALUE;
        for (Barrier barrier : Barrier.values()) {
            machine.barrier = barrier;
            long cycles = runOf(machine, layer, false).cycles();
            assertThat(cycles).as(barrier.toString()).isLessThanOrEqualTo(last);
            last = cycles;
        }
        last = Long.MAX_VALUE;
        for (int depth : new int[] {0, 1, 2, 4, 7, 12, 64}) {
            machine.queueDepth = depth;
            long cycles = runOf(machine, layer, false).cycles();
            assertThat(cycles).as("depth " + depth).isLessThanOrEqualTo(last);
            last = cycles;
        }
    }

    /** Runs a layer; skips the few that a random machine refuses. */
    private static LayerRun runOf(ScnnMachines machine, LayerTrace layer, boolean values) {
        try {
            return new ScnnAccelerator(machine.spec()).run(layer, values);
        } catch (UnsupportedLayerException e) {
            Assumptions.abort(e.getMessage());
            throw e;
        }
    }
}
