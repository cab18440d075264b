package org.escalatesim.workloads.compress.ternary;

/**
 * One coefficient after the other takes its best value, the others held, until none changes. Used where 3^M vectors are
 * too many; it never makes a kernel worse, and need not find the best vector.
 */
final class CoordinateDescent implements CoefficientSolver {
    private final int m;
    private double[] gram;
    private double penalty;

    CoordinateDescent(int m) {
        this.m = m;
    }

    @Override
    public void prepare(double[] gram, double penalty) {
        this.gram = gram;
        this.penalty = penalty;
    }

    @Override
    public void solve(double[] linear, byte[] coefficients, int at) {
        boolean changed = true;
        // Each change lowers the cost, so this ends; the bound is for changes of the size of rounding errors.
        for (int round = 0; changed && round < 100; round++) {
            changed = false;
            for (int i = 0; i < m; i++) {
                double pull = linear[i];
                for (int j = 0; j < m; j++) {
                    pull -= j == i ? 0 : gram[i * m + j] * coefficients[at + j];
                }
                double nonZero = gram[i * m + i] - 2 * Math.abs(pull) + penalty;
                byte value = (byte) (nonZero < 0 ? (pull < 0 ? -1 : 1) : 0);
                changed |= value != coefficients[at + i];
                coefficients[at + i] = value;
            }
        }
    }
}
