package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.escalatesim.config.EnergyTables;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.machine.ConservationException;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.SpecException;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.report.AccuracyMatch;
import org.escalatesim.report.MachineComparison;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Accuracy;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Workload;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;
import org.junit.jupiter.api.Test;

/** Comparisons of machines that are made for one test each. */
class CompareJobTest {
    private final AtomicInteger loads = new AtomicInteger();
    private final Workload network = Networks.load("resnet20-cifar", NetworkOptions.DEFAULTS);
    private final Job job = job(new Accuracy("CIFAR-10 top-1", 92.0, "a paper"));

    private Job job(Accuracy accuracy) {
        Workload counted = new Workload() {
            @Override
            public String name() {
                return network.name();
            }

            @Override
            public int size() {
                return network.size();
            }

            @Override
            public String layerName(int i) {
                return network.layerName(i);
            }

            @Override
            public ConvShape shape(int i) {
                return network.shape(i);
            }

            @Override
            public LayerTrace load(int i, boolean values) {
                loads.incrementAndGet();
                return network.load(i, values);
            }

            @Override
            public List<String> notes() {
                return List.of();
            }

            @Override
            public Accuracy accuracy() {
                return accuracy;
            }
        };
        return new Job("network", "fakes", "fakes", 1L, Map.of(), List.of(), image -> counted);
    }

    /** A machine that cannot run 1 x 1 kernels. */
    private static final class NoPointwise extends FakeMachine {
        @Override
        public LayerRun run(LayerTrace layer, boolean values) {
            if (layer.shape().taps() == 1) {
                throw new UnsupportedLayerException(layer.name(), "it has one tap");
            }
            return super.run(layer, values);
        }
    }

    /** A machine whose resized form cannot run 1 x 1 kernels. */
    private static final class Shrinks extends FakeMachine {
        @Override
        public MachineSpec withTotalSram(long bytes) {
            return new FakeMachine() {
                @Override
                public LayerRun run(LayerTrace layer, boolean values) {
                    throw new UnsupportedLayerException(layer.name(), "no buffer is left");
                }
            };
        }
    }

    private static final class Full extends FakeMachine {
        @Override
        public MachineSpec withTotalSram(long bytes) {
            throw new SpecException("buffer", "has no room");
        }
    }

    private static final class Broken extends FakeMachine {
        @Override
        public LayerRun run(LayerTrace layer, boolean values) {
            throw new ConservationException("products", "1 and 2");
        }
    }

    private Contender contender(String label, FakeMachine machine) {
        return contender(label, machine, job);
    }

    private static Contender contender(String label, FakeMachine machine, Job job) {
        return new Contender(label, FakeMachine.loaded(machine, Map.of("machine", "fake")), WeightForm.DECOMPOSED, job);
    }

    private static MachineComparison compare(int sram, Contender... contenders) {
        return new CompareJob(List.of(contenders), EnergyTables.open("45nm-lop"), false)
                .compare(0, false, List.of(), sram, 2, true);
    }

    @Test
    void machinesOfOneFormShareEachTrace() {
        MachineComparison comparison = compare(0, contender("a", new FakeMachine()), contender("b", new FakeMachine()));
        assertThat(loads).hasValue(network.size());
        assertThat(comparison.machines().get(0).run().cycles()).isEqualTo(40_551_040L);
        assertThat(comparison.equalSram()).isNull();
    }

    @Test
    void aLayerThatOneMachineCannotRunNamesBothAndEndsAll() {
        assertThatThrownBy(() -> compare(0, contender("a", new FakeMachine()), contender("b", new NoPointwise())))
                .isInstanceOf(InputException.class)
                .hasMessage("machine b: layer fc cannot run on this machine: it has one tap");
    }

