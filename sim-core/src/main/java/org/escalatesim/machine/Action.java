package org.escalatesim.machine;

/**
 * A kind of energy-bearing event. Prices are by action and width, never by machine, so that one table prices all
 * machines alike.
 */
public enum Action {
    /** One access of {@code width} bits to an SRAM of {@code size} bytes. */
    SRAM_READ,
    /** One access of {@code width} bits to an SRAM of {@code size} bytes. */
    SRAM_WRITE,
    /** {@code width} bits read from registers. */
    REGISTER_READ,
    /** {@code width} bits written to registers. */
    REGISTER_WRITE,
    /** An addition of {@code width} bits. */
    ADD,
    /** A multiplication of {@code width} by {@code size} bits. */
    MULTIPLY,
    /** {@code width} bits through a 2:1 multiplexer. */
    MUX,
    /** A pass of a {@code width}-bit word through the bit-gather network: lg(width) stages of width multiplexed bits. */
    GATHER_PASS,
    /** The decoder of a {@code width}-bit gather network setting its switches for one mask (prefix population counts). */
    GATHER_DECODE,
    /** A comparison of {@code width} bits. */
    COMPARE,
    /** {@code width} bits read from DRAM. */
    DRAM_READ,
    /** {@code width} bits written to DRAM. */
    DRAM_WRITE
}
