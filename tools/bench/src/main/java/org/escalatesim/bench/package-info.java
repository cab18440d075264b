/** JMH benchmarks, from inner loops to a whole network; {@code docs/performance.md} has commands and results. */
package org.escalatesim.bench;
