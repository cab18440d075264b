package org.escalatesim.eyeriss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.memory.DramSpec;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Pairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random layers on random machines; every run checks its conservation laws itself. */
class EyerissPropertiesTest {
    static LongStream seeds() {
        return Seeds.of(1, 300);
    }

    private static LayerRun run(EyerissSpec spec, LayerTrace layer, boolean values) {
        return new EyerissAccelerator(spec).run(layer, values);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void valuesAreTheReferenceAndTimingNeedsNone(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        EyerissSpec spec = EyerissMachines.random(seed);
        LayerRun run = run(spec, layer, true);
        LayerRun.Values expected = KernelConvolution.compute(layer);

        assertThat(run.values().sums()).as("seed " + seed).isEqualTo(expected.sums());
        assertThat(run.values().outputs()).as("seed " + seed).isEqualTo(expected.outputs());
        LayerRun again = run(spec, withoutValues(layer), false);
        assertThat(again.cycles()).isEqualTo(run.cycles());
        assertThat(again.counters()).isEqualTo(run.counters());
        assertThat(again.activity().counts()).isEqualTo(run.activity().counts());
        for (int unit = 0; unit < run.ledger().units(); unit++) {
            for (CycleLedger.State state : CycleLedger.State.values()) {
                assertThat(again.ledger().cycles(unit, state))
                        .isEqualTo(run.ledger().cycles(unit, state));
            }
        }
    }

    private static LayerTrace withoutValues(LayerTrace layer) {
        Kernels kernels = (Kernels) layer.weights();
        SparseMap map = layer.input();
        return new LayerTrace(
                layer.name(),
                layer.shape(),
                Kernels.ofPresence(
                        kernels.weightForm(),
                        kernels.presence(),
                        kernels.k(),
                        kernels.channelsPerGroup(),
                        kernels.taps()),
                SparseMap.ofPresence(
                        map.presence(), map.height(), map.width(), map.channels(), map.groups(), map.signed()),
                layer.requant(),
                layer.post(),
                layer.producerValues(),
                layer.consumerValues(),
                layer.outputDensity());
    }

    /** Any legal mapping, not only good ones, computes the same sums and keeps the laws. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyLegalMappingComputesTheSame(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        MappingProblem problem = new MappingProblem(EyerissMachines.random(seed + 1), layer);
        RowMapping mapping = EyerissMachines.legal(problem, new Random(seed));
        assertThat(mapping).as("seed " + seed).isNotNull();
        Activations activations = new Activations(layer.shape(), layer.input());
        RunLengthMap stored = problem.inputFromDram ? new RunLengthMap(problem.spec, layer.input()) : null;
        RowPrimitives values = new RowPrimitives(layer, (Kernels) layer.weights());
        RowStationaryArray array = new RowStationaryArray(problem, mapping, activations, stored, values, 0.5);

        assertThat(values.sums)
                .as("seed " + seed + ": " + mapping)
                .isEqualTo(KernelConvolution.compute(layer).sums());
        EyerissLaws.check(problem, mapping, array, Pairs.of(layer), PeLedger.of(problem, mapping, array));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sameMappingIsNeverSlowerWithWiderBusesOrFasterDram(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        EyerissSpec slow = EyerissMachines.random(seed + 2);
        MappingProblem problem = new MappingProblem(slow, layer);
        RowMapping mapping = EyerissMachines.legal(problem, new Random(seed));
        assertThat(mapping).as("seed " + seed).isNotNull();
        EyerissSpec.Buses b = slow.buses();
        EyerissSpec wide = EyerissMachines.with(
                slow,
                new EyerissSpec.Buses(b.ifmapWords() + 1, b.filterWords() + 2, b.psumWords() + 1),
                new DramSpec(true, 1, 0),
                slow.batch());
        assertThat(cycles(wide, layer, mapping))
                .as("seed " + seed + ": " + mapping)
                .isLessThanOrEqualTo(cycles(slow, layer, mapping));
    }

    private static long cycles(EyerissSpec spec, LayerTrace layer, RowMapping mapping) {
        MappingProblem problem = new MappingProblem(spec, layer);
        RunLengthMap stored = problem.inputFromDram ? new RunLengthMap(spec, layer.input()) : null;
        Activations activations = new Activations(layer.shape(), layer.input());
        return new RowStationaryArray(problem, mapping, activations, stored, null, 0.5).cycles;
    }

    @Test
    void zerosSaveEnergyAndNoCycles() {
        EyerissSpec spec = EyerissMachines.with(
                EyerissMachines.random(5), new EyerissSpec.Buses(1, 2, 1), EyerissMachines.IDEAL, 1);
        LayerTrace any = RandomKernels.any(3);
        LayerRun dense = run(spec, RandomKernels.layer(9, any.shape(), 1, 1, 0), false);
        LayerRun sparse = run(spec, RandomKernels.layer(9, any.shape(), 0.3, 0.2, 0), false);

        assertThat(sparse.cycles()).isEqualTo(dense.cycles());
        assertThat(sparse.multiplications()).isEqualTo(dense.multiplications());
        assertThat(sparse.counters().get("gated_multiplications"))
                .isGreaterThan(dense.counters().get("gated_multiplications"));
    }
}
