package org.escalatesim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.escalatesim.fixture.RandomBranches;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.reference.ReferenceConvolution;
import org.escalatesim.reference.ZeroFilled;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.Requant;
import org.escalatesim.trace.WeightForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Are branches taken apart and put together right, and is the gather counted as its rule says? */
class BranchedLayersTest {
    /** 8 x 8 pixels: one cycle of 64 values per plane. */
    private static final ConvShape SHAPE = ConvShape.of(6, 5, 1, 3, 3, 8, 8, 1, 1);

    /** Records what it is given; computes with the reference; takes 10 cycles per layer and a unit more each time. */
    static final class Recorder implements Accelerator, MachineSpec {
        final List<LayerTrace> seen = new ArrayList<>();
        final int batch;

        Recorder(int batch) {
            this.batch = batch;
        }

        @Override
        public LayerRun run(LayerTrace layer, boolean values) {
            seen.add(layer);
            CycleLedger ledger = new CycleLedger();
            for (int unit = 0; unit < seen.size(); unit++) {
                ledger.add("pe", "pe" + unit, new long[] {10, 0, 0, 0, 0, 0});
            }
            Activity activity = new Activity();
            activity.add("pe", Action.MULTIPLY, 8, 8, 7);
            return new LayerRun(
                    layer.name(),
                    layer.shape(),
                    "as it comes",
                    10,
                    layer.shape().denseMacs(),
                    1,
                    2,
                    3,
                    ledger,
                    activity,
                    Map.of("steps", 4L),
                    values ? KernelConvolution.compute(layer) : null);
        }

        @Override
        public MachineSpec spec() {
            return this;
        }

        @Override
        public int batch() {
            return batch;
        }

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public int clockMhz() {
            return 800;
        }

        @Override
        public int multipliers() {
            return 1;
        }

        @Override
        public int idealDenseMultipliers() {
            return 1;
        }

        @Override
        public List<MemoryInstance> memories() {
            return List.of(new MemoryInstance("maps", 4096, 1), new MemoryInstance("other", 1 << 20, 1));
        }

        @Override
        public List<UnitCount> logic() {
            return List.of();
        }

        @Override
        public List<UnitCount> arithmetic() {
            return List.of();
        }

        @Override
        public MachineSpec withTotalSram(long bytes) {
            return this;
        }

        @Override
        public List<WeightForm> weightForms() {
            return List.of(WeightForm.DENSE);
        }

        @Override
        public Accelerator build() {
            return this;
        }
    }

