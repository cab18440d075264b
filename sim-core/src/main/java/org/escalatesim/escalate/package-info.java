/** The ESCALATE machine, one class per hardware unit. */
package org.escalatesim.escalate;
