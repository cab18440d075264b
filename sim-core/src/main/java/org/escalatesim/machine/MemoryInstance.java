package org.escalatesim.machine;

/**
 * An SRAM of a machine.
 *
 * @param component the unit it belongs to, as in {@link ActivityKey}
 * @param bytes capacity of one instance in bytes
 * @param count number of instances
 */
public record MemoryInstance(String component, long bytes, int count) {}
