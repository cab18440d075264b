/** Shapes and flat tensors shared by all machines. */
package org.escalatesim.tensor;
