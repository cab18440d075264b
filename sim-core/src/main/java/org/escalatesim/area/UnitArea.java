package org.escalatesim.area;

import org.escalatesim.machine.Action;

/** What a row of an area table gives the area of. */
public enum UnitArea {
    /** An SRAM of a capacity in bytes, decoders and sense amplifiers included. */
    SRAM,
    /** Bits of registers. */
    REGISTER,
    /** An adder of a width. */
    ADD,
    /** A multiplier of {@code bits} by {@code bits}. */
    MULTIPLY,
    /** Bits of 2:1 multiplexers. */
    MUX,
    /** A bit-gather network of {@code bits}: lg n stages of n switched bits. */
    GATHER_PASS,
    /** The decoder of a gather network of {@code bits}: n lg n bits of prefix population counts. */
    GATHER_DECODE,
    /** A comparator of a width. */
    COMPARE;

    /** What a unit of a machine is priced by; throws {@link IllegalArgumentException} for actions that are no unit. */
    static UnitArea of(Action action) {
        return switch (action) {
            case REGISTER_WRITE -> REGISTER;
            case ADD -> ADD;
            case MULTIPLY -> MULTIPLY;
            case MUX -> MUX;
            case GATHER_PASS -> GATHER_PASS;
            case GATHER_DECODE -> GATHER_DECODE;
            case COMPARE -> COMPARE;
            default -> throw new IllegalArgumentException(action + " is not a unit with an area");
        };
    }

    /** The word used in files and tables. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
