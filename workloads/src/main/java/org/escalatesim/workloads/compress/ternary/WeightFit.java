package org.escalatesim.workloads.compress.ternary;

/**
 * The three steps of a fit to the weights themselves. Each minimises, the rest held, the cost {@code ||W - fit||^2 +
 * penalty * (non-zero coefficients)}: coefficients kernel by kernel ({@link CoefficientSolver}), basis kernels and scales
 * by least squares.
 */
final class WeightFit implements FitSteps {
    private final float[] weights;
    private final ScaleGrain grain;
    private final double penalty;
    private final TernaryKernels at;
    private final CoefficientSolver solver;

    /**
     * Changes {@code at}.
     *
     * @param weights [K][C/groups][R*S]
     * @param penalty cost of a non-zero coefficient, in units of a squared weight, at least 0
     */
    WeightFit(float[] weights, ScaleGrain grain, double penalty, TernaryKernels at) {
        this.weights = weights;
        this.grain = grain;
        this.penalty = penalty;
        this.at = at;
        this.solver = CoefficientSolver.of(at.m);
    }

    @Override
    public TernaryKernels kernels() {
        return at;
    }

    @Override
    public double cost() {
        return at.squaredError(weights) + penalty * at.nonZeros();
    }

    @Override
    public void coefficients() {
        int m = at.m;
        double[] gram = at.gram();
        double[] scaled = new double[m * m];
        double[] linear = new double[m];
        for (int k = 0; k < at.k; k++) {
            for (int i = 0; i < m * m; i++) {
                scaled[i] = gram[i] * at.scale[k * m + i / m] * at.scale[k * m + i % m];
            }
            solver.prepare(scaled, penalty);
            for (int row = k * at.channels; row < (k + 1) * at.channels; row++) {
                for (int i = 0; i < m; i++) {
                    linear[i] = at.scale[k * m + i] * projection(row, i);
                }
                solver.solve(linear, at.coefficients, row * m);
            }
        }
    }

    private double projection(int row, int i) {
        double sum = 0;
        for (int t = 0; t < at.taps; t++) {
            sum += weights[row * at.taps + t] * at.basis[i * at.taps + t];
        }
        return sum;
    }

    @Override
    public void basis() {
        int m = at.m;
        double[][] normal = new double[m][m];
        double[][] right = new double[m][at.taps];
        double[] u = new double[m];
        for (int row = 0; row < at.k * at.channels; row++) {
            for (int i = 0; i < m; i++) {
                u[i] = at.coefficients[row * m + i] * at.scale[row / at.channels * m + i];
            }
            for (int i = 0; i < m; i++) {
                if (u[i] != 0) {
                    for (int j = 0; j < m; j++) {
                        normal[i][j] += u[i] * u[j];
                    }
                    for (int t = 0; t < at.taps; t++) {
                        right[i][t] += u[i] * weights[row * at.taps + t];
                    }
                }
            }
        }
        FitSteps.setBasis(at, normal, right);
    }

    @Override
    public void scales() {
        if (grain == ScaleGrain.LAYER) {
            rescale(0, at.k);
            return;
        }
        for (int k = 0; k < at.k; k++) {
            if (grain == ScaleGrain.K) {
                rescale(k, k + 1);
            } else {
                scalesOf(k);
            }
        }
    }

    /** One factor for the scales of some output channels. */
    private void rescale(int first, int end) {
        double up = 0;
        double down = 0;
        double[] kernel = new double[at.taps];
        for (int row = first * at.channels; row < end * at.channels; row++) {
            at.kernel(row, kernel);
            for (int t = 0; t < at.taps; t++) {
                up += kernel[t] * weights[row * at.taps + t];
                down += kernel[t] * kernel[t];
            }
        }
        if (down > 0) {
            FitSteps.multiplyScales(at, first, end, up / down);
        }
    }

    private void scalesOf(int k) {
        int m = at.m;
        double[] gram = at.gram();
        double[][] normal = new double[m][m];
        double[][] right = new double[m][1];
        for (int row = k * at.channels; row < (k + 1) * at.channels; row++) {
            for (int i = 0; i < m; i++) {
                int coefficient = at.coefficients[row * m + i];
                if (coefficient != 0) {
                    right[i][0] += coefficient * projection(row, i);
                    for (int j = 0; j < m; j++) {
                        normal[i][j] += coefficient * at.coefficients[row * m + j] * gram[i * m + j];
                    }
                }
            }
        }
        FitSteps.setScales(at, k, normal, right);
    }
}
