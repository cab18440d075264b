/** Convolution computed a second time, written apart from the machines, to check their values against. */
package org.escalatesim.reference;
