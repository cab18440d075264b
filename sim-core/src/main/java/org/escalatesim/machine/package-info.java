/** What every machine offers: specification, results, cycle ledger, activity. */
package org.escalatesim.machine;
