/** What people run: {@code escalate-sim}, one annotated class per command. */
package org.escalatesim.cli;
