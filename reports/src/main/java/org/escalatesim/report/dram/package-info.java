/** DRAM requests of a run in the trace formats of DRAM simulators. */
package org.escalatesim.report.dram;
