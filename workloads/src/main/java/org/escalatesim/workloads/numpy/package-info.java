/** NumPy's {@code .npy} and {@code .npz} files: read with every defect told in one line, and written. */
package org.escalatesim.workloads.numpy;
