package org.escalatesim.lookahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.PromotionPattern;
import org.escalatesim.reference.KernelConvolution;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.Kernels;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeded random layers on seeded random machines. */
class LookaheadPropertiesTest {
    static LongStream seeds() {
        return Seeds.of(0, 240);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void valuesEqualTheReferenceOnAnyMachine(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        LayerRun.Values expected = KernelConvolution.compute(layer);
        for (long machine = seed; machine < seed + 3; machine++) {
            LookaheadSpec spec = TestLookahead.any(machine);
            LayerRun run = spec.build().run(layer, true);
            assertThat(run.values().sums()).as("%s on %s", layer.shape(), spec).isEqualTo(expected.sums());
            assertThat(run.values().outputs()).isEqualTo(expected.outputs());
            LayerRun timed = spec.build().run(layer, false);
            assertThat(timed.cycles()).isEqualTo(run.cycles());
            assertThat(timed.counters()).isEqualTo(run.counters());
            assertThat(timed.activity().counts()).isEqualTo(run.activity().counts());
        }
    }

    /** A schedule made again with plain booleans takes the same weights in the same lanes and steps. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void schedulesFollowTheRule(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        ConvShape shape = layer.shape();
        Kernels weights = (Kernels) layer.weights();
        LookaheadSpec spec = TestLookahead.any(seed);
        PromotionPattern pattern = spec.pattern();
        int lanes = spec.lanes();
        int size = shape.taps() * shape.cPerGroup();
        int rows = (size + lanes - 1) / lanes;
        Schedules schedules = new Schedules(spec, shape, weights);
        for (int group = 0; group < schedules.count; group++) {
            int filters = schedules.filters(group);
            Scheduler found = schedules.recorded(group);
            boolean[][] left = new boolean[filters][(rows + 16) * lanes];
            for (int f = 0; f < filters; f++) {
                for (int i = 0; i < size; i++) {
                    int channels = shape.cPerGroup();
                    left[f][i] = weights.nonZero(schedules.firstFilter(group) + f, i % channels, i / channels);
                }
            }
            int base = 0;
            int step = 0;
            while (base < rows) {
                assertThat(found.base(step)).isEqualTo(base);
                for (int f = 0; f < filters; f++) {
                    int[] took = new int[lanes];
                    for (int lane = 0; lane < lanes; lane++) {
                        took[lane] = left[f][base * lanes + lane] ? base * lanes + lane : -1;
                        left[f][base * lanes + lane] = false;
                    }
                    for (int lane = 0; lane < lanes; lane++) {
                        for (int j = 0; took[lane] < 0 && j < pattern.candidates(); j++) {
                            int at = (base + pattern.beat(j)) * lanes + Math.floorMod(lane + pattern.side(j), lanes);
                            took[lane] = left[f][at] ? at : -1;
                        }
                        if (took[lane] >= 0) {
                            left[f][took[lane]] = false;
                        }
                        assertThat(found.source(step, f, lane))
                                .as("step %d filter %d", step, f)
                                .isEqualTo(took[lane]);
                    }
                }
                base++;
                for (int more = 0; more < pattern.lookAhead() && base < rows && empty(left, base, lanes); more++) {
                    base++;
                }
                step++;
            }
            assertThat(schedules.steps[group]).isEqualTo(step);
        }
    }

    private static boolean empty(boolean[][] left, int row, int lanes) {
        for (boolean[] filter : left) {
            for (int lane = 0; lane < lanes; lane++) {
                if (filter[row * lanes + lane]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** ceil(rows / (1 + h)) <= steps <= rows, at least the fullest filter's weights over its lanes; L<0,0> is dense. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void stepsStayWithinTheirBounds(long seed) {
        LayerTrace layer = RandomKernels.any(seed);
        LookaheadSpec spec = TestLookahead.any(seed);
        Kernels weights = (Kernels) layer.weights();
        Schedules schedules = new Schedules(spec, layer.shape(), weights);
        Schedules dense = new Schedules(TestLookahead.with(spec, "L<0,0>"), layer.shape(), weights);
        int reach = 1 + spec.pattern().lookAhead();
        for (int group = 0; group < schedules.count; group++) {
            int fullest = 0;
            for (int f = 0; f < schedules.filters(group); f++) {
                int count = 0;
                for (int i = 0; i < layer.shape().taps() * layer.shape().cPerGroup(); i++) {
                    int channels = layer.shape().cPerGroup();
                    count += weights.nonZero(schedules.firstFilter(group) + f, i % channels, i / channels) ? 1 : 0;
                }
                fullest = Math.max(fullest, count);
            }
            assertThat(dense.steps[group]).isEqualTo(schedules.rows);
            assertThat(schedules.steps[group])
                    .isBetween((schedules.rows + reach - 1) / reach, schedules.rows)
                    .isGreaterThanOrEqualTo((fullest + spec.lanes() - 1) / spec.lanes());
        }
    }

    /** Fewer weights, wider windows and more candidates pay on average, as the paper reports. */
    @Test
    void sparserWeightsAndWiderPatternsPayOnAverage() {
        ConvShape shape = ConvShape.of(64, 64, 1, 3, 3, 1, 1, 1, 1);
        long before = Long.MAX_VALUE;
        for (double density : new double[] {1, .7, .5, .3, .1}) {
            long steps = steps(shape, density, "T<2,5>");
            assertThat(steps).as("density %s", density).isLessThan(before);
            before = steps;
        }
        before = Long.MAX_VALUE;
        for (String pattern : new String[] {"L<0,0>", "L<1,0>", "L<2,0>", "T<2,2>", "T<2,5>", "T<3,5>"}) {
            long steps = steps(shape, .25, pattern);
            assertThat(steps).as(pattern).isLessThan(before);
            before = steps;
        }
        // Filters that share a stream wait for one another: fewer of them, fewer steps.
        Kernels weights = (Kernels) RandomKernels.layer(9, shape, .25, 1, .5).weights();
        int shared = new Schedules(
                        TestLookahead.ideal(1, 64, 16, "T<2,5>", LookaheadSpec.Partition.FILTERS), shape, weights)
                .steps[0];
        Schedules alone =
                new Schedules(TestLookahead.ideal(1, 1, 16, "T<2,5>", LookaheadSpec.Partition.FILTERS), shape, weights);
        for (int steps : alone.steps) {
            assertThat(steps).isLessThanOrEqualTo(shared);
        }
    }

    private static long steps(ConvShape shape, double density, String pattern) {
        LookaheadSpec spec = TestLookahead.ideal(4, 16, 16, pattern, LookaheadSpec.Partition.FILTERS);
        long steps = 0;
        for (long seed = 0; seed < 4; seed++) {
            LayerTrace layer = RandomKernels.layer(seed, shape, density, 1, .3);
            for (int count : new Schedules(spec, shape, (Kernels) layer.weights()).steps) {
                steps += count;
            }
        }
        return steps;
    }
}
