package org.escalatesim.workloads.compress.ternary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoefficientSolverTest {
    private static double[] gram(Random random, int m) {
        double[] b = new double[m * 3];
        for (int i = 0; i < b.length; i++) {
            b[i] = random.nextGaussian();
        }
        double[] gram = new double[m * m];
        for (int i = 0; i < m * m; i++) {
            for (int t = 0; t < 3; t++) {
                gram[i] += b[i / m * 3 + t] * b[i % m * 3 + t];
            }
        }
        return gram;
    }

    private static double cost(double[] gram, double[] linear, double penalty, byte[] t) {
        int m = t.length;
        double cost = 0;
        for (int i = 0; i < m; i++) {
            cost += penalty * Math.abs(t[i]) - 2 * linear[i] * t[i];
            for (int j = 0; j < m; j++) {
                cost += t[i] * gram[i * m + j] * t[j];
            }
        }
        return cost;
    }

    private static byte[] vector(int m, int index) {
        byte[] t = new byte[m];
        for (int i = 0; i < m; i++, index /= 3) {
            t[i] = (byte) (index % 3 - 1);
        }
        return t;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void enumerationFindsWhatBruteForceFinds(int m) {
        Random random = new Random(m);
        for (int round = 0; round < 40; round++) {
            double[] gram = gram(random, m);
            double penalty = random.nextInt(2) * random.nextDouble();
            double[] linear = random.doubles(m, -2, 2).toArray();
            double best = Double.MAX_VALUE;
            int all = (int) Math.pow(3, m);
            for (int index = 0; index < all; index++) {
                best = Math.min(best, cost(gram, linear, penalty, vector(m, index)));
            }
            byte[] found = vector(m, random.nextInt(all));
            CoefficientSolver solver = CoefficientSolver.of(m);
            assertThat(solver).isInstanceOf(Enumeration.class);
            solver.prepare(gram, penalty);
            solver.solve(linear, found, 0);
            assertThat(cost(gram, linear, penalty, found))
                    .as("M = %d, round %d", m, round)
                    .isCloseTo(best, within(1e-12));
        }
    }

    @Test
    void equallyGoodCoefficientsAreNotReplaced() {
        CoefficientSolver solver = CoefficientSolver.of(2);
        solver.prepare(new double[4], 0);
        byte[] coefficients = {9, -1, 1, 9};
        solver.solve(new double[2], coefficients, 1);
        assertThat(coefficients).containsExactly(9, -1, 1, 9);
        // With a cost of their own, needless coefficients go.
        solver.prepare(new double[4], .1);
        solver.solve(new double[2], coefficients, 1);
        assertThat(coefficients).containsExactly(9, 0, 0, 9);
    }

    @Test
    void beyondNineCoordinatesTakeTheirBestValueInTurns() {
        int m = 12;
        Random random = new Random(5);
        CoefficientSolver solver = CoefficientSolver.of(m);
        assertThat(solver).isInstanceOf(CoordinateDescent.class);
        for (int round = 0; round < 50; round++) {
            double[] gram = gram(random, m);
            double[] linear = random.doubles(m, -2, 2).toArray();
            byte[] t = vector(m, random.nextInt(500_000));
            double before = cost(gram, linear, .1, t);
            solver.prepare(gram, .1);
            solver.solve(linear, t, 0);
            double after = cost(gram, linear, .1, t);
            assertThat(after).isLessThanOrEqualTo(before);
            // No change of a single coefficient makes it better.
            for (int i = 0; i < m; i++) {
                byte kept = t[i];
                for (byte value = -1; value <= 1; value++) {
                    t[i] = value;
                    assertThat(cost(gram, linear, .1, t)).isGreaterThan(after - 1e-9);
                }
                t[i] = kept;
            }
        }
    }
}
