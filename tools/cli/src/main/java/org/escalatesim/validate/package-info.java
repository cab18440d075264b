/** Comparison of the machines with what others measured; one class per machine. */
package org.escalatesim.validate;
