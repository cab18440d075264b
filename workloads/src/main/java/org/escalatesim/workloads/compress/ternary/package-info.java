/**
 * Ternary coefficients of a few basis kernels, fitted without retraining: plain ternarisation (Li and Liu, Ternary Weight
 * Networks, 2016), alternating least squares on the weights, and the same on the real inputs of a layer. The model is
 * that of PENNI (ICML 2020) with the quantisation of ESCALATE (MICRO 2021); docs/compression.md has the formulas.
 */
package org.escalatesim.workloads.compress.ternary;
