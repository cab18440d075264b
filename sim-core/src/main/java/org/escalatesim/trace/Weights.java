package org.escalatesim.trace;

/** The weights of a layer in the form in which a machine runs them. */
public sealed interface Weights permits Decomposed, Grouped, Kernels {
    /** Which form this is. */
    WeightForm weightForm();

    /** Output channels K. */
    int k();

    /** Input channels of one group, C / groups. */
    int channelsPerGroup();

    /** Kernel taps R * S. */
    int taps();

    /** Values that the form has, zeros included: weights, or coefficients of decomposed layers. */
    long count();

    /** Values that are not zero. */
    long nonZeros();

    /** The form, for people: {@code unstructured}, {@code ternary M=6}. */
    String describe();
}
