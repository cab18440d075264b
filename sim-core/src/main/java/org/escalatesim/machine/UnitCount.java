package org.escalatesim.machine;

/**
 * Multipliers or adders of one width that a machine is built of, so that comparisons can show what each one has.
 *
 * @param component the unit they belong to, as in {@link ActivityKey}
 * @param action {@link Action#MULTIPLY} or {@link Action#ADD}
 * @param width bits of the (first) operand
 * @param size bits of a multiplier's second operand, 0 for adders
 * @param count how many the whole machine has
 */
public record UnitCount(String component, Action action, int width, int size, long count) {
    /** How many 8 x 8 multipliers a multiplier of these widths stands for, by the product of its operand widths. */
    public double in8x8() {
        return action == Action.MULTIPLY ? count * width * size / 64.0 : 0;
    }
}
