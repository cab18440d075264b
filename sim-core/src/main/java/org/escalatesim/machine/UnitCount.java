package org.escalatesim.machine;

/**
 * Units of one kind and width that a machine is built of, so that comparisons can show what each one has.
 *
 * @param component the unit they belong to, as in {@link ActivityKey}
 * @param action what they do: {@link Action#MULTIPLY} or {@link Action#ADD} in {@link MachineSpec#arithmetic}; in
 *     {@link MachineSpec#logic} {@link Action#REGISTER_WRITE} for registers, {@link Action#MUX} for 2:1 multiplexers,
 *     {@link Action#GATHER_PASS} for gather networks, {@link Action#GATHER_DECODE} for their decoders,
 *     {@link Action#ADD} for prefix sums and encoders, {@link Action#COMPARE} for comparators
 * @param width bits of the (first) operand; 0 for units that the machine's configuration leaves out
 * @param size bits of a multiplier's second operand, 0 for all else
 * @param count how many the whole machine has
 */
public record UnitCount(String component, Action action, int width, int size, long count) {
    /** How many 8 x 8 multipliers a multiplier of these widths stands for, by the product of its operand widths. */
    public double in8x8() {
        return action == Action.MULTIPLY ? count * width * size / 64.0 : 0;
    }
}
