package org.escalatesim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.escalatesim.config.Machines;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.tensor.SparseMap;
import org.escalatesim.trace.Grouped;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.PostOps;
import org.escalatesim.trace.Requant;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.trace.Weights;
import org.escalatesim.workloads.compress.Compressor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does every bundled machine run branches, with exact values and the work of the branches, no more and no less? */
class BranchedMachinesTest {
    private static final ConvShape SHAPE = ConvShape.of(9, 20, 1, 3, 3, 12, 12, 1, 1);
    /** Input channels of the branches, then output channels; channel 8 is in none. */
    private static final int[][] IN = {
        {0, 3, 4, 11}, {1, 2, 3, 5, 8, 13, 19}, IntStream.range(0, 20).toArray()
    };

    private static final int[][] OUT = {{0, 1, 5}, {2, 3, 4, 7}, {6}};
    /** Machines that multiply zeros like any other value. */
    private static final List<String> DENSE = List.of("systolic", "eyeriss");
    /** Those that leave padding out. */
    private static final List<String> INSIDE = List.of("dcnn", "sparten-dense");

    static Stream<String> machines() {
        return Machines.bundled().keySet().stream();
    }

    private static LayerTrace layer(boolean decomposed) {
        Random random = new Random(3);
        List<Grouped.Branch> branches = IntStream.range(0, IN.length)
                .mapToObj(b -> new Grouped.Branch(IN[b], OUT[b], weights(random, b, decomposed)))
                .toList();
        byte[] input = new byte[144 * 20];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) Math.max(0, random.nextInt(240) - 120);
        }
        byte[] side = new byte[144 * 9];
        random.nextBytes(side);
        int[] mult = random.ints(9, 100, 3000).toArray();
        int[] shift = IntStream.range(0, 9).map(k -> 20).toArray();
        long[] bias = random.longs(9, -(1 << 25), 1 << 26).toArray();
        Requant requant = new Requant(
                mult,
                shift,
                bias,
                true,
                new Requant.Shortcut(
                        side, true, random.ints(9, 1 << 18, 1 << 20).toArray()));
        return new LayerTrace(
                "grouped",
                SHAPE,
                new Grouped(9, 20, 9, branches),
                SparseMap.ofDense(input, 12, 12, 20, 1, false),
                requant,
                new PostOps(true, true, "none", 1, 144 * 9),
                1,
                1,
                .5);
    }

    private static Weights weights(Random random, int branch, boolean decomposed) {
        int k = OUT[branch].length;
        int c = IN[branch].length;
        if (decomposed) {
            float[] floats = new float[k * c * 9];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) random.nextGaussian();
            }
            return new Compressor(6, 2, 6, Compressor.Undecomposed.AUTO)
                    .compress(ConvShape.of(k, c, 1, 3, 3, 12, 12, 1, 1), floats)
                    .weights();
        }
        byte[] values = new byte[k * c * 9];
        random.nextBytes(values);
        return Kernels.of(WeightForm.DENSE, values, k, c, 9);
    }

    @ParameterizedTest
    @MethodSource("machines")
    void branchesRun(String name) {
        MachineSpec spec = Machines.load(name, List.of());
        boolean decomposed = spec.weightForms().contains(WeightForm.DECOMPOSED);
        LayerTrace layer = layer(decomposed);
        LayerRun run = spec.accelerator().run(layer, true);

        new Verifier(spec).check(layer, run.values());
        run.ledger().check(run.cycles());
        // 11 channels are gathered, each an index and 144 values in three cycles; 144 outputs of channel 8 take three.
        long gather = 11 * (1 + 3) + 3;
        assertThat(run.counters()).containsEntry("gather_cycles", spec.batch() * gather);
        assertThat(run.counters()).containsEntry("gathered_values", 11 * 144L);
        assertThat(run.cycles()).isGreaterThan(spec.batch() * gather);
        assertThat(run.shape()).isEqualTo(SHAPE);
        // Sum of K_b * C_b * R * S * P * Q.
        long kernels = 3 * 4 + 4 * 7 + 20;
        long work = kernels * 9 * 144;
        if (DENSE.contains(name)) {
            assertThat(run.multiplications()).isEqualTo(work);
        } else if (INSIDE.contains(name)) {
            // 10 rows of 3 taps and two of 2 are inside the map, and likewise columns.
            assertThat(run.multiplications()).isEqualTo(kernels * 34 * 34);
        } else if (!decomposed && spec.batch() == 1) {
            assertThat(run.multiplications()).isPositive().isLessThanOrEqualTo(work);
        }
    }
}
