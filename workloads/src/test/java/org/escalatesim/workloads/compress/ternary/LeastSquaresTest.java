package org.escalatesim.workloads.compress.ternary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LeastSquaresTest {
    @Test
    void solvesAndTakesHalvesThatDifferByRounding() {
        double[][] x = LeastSquares.solve(new double[][] {{4, 1e-17}, {-1e-17, 2}}, new double[][] {{8, 4}, {6, -2}});
        assertThat(x[0]).containsExactly(new double[] {2, 1}, within(1e-12));
        assertThat(x[1]).containsExactly(new double[] {3, -1}, within(1e-12));
    }

    @Test
    void ofManySolutionsTakesTheSmallest() {
        // x + y = 2 twice: (1, 1) is the shortest.
        double[][] x = LeastSquares.solve(new double[][] {{1, 1}, {1, 1}}, new double[][] {{2}, {2}});
        assertThat(x[0][0]).isCloseTo(1, within(1e-9));
        assertThat(x[1][0]).isCloseTo(1, within(1e-9));
    }
}
