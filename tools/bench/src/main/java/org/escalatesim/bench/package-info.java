/** JMH benchmarks of the machines' inner loops. */
package org.escalatesim.bench;
