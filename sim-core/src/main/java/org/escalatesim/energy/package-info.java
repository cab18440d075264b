/** Energy from activity and a table of unit energies. */
package org.escalatesim.energy;
