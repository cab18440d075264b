package org.escalatesim.trace;

/** The weights of a layer in the form in which a machine runs them. */
public sealed interface Weights permits Decomposed {}
