package org.escalatesim.energy;

import org.escalatesim.machine.Action;

/** What a row of an energy table prices. */
public enum Quantity {
    /** pJ per addition, by width; see {@link UnitEnergies}. */
    ADD,
    /** pJ per multiplication of {@code bits} by {@code bits}. */
    MULTIPLY,
    /** pJ per comparison of {@code bits}. */
    COMPARE,
    /** pJ per {@code bits} read from registers. */
    REGISTER_READ,
    /** pJ per {@code bits} written to registers. */
    REGISTER_WRITE,
    /** pJ per {@code bits} through 2:1 multiplexers. */
    MUX,
    /** pJ per {@code bits} through one stage of a gather network. */
    GATHER_PASS,
    /** pJ per {@code bits} of the adders in a gather network's decoder. */
    GATHER_DECODE,
    /** pJ per read of {@code bits} from an SRAM of {@code bytes}. */
    SRAM_READ,
    /** pJ per write of {@code bits} to an SRAM of {@code bytes}. */
    SRAM_WRITE,
    /** mW of one SRAM of {@code bytes}. */
    SRAM_LEAKAGE,
    /** pJ per {@code bits} read from or written to DRAM. */
    DRAM;

    /** Whether rows are by capacity. */
    public boolean byCapacity() {
        return this == SRAM_READ || this == SRAM_WRITE || this == SRAM_LEAKAGE;
    }

    /** Whether several rows make a curve; else there is one row. */
    public boolean curve() {
        return this == ADD || byCapacity();
    }

    /** What prices an action. */
    static Quantity of(Action action) {
        return switch (action) {
            case SRAM_READ -> SRAM_READ;
            case SRAM_WRITE -> SRAM_WRITE;
            case REGISTER_READ -> REGISTER_READ;
            case REGISTER_WRITE -> REGISTER_WRITE;
            case ADD -> ADD;
            case MULTIPLY -> MULTIPLY;
            case MUX -> MUX;
            case GATHER_PASS -> GATHER_PASS;
            case GATHER_DECODE -> GATHER_DECODE;
            case COMPARE -> COMPARE;
            case DRAM_READ, DRAM_WRITE -> DRAM;
        };
    }
}
