/** The {@code train} command: compressed networks by training, with the PyTorch engine. */
package org.escalatesim.compress;