    @Test
    void aBrokenLawNamesTheMachine() {
        assertThatThrownBy(() -> compare(0, contender("a", new FakeMachine()), contender("b", new Broken())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "internal error: machine b, layer .*: conservation law 'products' is broken: 1 and 2");
    }

    @Test
    void atEqualSramEveryRefusalIsARow() {
        // A fake machine is not in the registry of kinds: what it resolves to is not asked where nothing changes.
        MachineComparison comparison = compare(
                2048, contender("a", new FakeMachine()), contender("b", new Full()), contender("c", new FakeMachine()));
        assertThat(comparison.equalSram().bytes()).isEqualTo(2048);
        assertThat(comparison.equalSram().machines())
                .extracting(MachineComparison.Resized::refusal)
                .containsExactly(null, "buffer has no room", null);
        assertThat(comparison.equalSram().machines().get(0).machine())
                .isSameAs(comparison.machines().get(0));
    }

    @Test
    void aResizedMachineThatCannotRunALayerIsARowToo() {
        Contender whole = contender("a", new FakeMachine());
        LoadedMachine small =
                FakeMachine.loaded((FakeMachine) new Shrinks().withTotalSram(1), Map.of("machine", "fake"));
        List<ComparisonRun.Result> results =
                new ComparisonRun(List.of(whole), List.of(whole.with(small)), false).run(2, true);
        assertThat(results.get(0).refusal()).isNull();
        assertThat(results.get(1).run()).isNull();
        assertThat(results.get(1).refusal()).isEqualTo("layer conv1 cannot run on this machine: no buffer is left");
    }

    @Test
    void accuraciesComeFromTheWorkloads() {
        Job other = job(new Accuracy("CIFAR-10 top-1", 91.6, "a paper"));
        Job worse = job(new Accuracy("CIFAR-10 top-1", 91.4, "a paper"));
        MachineComparison comparison = compare(
                0,
                contender("a", new FakeMachine()),
                contender("b", new FakeMachine(), other),
                contender("c", new FakeMachine(), worse));
        assertThat(comparison.machines())
                .extracting(machine ->
                        AccuracyMatch.of(machine, comparison.reference()).word())
                .containsExactly("iso-accuracy", "iso-accuracy", "not iso-accuracy");
        assertThat(loads).hasValue(3 * network.size());
    }

    @Test
    void formsWithOtherLayersCannotBeCompared() {
        Workload seven = Networks.load("resnet18-cifar", NetworkOptions.DEFAULTS);
        Job other = new Job("network", "x", "x", 1L, Map.of(), List.of(), image -> seven);
        assertThatThrownBy(
                        () -> compare(0, contender("a", new FakeMachine()), contender("b", new FakeMachine(), other)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("machine b: its form of the network has other layers: conv1 is 64x3x3x3/1 ")
                .hasMessageContaining(" before pruning, conv1 of a is 16x3x3x3/1 ");
    }

    @Test
    void clockDramAndDataWidthMustBeTheSame() {
        assertThat(FairRules.differences(List.of(
                        resolved("a", Map.of("dram.bytes_per_cycle", 32, "data_bits", 8)),
                        resolved("b", Map.of("dram.bytes_per_cycle", 32)))))
                .isEmpty();
        assertThat(FairRules.differences(List.of(
                        resolved("a", Map.of("dram.bytes_per_cycle", 32)),
                        resolved("b", Map.of("dram.bytes_per_cycle", 16)),
                        resolved("c", Map.of("data_bits", 16)))))
                .containsExactly(
                        "machine b: dram.bytes_per_cycle is 16, machine a has 32",
                        "machine c: data_bits is 16, comparisons have 8",
                        "machine c: dram.bytes_per_cycle is not given, machine a has 32");
        FakeMachine fast = new FakeMachine() {
            @Override
            public int clockMhz() {
                return 200;
            }
        };
        assertThat(FairRules.differences(List.of(contender("a", new FakeMachine()), contender("b", fast))))
                .containsExactly("machine b: clock_mhz is 200, machine a has 100");
    }

    private Contender resolved(String label, Map<String, Object> fields) {
        return new Contender(label, FakeMachine.loaded(new FakeMachine(), fields), WeightForm.DECOMPOSED, job);
    }
}
