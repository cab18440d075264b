package org.escalatesim.bench;

import java.util.List;
import java.util.Locale;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.Weights;

/** Densities over all weights (coefficients, where decomposed) and input activations of some layers, for people. */
final class Densities {
    private Densities() {}

    static String line(String name, List<LayerTrace> layers) {
        double values = 0;
        double nonZeros = 0;
        double activations = 0;
        double nonZeroActivations = 0;
        for (LayerTrace layer : layers) {
            Weights weights = layer.weights();
            values += weights.count();
            nonZeros += weights.nonZeros();
            activations += (double) layer.shape().c()
                    * layer.shape().h()
                    * layer.shape().w();
            nonZeroActivations += layer.input().nonZeros();
        }
        return String.format(
                Locale.ROOT,
                "%s: density of %s weights %.3f, of activations %.3f (fraction non-zero)",
                name,
                layers.get(0).weights().weightForm().word(),
                nonZeros / values,
                nonZeroActivations / activations);
    }
}
