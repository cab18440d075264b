package org.escalatesim.sparten;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.sparten.SpartenSpec.Barrier;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random layers of every kind on random machines; the laws and the ledger are checked inside every run. */
class SpartenPropertiesTest {
    static LongStream seeds() {
        return Seeds.of(1, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valuesAreTheReferencesAndPopulationCountsTakeTheCyclesOfMatches(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        TestSparten machine = TestSparten.any(seed);
        String what = "seed " + seed + ", " + layer.shape().describe() + " on " + machine;

        LayerRun run = machine.build().run(layer, true);
        LayerRun.Values expected = KernelConvolution.compute(layer);
        assertThat(run.values().sums()).as(what).isEqualTo(expected.sums());
        assertThat(run.values().outputs()).as(what).isEqualTo(expected.outputs());
        assertThat(run.matchedPairs()).as(what).isEqualTo(Pairs.of(layer).both());

        LayerRun counted = machine.build().run(layer, false);
        assertThat(counted.cycles()).as(what).isEqualTo(run.cycles());
        assertThat(counted.counters()).as(what).isEqualTo(run.counters());
        assertThat(counted.activity().counts())
                .as(what)
                .isEqualTo(run.activity().counts());
        for (int unit = 0; unit < run.ledger().units(); unit++) {
            for (CycleLedger.State state : CycleLedger.State.values()) {
                assertThat(counted.ledger().cycles(unit, state))
                        .as(what + ", " + run.ledger().name(unit) + " " + state)
                        .isEqualTo(run.ledger().cycles(unit, state));
            }
        }
        // No unit does two products in a cycle.
        long units = machine.spec().multipliers();
        assertThat(run.cycles() * units).as(what).isGreaterThanOrEqualTo(run.multiplications());
        assertThat(run.ledger().units()).isEqualTo((int) units);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void waitingLessOftenNeverCostsACycleWithoutDram(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        TestSparten machine = TestSparten.any(seed);
        machine.dram = new DramSpec(true, 1, 0);
        long output = machine.barrier(Barrier.OUTPUT).build().run(layer, false).cycles();
        long chunk = machine.barrier(Barrier.CHUNK).build().run(layer, false).cycles();
        assertThat(output)
                .as("seed " + seed + ", " + layer.shape().describe() + " on " + machine)
                .isLessThanOrEqualTo(chunk);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void wideCollectorsAndPermuteNetworksAndIdealDramNeverCostACycle(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        TestSparten machine = TestSparten.any(seed);
        long narrow = machine.build().run(layer, false).cycles();
        machine.outputsPerCycle = 64;
        machine.psumsPerCycle = 64;
        machine.dram = new DramSpec(true, 1, 0);
        assertThat(machine.build().run(layer, false).cycles())
                .as("seed " + seed + ", " + layer.shape().describe() + " on " + machine)
                .isLessThanOrEqualTo(narrow);
    }
}