    private static Grouped.Branch branch(int[] in, int... out) {
        byte[] values = new byte[out.length * in.length * 9];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i + out[0] + 1);
        }
        return new Grouped.Branch(in, out, Kernels.of(WeightForm.DENSE, values, out.length, in.length, 9));
    }

    /** Channels 1 and 4 to outputs 0 and 3; 0, 1 and 2 to 5; all to 1. Outputs 2 and 4 are in no branch. */
    private static LayerTrace layer(long producer) {
        Grouped weights = new Grouped(
                6,
                5,
                9,
                List.of(
                        branch(new int[] {1, 4}, 0, 3),
                        branch(new int[] {0, 1, 2}, 5),
                        branch(new int[] {0, 1, 2, 3, 4}, 1)));
        byte[] input = new byte[64 * 5];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) (i % 7 == 0 ? 0 : i);
        }
        byte[] side = new byte[64 * 6];
        for (int i = 0; i < side.length; i++) {
            side[i] = (byte) (3 * i);
        }
        Requant requant = new Requant(
                new int[] {3, 5, 7, 11, 13, 17},
                new int[] {9, 8, 7, 9, 8, 7},
                new long[] {100, -2000, 900, 4, 5000, -6},
                true,
                new Requant.Shortcut(side, false, new int[] {300, 200, 100, 500, 90, 60}));
        return new LayerTrace(
                "layer",
                SHAPE,
                weights,
                SparseMap.ofDense(input, 8, 8, 5, 1, false),
                requant,
                new PostOps(true, true, "none", 1, 64 * 6),
                producer,
                producer,
                0.5);
    }

    @Test
    void theGatherCostsWhatItsRuleSays() {
        Recorder machine = new Recorder(1);
        LayerRun run = new BranchedLayers(machine).run(layer(1), false);

        // 2 + 3 channels are copied, each one index and one cycle of 64 values; the branch that reads all needs none.
        // Outputs 2 and 4, 128 values in all, take two cycles.
        assertThat(run.counters())
                .containsEntry("gather_cycles", 5 * 2L + 2)
                .containsEntry("gathered_values", 5 * 64L)
                // 5 input and 4 output indices of 3 bits.
                .containsEntry("index_bits", 27L)
                .containsEntry("branches", 3L)
                .containsEntry("steps", 12L);
        assertThat(run.cycles()).isEqualTo(30 + 12);
        Activity activity = run.activity();
        // Each copied value is read and written; so is each output that no branch makes, its shortcut read.
        assertThat(activity.counts().get(new ActivityKey("gather", Action.SRAM_READ, 8, 4096)))
                .isEqualTo(5 * 64 + 128);
        assertThat(activity.counts().get(new ActivityKey("gather", Action.SRAM_WRITE, 8, 4096)))
                .isEqualTo(5 * 64 + 128);
        assertThat(activity.count("gather", Action.REGISTER_WRITE)).isEqualTo(9);
        assertThat(activity.count("gather", Action.REGISTER_READ)).isEqualTo(9);
        // The index table, and 56 bits of parameters for each of the two channels.
        assertThat(activity.count("dram", Action.DRAM_READ)).isEqualTo(27 + 2 * 56);
        assertThat(activity.count("output", Action.MULTIPLY)).isEqualTo(2 * 128);
        assertThat(activity.count("pe", Action.MULTIPLY)).isEqualTo(21);
    }

    @Test
    void imagesOfABatchAreGatheredOneByOne() {
        LayerRun run = new BranchedLayers(new Recorder(3)).run(layer(1), false);

        assertThat(run.cycles()).isEqualTo(30 + 3 * 12);
        assertThat(run.activity().count("gather", Action.SRAM_READ)).isEqualTo(3 * (5 * 64 + 128));
        assertThat(run.activity().count("gather", Action.REGISTER_WRITE)).isEqualTo(9);
    }

    @Test
    void unitsWaitWhileChannelsAreGatheredAndIdleInBranchesThatLackThem() {
        CycleLedger ledger =
                new BranchedLayers(new Recorder(1)).run(layer(1), false).ledger();

        assertThat(ledger.kinds()).containsExactly("pe", "gather");
        assertThat(ledger.units("pe")).isEqualTo(3);
        // The last unit is there in the third branch alone.
        assertThat(ledger.cycles(2, State.WORKING)).isEqualTo(10);
        assertThat(ledger.cycles(2, State.INPUT)).isEqualTo(12);
        assertThat(ledger.cycles(2, State.IDLE)).isEqualTo(20);
        assertThat(ledger.sum("gather", State.WORKING)).isEqualTo(12);
        assertThat(ledger.sum("gather", State.IDLE)).isEqualTo(30);
    }

    @Test
    void branchesAreDenseShapedLayersOverTheirChannels() {
        Recorder machine = new Recorder(1);
        LayerTrace layer = layer(500);
        LayerRun run = new BranchedLayers(machine).run(layer, false);

        assertThat(machine.seen)
                .extracting(LayerTrace::name)
                .containsExactly("layer.branch0", "layer.branch1", "layer.branch2");
        LayerTrace first = machine.seen.get(0);
        assertThat(first.shape()).isEqualTo(ConvShape.of(2, 2, 1, 3, 3, 8, 8, 1, 1));
        for (int i = 0; i < 64; i++) {
            assertThat(first.input().value(i / 8, i % 8, 0))
                    .isEqualTo(layer.input().value(i / 8, i % 8, 1));
            assertThat(first.input().value(i / 8, i % 8, 1))
                    .isEqualTo(layer.input().value(i / 8, i % 8, 4));
        }
        assertThat(first.post().pooledOutputs()).isEqualTo(2 * 64);
        // What must fit on chip is the whole input and output and the copy of three channels, not the branch's share.
        assertThat(first.producerValues()).isEqualTo(64 * (5 + 3 + 6));
        assertThat(first.consumerValues()).isEqualTo(64 * (5 + 3 + 6));
        // Multiplications of the branches: (2 x 2 + 1 x 3 + 1 x 5) kernels of 9 taps on 64 pixels.
        assertThat(run.multiplications()).isEqualTo(12 * 9 * 64);
        assertThat(run.shape()).isEqualTo(SHAPE);
    }

    @Test
    void theNetworksOwnInputStaysInDram() {
        Recorder machine = new Recorder(1);
        new BranchedLayers(machine).run(layer(0), false);

        assertThat(machine.seen).allMatch(branch -> branch.producerValues() == 0 && branch.consumerValues() == 0);
    }

    @Test
    void outputsInNoBranchAreMadeOfBiasAndShortcut() {
        LayerTrace layer = layer(1);
        LayerRun.Values values =
                new BranchedLayers(new Recorder(1)).run(layer, true).values();

        for (int pixel = 0; pixel < 64; pixel++) {
            assertThat(values.sums()[2 * 64 + pixel]).isZero();
            // (0 x 7 + 900 + 100 x shortcut) / 128, to nearest.
            int shortcut = 3 * (pixel * 6 + 2) & 0xff;
            long expected = Math.max(0, Math.min(255, (long) Math.rint((900 + 100 * shortcut) / 128.0)));
            assertThat(values.outputs()[pixel * 6 + 2] & 0xff).isEqualTo((int) expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void valuesAreThoseOfTheZeroFilledLayer(long seed) {
        ConvShape shape = ConvShape.of(7, 70, 1, 3, 3, 5, 6, seed % 2 == 0 ? 2 : 1, 1);
        LayerTrace layer = RandomBranches.layer(seed, shape);
        LayerRun.Values ours =
                new BranchedLayers(new Recorder(1)).run(layer, true).values();
        LayerRun.Values whole = KernelConvolution.compute(ZeroFilled.of(layer));

        assertThat(ReferenceConvolution.compare(ours, whole, shape))
                .as("seed " + seed)
                .isNull();
    }

    @Test
    void presenceBitsWithoutValuesAreGatheredToo() {
        ConvShape shape = ConvShape.of(3, 130, 1, 1, 1, 4, 4, 1, 0);
        LayerTrace layer = RandomBranches.layer(5, shape);
        LayerTrace bare = new LayerTrace(
                layer.name(),
                shape,
                layer.weights(),
                SparseMap.ofPresence(layer.input().presence(), 4, 4, 130, 1, false),
                null,
                PostOps.reluOnly(48),
                0,
                0,
                1);
        Recorder withValues = new Recorder(1);
        Recorder without = new Recorder(1);
        new BranchedLayers(withValues).run(layer, true);
        new BranchedLayers(without).run(bare, false);

        for (int b = 0; b < withValues.seen.size(); b++) {
            assertThat(without.seen.get(b).input().presence())
                    .isEqualTo(withValues.seen.get(b).input().presence());
        }
    }

    @Test
    void otherLayersAreHandedOn() {
        Recorder machine = new Recorder(1);
        LayerTrace filled = ZeroFilled.of(layer(1));
        assertThat(machine.accelerator().run(filled, false).cycles()).isEqualTo(10);
        assertThat(machine.seen).containsExactly(filled);
    }

    @Test
    void branchesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Grouped(2, 2, 9, List.of(branch(new int[] {0}, 0, 1), branch(new int[] {1}, 1))))
                .hasMessage("output channel 1 is made by two branches");
        assertThatThrownBy(() -> new Grouped(2, 2, 9, List.of(branch(new int[] {1, 0}, 0))))
                .hasMessageContaining("input channels of a branch must rise");
        assertThatThrownBy(() -> new Grouped(2, 2, 9, List.of(branch(new int[] {2}, 0))))
                .hasMessageContaining("0 to 1; 2 follows -1");
        assertThatThrownBy(() -> new Grouped(2, 2, 1, List.of(branch(new int[] {1}, 0))))
                .hasMessageContaining("1 taps has weights for 1, 1 and 9");
        assertThatThrownBy(() -> new Grouped(2, 2, 9, List.of())).hasMessageContaining("at least one branch");
    }
}
