/**
 * From float weights to what the machine runs: kernel decomposition (PENNI, ICML 2020), ternary coefficients and 8-bit
 * kernels (ESCALATE, MICRO 2021). Nothing here retrains, so the accuracy of what comes out is not established.
 */
package org.escalatesim.workloads.compress;
