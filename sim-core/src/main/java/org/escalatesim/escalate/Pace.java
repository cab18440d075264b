package org.escalatesim.escalate;

/**
 * How fast a block's outputs leave. Each block owns an equal, fixed share of the port it writes to, so blocks and tiles
 * never slow each other: n pixels of b bits take {@code max(ceil(n / pixels_per_cycle), ceil(n * b * blocks / port))}
 * cycles. Final outputs (a byte and a presence bit) go to the global buffer's write port; 32-bit partial sums of
 * sub-passes go to it too, or to DRAM if partial maps do not fit.
 */
final class Pace {
    /** An output: a byte and its presence bit. */
    static final int OUTPUT_BITS = 9;
    /** A partial sum of a sub-pass. */
    static final int PARTIAL_BITS = 32;

    private final int pixelsPerCycle;
    private final long portBits;
    private final long partialPortBits;
    private final long blocks;

    /**
     * @param partialsInDram whether partial sums leave through the DRAM channel
     */
    Pace(EscalateSpec spec, boolean partialsInDram) {
        this.pixelsPerCycle = spec.output().pixelsPerCycle();
        this.portBits = 8L * spec.globalBuffer().writePortBytes();
        boolean dram = partialsInDram && !spec.dram().ideal();
        this.partialPortBits = dram ? Math.min(portBits, 8L * spec.dram().bytesPerCycle()) : portBits;
        this.blocks = (long) spec.tiles() * spec.blocks();
    }

    /** Cycles in which a line of {@code pixels} leaves, with or without partial sums written or read back. */
    int cycles(int pixels, boolean partial) {
        long unpaced = (pixels + pixelsPerCycle - 1) / pixelsPerCycle;
        long bits = pixels * blocks * (partial ? PARTIAL_BITS : OUTPUT_BITS);
        long port = partial ? partialPortBits : portBits;
        return Math.toIntExact(Math.max(unpaced, (bits + port - 1) / port));
    }
}
