/**
 * A network as a graph of layers: in floating point ({@link org.escalatesim.workloads.infer.FloatForward}) and in 8-bit
 * integers with every convolution run by a machine ({@link org.escalatesim.workloads.infer.Inference}). Between layers,
 * integer maps are [H][W][C] and float maps [C][H][W].
 */
package org.escalatesim.workloads.infer;
