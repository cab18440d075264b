package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.RandomMachines;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.reference.ReferenceConvolution;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the machine computes equals the reference, whatever the machine. */
class MachineValuesTest {
    static LongStream seeds() {
        return Seeds.of(0, 600);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void equalTheReferenceOnAnyMachine(long seed) {
        LayerTrace layer = RandomLayers.any(seed);
        TestMachine machine = RandomMachines.any(seed);
        if (seed % 3 == 0) {
            machine.bits(6 + (int) (seed % 5), 10 + (int) (seed % 7));
        }
        if (seed % 4 == 0) {
            // Maps of a few kilobytes do not fit: row bands, outputs and 32-bit partial maps in DRAM.
            machine.bufferBytes(1024);
        }
        EscalateSpec spec = machine.spec();
        LayerRun run;
        try {
            run = new EscalateAccelerator(spec).run(layer, true);
        } catch (UnsupportedLayerException e) {
            assertThat(e).hasMessageContaining("do not fit the global buffer");
            assertThat(spec.globalBuffer().bytes()).isEqualTo(1024);
            assertThat(2L * 9 * layer.shape().w() * layer.shape().c())
                    .isGreaterThan(8 * 1024 / layer.shape().r());
            return;
        }
        LayerRun.Values reference = ReferenceConvolution.compute(
                layer, spec.mac().elementBits(), spec.mac().psumBits());
        assertThat(ReferenceConvolution.compare(run.values(), reference, layer.shape()))
                .as("%s %s on %s: %s", layer.name(), layer.shape(), spec, run.mapping())
                .isNull();
        assertThat(run.values().psumSaturations()).as("psum saturations").isEqualTo(reference.psumSaturations());
        if (halo(run)) {
            assertThat(run.values().elementSaturations()).isGreaterThanOrEqualTo(reference.elementSaturations());
        } else {
            assertThat(run.values().elementSaturations()).isEqualTo(reference.elementSaturations());
        }
    }

    /** Pixels of a halo are streamed twice, and an element that saturates there is counted twice. */
    private static boolean halo(LayerRun run) {
        return run.mapping().startsWith("map")
                || run.mapping().contains("strips")
                || run.mapping().contains("bands");
    }

    @Test
    void narrowWidthsAreReallyReached() {
        long elements = 0;
        long psums = 0;
        for (long seed = 0; seed < 60; seed++) {
            LayerRun run = new EscalateAccelerator(
                            RandomMachines.any(seed).bits(7, 11).spec())
                    .run(RandomLayers.any(seed), true);
            elements += run.values().elementSaturations();
            psums += run.values().psumSaturations();
        }
        assertThat(elements).isGreaterThan(1000);
        assertThat(psums).isGreaterThan(1000);
    }

    /** One machine size and mapping, 6 sets of timing parameters: the same sums, outputs and saturations. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("few")
    void neverDependOnATimingParameter(long seed) {
        LayerTrace layer = RandomLayers.any(seed);
        TestMachine machine = TestMachine.small().size(2, 2, 3).bits(9, 14);
        LayerRun.Values first = null;
        for (int i = 0; i < 6; i++) {
            // The line length cuts strips, whose halo counts saturations again: it is not a timing parameter.
            machine = RandomMachines.anyTiming(machine, 100 * seed + i).linePixels(8);
            LayerRun.Values values =
                    new EscalateAccelerator(machine.spec()).run(layer, true).values();
            first = first == null ? values : first;
            assertThat(values.sums()).isEqualTo(first.sums());
            assertThat(values.outputs()).isEqualTo(first.outputs());
            assertThat(values.elementSaturations()).isEqualTo(first.elementSaturations());
            assertThat(values.psumSaturations()).isEqualTo(first.psumSaturations());
        }
    }

    static LongStream few() {
        return Seeds.of(1000, 80);
    }

    /** Timing does not look at values: with and without them a layer takes the same cycles and does the same work. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("few")
    void doNotChangeCyclesOrWork(long seed) {
        LayerTrace layer = RandomLayers.any(seed);
        EscalateAccelerator machine =
                new EscalateAccelerator(RandomMachines.any(seed).spec());
        LayerRun with = machine.run(layer, true);
        LayerRun without = machine.run(layer, false);
        assertThat(without.values()).isNull();
        assertThat(RunText.of(without)).isEqualTo(RunText.of(with));
    }
}
