package org.escalatesim.systolic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.CycleLedger.State;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.systolic.SystolicSpec.Dataflow;
import org.escalatesim.systolic.SystolicSpec.Mode;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded random layers on seeded random arrays. */
class SystolicPropertiesTest {
    static LongStream seeds() {
        return Seeds.of(0, 240);
    }

    private static void same(LayerRun one, LayerRun other) {
        assertThat(other.cycles()).isEqualTo(one.cycles());
        assertThat(other.mapping()).isEqualTo(one.mapping());
        assertThat(other.counters()).isEqualTo(one.counters());
        assertThat(other.activity().counts()).isEqualTo(one.activity().counts());
        for (State state : State.values()) {
            assertThat(other.ledger().sum("array", state))
                    .as(state.word())
                    .isEqualTo(one.ledger().sum("array", state));
        }
    }

    /** Cycles, phases, accesses, register traffic and values: the closed form is the array stepped cycle by cycle. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theFastPathEqualsThePlainOne(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        SystolicSpec spec = TestArrays.any(seed);
        LayerRun fast = new SystolicAccelerator(spec).run(layer, true);
        LayerRun plain = new SystolicAccelerator(spec, true).run(layer, true);
        same(fast, plain);
        assertThat(plain.values().sums())
                .as("%s on %s", layer.shape(), spec)
                .isEqualTo(fast.values().sums());
        same(fast, new SystolicAccelerator(spec).run(layer, false));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void valuesEqualTheReferenceWhateverTheTiming(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        LayerRun.Values expected = KernelConvolution.compute(layer);
        SystolicSpec spec = TestArrays.any(seed);
        for (Dataflow dataflow : Dataflow.values()) {
            LayerRun.Values found =
                    TestArrays.retimed(spec, dataflow).build().run(layer, true).values();
            assertThat(found.sums()).as("%s, %s", dataflow, layer.shape()).isEqualTo(expected.sums());
            assertThat(found.outputs()).isEqualTo(expected.outputs());
        }
        LayerRun.Values found = spec.build().run(layer, true).values();
        assertThat(found.sums()).as("%s on %s", layer.shape(), spec).isEqualTo(expected.sums());
    }

    /** SCALE-Sim's published rule, written down apart from the fold plan. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cyclesFollowThePublishedRule(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        SystolicSpec any = TestArrays.any(seed);
        int r = any.array().rows();
        int c = any.array().columns();
        ConvShape n = layer.shape();
        long eh = (long) Math.ceil((n.h() + n.padTop() + n.padBottom() - n.r()) / (double) n.strideH()) + 1;
        long ew = (long) Math.ceil((n.w() + n.padLeft() + n.padRight() - n.s()) / (double) n.strideW()) + 1;
        long pixels = eh * ew;
        long products = (long) n.r() * n.s() * n.cPerGroup();
        long filters = n.kPerGroup();
        assertThat(cycles(any, Dataflow.OS, false, layer))
                .isEqualTo(n.groups() * folds(pixels, r) * folds(filters, c) * (products + r + c - 2));
        assertThat(cycles(any, Dataflow.OS, true, layer))
                .isEqualTo(n.groups() * folds(pixels, r) * folds(filters, c) * (products + 2 * r + c - 2));
        assertThat(cycles(any, Dataflow.WS, true, layer))
                .isEqualTo(n.groups() * folds(products, r) * folds(filters, c) * (pixels + 2 * r + c - 2));
        assertThat(cycles(any, Dataflow.IS, false, layer))
                .isEqualTo(n.groups() * folds(products, r) * folds(pixels, c) * (filters + 2 * r + c - 2));
    }

    private static long cycles(SystolicSpec any, Dataflow dataflow, boolean drain, LayerTrace layer) {
        int rows = any.array().rows();
        int columns = any.array().columns();
        return TestArrays.ideal(rows, columns, dataflow, drain, Mode.COMPATIBLE)
                .build()
                .run(layer, false)
                .cycles();
    }

    private static long folds(long size, long array) {
        return (size + array - 1) / array;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void autoIsNeverSlowerThanAnyDataflow(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        SystolicSpec any = TestArrays.retimed(TestArrays.any(seed), Dataflow.AUTO);
        long best = any.build().run(layer, false).cycles();
        for (Dataflow dataflow : Dataflow.values()) {
            LayerRun run =
                    TestArrays.retimed(TestArrays.any(seed), dataflow).build().run(layer, false);
            assertThat(best).as("%s", dataflow).isLessThanOrEqualTo(run.cycles());
        }
    }

    /** A dense machine multiplies zeros: what is zero changes neither time nor energy. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void zerosChangeNothing(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        LayerTrace dense = RandomKernels.layer(seed, layer.shape(), 1, 1, 0);
        LayerTrace likewise = new LayerTrace(
                layer.name(),
                layer.shape(),
                dense.weights(),
                dense.input(),
                layer.requant(),
                layer.post(),
                layer.producerValues(),
                layer.consumerValues(),
                layer.outputDensity());
        SystolicSpec spec = TestArrays.any(seed);
        same(spec.build().run(layer, false), spec.build().run(likewise, false));
    }

    /** Larger buffers never bring more bytes from DRAM with the same plan. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsFetchedIsAtLeastWhatIsUsed(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        SystolicSpec spec = TestArrays.any(seed);
        LayerRun run = spec.build().run(layer, false);
        long bytes = spec.dataBits() / 8;
        assertThat(run.counters().get("dram_weight_bytes"))
                .isGreaterThanOrEqualTo(bytes * layer.shape().parameters());
        long written = run.activity().count("ifmap", Action.SRAM_WRITE)
                + run.activity().count("ifmap", Action.REGISTER_WRITE);
        long used = used(layer.shape());
        assertThat(written).as("%s on %s", layer.shape(), spec).isGreaterThanOrEqualTo(used);
    }

    /** Input values that some output reads. */
    private static long used(ConvShape n) {
        long pixels = 0;
        for (int y = 0; y < n.h(); y++) {
            for (int x = 0; x < n.w(); x++) {
                boolean found = false;
                for (int tap = 0; tap < n.taps(); tap++) {
                    int top = y + n.padTop() - tap / n.s();
                    int left = x + n.padLeft() - tap % n.s();
                    found |= top >= 0
                            && left >= 0
                            && top % n.strideH() == 0
                            && left % n.strideW() == 0
                            && top / n.strideH() < n.p()
                            && left / n.strideW() < n.q();
                }
                pixels += found ? 1 : 0;
            }
        }
        return pixels * n.c();
    }

    /** Pixels whose tap lies on the map, by arithmetic and by looking. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void runsOfPixelsAreCountedRight(long seed) {
        ConvShape n = RandomKernels.any(seed).shape();
        Gemm gemm = Gemm.of(n, seed % 2 == 0);
        int first = (int) (seed % gemm.m());
        int count = 1 + (int) (seed * 7 % (gemm.m() - first));
        long outputs = 0;
        for (int tap = 0; tap < n.taps(); tap++) {
            long found = 0;
            for (int m = first; m < first + count; m++) {
                int y = m / gemm.columns() * n.strideH() - n.padTop() + tap / n.s();
                int x = m % gemm.columns() * n.strideW() - n.padLeft() + tap % n.s();
                found += y >= 0 && y < n.h() && x >= 0 && x < n.w() ? 1 : 0;
            }
            assertThat(gemm.onMap(first, count, tap)).as("%s tap %d", n, tap).isEqualTo(found);
        }
        for (int m = first; m < first + count; m++) {
            outputs += m / gemm.columns() < n.p() && m % gemm.columns() < n.q() ? 1 : 0;
        }
        assertThat(gemm.outputs(first, count)).isEqualTo(outputs);
    }
}
