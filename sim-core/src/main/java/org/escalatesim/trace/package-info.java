/** What a machine runs: layers with their weights and activations. */
package org.escalatesim.trace;
