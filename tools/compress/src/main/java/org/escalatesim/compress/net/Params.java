package org.escalatesim.compress.net;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The arrays of a network by name, {@code layer.part}. Of a float convolution {@link #WEIGHT} [K, C, R, S]; of a
 * decomposed one {@link #COEFFICIENTS} [K, C, M] and {@link #BASIS} [M, R*S], and once it is ternary {@link #SCALE} [K]
 * and {@link #BASIS_SCALE} [1] (coefficients are then -1, 0, 1 and basis values -127 to 127). Every convolution has a
 * batch norm, four arrays [K]; the classifier has {@link #WEIGHT} [K, C] and {@link #BIAS} [K].
 */
public final class Params {
    /** Part: float weights. */
    public static final String WEIGHT = "weight";
    /** Part: bias of the classifier. */
    public static final String BIAS = "bias";
    /** Part: coefficients of a decomposed layer. */
    public static final String COEFFICIENTS = "coefficients";
    /** Part: basis kernels of a decomposed layer. */
    public static final String BASIS = "basis";
    /** Part: scale per output channel of a ternary layer. */
    public static final String SCALE = "scale";
    /** Part: real size of one step of a ternary layer's basis kernels. */
    public static final String BASIS_SCALE = "basis_scale";
    /** Part: batch norm. */
    public static final String GAMMA = "gamma";
    /** Part: batch norm. */
    public static final String BETA = "beta";
    /** Part: batch norm, running mean. */
    public static final String MEAN = "mean";
    /** Part: batch norm, running variance. */
    public static final String VARIANCE = "variance";

    private final Map<String, Values> arrays = new LinkedHashMap<>();

    /** Sets an array. */
    public Params put(String layer, String part, Values values) {
        return put(layer + "." + part, values);
    }

    /** Sets an array by its whole name. */
    public Params put(String name, Values values) {
        arrays.put(name, values);
        return this;
    }

    /** An array, not a copy; throws {@link IllegalStateException} if there is none. */
    public Values get(String layer, String part) {
        return get(layer + "." + part);
    }

    /** An array by its whole name, not a copy; throws {@link IllegalStateException} if there is none. */
    public Values get(String name) {
        Values values = arrays.get(name);
        if (values == null) {
            throw new IllegalStateException("no array '" + name + "'");
        }
        return values;
    }

    /** Whether there is such an array. */
    public boolean has(String layer, String part) {
        return arrays.containsKey(layer + "." + part);
    }

    /** Takes an array away. */
    public void remove(String layer, String part) {
        arrays.remove(layer + "." + part);
    }

    /** All names, in the order in which they came. */
    public Set<String> names() {
        return arrays.keySet();
    }

    /** A copy that shares nothing. */
    public Params copy() {
        Params copy = new Params();
        arrays.forEach((name, values) -> copy.put(name, values.copy()));
        return copy;
    }
}
