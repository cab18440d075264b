/**
 * Trace folders: NumPy files with a {@code manifest.yaml} of form {@code numpy-trace}, version 1, as docs/trace-format.md
 * describes it.
 */
package org.escalatesim.workloads.folder;
