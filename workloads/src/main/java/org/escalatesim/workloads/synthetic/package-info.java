/**
 * Seeded synthetic layers: coefficients and activations that are uneven the way trained ones are. The model and its fit
 * are described in docs/synthetic-traces.md.
 */
package org.escalatesim.workloads.synthetic;
