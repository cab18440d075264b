package org.escalatesim.workloads.compress.ternary;

/**
 * Kernels whose basis has 8 bits, all basis kernels of a layer with one step size: the largest tap becomes 127.
 *
 * @param kernels with the basis rounded: integer * step
 * @param basis [M][R*S], -127 to 127
 * @param step real size of one step of {@code basis}, above 0
 */
public record QuantisedKernels(TernaryKernels kernels, byte[] basis, double step) {

    /** Rounds the basis to nearest, ties to even; coefficients and scales stay. */
    public static QuantisedKernels of(TernaryKernels exact) {
        TernaryKernels kernels = exact.copy();
        double largest = 0;
        for (double tap : kernels.basis) {
            largest = Math.max(largest, Math.abs(tap));
        }
        double step = largest == 0 ? 1 : largest / 127;
        byte[] basis = new byte[kernels.basis.length];
        for (int i = 0; i < basis.length; i++) {
            basis[i] = (byte) Math.rint(kernels.basis[i] / step);
            kernels.basis[i] = basis[i] * step;
        }
        return new QuantisedKernels(kernels, basis, step);
    }

    /** The same after {@link #of}, with coefficients and scales fitted again to the weights; as {@link AlternatingFit#of}. */
    public static QuantisedKernels refitted(TernaryKernels exact, float[] weights, ScaleGrain grain, double l1) {
        QuantisedKernels rounded = of(exact);
        double energy = TernaryKernels.energy(weights);
        double penalty = l1 * energy / exact.coefficients.length;
        AlternatingFit.run(new WeightFit(weights, grain, penalty, rounded.kernels), energy, false);
        return rounded;
    }

    /** The same, fitted again to the outputs; as {@link AlternatingFit#toOutputs}. */
    public static QuantisedKernels refitted(
            TernaryKernels exact,
            InputCorrelation inputs,
            float[] weights,
            ScaleGrain grain,
            double l1,
            double damping) {
        QuantisedKernels rounded = of(exact);
        InputCorrelation damped = inputs.withDiagonal(damping * inputs.meanDiagonal());
        double energy = damped.energy(weights);
        double penalty = l1 * energy / exact.coefficients.length;
        AlternatingFit.run(new OutputFit(damped, weights, grain, penalty, rounded.kernels), energy, false);
        return rounded;
    }
}
