/** Training with the PyTorch engine: the only package that touches it. */
package org.escalatesim.compress.torch;
