package org.escalatesim.workloads.compress.ternary;

import java.util.Arrays;

/**
 * The three steps of a fit to a layer's outputs: the cost is {@code sum over k of (w - fit)^T H (w - fit) + penalty *
 * (non-zero coefficients)}, H an {@link InputCorrelation}. With {@code u[c,m] = scale * coefficient} and the basis in
 * {@code P}, fit = P u, so the cost of k is {@code u^T Q u - 2 r^T u + w^T H w}, Q = P^T H P and r = P^T H w. The
 * coefficients of one kernel are found exactly with the other kernels held, channel after channel.
 */
final class OutputFit implements FitSteps {
    private final InputCorrelation inputs;
    private final ScaleGrain grain;
    private final double penalty;
    private final TernaryKernels at;
    private final CoefficientSolver solver;
    private final int side;
    /** Unknowns of one output channel: C/groups * M. */
    private final int unknowns;
    /** H w, [K][side]. */
    private final double[] target;

    private final double energy;
    /** Q, [groups][unknowns][unknowns]. */
    private final double[][] q;
    /** r and Q u, [K][unknowns]. */
    private final double[] r;

    private final double[] qu;

    /** Changes {@code at}; the other parameters are those of {@link WeightFit}. */
    OutputFit(InputCorrelation inputs, float[] weights, ScaleGrain grain, double penalty, TernaryKernels at) {
        this.inputs = inputs;
        this.grain = grain;
        this.penalty = penalty;
        this.at = at;
        this.solver = CoefficientSolver.of(at.m);
        this.side = inputs.side();
        this.unknowns = at.channels * at.m;
        this.target = new double[at.k * side];
        double sum = 0;
        for (int k = 0; k < at.k; k++) {
            inputs.times(group(k), weights, k * side, target, k * side);
            for (int i = k * side; i < (k + 1) * side; i++) {
                sum += target[i] * weights[i];
            }
        }
        this.energy = sum;
        this.q = new double[at.groups][unknowns * unknowns];
        this.r = new double[at.k * unknowns];
        this.qu = new double[at.k * unknowns];
        project();
    }

    private int group(int k) {
        return k / (at.k / at.groups);
    }

    private double u(int k, int unknown) {
        return at.coefficients[k * unknowns + unknown] * at.scale[k * at.m + unknown % at.m];
    }

    /** Brings Q, r and Q u to the basis kernels as they are. */
    private void project() {
        int m = at.m;
        int taps = at.taps;
        double[] half = new double[side * unknowns];
        for (int group = 0; group < at.groups; group++) {
            double[] matrix = inputs.matrix(group);
            Arrays.fill(half, 0);
            for (int row = 0; row < side; row++) {
                for (int unknown = 0; unknown < unknowns; unknown++) {
                    double sum = 0;
                    int from = row * side + unknown / m * taps;
                    for (int t = 0; t < taps; t++) {
                        sum += matrix[from + t] * at.basis[unknown % m * taps + t];
                    }
                    half[row * unknowns + unknown] = sum;
                }
            }
            double[] into = q[group];
            Arrays.fill(into, 0);
            for (int unknown = 0; unknown < unknowns; unknown++) {
                for (int t = 0; t < taps; t++) {
                    double b = at.basis[unknown % m * taps + t];
                    int from = (unknown / m * taps + t) * unknowns;
                    for (int other = 0; other < unknowns; other++) {
                        into[unknown * unknowns + other] += b * half[from + other];
                    }
                }
            }
        }
        for (int k = 0; k < at.k; k++) {
            for (int unknown = 0; unknown < unknowns; unknown++) {
                double sum = 0;
                for (int t = 0; t < taps; t++) {
                    sum += at.basis[unknown % m * taps + t] * target[k * side + unknown / m * taps + t];
                }
                r[k * unknowns + unknown] = sum;
            }
            multiply(k);
        }
    }

    /** Q u of output channel k anew. */
    private void multiply(int k) {
        double[] matrix = q[group(k)];
        Arrays.fill(qu, k * unknowns, (k + 1) * unknowns, 0);
        for (int unknown = 0; unknown < unknowns; unknown++) {
            add(k, matrix, unknown, u(k, unknown));
        }
    }

    private void add(int k, double[] matrix, int unknown, double change) {
        if (change != 0) {
            int to = k * unknowns;
            int from = unknown * unknowns;
            for (int other = 0; other < unknowns; other++) {
                qu[to + other] += change * matrix[from + other];
            }
        }
    }

