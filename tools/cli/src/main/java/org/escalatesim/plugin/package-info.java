/**
 * Optional parts with heavy or native libraries, each a jar of its own in a {@code plugins} folder beside the main jar
 * (or in the folder that {@code ESCALATE_SIM_PLUGINS} names), found by ServiceLoader when its command is asked for.
 */
package org.escalatesim.plugin;
