package org.escalatesim.escalate;

import java.util.List;
import org.escalatesim.machine.MemoryInstance;

/** The SRAMs of an ESCALATE machine. */
final class EscalateMemories {
    private EscalateMemories() {}

    static List<MemoryInstance> of(EscalateSpec spec) {
        int rows = spec.tiles() * spec.blocks() * spec.rows();
        int banks = Math.min(spec.ring().banks(), spec.ring().slots());
        return List.of(
                new MemoryInstance("global_buffer", spec.globalBuffer().bytes(), 1),
                new MemoryInstance("ring", ringBankBytes(spec), spec.tiles() * banks),
                new MemoryInstance("coefficients", spec.channelAccumulation().coefficientBytes(), rows),
                new MemoryInstance("psum_lines", psumBytes(spec), rows));
    }

    /** Bytes of one bank of the ring: its slots, each a presence bit and a byte per channel of a chunk. */
    static long ringBankBytes(EscalateSpec spec) {
        int banks = Math.min(spec.ring().banks(), spec.ring().slots());
        long slots = (spec.ring().slots() + banks - 1) / banks;
        return (slots * 9L * spec.channelAccumulation().chunk() + 7) / 8;
    }

    /** Bytes of the partial-sum lines of a row. */
    static long psumBytes(EscalateSpec spec) {
        EscalateSpec.Mac mac = spec.mac();
        return ((long) mac.lines() * mac.linePixels() * mac.psumBits() + 7) / 8;
    }
}
