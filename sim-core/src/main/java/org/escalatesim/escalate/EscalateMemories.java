package org.escalatesim.escalate;

import java.util.List;
import org.escalatesim.machine.MemoryInstance;

/** The SRAMs of an ESCALATE machine. */
final class EscalateMemories {
    /**
     * The coefficient buffer of a row, both halves: presence and sign bits of 2,048 channels, twice. A layer with more
     * channels streams its coefficients through it.
     */
    static final long COEFFICIENT_BUFFER_BYTES = 1024;

    /** Lines that the psum memory of a row is built for: ceil(R / stride) + 1 of a 3 x 3 kernel. */
    private static final int LINES = 4;

    /** Banks of a psum line, one per kernel column. */
    private static final int LINE_BANKS = 3;

    private EscalateMemories() {}

    static List<MemoryInstance> of(EscalateSpec spec) {
        int rows = spec.tiles() * spec.blocks() * spec.rows();
        int banks = Math.min(spec.ring().banks(), spec.ring().slots());
        return List.of(
                new MemoryInstance("global_buffer", spec.globalBuffer().bytes(), 1),
                new MemoryInstance("ring", ringBankBytes(spec), spec.tiles() * banks),
                new MemoryInstance("coefficients", COEFFICIENT_BUFFER_BYTES, rows),
                new MemoryInstance("psum_lines", psumBankBytes(spec), rows * LINES * LINE_BANKS));
    }

    /** Bytes of one bank of the ring: its slots, each a presence bit and a byte per channel of a chunk. */
    static long ringBankBytes(EscalateSpec spec) {
        int banks = Math.min(spec.ring().banks(), spec.ring().slots());
        long slots = (spec.ring().slots() + banks - 1) / banks;
        return (slots * 9L * spec.channelAccumulation().chunk() + 7) / 8;
    }

    /** Bytes of one bank of a partial-sum line. */
    static long psumBankBytes(EscalateSpec spec) {
        long columns = (spec.mac().linePixels() + LINE_BANKS - 1) / LINE_BANKS;
        return (columns * spec.mac().psumBits() + 7) / 8;
    }
}
