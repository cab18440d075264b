package org.escalatesim.trace;

/** The forms of a network's weights; each machine says which it runs. */
public enum WeightForm {
    /** All weights, as trained: {@link Kernels}. */
    DENSE,
    /** Weights of which single ones are zero (magnitude pruning): {@link Kernels}. */
    UNSTRUCTURED,
    /** Basis kernels and ternary coefficients: {@link Decomposed}. */
    DECOMPOSED,
    /** Parallel branches of fewer channels (Dynamic Structure Pruning): {@link Grouped}. */
    GROUPED;

    /** The word used in files, options and tables. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
