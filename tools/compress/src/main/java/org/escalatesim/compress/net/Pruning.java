package org.escalatesim.compress.net;

import org.escalatesim.config.InputException;

/** Pruning of coefficients at a multiple of their layer's standard deviation (PENNI, ICML 2020, section 3.3). */
public final class Pruning {
    private Pruning() {}

    /**
     * Makes every coefficient zero whose magnitude is below {@code multiple} times the standard deviation of its layer's
     * coefficients (population, around their mean, zeros included).
     *
     * @param multiple at least 0
     * @return new arrays; those of layers without coefficients are shared
     * @throws InputException if a layer is left without any coefficient
     */
    public static Params prune(Params params, double multiple) {
        Params out = new Params();
        for (String name : params.names()) {
            Values values = params.get(name);
            if (name.endsWith("." + Params.COEFFICIENTS)) {
                values = values.copy();
                double threshold = multiple * deviation(values.data());
                for (int i = 0; i < values.data().length; i++) {
                    if (Math.abs(values.data()[i]) < threshold) {
                        values.data()[i] = 0;
                    }
                }
                if (values.nonZeros() == 0) {
                    throw new InputException("pruning leaves no coefficient in layer '"
                            + name.substring(0, name.indexOf('.')) + "'; prune less (a smaller --strength)");
                }
            }
            out.put(name, values);
        }
        return out;
    }

    /** Population standard deviation. */
    static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    }
}
