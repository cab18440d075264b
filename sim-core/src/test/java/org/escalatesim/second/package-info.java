/**
 * A second, naive simulator of the ESCALATE machine's cycles, written from the timing contract and not from the machine
 * (docs/testing.md): every unit of every tile is stepped in every cycle, on plain arrays and queues. It shares no code
 * with {@code org.escalatesim.escalate} but the sizes of a machine and the candidates of a promotion pattern.
 */
package org.escalatesim.second;
