package org.escalatesim.bench;

import java.util.List;
import java.util.Locale;
import org.escalatesim.trace.Decomposed;
import org.escalatesim.trace.LayerTrace;

/** Densities over all coefficients and all input activations of some layers, one line for people. */
final class Densities {
    private Densities() {}

    static String line(String name, List<LayerTrace> layers) {
        double coefficients = 0;
        double nonZeroCoefficients = 0;
        double activations = 0;
        double nonZeroActivations = 0;
        for (LayerTrace layer : layers) {
            Decomposed weights = (Decomposed) layer.weights();
            double all = (double) weights.k() * weights.m() * weights.channelsPerGroup();
            coefficients += all;
            nonZeroCoefficients += weights.density() * all;
            activations += (double) layer.shape().c()
                    * layer.shape().h()
                    * layer.shape().w();
            nonZeroActivations += layer.input().nonZeros();
        }
        return String.format(
                Locale.ROOT,
                "%s: density of coefficients %.3f, of activations %.3f (fraction non-zero)",
                name,
                nonZeroCoefficients / coefficients,
                nonZeroActivations / activations);
    }
}
