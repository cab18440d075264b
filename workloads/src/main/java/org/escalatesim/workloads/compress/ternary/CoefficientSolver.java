package org.escalatesim.workloads.compress.ternary;

/**
 * Finds the ternary coefficients t of one kernel that minimise {@code t^T G t - 2 p^T t + penalty * (non-zeros of t)}.
 * Holds working memory: one per thread.
 */
interface CoefficientSolver {
    /** Most basis kernels whose 3^M combinations are enumerated. */
    int MOST_ENUMERATED = 9;

    /** The solver for M basis kernels. */
    static CoefficientSolver of(int m) {
        return m <= MOST_ENUMERATED ? new Enumeration(m) : new CoordinateDescent(m);
    }

    /**
     * Sets the quadratic part for the calls of {@link #solve} that follow.
     *
     * @param gram G, [M][M], symmetric
     * @param penalty cost of a non-zero, at least 0
     */
    void prepare(double[] gram, double penalty);

    /**
     * Replaces M coefficients by better ones, or leaves them.
     *
     * @param linear p, [M]
     * @param coefficients -1, 0 or 1
     * @param at where the M coefficients start
     */
    void solve(double[] linear, byte[] coefficients, int at);
}
