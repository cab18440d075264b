/** The trainings by name: their phases, what is kept of each, and the table that they end in. */
package org.escalatesim.compress.recipe;
