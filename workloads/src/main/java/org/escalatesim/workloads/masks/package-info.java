/** Layers given by masks alone: which weights and which activations are not zero. */
package org.escalatesim.workloads.masks;
