package org.escalatesim.eyeriss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.escalatesim.fixture.RandomKernels;
import org.escalatesim.fixture.Seeds;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The search leaves nothing better out. */
class MappingSearchTest {
    static LongStream seeds() {
        return Seeds.of(1, 120);
    }

    /** Every mapping by plain loops, on layers small enough for it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void isTheBestOfAllMappings(long seed) {
        Random random = new Random(seed);
        int kernel = 1 + random.nextInt(3);
        int size = kernel + random.nextInt(5);
        ConvShape shape = new ConvShape(
                1 + random.nextInt(6),
                1 + random.nextInt(5),
                1,
                kernel,
                kernel,
                size,
                size,
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                random.nextInt(kernel),
                random.nextInt(kernel),
                random.nextInt(kernel),
                random.nextInt(kernel));
        LayerTrace layer = RandomKernels.layer(seed, shape, 1, 0.5, 0);
        for (EyerissSpec.Objective objective : EyerissSpec.Objective.values()) {
            EyerissSpec spec = EyerissMachines.with(EyerissMachines.random(seed), EyerissSpec.Choice.SEARCH, objective);
            MappingProblem problem = new MappingProblem(spec, layer);
            MappingCost found = MappingSearch.best(problem);
            assertThat(found).as("seed " + seed + " " + objective).isEqualTo(plain(problem));
        }
    }

    private static MappingCost plain(MappingProblem problem) {
        MappingCost best = null;
        for (int n = 1; n <= problem.images; n++) {
            for (int e = 1; e <= problem.p; e++) {
                for (int r = 1; r <= Math.min(problem.sets(e), problem.c); r++) {
                    for (int t = 1; t <= Math.min(problem.sets(e) / r, problem.m); t++) {
                        for (int q = 1; q <= Pass.ceil(problem.c, r); q++) {
                            for (int p = 1; p <= Pass.ceil(problem.m, t); p++) {
                                for (int ft = 1; ft <= problem.q; ft++) {
                                    RowMapping mapping = new RowMapping(n, e, p, q, r, t, ft);
                                    if (problem.illegal(mapping) == null) {
                                        MappingCost cost = MappingCost.of(problem, mapping);
                                        best = best == null || cost.compareTo(best) < 0 ? cost : best;
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return best;
    }

    /** Real shapes: no mapping drawn at random, even one with more filters or channels than there are, is better. */
    @Test
    void noSampledMappingOfARealLayerIsBetter() {
        List<ConvShape> shapes = List.of(
                ConvShape.of(96, 3, 1, 11, 11, 227, 227, 4, 0),
                ConvShape.of(256, 96, 2, 5, 5, 27, 27, 1, 2),
                ConvShape.of(64, 64, 1, 3, 3, 224, 224, 1, 1),
                ConvShape.of(512, 1024, 1, 1, 1, 28, 28, 2, 0),
                ConvShape.of(96, 96, 96, 3, 3, 112, 112, 2, 1),
                ConvShape.fullyConnected(1000, 2048));
        for (EyerissSpec spec : List.of(EyerissMachines.chip(), EyerissMachines.scaled())) {
            for (ConvShape shape : shapes) {
                MappingProblem problem = new MappingProblem(spec, EyerissMachines.dense(shape));
                MappingCost best = MappingSearch.best(problem);
                Random random = new Random(11);
                for (int i = 0; i < 20_000; i++) {
                    RowMapping mapping = EyerissMachines.legal(problem, random);
                    assertThat(MappingCost.of(problem, mapping).primary())
                            .as(shape.describe() + " " + mapping)
                            .isGreaterThanOrEqualTo(best.primary());
                }
            }
        }
    }

    @Test
    void findsWhatThePaperDoesNot() {
        // VGG16 conv1_2, published: 64 channel passes of psums through the bus. Interleaving channels halves them.
        ConvShape shape = ConvShape.of(64, 64, 1, 3, 3, 224, 224, 1, 1);
        MappingProblem problem = new MappingProblem(EyerissMachines.chip(), EyerissMachines.dense(shape));
        MappingCost published = MappingCost.of(problem, new RowMapping(1, 13, 8, 1, 1, 4, 112));
        assertThat(problem.illegal(published.mapping())).isNull();
        assertThat(MappingSearch.best(problem).cycles()).isLessThan(published.cycles() * 6 / 10);
    }
}
