/**
 * A trace folder in, a compressed trace folder out: which layers are compressed and how, in parallel, and what comes of
 * it. {@code escalate-sim compress} is its face; docs/compression.md explains it.
 */
package org.escalatesim.workloads.compress.folder;