    @Override
    public TernaryKernels kernels() {
        return at;
    }

    @Override
    public double cost() {
        double sum = energy + penalty * at.nonZeros();
        for (int i = 0; i < at.k * unknowns; i++) {
            sum += u(i / unknowns, i % unknowns) * (qu[i] - 2 * r[i]);
        }
        return Math.max(0, sum);
    }

    @Override
    public void coefficients() {
        int m = at.m;
        double[] gram = new double[m * m];
        double[] linear = new double[m];
        double[] before = new double[m];
        for (int k = 0; k < at.k; k++) {
            double[] matrix = q[group(k)];
            int scales = k * m;
            for (int first = 0; first < unknowns; first += m) {
                for (int i = 0; i < m; i++) {
                    before[i] = u(k, first + i);
                }
                for (int i = 0; i < m; i++) {
                    // The pull of what the other kernels leave: their part of Q u taken off r.
                    double pull = r[k * unknowns + first + i] - qu[k * unknowns + first + i];
                    for (int j = 0; j < m; j++) {
                        double entry = matrix[(first + i) * unknowns + first + j];
                        pull += entry * before[j];
                        gram[i * m + j] = entry * at.scale[scales + i] * at.scale[scales + j];
                    }
                    linear[i] = at.scale[scales + i] * pull;
                }
                solver.prepare(gram, penalty);
                solver.solve(linear, at.coefficients, k * unknowns + first);
                for (int i = 0; i < m; i++) {
                    add(k, matrix, first + i, u(k, first + i) - before[i]);
                }
            }
        }
    }

    @Override
    public void basis() {
        int m = at.m;
        int taps = at.taps;
        double[][] normal = new double[m * taps][m * taps];
        double[][] right = new double[m * taps][1];
        for (int group = 0; group < at.groups; group++) {
            addNormal(group, normal);
        }
        for (int k = 0; k < at.k; k++) {
            for (int unknown = 0; unknown < unknowns; unknown++) {
                double u = u(k, unknown);
                for (int t = 0; t < taps; t++) {
                    right[unknown % m * taps + t][0] += u * target[k * side + unknown / m * taps + t];
                }
            }
        }
        FitSteps.setWholeBasis(at, normal, right);
        project();
    }

    /** Adds {@code sum over c, c' of (sum over k of u u^T) x H} of a group. */
    private void addNormal(int group, double[][] normal) {
        int m = at.m;
        int taps = at.taps;
        double[] outer = new double[unknowns * unknowns];
        int perGroup = at.k / at.groups;
        for (int k = group * perGroup; k < (group + 1) * perGroup; k++) {
            for (int i = 0; i < unknowns; i++) {
                double u = u(k, i);
                for (int j = 0; u != 0 && j < unknowns; j++) {
                    outer[i * unknowns + j] += u * u(k, j);
                }
            }
        }
        double[] matrix = inputs.matrix(group);
        for (int i = 0; i < unknowns; i++) {
            for (int j = 0; j < unknowns; j++) {
                double weight = outer[i * unknowns + j];
                for (int t = 0; weight != 0 && t < taps; t++) {
                    double[] row = normal[i % m * taps + t];
                    int from = (i / m * taps + t) * side + j / m * taps;
                    for (int v = 0; v < taps; v++) {
                        row[j % m * taps + v] += weight * matrix[from + v];
                    }
                }
            }
        }
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
        for (int i = first * unknowns; i < end * unknowns; i++) {
            double u = u(i / unknowns, i % unknowns);
            up += u * r[i];
            down += u * qu[i];
        }
        if (down > 0) {
            double factor = up / down;
            FitSteps.multiplyScales(at, first, end, factor);
            for (int i = first * unknowns; i < end * unknowns; i++) {
                qu[i] *= factor;
            }
        }
    }

    private void scalesOf(int k) {
        int m = at.m;
        double[][] normal = new double[m][m];
        double[][] right = new double[m][1];
        double[] matrix = q[group(k)];
        for (int i = 0; i < unknowns; i++) {
            int coefficient = at.coefficients[k * unknowns + i];
            if (coefficient != 0) {
                right[i % m][0] += coefficient * r[k * unknowns + i];
                for (int j = 0; j < unknowns; j++) {
                    normal[i % m][j % m] += coefficient * at.coefficients[k * unknowns + j] * matrix[i * unknowns + j];
                }
            }
        }
        FitSteps.setScales(at, k, normal, right);
        multiply(k);
    }
}
