package org.escalatesim.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomLayers;
import org.escalatesim.fixture.RandomMachines;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.fixture.TestMachine;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded random layers on seeded random machines. */
class MachinePropertiesTest {
    static LongStream seeds() {
        return Seeds.of(2000, 200);
    }

    /** Work counted with plain loops over outputs, taps and channels, halos included. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void countedWorkEqualsWorkCountedApart(long seed) {
        LayerTrace layer = RandomLayers.any(seed);
        EscalateSpec spec = RandomMachines.any(seed).spec();
        LayerRun run = new EscalateAccelerator(spec).run(layer, false);
        LayerPlan plan = new LayerPlan(new LayerContext(spec, layer, (Decomposed) layer.weights(), false, false));
        WorkCount work = new WorkCount(layer, plan);
        assertThat(run.matchedPairs()).as("matched pairs").isEqualTo(work.matchedPairs);
        assertThat(run.counters()).containsEntry("elements", work.elements);
        boolean pointwise = layer.shape().pointwise();
        assertThat(run.multiplications()).as("multiplications").isEqualTo(pointwise ? 0 : work.taps);
        assertThat(run.bypassed()).as("bypassed").isEqualTo(pointwise ? work.elements : 0);
    }

    /** Whatever the partition, passes, bands and strips: row (k, m) works on output (p, q) in exactly one segment. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyOutputOfEveryRowIsPlannedOnce(long seed) {
        LayerTrace layer = RandomLayers.any(seed);
        TestMachine machine = RandomMachines.any(seed);
        LayerPlan plan =
                new LayerPlan(new LayerContext(machine.spec(), layer, (Decomposed) layer.weights(), false, false));
        ConvShape n = layer.shape();
        int m = ((Decomposed) layer.weights()).m();
        int[] planned = new int[n.k() * m * n.p() * n.q()];
        for (TilePlan tile : plan.tiles) {
            for (Segment segment : tile.segments()) {
                for (int row = 0; row < segment.set.k.length; row++) {
                    for (int pixel = 0; segment.set.k[row] >= 0 && pixel < segment.region.pixels(); pixel++) {
                        int p = segment.region.firstRow + pixel / segment.region.columns;
                        int q = segment.region.firstColumn + pixel % segment.region.columns;
                        planned[((segment.set.k[row] * m + segment.set.m[row]) * n.p() + p) * n.q() + q]++;
                    }
                }
            }
        }
        assertThat(planned).as(plan.describe()).containsOnly(1);
    }

    @Test
    void theSameLayerGivesTheSameRunAlwaysAndInAnyThread() throws Exception {
        EscalateAccelerator machine = new EscalateAccelerator(TestMachine.small()
                .size(2, 2, 4)
                .accumulation(16, 64, "T<2,5>")
                .dram(4, 9)
                .spec());
        List<LayerTrace> layers = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        for (long seed = 0; seed < 24; seed++) {
            layers.add(RandomLayers.any(seed));
            alone.add(RunText.of(machine.run(layers.get((int) seed), true)));
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 72; i++) {
                LayerTrace layer = layers.get(i % layers.size());
                tasks.add(() -> RunText.of(machine.run(layer, true)));
            }
            List<Future<String>> together = pool.invokeAll(tasks);
            for (int i = 0; i < together.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i % alone.size()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    static LongStream starved() {
        return Seeds.of(0, 160);
    }

    /**
     * A ring of one slot, FIFOs of one entry, one slot register, one multiplier, one byte per cycle: any layer ends. The
     * bound lets every chunk, element, output and DRAM byte take its whole latency alone.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("starved")
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void aStarvedMachineNeverHangs(long seed) {
        LayerTrace layer = RandomLayers.any(seed);
        TestMachine machine = RandomMachines.any(seed)
                .ring(1, 1)
                .fifoBeats(1)
                .slotRegisters(1)
                .mac(1, 1)
                .ports(1, 1);
        EscalateSpec spec = machine.spec();
        LayerRun run = new EscalateAccelerator(spec).run(layer, false);
        int chunk = spec.channelAccumulation().chunk();
        int lanes = spec.channelAccumulation().lanes();
        int readers = spec.blocks() * spec.rows();
        long perSlot = 2L * chunk + chunk / lanes + 16 + readers + layer.shape().taps();
        long perOutput = 2L + (long) spec.tiles() * spec.blocks() * 4;
        long outputs = layer.shape().k()
                * (long) layer.shape().p()
                * layer.shape().q()
                * Math.max(1, ((Decomposed) layer.weights()).m());
        long bits = run.counters().get("dram_input_bits") + run.counters().get("dram_coefficient_bits");
        long transfers = 4L + layer.shape().h() * 40L + layer.shape().k() * 40L;
        long bound = run.counters().get("slots_written") * perSlot
                + outputs * perOutput
                + (spec.dram().ideal()
                        ? 0
                        : (bits + run.counters().get("dram_output_bits")) / 8
                                + transfers * (2L + spec.dram().latencyCycles()));
        assertThat(run.cycles()).as("%s on %s", layer.shape(), spec).isLessThanOrEqualTo(100 + bound);
    }

    /** The ledger has every unit of the machine, and each accounts for every cycle in one of the six states. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("few")
    void ledgersHaveEveryUnitAndSumToTheCycles(long seed) {
        EscalateSpec spec = RandomMachines.any(seed).spec();
        LayerRun run = new EscalateAccelerator(spec).run(RandomLayers.any(seed), false);
        int rows = spec.tiles() * spec.blocks() * spec.rows();
        assertThat(run.ledger().kinds()).containsExactly("writer", "output", "ca", "mac");
        assertThat(run.ledger().units("writer")).isEqualTo(spec.tiles());
        assertThat(run.ledger().units("output")).isEqualTo(spec.tiles() * spec.blocks());
        assertThat(run.ledger().units("ca")).isEqualTo(rows);
        assertThat(run.ledger().units("mac")).isEqualTo(rows);
        run.ledger().check(run.cycles());
    }

    static LongStream few() {
        return Seeds.of(0, 40);
    }
}
