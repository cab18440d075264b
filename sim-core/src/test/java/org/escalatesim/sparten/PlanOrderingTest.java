package org.escalatesim.sparten;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.sparten.SpartenSpec.Assignment;
import org.escalatesim.sparten.SpartenSpec.Balance;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Balancing is not slower than no balancing, whatever number of filters is left over by whole passes and whatever
 * number of output positions by the clusters.
 */
class PlanOrderingTest {
    /** "Up to a few per cent where filters are few". */
    private static final double SLACK = 1.03;

    private static final int[] FILTERS = {33, 44, 48, 64, 70, 97, 128, 144, 208, 256, 300};
    private static final double[][] DENSITIES = {{.3, .4}, {.4, .7}, {.15, .3}};

    private static ConvShape shape(String map, int k) {
        return switch (map) {
            case "1x1" -> ConvShape.fullyConnected(k, 1024);
            case "7x7, 1x1" -> ConvShape.of(k, 320, 1, 1, 1, 7, 7, 1, 0);
            case "7x7, 3x3" -> ConvShape.of(k, 192, 1, 3, 3, 7, 7, 1, 1);
            case "14x14, 1x1" -> ConvShape.of(k, 256, 1, 1, 1, 14, 14, 1, 0);
            default -> ConvShape.of(k, 64, 1, 3, 3, 14, 14, 1, 1);
        };
    }

    private static long cycles(LayerTrace layer, Balance balance, Assignment assignment, long[] ideal) {
        TestSparten machine = new TestSparten().balance(balance);
        machine.assignment = assignment;
        LayerRun run = machine.build().run(layer, false);
        ideal[0] = run.counters().get("ideal_cycles");
        return run.cycles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1x1", "7x7, 1x1", "7x7, 3x3", "14x14, 1x1", "14x14, 3x3"})
    void balancingIsNotSlower(String map) {
        for (Assignment assignment : Assignment.values()) {
            for (double unevenness : new double[] {0, 0.5}) {
                long allH = 0;
                long allS = 0;
                long allNone = 0;
                List<String> broken = new ArrayList<>();
                for (int k : FILTERS) {
                    for (double[] density : DENSITIES) {
                        LayerTrace layer = RandomKernels.layer(k, shape(map, k), density[0], density[1], unevenness);
                        long[] ideal = new long[1];
                        long gbH = cycles(layer, Balance.GB_H, assignment, ideal);
                        long gbS = cycles(layer, Balance.GB_S, assignment, ideal);
                        long none = cycles(layer, Balance.NONE, assignment, ideal);
                        allH += gbH;
                        allS += gbS;
                        allNone += none;
                        if (gbH < ideal[0] || gbH > SLACK * gbS || gbS > SLACK * none) {
                            broken.add("K " + k + ", densities " + density[0] + ", " + density[1] + ": GB-H " + gbH
                                    + ", GB-S " + gbS + ", none " + none + ", ideal " + ideal[0]);
                        }
                    }
                }
                String what = map + ", " + assignment + ", unevenness " + unevenness;
                assertThat(broken).as(what).isEmpty();
                if (map.equals("1x1") && assignment == Assignment.AUTO) {
                    // Clusters enough for a pass each: pairs never pay.
                    assertThat(List.of(allH, allS)).as(what).containsOnly(allNone);
                    continue;
                }
                assertThat(allH).as(what).isLessThan(allS);
                assertThat(allS).as(what).isLessThan(allNone);
            }
        }
    }
}
