/** Networks and sparsity profiles as YAML files, bundled and the user's own; see docs/networks.md. */
package org.escalatesim.workloads.network;
