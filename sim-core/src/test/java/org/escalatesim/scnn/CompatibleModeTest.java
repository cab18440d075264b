package org.escalatesim.scnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.UnsupportedLayerException;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The compatible mode against its rules written down a second time, with plain loops over positions. */
class CompatibleModeTest {
    static LongStream seeds() {
        return Seeds.of(100, 120);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cyclesFollowTheRules(long seed) {
        Random random = new Random(seed);
        int r = 1 + random.nextInt(5);
        int s = 1 + random.nextInt(5);
        int pad = random.nextInt(Math.min(r, s));
        ConvShape shape = ConvShape.of(
                1 + random.nextInt(40),
                1 + random.nextInt(6),
                1,
                r,
                s,
                5 + random.nextInt(30),
                5 + random.nextInt(30),
                1,
                pad);
        LayerTrace layer =
                RandomKernels.layer(seed, shape, .1 + .8 * random.nextDouble(), .1 + .9 * random.nextDouble(), .5);
        int perChannel = up(shape.p(), 8) * up(shape.q(), 8);
        int accumulators = perChannel * (1 + random.nextInt(50)) + random.nextInt(perChannel);
        LayerRun run = new ScnnAccelerator(ScnnMachines.compatible(accumulators).spec()).run(layer, true);
        assertThat(run.cycles()).as(shape.describe()).isEqualTo(Math.max(1, cycles(layer, accumulators)));
        assertThat(run.values().sums())
                .isEqualTo(KernelConvolution.compute(layer).sums());
    }

    @Test
    void tooFewAccumulatorsAreAnError() {
        // 17 x 17 outputs: ceil(17 / 8)^2 = 9 accumulators for one output channel.
        LayerTrace layer = RandomKernels.layer(1, ConvShape.of(4, 2, 1, 1, 1, 17, 17, 1, 0), .5, .5, 0);
        assertThat(new ScnnAccelerator(ScnnMachines.compatible(9).spec())
                        .run(layer, false)
                        .cycles())
                .isPositive();
        assertThatThrownBy(() -> new ScnnAccelerator(ScnnMachines.compatible(8).spec()).run(layer, false))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("needs 9 accumulators for one output channel, it has 8");
    }

    @Test
    void stridesAreRefused() {
        LayerTrace layer = RandomKernels.layer(1, ConvShape.of(4, 2, 1, 3, 3, 17, 17, 2, 1), .5, .5, 0);
        assertThatThrownBy(
                        () -> new ScnnAccelerator(ScnnMachines.compatible(900).spec()).run(layer, false))
                .isInstanceOf(UnsupportedLayerException.class)
                .hasMessageContaining("stride 1 alone");
    }

    private static int up(int value, int by) {
        return (value + by - 1) / by;
    }

    private static long cycles(LayerTrace layer, int accumulators) {
        ConvShape n = layer.shape();
        int p = n.padTop();
        int ox = n.p();
        int oy = n.q();
        int tw = up(n.h() + 2 * p, 8);
        int th = up(n.w() + 2 * p, 8);
        int kc = Math.min(n.k(), accumulators / (up(ox, 8) * up(oy, 8)));
        long total = 0;
        for (int k0 = 0; k0 < n.k(); k0 += kc) {
            int k1 = Math.min(n.k(), k0 + kc);
            for (int c = 0; c < n.c(); c++) {
                List<int[]> weights = new ArrayList<>();
                for (int r = 0; r < n.r(); r++) {
                    for (int s = 0; s < n.s(); s++) {
                        for (int k = k0; k < k1; k++) {
                            if (((Kernels) layer.weights()).nonZero(k, c, r * n.s() + s)) {
                                weights.add(new int[] {r, s, k});
                            }
                        }
                    }
                }
                long slowest = 0;
                for (int pe = 0; pe < 64; pe++) {
                    List<int[]> acts = new ArrayList<>();
                    for (int x = pe / 8 * tw; x < (pe / 8 + 1) * tw; x++) {
                        for (int y = pe % 8 * th; y < (pe % 8 + 1) * th; y++) {
                            boolean inside = x >= p && y >= p && x < n.h() + p && y < n.w() + p;
                            if (inside && layer.input().value(x - p, y - p, c) != 0) {
                                acts.add(new int[] {x, y});
                            }
                        }
                    }
                    slowest = Math.max(slowest, product(acts, weights, ox, oy));
                }
                total += slowest;
            }
            int[] a = {n.r() - 1 - p, tw, p};
            int[] b = {n.s() - 1 - p, th, p};
            int largest = 0;
            for (int i = 0; i < 9; i++) {
                largest = i == 4 ? largest : Math.max(largest, a[i / 3] * b[i % 3]);
            }
            total += (long) largest * (k1 - k0);
        }
        return total;
    }

    private static long product(List<int[]> acts, List<int[]> weights, int ox, int oy) {
        long cycles = 0;
        for (int i = 0; i < acts.size(); i += 4) {
            for (int j = 0; j < weights.size(); j += 4) {
                int[] banks = new int[32];
                int busiest = 1;
                for (int[] act : acts.subList(i, Math.min(acts.size(), i + 4))) {
                    for (int[] weight : weights.subList(j, Math.min(weights.size(), j + 4))) {
                        int w = act[0] - weight[0];
                        int h = act[1] - weight[1];
                        int k = weight[2];
                        if (w >= 0 && w < ox && h >= 0 && h < oy) {
                            int bank = ((((k & 4) << 2) ^ ((w & 2) << 3) ^ ((h & 2) << 3))
                                            + ((w & 1) << 3)
                                            + ((h & 1) << 2)
                                            + (k & 3))
                                    % 32;
                            busiest = Math.max(busiest, ++banks[bank]);
                        }
                    }
                }
                cycles += busiest;
            }
        }
        return cycles;
    }
}
