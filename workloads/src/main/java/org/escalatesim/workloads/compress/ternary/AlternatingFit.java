package org.escalatesim.workloads.compress.ternary;

import java.util.ArrayList;
import java.util.List;
import org.escalatesim.tensor.ConvShape;

/**
 * Alternating least squares: coefficients, basis kernels and scales in turns, each at its best while the others are held,
 * until a round improves the cost by less than one part in 100,000. Deterministic; the cost never rises from one step to the
 * next. It ends in a local minimum, so it starts from two places ({@link PlainTernary}) and the better end counts.
 *
 * @param kernels the result
 * @param costs the cost at the start and after each step of the better run, in units of {@code ||W||^2}: squared relative
 *     error + l1 * density
 */
public record AlternatingFit(TernaryKernels kernels, List<Double> costs) {
    private static final int MOST_ROUNDS = 200;
    private static final double LEAST_GAIN = 1e-5;

    /**
     * Fits a layer's weights.
     *
     * @param weights [K][C/groups][R][S], finite
     * @param m basis kernels M, 1 to R * S
     * @param l1 cost of a coefficient density of 1 in units of {@code ||W||^2}, at least 0
     */
    public static AlternatingFit of(ConvShape shape, float[] weights, int m, ScaleGrain grain, double l1) {
        double energy = TernaryKernels.energy(weights);
        AlternatingFit one = null;
        for (TernaryKernels start : List.of(
                PlainTernary.of(shape, weights, m, grain, PlainTernary.OPTIMAL),
                PlainTernary.perBasisKernel(shape, weights, m))) {
            double penalty = l1 * energy / start.coefficients.length;
            AlternatingFit fit = run(new WeightFit(weights, grain, penalty, start), energy, true);
            one = one == null || fit.cost() < one.cost() ? fit : one;
        }
        return one;
    }

    /**
     * Fits a layer's outputs on real inputs, from a fit of its weights. The inputs are few, so their correlation matrix
     * is mixed with the identity: {@code H + damping * (mean of H's diagonal) * I}. Coefficients are exact kernel by
     * kernel.
     *
     * @param inputs correlation of the layer's inputs
     * @param start not changed
     * @param l1 cost of a coefficient density of 1 in units of the squared outputs, at least 0
     * @param damping at least 0
     */
    public static AlternatingFit toOutputs(
            InputCorrelation inputs,
            float[] weights,
            TernaryKernels start,
            ScaleGrain grain,
            double l1,
            double damping) {
        InputCorrelation damped = inputs.withDiagonal(damping * inputs.meanDiagonal());
        double energy = damped.energy(weights);
        double penalty = l1 * energy / start.coefficients.length;
        return run(new OutputFit(damped, weights, grain, penalty, start.copy()), energy, true);
    }

    /** The cost of the result. */
    public double cost() {
        return costs.get(costs.size() - 1);
    }

    /** Alternates until nothing is gained; costs are in units of {@code unit}. */
    static AlternatingFit run(FitSteps steps, double unit, boolean withBasis) {
        List<Double> costs = new ArrayList<>();
        double per = unit == 0 ? 1 : unit;
        double last = steps.cost() / per;
        costs.add(last);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            steps.coefficients();
            costs.add(steps.cost() / per);
            steps.scales();
            double now = steps.cost() / per;
            costs.add(now);
            if (withBasis) {
                steps.basis();
                now = steps.cost() / per;
                costs.add(now);
            }
            if (now >= last * (1 - LEAST_GAIN)) {
                break;
            }
            last = now;
        }
        return new AlternatingFit(steps.kernels(), List.copyOf(costs));
    }
}
