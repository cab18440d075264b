package org.escalatesim.machine;

/**
 * What one counter of {@link Activity} counts.
 *
 * @param component the unit, for example {@code ring} or {@code mac.psum}
 * @param action the kind of event
 * @param width bits of the operand or of one access
 * @param size bytes of the SRAM accessed, or bits of the second operand of a multiplication; 0 otherwise
 */
public record ActivityKey(String component, Action action, int width, long size) implements Comparable<ActivityKey> {
    @Override
    public int compareTo(ActivityKey other) {
        int order = component.compareTo(other.component);
        if (order == 0) {
            order = action.compareTo(other.action);
        }
        if (order == 0) {
            order = Integer.compare(width, other.width);
        }
        return order != 0 ? order : Long.compare(size, other.size);
    }
}
