/** Silicon area of machines: what a machine is built of, by a table of unit areas, with the table's uncertainty. */
package org.escalatesim.area;
