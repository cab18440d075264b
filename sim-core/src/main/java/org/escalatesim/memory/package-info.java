/** Memory outside the units: the DRAM channel. */
package org.escalatesim.memory;
